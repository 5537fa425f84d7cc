"""A LoRA adapter as PEFT saves it: ``adapter_config.json`` and ``adapter_model.safetensors``.

Read with numpy alone, so that the base install can merge the adapter that ships with the project.
Only plain LoRA on linear layers is read (with rank and alpha patterns, and rank-stabilised
scaling); what else PEFT can do (DoRA, trained biases, whole saved modules, embeddings) is refused
by name rather than merged wrongly.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

CONFIG = "adapter_config.json"
WEIGHTS = "adapter_model.safetensors"
_KEY = re.compile(r"^(?:base_model\.model\.)?(.+)\.lora_([AB])(?:\.default)?\.weight$")


class AdapterError(ValueError):
    """The adapter cannot be read, or does not fit the base model."""


@dataclass(frozen=True)
class LowRank:
    """What is added to one weight: ``scale * b @ a``.

    Attributes:
        a: Shape (rank, inputs).
        b: Shape (outputs, rank).
        scale: ``alpha / rank``, or ``alpha / sqrt(rank)`` where rank-stabilised.
    """

    a: NDArray[np.float32]
    b: NDArray[np.float32]
    scale: float

    def delta(self) -> NDArray[np.float32]:
        """The dense update, shape (outputs, inputs)."""
        return np.asarray((self.b * np.float32(self.scale)) @ self.a, dtype=np.float32)


def _patterned(patterns: Mapping[str, Any], module: str, default: float) -> float:
    for pattern, value in patterns.items():
        if re.match(rf"(?:.*\.)?(?:{pattern})$", module):
            return float(value)
    return default


def _check(settings: Mapping[str, Any], folder: Path) -> None:
    refused = {
        "DoRA": settings.get("use_dora"),
        "trained biases": settings.get("bias", "none") != "none",
        "whole saved modules": settings.get("modules_to_save"),
        "transposed weights": settings.get("fan_in_fan_out"),
    }
    if settings.get("peft_type") != "LORA" or any(refused.values()):
        what = [name for name, set_ in refused.items() if set_] or [str(settings.get("peft_type"))]
        raise AdapterError(
            f"{folder} uses {', '.join(what)}: only plain LoRA can be merged; train it without"
        )


def read_adapter(folder: Path) -> dict[str, LowRank]:
    """The updates of an adapter by PyTorch parameter name (``model.layers.0….q_proj.weight``).

    Raises:
        AdapterError: A file is missing or damaged, or the adapter is of a kind that is refused.
    """
    try:
        settings = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        tensors = load_file(folder / WEIGHTS)
    except (OSError, json.JSONDecodeError, SafetensorError, TypeError, KeyError) as error:
        raise AdapterError(f"{folder} is not a PEFT adapter that can be read: {error}") from error
    _check(settings, folder)
    halves: dict[str, dict[str, NDArray[np.float32]]] = {}
    for key, value in tensors.items():
        match = _KEY.match(key)
        if match is None:
            raise AdapterError(f"{folder} holds {key}: only LoRA on linear layers can be merged")
        halves.setdefault(match[1], {})[match[2]] = value.astype(np.float32)
    found = {}
    for module, parts in halves.items():
        if parts.keys() != {"A", "B"} or parts["A"].shape[0] != parts["B"].shape[1]:
            raise AdapterError(f"{folder} has no matching A and B for {module}")
        rank = parts["A"].shape[0]
        alpha = _patterned(settings.get("alpha_pattern") or {}, module, settings["lora_alpha"])
        divisor = math.sqrt(rank) if settings.get("use_rslora") else rank
        found[f"{module}.weight"] = LowRank(parts["A"], parts["B"], alpha / divisor)
    return found


def adapter_sha256(folder: Path) -> str:
    """One hash over both files of an adapter."""
    digest = hashlib.sha256()
    for name in (CONFIG, WEIGHTS):
        try:
            digest.update(hashlib.sha256((folder / name).read_bytes()).digest())
        except OSError as error:
            raise AdapterError(f"{folder} is not a PEFT adapter: {error}") from error
    return digest.hexdigest()
