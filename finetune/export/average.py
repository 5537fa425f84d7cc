"""The mean of adapters that descend from one another: better than the last of them alone.

Runs that go on from one another end in different corners of one flat valley, and the mean of their
weights generalises better than any of them (Wortsman et al., Model soups, ICML 2022). A and B of a
low-rank update are averaged apart, so the result has the rank of one adapter; that is no mean of
the updates, and only makes sense where all started from one adapter.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.llm.weights.lora import CONFIG, WEIGHTS, AdapterError
from finetune.export.folders import replace_folder
from finetune.export.tensors import load_weights, save_weights

_ALIKE = ("base_model_name_or_path", "r", "lora_alpha", "target_modules", "layers_to_transform")


def average(shares: Mapping[Path, float], target: Path) -> Path:
    """Writes the weighted mean of PEFT adapters, as float16, with the first one's configuration.

    Args:
        shares: Adapter folders, each with its share; shares are made to sum to one.
        target: The folder to make; replaced when it is there, in one step.

    Returns:
        ``target``.

    Raises:
        AdapterError: A folder is no adapter, two do not fit, or no share is above zero.
    """
    total = sum(shares.values())
    if not shares or total <= 0 or min(shares.values()) < 0:
        raise AdapterError("give each adapter a share of zero or more, and one of them more")
    first, *others = shares
    told = _config(first)
    mean = {name: values * (shares[first] / total) for name, values in _weights(first).items()}
    for folder in others:
        differing = [key for key in _ALIKE if _same(told, key) != _same(_config(folder), key)]
        found = _weights(folder)
        if differing or {n: v.shape for n, v in found.items()} != {
            name: values.shape for name, values in mean.items()
        }:
            raise AdapterError(
                f"{folder} and {first} differ in {', '.join(differing) or 'their layers'}: "
                "only adapters that descend from one another can be averaged"
            )
        for name, values in found.items():
            mean[name] += values * (shares[folder] / total)
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    try:
        save_weights({n: v.astype(np.float32) for n, v in mean.items()}, made / WEIGHTS, "float16")
        shutil.copy(first / CONFIG, made / CONFIG)
        made.chmod(0o755)
        replace_folder(made, target)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return target


def _weights(folder: Path) -> dict[str, NDArray[np.float32]]:
    try:
        return load_weights(folder / WEIGHTS)
    except (OSError, ValueError) as error:
        raise AdapterError(f"cannot read the adapter in {folder}: {error}") from error


def _config(folder: Path) -> dict[str, object]:
    try:
        found: dict[str, object] = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AdapterError(f"cannot read the adapter in {folder}: {error}") from error
    return found


def _same(told: Mapping[str, object], key: str) -> object:
    value = told.get(key)
    return sorted(map(str, value)) if isinstance(value, list) else value
