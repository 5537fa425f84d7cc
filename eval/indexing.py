"""The search index of a catalogue file, built once and kept for the next run.

An index is kept in a folder named after the catalogue's hash, beside a mark of everything else it
depends on: the source of ``retrieval`` and its settings. Change any of them and it is built again,
so that a figure never comes from an index made by other code. It is built by the same ingest and
``ProductIndex`` as a shop's; nothing is made easier for the evaluation.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import retrieval
from eval.errors import UsageError
from eval.output import file_hash
from retrieval.index import ProductIndex
from retrieval.ingest import ingest
from retrieval.settings import RetrievalSettings

_MARK = "built-by.txt"
_SOURCES = frozenset({".py", ".toml", ".txt", ".json"})


@dataclass(frozen=True)
class IndexedCatalogue:
    """An open index, the ids in it, and how it came about."""

    index: ProductIndex
    ids: frozenset[str]
    built_s: float | None
    """Seconds the build took; None where a kept index was opened."""


def open_index(catalog: Path, data_dir: Path) -> IndexedCatalogue:
    """Opens the index of ``catalog`` under ``data_dir``, building it where there is none.

    Raises:
        UsageError: The catalogue or the folder cannot be used, or no product is in it.
    """
    settings = RetrievalSettings()
    wanted = _fingerprint(settings)
    folder = data_dir / f"{catalog.name.partition('.')[0]}-{file_hash(catalog)[:12]}"
    mark = folder / _MARK
    kept = mark.is_file() and mark.read_text(encoding="utf-8") == wanted
    if not kept and folder.exists():
        shutil.rmtree(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"cannot make {folder} ({error.strerror}): give --data-dir a folder you may write to"
        ) from error
    index = ProductIndex.open(folder, settings)
    built_s = None
    if not kept:
        sys.stderr.write(f"building the index of {catalog.name} in {folder} …\n")
        started = time.perf_counter()
        ingest([catalog], index)
        built_s = round(time.perf_counter() - started, 1)
        mark.write_text(wanted, encoding="utf-8")
    ids = frozenset(product.id for product in index.catalogue.iter_products())
    if not ids:
        shutil.rmtree(folder)
        raise UsageError(f"no usable product in {catalog}: see `python -m retrieval ingest`")
    return IndexedCatalogue(index, ids, built_s)


def _fingerprint(settings: RetrievalSettings) -> str:
    """A hash of all that decides an index's content besides the catalogue."""
    digest = hashlib.sha256(settings.model_dump_json().encode())
    root = Path(retrieval.__file__).parent
    for path in sorted(root.rglob("*")):
        if path.suffix in _SOURCES and path.is_file():
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
