"""How the same weights are named and laid out in PyTorch checkpoints and in GGUF files.

Two families: Llama (SmolLM2) and Gemma 3. llama.cpp rotates neighbouring pairs of a head's
dimensions where PyTorch rotates halves, so for Llama the rows of ``q_proj`` and ``k_proj`` are
reordered; Gemma needs none. Gemma's norms multiply by ``1 + weight``, and the GGUF stores the sum.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.llm.weights.gguf_file import GgufFile, GgufFormatError

_LINEAR: Final = {
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
_LAYERS: Final[dict[str, dict[str, str]]] = {
    "llama": _LINEAR | {"attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm"},
    "gemma3": _LINEAR
    | {
        "attn_norm": "input_layernorm",
        "attn_q_norm": "self_attn.q_norm",
        "attn_k_norm": "self_attn.k_norm",
        "post_attention_norm": "post_attention_layernorm",
        "ffn_norm": "pre_feedforward_layernorm",
        "post_ffw_norm": "post_feedforward_layernorm",
    },
}
_TOP: Final = {"token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head"}
EMBEDDING: Final = "token_embd.weight"
BY_TOKEN: Final = frozenset({EMBEDDING, "output.weight"})  # a row for every token


def names(file: GgufFile) -> dict[str, str]:
    """PyTorch parameter name by GGUF tensor name, for every tensor of ``file``.

    Raises:
        GgufFormatError: Another architecture, or a tensor that it should not have.
    """
    if file.architecture not in _LAYERS:
        raise GgufFormatError(
            f"{file.path} is a {file.architecture} model; known are {', '.join(sorted(_LAYERS))}"
        )
    layer = _LAYERS[file.architecture]
    found = {}
    for name in file.tensors:
        stem, _, kind = name.rpartition(".")
        prefix, _, rest = stem.partition(".")
        if prefix == "blk":
            number, _, part = rest.partition(".")
            target = f"model.layers.{number}.{layer[part]}" if part in layer else None
        else:
            target = _TOP.get(stem)
        if target is None:
            raise GgufFormatError(f"{file.path} has an unknown tensor {name}")
        found[name] = f"{target}.{kind}"
    return found


def _heads(file: GgufFile, name: str) -> int | None:
    """How many heads the rows of a tensor hold; None where rows are in the same order."""
    if file.architecture != "llama":
        return None
    if ".attn_q." in name:
        return int(file.setting("attention.head_count"))
    return int(file.setting("attention.head_count_kv")) if ".attn_k." in name else None


def to_gguf(file: GgufFile, name: str, rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """A PyTorch weight, or a LoRA ``B``, in the row order and offset of the GGUF tensor."""
    if (heads := _heads(file, name)) is not None:
        halves = rows.reshape(heads, 2, -1, *rows.shape[1:])
        return np.ascontiguousarray(halves.swapaxes(1, 2)).reshape(rows.shape)
    return rows + 1 if file.architecture == "gemma3" and name.endswith("norm.weight") else rows


def to_torch(file: GgufFile, name: str, rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """The inverse of `to_gguf`."""
    if (heads := _heads(file, name)) is not None:
        pairs = rows.reshape(heads, -1, 2, *rows.shape[1:])
        return np.ascontiguousarray(pairs.swapaxes(1, 2)).reshape(rows.shape)
    return rows - 1 if file.architecture == "gemma3" and name.endswith("norm.weight") else rows
