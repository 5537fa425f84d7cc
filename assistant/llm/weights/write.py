"""Puts a GGUF file in place in one step, so that no reader ever sees half of one."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGMLQuantizationType, GGUFWriter
from numpy.typing import NDArray

from assistant.llm.weights.gguf_file import Field


class DiskFullError(OSError):
    """There is no room for a file."""


@dataclass(frozen=True)
class Stored:
    """A tensor as it will lie in the file: its bytes (or floats), and how they are to be read."""

    data: NDArray[Any]
    type: GGMLQuantizationType


@contextmanager
def in_place_of(target: Path) -> Iterator[Path]:
    """A temporary path beside ``target`` that replaces it when the block ends well.

    Raises:
        DiskFullError: The disk or the quota is full; nothing is left behind.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    os.close(handle)
    partial = Path(name)
    try:
        yield partial
        with partial.open("rb+") as stream:
            os.fsync(stream.fileno())
        partial.chmod(0o644)
        partial.replace(target)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFullError(
                error.errno,
                f"no room to write {target}: free some space there, or choose another folder "
                "(AISLE_MODEL_CACHE for the model cache)",
            ) from error
        raise
    finally:
        partial.unlink(missing_ok=True)


def write_gguf(
    target: Path, architecture: str, fields: Mapping[str, Field], tensors: Mapping[str, Stored]
) -> None:
    """Write a GGUF file atomically.

    Args:
        target: The file; replaced if there.
        architecture: ``general.architecture``.
        fields: The other metadata, in order.
        tensors: The tensors by name, in order.

    Raises:
        DiskFullError: No room for it.
    """
    with in_place_of(target) as partial:
        writer = GGUFWriter(partial, architecture)
        try:
            for key, field in fields.items():
                writer.add_key_value(key, field.value, field.type, field.item_type)
            for name, tensor in tensors.items():
                floats = tensor.data.dtype != np.uint8
                writer.add_tensor(name, tensor.data, raw_dtype=None if floats else tensor.type)
            writer.write_header_to_file()
            writer.write_kv_data_to_file()
            writer.write_tensors_to_file()
        finally:
            writer.close()
