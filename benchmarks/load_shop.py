"""Loads the synthetic shop into a real index: catalogue, ChromaDB, and what a start would keep.

It goes on where it stopped. ``--without-chroma`` leaves ChromaDB empty and writes the vectors where
the index keeps those that it has read back: a million takes Chroma an hour or two on two busy
cores, and a search that never asks HNSW does not need it.

Example: python -m benchmarks.load_shop --products 100000 --data-dir shop-100k
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from benchmarks.synthetic import MODEL, Shop, register
from eval.output import check_writable, meta, print_rows, write_json
from retrieval import matrix
from retrieval.catalogue import Entry
from retrieval.embedding import embedder
from retrieval.index import ProductIndex
from retrieval.product import Product
from retrieval.readings import record_hash
from retrieval.settings import RetrievalSettings
from retrieval.texts import passage, passage_hash

_BATCH = 2_000


def settings(**more: object) -> RetrievalSettings:
    """The index's settings for the synthetic shop: English, with composed vectors."""
    register()
    return RetrievalSettings(english_model=MODEL, languages=("en",)).model_copy(update=more)


def batches(count: int, start: int) -> Iterator[list[Product]]:
    """The shop's products from ``start`` on, some at a time."""
    products = islice(Shop().products(count), start, None)
    while batch := list(islice(products, _BATCH)):
        yield batch


def load(index: ProductIndex, count: int, *, chroma: bool) -> None:
    """Writes the products that are not there yet, as an ingest does after cleaning."""
    catalogue = index.catalogue
    run = catalogue.begin_run()
    start = catalogue.count() // _BATCH * _BATCH
    for batch in batches(count, start):
        entries = [Entry(product, record_hash(product)) for product in batch]
        catalogue.write(entries, [], source="synthetic", run=run)
        if chroma:
            index.upsert(batch)
            catalogue.mark_indexed([product.id for product in batch])
        _tell(f"{batch[-1].id}: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB")


def keep_vectors(index: ProductIndex, data_dir: Path) -> None:
    """Writes the vectors of all products where the index keeps those read back from Chroma."""
    ids = [id_ for id_, _ in index.catalogue.iter_records()]
    model = embedder(MODEL, threads=1, batch=index.settings.embed_batch)
    vectors = np.empty((len(ids), model.dimension), dtype=np.float32)
    hashes: list[str] = []
    products = index.catalogue.iter_products()
    while batch := list(islice(products, _BATCH)):
        texts = [passage(product) for product in batch]
        vectors[len(hashes) : len(hashes) + len(batch)] = model.passages(texts)
        hashes += map(passage_hash, texts)
    store = index._store
    matrix._save(
        data_dir / f"vectors-{store.name(MODEL)}", store.stamp(MODEL), ids, hashes, vectors
    )


def main() -> None:
    """Loads the shop and says how long each part took."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.load_shop",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--products", type=int, required=True)
    parser.add_argument("--data-dir", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--without-chroma", action="store_true")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write rows and meta there")
    options = parser.parse_args()
    check_writable(options.json)
    index = ProductIndex.open(options.data_dir, settings())
    steps = [("records and Chroma", lambda: load(index, options.products, chroma=True))]
    if options.without_chroma:
        steps = [
            ("records", lambda: load(index, options.products, chroma=False)),
            ("vectors kept", lambda: keep_vectors(index, options.data_dir)),
        ]
    steps.append(("read for searching", index.refresh))
    rows = []
    for name, step in steps:
        started, cpu = time.perf_counter(), time.process_time()
        step()
        seconds = time.perf_counter() - started
        rows.append(
            {
                "system": name,
                "products": index.catalogue.count(),
                "seconds": round(seconds, 1),
                "cpu_s": round(time.process_time() - cpu, 1),
                "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
            }
        )
        _tell(str(rows[-1]))
    print_rows(f"Loading {options.products:,} synthetic products", rows)
    write_json(options.json, rows, meta(seed=0, data={}))
    index.close()


def _tell(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{text}  ")


if __name__ == "__main__":
    main()
