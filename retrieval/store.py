"""Vectors in ChromaDB: one collection per embedding model, with metadata to filter by.

Embedded (``PersistentClient`` below the data folder) by default, a server by URL. An embedded
Chroma keeps each collection's vectors in memory and does not see what another process writes: its
answers go stale, or fail with "Error finding id". So every write leaves a mark in a file beside
the database, under a lock that lets one process write at a time, and a reader that finds another
mark than the one it opened with opens the database anew (20 ms).
"""

from __future__ import annotations

import logging
import re
import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError
from filelock import FileLock
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_exponential

from retrieval.embedding import Vectors

log = logging.getLogger(__name__)

MetadataValue = str | int | float | bool | list[str]
Metadata = Mapping[str, MetadataValue | None]
"""What is said of a vector; None takes away what was said before."""
Where = dict[str, Any]
HASH = "hash"
"""The metadata field with the hash of the embedded passage."""
_BATCH = 1_024


class VectorStoreError(RuntimeError):
    """ChromaDB cannot be opened, read or written; the message says what to do."""


class Row(NamedTuple):
    """One vector on its way into a collection."""

    id: str
    vector: Vectors
    metadata: Metadata


class Stored(NamedTuple):
    """One vector read back, with the hash of the passage it was made from."""

    hash: str
    vector: Vectors


class _Connection:
    """One open Chroma, shared by all that use the same place in this process."""

    def __init__(self, path: Path | None, url: str | None) -> None:
        self.lock = threading.RLock()
        self._path = path
        self._url = url
        self._client: Any = None
        self._collections: dict[str, Any] = {}
        self._mark = ""
        if path is not None:
            path.mkdir(parents=True, exist_ok=True)
            self._mark_file = path / "aisle.mark"
            self._writers = FileLock(path / "aisle.lock")

    def open(self) -> Any:
        """The client, opened anew where another process has written since."""
        mark = self._read_mark()
        if self._client is not None and mark == self._mark:
            return self._client
        self.close()
        settings = ChromaSettings(anonymized_telemetry=False)
        try:
            if self._url is not None:
                url = urlsplit(self._url)
                secure = url.scheme == "https"
                self._client = chromadb.HttpClient(
                    host=url.hostname or "localhost",
                    port=url.port or (443 if secure else 8000),
                    ssl=secure,
                    settings=settings,
                )
            else:
                self._client = chromadb.PersistentClient(path=str(self._path), settings=settings)
        except Exception as error:  # Chroma raises ValueError, its own and the Rust core's errors
            place = self._url or self._path
            raise VectorStoreError(
                f"cannot open ChromaDB at {place}: {error}; check that it runs, or that the folder "
                "can be written and was made by this version"
            ) from error
        self._mark = mark
        return self._client

    def close(self) -> None:
        if self._client is not None:
            self._collections.clear()
            self._client.close()
            self._client = None

    def collection(self, name: str) -> Any:
        client = self.open()
        if name not in self._collections:
            self._collections[name] = client.get_or_create_collection(
                name,
                configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
                embedding_function=None,
            )
        return self._collections[name]

    def writing(self) -> FileLock | threading.RLock:
        return self.lock if self._path is None else self._writers

    def wrote(self) -> None:
        """Leaves a new mark, after a write has gone through."""
        if self._path is not None:
            self._mark = uuid.uuid4().hex
            self._mark_file.write_text(self._mark, encoding="ascii")

    def _read_mark(self) -> str:
        if self._path is None:
            return ""
        try:
            return self._mark_file.read_text(encoding="ascii")
        except FileNotFoundError:
            return ""


_connections: dict[str, _Connection] = {}
_connecting = threading.Lock()


def _connection(path: Path, url: str | None) -> _Connection:
    with _connecting:
        key = url or str(path.resolve())
        if key not in _connections:
            _connections[key] = _Connection(None if url else path, url)
        return _connections[key]


_again = retry(
    retry=retry_if_exception_type(ChromaError),
    stop=stop_after_attempt(4),
    wait=wait_exponential(multiplier=0.05, max=1),
    reraise=True,
)


