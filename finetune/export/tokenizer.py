"""The Hugging Face fast tokenizer that cuts text exactly as llama.cpp does with the same GGUF.

A GGUF file carries its vocabulary but no ``tokenizer.json``. For SentencePiece vocabularies
(Gemma) llama.cpp joins the neighbouring pair whose joined token scores highest; that is BPE whose
merges are every split of every token, ordered by that token's score. For byte-level BPE (SmolLM2)
the merges are in the file. Training, vLLM and the embedded server must agree token for token, so
the tests compare them on English and Chinese text, white space, emoji and typed control tokens.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from gguf import TokenType
from numpy.typing import NDArray
from tokenizers import AddedToken, Regex, Tokenizer, decoders, normalizers, pre_tokenizers
from tokenizers.models import BPE
from tokenizers.processors import TemplateProcessing

from assistant.llm.weights.gguf_file import GgufFile, GgufFormatError

# The content and nothing else: prompts are written whole by assistant.llm.prompts. Servers add no
# begin token to what a template gives, so a base that wants one has it here.
CHAT_TEMPLATE = "{% for message in messages %}{{ message['content'] }}{% endfor %}"
BEGIN_TEMPLATE = "{{ bos_token }}" + CHAT_TEMPLATE


def _merges(tokens: list[str], scores: list[float]) -> list[tuple[str, str]]:
    ids = {token: index for index, token in enumerate(tokens)}
    found = []
    for index, token in enumerate(tokens):
        for cut in range(1, len(token)):
            left, right = token[:cut], token[cut:]
            if left in ids and right in ids:
                found.append((-scores[index], index, cut, left, right))
    found.sort()
    return [(left, right) for _, _, _, left, right in found]


def _sentencepiece(tokens: list[str], scores: list[float], unknown: str) -> Tokenizer:
    vocabulary = {token: index for index, token in enumerate(tokens)}
    model = BPE(
        vocabulary,
        _merges(tokens, scores),
        unk_token=unknown,
        fuse_unk=True,
        byte_fallback=True,
    )
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()]
    )
    return tokenizer


def _byte_level(tokens: list[str], merges: list[str]) -> Tokenizer:
    vocabulary = {token: index for index, token in enumerate(tokens)}
    pairs = [(left, right) for left, _, right in (merge.partition(" ") for merge in merges)]
    tokenizer = Tokenizer(BPE(vocabulary, pairs))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"\p{N}"), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def begins(base: GgufFile) -> bool:
    """Whether every prompt starts with the begin token."""
    return bool(base.get("tokenizer.ggml.add_bos_token"))


def fast_tokenizer(base: GgufFile, kept: NDArray[np.int64] | None) -> Tokenizer:
    """The tokenizer of a base model, for the tokens in ``kept`` (all where None).

    Raises:
        GgufFormatError: The file has another kind of vocabulary.
    """
    rows = range(len(base.get("tokenizer.ggml.tokens"))) if kept is None else kept.tolist()
    everything = base.get("tokenizer.ggml.tokens")
    tokens = [everything[row] for row in rows]
    types = [base.get("tokenizer.ggml.token_type")[row] for row in rows]
    kind, pre = base.get("tokenizer.ggml.model"), base.get("tokenizer.ggml.pre")
    if kind == "llama":
        scores = base.get("tokenizer.ggml.scores")
        unknown = everything[base.get("tokenizer.ggml.unknown_token_id")]
        tokenizer = _sentencepiece(tokens, [scores[row] for row in rows], unknown)
    elif (kind, pre) == ("gpt2", "smollm"):
        tokenizer = _byte_level(tokens, base.get("tokenizer.ggml.merges"))
    else:
        raise GgufFormatError(f"{base.path} has a {kind}/{pre} vocabulary; known: llama, smollm")
    whole = (TokenType.CONTROL, TokenType.USER_DEFINED)
    added = [
        AddedToken(token, special=types[row] == TokenType.CONTROL, normalized=False)
        for row, token in enumerate(tokens)
        if types[row] in whole
    ]
    tokenizer.add_special_tokens([token for token in added if token.special])
    tokenizer.add_tokens([token for token in added if not token.special])
    if begins(base):
        begin = tokens.index(everything[base.get("tokenizer.ggml.bos_token_id")])
        tokenizer.post_processor = TemplateProcessing(
            single=f"{tokens[begin]} $A",
            pair=f"{tokens[begin]} $A {tokens[begin]} $B",
            special_tokens=[(tokens[begin], begin)],
        )
    return tokenizer


def save_tokenizer(base: GgufFile, kept: NDArray[np.int64] | None, target: Path) -> None:
    """Write ``tokenizer.json`` and its configuration into the folder ``target``."""
    fast_tokenizer(base, kept).save(str(target / "tokenizer.json"))
    tokens = base.get("tokenizer.ggml.tokens")
    roles = {"bos": "bos", "eos": "eos", "unknown": "unk", "padding": "pad"}
    special = {
        f"{short}_token": tokens[base.get(f"tokenizer.ggml.{role}_token_id")]
        for role, short in roles.items()
    }
    configuration = special | {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "clean_up_tokenization_spaces": False,
        "model_max_length": base.setting("context_length"),
        "chat_template": BEGIN_TEMPLATE if begins(base) else CHAT_TEMPLATE,
    }
    text = json.dumps(configuration, ensure_ascii=False, indent=2) + "\n"
    (target / "tokenizer_config.json").write_text(text, encoding="utf-8")
