"""Reads a GGUF file: its metadata, and its tensors as arrays mapped from the disk.

The `gguf` package has a reader too, and everything else here uses that package. Its reader makes
one array object for every string, so Gemma's 262,144 tokens take it 26 s; this one walks the same
bytes in half a second. Given up: big-endian files and GGUF versions 1 and 2, which nobody ships.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType, GGUFValueType, quants
from numpy.typing import NDArray

MAGIC = b"GGUF"
VERSION = 3
_SCALARS = {
    GGUFValueType.UINT8: "<u1",
    GGUFValueType.INT8: "<i1",
    GGUFValueType.UINT16: "<u2",
    GGUFValueType.INT16: "<i2",
    GGUFValueType.UINT32: "<u4",
    GGUFValueType.INT32: "<i4",
    GGUFValueType.FLOAT32: "<f4",
    GGUFValueType.BOOL: "?",
    GGUFValueType.UINT64: "<u8",
    GGUFValueType.INT64: "<i8",
    GGUFValueType.FLOAT64: "<f8",
}


class GgufFormatError(ValueError):
    """The file is not a GGUF file that can be read."""


@dataclass(frozen=True)
class Field:
    """One metadata value with the types it is stored as (``item_type`` for arrays)."""

    value: Any
    type: GGUFValueType
    item_type: GGUFValueType | None = None


@dataclass(frozen=True)
class Tensor:
    """One tensor: rows of quantised blocks, mapped from the file.

    Attributes:
        data: The stored bytes, shape (rows, bytes a row); a vector has one row.
        shape: Logical shape, slowest dimension first (as numpy and PyTorch say it).
        type: How a row is stored.
    """

    data: NDArray[np.uint8]
    shape: tuple[int, ...]
    type: GGMLQuantizationType

    def values(self, rows: NDArray[np.int64] | None = None) -> NDArray[np.float32]:
        """The weights as float32; only ``rows``, in that order, where given."""
        data = self.data if rows is None else self.data[rows]
        floats = quants.dequantize(np.ascontiguousarray(data), self.type).astype(
            np.float32, copy=False
        )
        if rows is not None:
            return floats.reshape(len(rows), *self.shape[1:])
        return floats.reshape(self.shape)


class GgufFile:
    """A GGUF file that was opened for reading."""

    def __init__(self, path: Path) -> None:
        """Read the metadata and map the tensors.

        Raises:
            GgufFormatError: Not a little-endian GGUF version 3 file, or cut short.
        """
        self.path = path
        if path.stat().st_size < 24:
            raise GgufFormatError(f"{path} is not a GGUF file: it has {path.stat().st_size} bytes")
        with path.open("rb") as stream:
            self._view = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
        if bytes(self._view[:4]) != MAGIC or struct.unpack_from("<I", self._view, 4)[0] != VERSION:
            raise GgufFormatError(f"{path} is not a GGUF version {VERSION} file")
        try:
            tensors, fields = struct.unpack_from("<QQ", self._view, 8)
            self._at = 24
            self.fields: Mapping[str, Field] = {
                self._string(): self._field() for _ in range(fields)
            }
            infos = [self._info() for _ in range(tensors)]
            align = int(self.get("general.alignment", 32))
            start = -(-self._at // align) * align
            self.tensors: Mapping[str, Tensor] = {
                name: self._tensor(shape, kind, start + offset)
                for name, shape, kind, offset in infos
            }
        except (struct.error, ValueError, UnicodeDecodeError) as error:
            raise GgufFormatError(f"{path} is damaged or cut short: {error}") from error

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a metadata key."""
        field = self.fields.get(key)
        return default if field is None else field.value

    @cached_property
    def architecture(self) -> str:
        """The model family, e.g. ``gemma3`` or ``llama``."""
        return str(self.get("general.architecture"))

    def setting(self, name: str) -> Any:
        """A hyperparameter of the architecture, e.g. ``block_count``."""
        value = self.get(f"{self.architecture}.{name}")
        if value is None:
            raise GgufFormatError(f"{self.path} says nothing of {self.architecture}.{name}")
        return value

    def _take(self, form: str) -> int:
        value = struct.unpack_from(form, self._view, self._at)[0]
        self._at += struct.calcsize(form)
        return int(value)

    def _string(self) -> str:
        size = self._take("<Q")
        self._at += size
        return bytes(self._view[self._at - size : self._at]).decode("utf-8")

    def _strings(self, count: int) -> list[str]:
        # The hot loop: a quarter of a million tokens.
        view, at, out = self._view, self._at, []
        unpack = struct.Struct("<Q").unpack_from
        for _ in range(count):
            size = unpack(view, at)[0]
            out.append(str(view[at + 8 : at + 8 + size], "utf-8"))
            at += 8 + size
        self._at = at
        return out

    def _scalars(self, kind: GGUFValueType, count: int) -> list[Any]:
        dtype = np.dtype(_SCALARS[kind])
        values = np.frombuffer(self._view, dtype, count, self._at).tolist()
        self._at += dtype.itemsize * count
        return list(values)

    def _field(self) -> Field:
        kind = GGUFValueType(self._take("<I"))
        if kind == GGUFValueType.STRING:
            return Field(self._string(), kind)
        if kind != GGUFValueType.ARRAY:
            return Field(self._scalars(kind, 1)[0], kind)
        item = GGUFValueType(self._take("<I"))
        count = self._take("<Q")
        if item == GGUFValueType.STRING:
            return Field(self._strings(count), kind, item)
        return Field(self._scalars(item, count), kind, item)

    def _info(self) -> tuple[str, tuple[int, ...], GGMLQuantizationType, int]:
        name = self._string()
        shape = tuple(self._take("<Q") for _ in range(self._take("<I")))
        return name, shape[::-1], GGMLQuantizationType(self._take("<I")), self._take("<Q")

    def _tensor(self, shape: tuple[int, ...], kind: GGMLQuantizationType, start: int) -> Tensor:
        block, size = GGML_QUANT_SIZES[kind]
        row = shape[-1] // block * size
        rows = int(np.prod(shape[:-1], dtype=np.int64))
        data = np.frombuffer(self._view, np.uint8, rows * row, start).reshape(rows, row)
        return Tensor(data, shape, kind)