class VectorStore:
    """The collections of one shop. Safe to use from many threads, and from one writing process."""

    def __init__(self, data_dir: Path, *, url: str | None = None, prefix: str = "aisle") -> None:
        self._connection = _connection(data_dir / "chroma", url)
        self._prefix = prefix

    def name(self, model: str) -> str:
        """The name of the model's collection."""
        return f"{self._prefix}-{re.sub(r'[^a-z0-9]+', '-', model.lower()).strip('-')}"

    def count(self, model: str) -> int:
        """How many vectors the model's collection has."""
        return int(self._read(model, lambda collection: collection.count()))

    def hashes(self, model: str, ids: Sequence[str]) -> dict[str, str]:
        """The passage hashes stored under ``ids``; absent ids are left out."""
        found: dict[str, str] = {}
        for chunk in _chunks(ids):
            rows = self._read(
                model, lambda c, chunk=chunk: c.get(ids=list(chunk), include=["metadatas"])
            )
            found |= {
                id_: str((metadata or {}).get(HASH, ""))
                for id_, metadata in zip(rows["ids"], rows["metadatas"], strict=True)
            }
        return found

    def vectors(self, model: str, ids: Sequence[str]) -> dict[str, Stored]:
        """The vectors stored under ``ids``; absent ids are left out."""
        return dict(self.read(model, ids))

    def read(self, model: str, ids: Sequence[str]) -> Iterator[tuple[str, Stored]]:
        """The same one by one, for more than fit in memory twice; in no order."""
        include = ["metadatas", "embeddings"]
        for chunk in _chunks(ids):
            rows = self._read(model, lambda c, chunk=chunk: c.get(ids=list(chunk), include=include))
            if not rows["ids"]:
                continue
            vectors = np.asarray(rows["embeddings"], dtype=np.float32)
            for id_, metadata, vector in zip(rows["ids"], rows["metadatas"], vectors, strict=True):
                yield id_, Stored(str((metadata or {}).get(HASH, "")), vector)

    def stamp(self, model: str) -> str:
        """What tells this collection from one that was dropped and made anew under its name."""
        return str(self._read(model, lambda collection: collection.id))

    def ids(self, model: str) -> list[str]:
        """Every id that has a vector."""
        return list(self._read(model, lambda c: c.get(include=[]))["ids"])

    def matching(self, model: str, where: Where) -> int:
        """How many vectors have metadata that satisfies ``where``."""
        return len(self._read(model, lambda c: c.get(where=where, include=[]))["ids"])

    def nearest(
        self, model: str, vector: Vectors, *, limit: int, where: Where | None = None
    ) -> dict[str, float]:
        """Cosine similarity of the nearest vectors by Chroma's HNSW, best first."""
        answer = self._read(
            model,
            lambda c: c.query(
                query_embeddings=vector.reshape(1, -1),
                n_results=limit,
                where=where,
                include=["distances"],
            ),
        )
        pairs = zip(answer["ids"][0], answer["distances"][0], strict=True)
        return {id_: 1.0 - float(distance) for id_, distance in pairs}

    def upsert(self, model: str, rows: Iterable[Row]) -> None:
        """Writes vectors and metadata; the same row twice changes nothing."""
        for chunk in _chunks(list(rows)):
            self._write(
                model,
                lambda c, chunk=chunk: c.upsert(
                    ids=[row.id for row in chunk],
                    embeddings=np.stack([row.vector for row in chunk]),
                    metadatas=[dict(row.metadata) for row in chunk],
                ),
            )

    def set_metadata(self, model: str, metadata: Mapping[str, Metadata]) -> None:
        """Changes metadata of vectors that are there, and leaves the vectors alone."""
        for chunk in _chunks(list(metadata)):
            self._write(
                model,
                lambda c, chunk=chunk: c.update(
                    ids=list(chunk), metadatas=[dict(metadata[id_]) for id_ in chunk]
                ),
            )

    def delete(self, model: str, ids: Sequence[str]) -> None:
        """Forgets vectors; ids that are not there are no error."""
        for chunk in _chunks(ids):
            self._write(model, lambda c, chunk=chunk: c.delete(ids=list(chunk)))

    def drop(self, model: str) -> None:
        """Deletes the model's whole collection."""
        name = self.name(model)
        with self._connection.writing(), self._connection.lock:
            client = self._connection.open()
            if name in {collection.name for collection in client.list_collections()}:
                client.delete_collection(name)
            self._connection.wrote()
            self._connection.close()

    def close(self) -> None:
        """Lets go of the database; the next call opens it again."""
        with self._connection.lock:
            self._connection.close()

    def _read(self, model: str, call: Any) -> Any:
        return self._answer(model, call)

    def _write(self, model: str, call: Any) -> None:
        with self._connection.writing():
            self._answer(model, call)
            self._connection.wrote()

    def _answer(self, model: str, call: Any) -> Any:
        @_again
        def once() -> Any:
            with self._connection.lock:
                try:
                    return call(self._connection.collection(self.name(model)))
                except ChromaError:
                    self._connection.close()  # stale or caught in another's write: open anew
                    raise

        try:
            return once()
        except ChromaError as error:
            raise VectorStoreError(
                f"ChromaDB failed on collection {self.name(model)}: {error}; if it goes on, remove "
                "the `chroma` folder in the data folder and ingest again"
            ) from error


def _chunks(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[start : start + _BATCH] for start in range(0, len(items), _BATCH))
