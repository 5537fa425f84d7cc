"""Which tokens of a base model's vocabulary a shop's assistant needs.

Gemma's 262,144 tokens cover a hundred languages; the embedding table is two thirds of the model,
and every generated token is compared with all of it. Aisle reads and writes English and Chinese,
so 65,536 rows are kept: decoding becomes more than twice as fast and the file less than half.
Nothing becomes unreadable: text in other scripts falls back to byte tokens, as rare characters
always did. Kept, in this order of precedence, each in the order of the base's ids:

1. control, byte and user-defined tokens (but for the thousands of ``<unusedN>`` past the byte
   tokens, which no text ever trained),
2. every token that is one character of a kept script, a digit, a punctuation mark or a symbol,
3. every token of several Chinese characters,
4. other tokens of several kept characters, in rank order (the base's merge order, that is by
   frequency) until the table is full; none with kana, which stay readable one by one.

Against the whole vocabulary, on our own requests, that is 8% more tokens for English and 0.2%
for Chinese; by rank alone, without step 3, 7% and 11%.

The new id of a token is its place in the result, so the first ids (padding, end, begin, turns,
bytes) stay what they were. Byte-level BPE vocabularies (SmolLM2) are kept whole: 49,152 rows are
few, and their merges name tokens that would be missing. Given up: a vocabulary fitted to the
shop's own texts, which would be smaller but make adapters of different shops incompatible.
"""

from __future__ import annotations

import unicodedata

import numpy as np
from gguf import TokenType
from numpy.typing import NDArray

from assistant.llm.weights.gguf_file import GgufFile

SIZE = 65_536
RULE = f"1:{SIZE}"  # raise the number when the same base gives other tokens
_SCRIPTS = (
    (0x0020, 0x0180),  # ASCII, Latin-1, Latin Extended-A
    (0x2000, 0x2C00),  # punctuation, currency, arrows, mathematics, ▁ (a space), dingbats
    (0x2E80, 0x3130),  # CJK radicals, CJK punctuation, kana, bopomofo
    (0x3190, 0xA000),  # kana extensions, CJK units, CJK ideographs
    (0xF900, 0xFB00),  # CJK compatibility ideographs
    (0xFE00, 0xFE70),  # variation selectors, CJK vertical and small forms
    (0xFF00, 0xFFF0),  # full-width and half-width forms
    (0x1F000, 0x1FB00),  # emoji
    (0x20000, 0x32000),  # rare CJK ideographs
)
_HAN = (0x3400, 0xA000)
_KANA = (0x3040, 0x3100)


def is_kept_script(character: str) -> bool:
    """Whether a character may be part of a kept token."""
    code = ord(character)
    return any(low <= code < high for low, high in _SCRIPTS)


def _is_chinese(token: str) -> bool:
    return any(_HAN[0] <= ord(character) < _HAN[1] for character in token)


def _has_kana(token: str) -> bool:
    return any(_KANA[0] <= ord(character) < _KANA[1] for character in token)


def kept_tokens(tokens: list[str], types: list[int], size: int = SIZE) -> NDArray[np.int64]:
    """The ids to keep, ascending: row ``i`` of the trimmed table is row ``kept[i]`` of the base.

    Args:
        tokens: All tokens of a SentencePiece vocabulary, in id order (which is rank order).
        types: Their GGUF token types.
        size: How many to keep; all are kept where there are no more.

    Raises:
        ValueError: ``size`` is too small for the tokens that must stay.
    """
    if len(tokens) <= size:
        return np.arange(len(tokens), dtype=np.int64)
    last_byte = max((i for i, kind in enumerate(types) if kind == TokenType.BYTE), default=-1)
    must: list[int] = []
    longer: list[int] = []
    for index, (token, kind) in enumerate(zip(tokens, types, strict=True)):
        if kind != TokenType.NORMAL:
            if index <= last_byte or not token.startswith("<unused"):
                must.append(index)
        elif len(token) == 1:
            if is_kept_script(token) or unicodedata.category(token)[0] in "NPSZ":
                must.append(index)
        elif all(map(is_kept_script, token)) and not _has_kana(token):
            (must if _is_chinese(token) else longer).append(index)
    if len(must) > size:
        raise ValueError(f"a vocabulary of {size} tokens is too small: {len(must)} must stay")
    return np.sort(np.array(must + longer[: size - len(must)], dtype=np.int64))


def kept_rows(base: GgufFile, size: int = SIZE) -> NDArray[np.int64] | None:
    """The ids to keep of a base model; None where its vocabulary stays as it is."""
    if base.get("tokenizer.ggml.model") != "llama":
        return None
    tokens = base.get("tokenizer.ggml.tokens")
    kept = kept_tokens(tokens, base.get("tokenizer.ggml.token_type"), size)
    return None if len(kept) == len(tokens) else kept
