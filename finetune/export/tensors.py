"""Safetensors files through numpy, with bfloat16, which numpy does not have."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from safetensors import TensorSpec, deserialize, serialize_file

Dtype = Literal["float32", "bfloat16", "float16"]
_READ = {"F32": np.float32, "F16": np.float16, "BF16": np.uint16}


def stored(values: NDArray[np.float32], dtype: Dtype) -> NDArray[Any]:
    """A float32 array as it is stored; bfloat16 as its 16 bits, rounded to nearest even."""
    if dtype == "bfloat16":
        bits = np.ascontiguousarray(values).view(np.uint32)
        return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)
    return np.ascontiguousarray(values, dtype=dtype)


def load_weights(path: Path) -> dict[str, NDArray[np.float32]]:
    """All tensors of a safetensors file as float32.

    Raises:
        ValueError: A tensor of another type than float32, float16 or bfloat16.
    """
    found = {}
    for name, tensor in deserialize(path.read_bytes()):  # type: ignore[no-untyped-call]
        if tensor["dtype"] not in _READ:
            raise ValueError(f"{path} stores {name} as {tensor['dtype']}: use F32, F16 or BF16")
        values = np.frombuffer(tensor["data"], _READ[tensor["dtype"]]).reshape(tensor["shape"])
        if tensor["dtype"] == "BF16":
            values = (values.astype(np.uint32) << 16).view(np.float32)
        found[name] = values.astype(np.float32)
    return found


def save_weights(tensors: dict[str, NDArray[np.float32]], target: Path, dtype: Dtype) -> None:
    """Write a safetensors file; the arrays are taken out of ``tensors`` as they are converted."""
    bits = {name: stored(tensors.pop(name), dtype) for name in sorted(tensors)}
    # The library takes addresses: `bits` keeps the arrays alive until the file is written.
    specs = {
        name: TensorSpec(
            dtype=dtype, shape=array.shape, data_ptr=array.ctypes.data, data_len=array.nbytes
        )
        for name, array in bits.items()
    }
    serialize_file(specs, target, {"format": "pt"})
    target.chmod(0o644)
