"""The vectors of one model by row, and the file that saves reading them back at every start.

ChromaDB gives vectors back by id, a few thousand a second: five minutes for a million. So what was
read back is kept beside the index as one array that the next start maps into memory, which takes
no time and shares its pages between processes. The array is a cache, believed only where it comes
from the collection that is there now and the hash beside each vector is the passage's; it can be
deleted at any time.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import orjson

from retrieval.embedding import Vectors
from retrieval.store import Stored, VectorStore

log = logging.getLogger(__name__)

_BLOCK = 10_000
_WORTH_KEEPING = 1_000
"""Vectors read back from which the file is written again, if they are a tenth of all."""


class Matrix(NamedTuple):
    """The vectors of one model by row: zeros and an empty hash where there is none."""

    vectors: Vectors
    hashes: list[str]
    known: npt.NDArray[np.bool_]
    """Which rows have a vector."""


class Had(NamedTuple):
    """Vectors at hand: of the snapshot before, or of the file."""

    rows: Mapping[str, int]
    vectors: Vectors
    hashes: Sequence[str]


def matrix(
    model: str,
    ids: Sequence[str],
    currents: Sequence[str],
    *,
    had: Had | None,
    pending: Mapping[str, Stored],
    store: VectorStore,
    kept_in: Path,
) -> Matrix | None:
    """The model's vectors by row, or None where it has none at all.

    Args:
        model: The model's name.
        ids: The products, by row.
        currents: The hashes of their passages as they are now. A vector of a passage as it was
            before is better than none: it stays until the ingest has written the new one.
        had: The vectors of the snapshot before; without it, those kept in the file count.
        pending: Vectors that need not be read back.
        store: Where the others are read from.
        kept_in: The folder of the file.
    """
    file = kept_in / f"vectors-{store.name(model)}"
    from_file = had is None
    if from_file:
        had = _load(file, store.stamp(model))
    old = had or Had({}, np.empty((0, 0), dtype=np.float32), [])
    draft = _Draft(len(ids))
    taken: list[int] = []
    sources: list[int] = []
    wanted: dict[str, int] = {}
    for row, (id_, current) in enumerate(zip(ids, currents, strict=True)):
        was = old.rows.get(id_)
        if (stored := pending.get(id_)) is not None and stored.hash == current:
            draft.put(row, stored)
        elif was is not None and old.hashes[was] == current:
            taken.append(row)
            sources.append(was)
        else:
            wanted[id_] = row
    if len(taken) == len(ids) == len(old.hashes) and taken == sources:
        return Matrix(old.vectors, list(currents), np.ones(len(ids), dtype=np.bool_))  # no copy
    draft.take(taken, sources, old)
    read = 0
    if wanted and store.count(model):
        for id_, stored in store.read(model, list(wanted)):
            draft.put(wanted[id_], stored)
            read += 1
    if draft.vectors is None:
        return None
    if from_file and read > _WORTH_KEEPING and read > len(ids) // 10:
        _save(file, store.stamp(model), ids, draft.hashes, draft.vectors)
    known = np.array([bool(hash_) for hash_ in draft.hashes], dtype=np.bool_)
    return Matrix(draft.vectors, draft.hashes, known)


class _Draft:
    """A matrix as it fills; the first vector tells its width."""

    def __init__(self, rows: int) -> None:
        self.hashes = [""] * rows
        self.vectors: Vectors | None = None

    def put(self, row: int, stored: Stored) -> None:
        self._room(len(stored.vector))[row] = stored.vector
        self.hashes[row] = stored.hash

    def take(self, rows: Sequence[int], sources: Sequence[int], old: Had) -> None:
        for start in range(0, len(rows), _BLOCK):  # no second copy of them all
            block = slice(start, start + _BLOCK)
            self._room(old.vectors.shape[1])[rows[block]] = old.vectors[sources[block]]
        for row, source in zip(rows, sources, strict=True):
            self.hashes[row] = old.hashes[source]

    def _room(self, dimension: int) -> Vectors:
        if self.vectors is None:
            self.vectors = np.zeros((len(self.hashes), dimension), dtype=np.float32)
        return self.vectors


def _load(file: Path, stamp: str) -> Had | None:
    try:
        head = orjson.loads(file.with_suffix(".json").read_bytes())
        if head["stamp"] != stamp:
            return None
        name = Path(head["array"]).name
        vectors = np.load(file.parent / name, mmap_mode="r")
        ids, hashes = head["ids"], head["hashes"]
        if vectors.dtype != np.float32 or not len(ids) == len(hashes) == len(vectors):
            return None
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("the vectors in %s cannot be used and are read again: %s", file, error)
        return None
    return Had({id_: row for row, id_ in enumerate(ids)}, vectors, hashes)


def _save(
    file: Path, stamp: str, ids: Sequence[str], hashes: Sequence[str], vectors: Vectors
) -> None:
    """Writes the array under a new name, then the head that names it; the old array goes last."""
    old = set(file.parent.glob(f"{file.name}.*.npy"))
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.", suffix=".npy")
        with os.fdopen(handle, "wb") as out:
            np.save(out, vectors)
        head = {"stamp": stamp, "array": Path(name).name, "ids": ids, "hashes": hashes}
        partial = file.with_suffix(".json.part")
        partial.write_bytes(orjson.dumps(head))
        partial.replace(file.with_suffix(".json"))
    except OSError as error:
        log.warning("cannot keep vectors in %s: %s", file, error)
        return
    for path in old:
        path.unlink(missing_ok=True)
