"""The search index of a catalogue file, built once and kept for the next run.

An index is kept in a folder named after the catalogue's hash, beside a record of all else that it
depends on: the source of ``retrieval`` and its settings. If any of that has changed, the catalogue
is ingested again into it, which embeds only the texts that came out different; if what makes or
stores vectors has changed, it is built from nothing. So a figure never comes from an index made by
other code. It is the same ingest and ``ProductIndex`` as a shop's; nothing is made easier here.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

import retrieval
from eval.errors import UsageError
from eval.output import file_hash
from retrieval.catalogue import CatalogueError
from retrieval.embedding import EmbeddingModelError
from retrieval.feeds import FeedError
from retrieval.index import ProductIndex
from retrieval.ingest import IngestError, ingest
from retrieval.models import ModelHashMismatchError
from retrieval.settings import RetrievalSettings
from retrieval.store import VectorStoreError

_RECORD = "built-by.json"
_SOURCES = frozenset({".py", ".toml", ".txt", ".json"})
_MAKES_VECTORS = ("catalogue.py", "embedding.py", "models/", "store.py", "writing.py")
_SETS_VECTORS = {
    *("chroma_url", "collection_prefix", "english_model", "multilingual_model"),
    *("languages", "han_share", "embed_batch"),
}


class _Record(BaseModel):
    """What an index was built by (hashes), and what the build said."""

    vectors: str
    everything: str
    rejected: int


@dataclass(frozen=True)
class IndexedCatalogue:
    """An open index and the ids in it."""

    index: ProductIndex
    ids: frozenset[str]
    rejected: int
    """Rows of the file that are no usable product."""
    built_s: float | None
    """Seconds that building or bringing it up to date took, to a tenth, so 0.0 where there are few
    products; None where it was as wanted."""


@contextmanager
def open_index(catalog: Path, data_dir: Path) -> Iterator[IndexedCatalogue]:
    """The index of ``catalog`` under ``data_dir``, built or brought up to date where need be.

    Raises:
        UsageError: The catalogue or the folder cannot be used, or no product is in it.
    """
    try:
        folder = data_dir / f"{catalog.name.partition('.')[0]}-{file_hash(catalog)[:12]}"
        index, rejected, built_s = _open(catalog, folder, RetrievalSettings())
    except (FeedError, IngestError, CatalogueError, VectorStoreError) as error:
        raise UsageError(str(error)) from error
    except (EmbeddingModelError, ModelHashMismatchError) as error:
        raise UsageError(str(error)) from error
    except OSError as error:
        raise UsageError(
            f"cannot keep an index in {data_dir} ({error.strerror}): give --data-dir a folder that"
            " you may write to"
        ) from error
    try:
        ids = frozenset(product.id for product in index.catalogue.iter_products())
        if not ids:
            raise UsageError(f"no usable product in {catalog}: see `python -m retrieval ingest`")
        yield IndexedCatalogue(index, ids, rejected, built_s)
    finally:
        index.close()


def _open(
    catalog: Path, folder: Path, settings: RetrievalSettings
) -> tuple[ProductIndex, int, float | None]:
    vectors, everything = _fingerprints(settings)
    before = _recorded(folder / _RECORD)
    if before is not None and before.everything == everything:
        return ProductIndex.open(folder, settings), before.rejected, None
    if folder.exists() and (before is None or before.vectors != vectors):
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    # Written before as well: a build that was stopped goes on where it was.
    record = _Record(vectors=vectors, everything="unfinished", rejected=0)
    (folder / _RECORD).write_text(record.model_dump_json(), encoding="utf-8")
    sys.stderr.write(f"building the index of {catalog.name} in {folder} …\n")
    index = ProductIndex.open(folder, settings)
    started = time.perf_counter()
    report = ingest([catalog], index, reindex=True, allow_mass_delete=True)
    built_s = round(time.perf_counter() - started, 1)
    record = _Record(vectors=vectors, everything=everything, rejected=report.rejected)
    (folder / _RECORD).write_text(record.model_dump_json(), encoding="utf-8")
    return index, report.rejected, built_s


def _recorded(path: Path) -> _Record | None:
    """The record of a finished build; None where there is none that can be read."""
    try:
        return _Record.model_validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def _fingerprints(settings: RetrievalSettings) -> tuple[str, str]:
    """Hashes of what makes and stores vectors, and of all that decides what a search returns."""
    everything = hashlib.sha256(settings.model_dump_json().encode())
    vectors = hashlib.sha256(settings.model_dump_json(include=_SETS_VECTORS).encode())
    root = Path(retrieval.__file__).parent
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.suffix in _SOURCES and path.is_file():
            content = name.encode() + path.read_bytes()
            everything.update(content)
            if name.startswith(_MAKES_VECTORS):
                vectors.update(content)
    return vectors.hexdigest(), everything.hexdigest()
