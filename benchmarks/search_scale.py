"""A whole search end to end, embedding included, and the memory of a shop, by its size.

Each query is asked once under each filter, in turn, as `ProductIndex.search` is by the chat: both
retrievers, the second stage, 50 hits read from the database. Memory is this process's resident size
after a start from the files that the last one left (what is mapped from the vectors' file counts
as far as it was touched), less what Python, the models and the libraries take in an empty shop.

Example: python -m benchmarks.load_shop --products 100000 --data-dir /tmp/shop-100k
         python -m benchmarks.search_scale --data-dir /tmp/shop-100k
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from benchmarks.exactness import queries
from benchmarks.load_shop import settings
from eval.output import check_writable, meta, print_rows, write_json
from retrieval.constraints import Constraints
from retrieval.index import ProductIndex

FILTERS = {
    "none": Constraints(),
    "under 60": Constraints(price_max=Decimal(60)),
    "in stock, 4 stars": Constraints(in_stock=True, min_rating=4.0),
    "black": Constraints(colors=("black",)),
    "shoes under 80": Constraints(category="Shoes", price_max=Decimal(80)),
    "on sale, not blue": Constraints(on_sale=True, exclude_colors=("blue",)),
    "without leather": Constraints(exclude=("leather",)),
}


def empty_mib() -> float:
    """The resident size after a search in an empty shop, in MiB."""
    with tempfile.TemporaryDirectory() as folder:
        index = ProductIndex.open(Path(folder), settings())
        index.search("warm up")
        index._embedder(index.settings.english_model).queries(["warm up"])
        index.close()
    return _resident_mib()


def measured(folder: Path, count: int, base: float, *, scan_only: bool) -> list[dict[str, Any]]:
    """A row for every filter, and one for all that have one."""
    started = time.perf_counter()
    index = ProductIndex.open(folder, settings(**({"exact_below": 1 << 60} if scan_only else {})))
    index.refresh()
    opened = time.perf_counter() - started
    products = index.catalogue.count()
    asked = queries(count)
    times: dict[str, list[float]] = {name: [] for name in FILTERS}
    for name, constraints in FILTERS.items():
        index.search("warm up", constraints)
        times[name].clear()
    for query in asked:
        for name, constraints in FILTERS.items():
            started = time.perf_counter()
            index.search(query, constraints)
            times[name].append(1000 * (time.perf_counter() - started))
    filtered = [one for name, own in times.items() if name != "none" for one in own]
    size = _resident_mib()
    about = {
        "products": products,
        "start_s": round(opened, 1),
        "resident_mib": round(size),
        "kb_a_product": round((size - base) * 1024 / max(1, products), 2),
    }
    rows = []
    for name, own in (*times.items(), ("any filter", filtered)):
        p50, p95, p99 = (round(float(value), 1) for value in np.percentile(own, (50, 95, 99)))
        fits = index.count(FILTERS[name]) if name in FILTERS else ""
        rows.append(
            {"system": name, "fit": fits, "p50_ms": p50, "p95_ms": p95, "p99_ms": p99, **about}
        )
    index.close()
    return rows


def _resident_mib() -> float:
    return float(psutil.Process().memory_info().rss) / (1 << 20)


def main() -> None:
    """Measures each shop and prints the table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.search_scale",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data-dir", type=Path, nargs="+", required=True, metavar="FOLDER")
    parser.add_argument("--queries", type=int, default=50)
    parser.add_argument("--scan-only", action="store_true", help="for shops without Chroma")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write rows and meta there")
    options = parser.parse_args()
    check_writable(options.json)
    base = empty_mib()
    rows: list[dict[str, Any]] = []
    for folder in options.data_dir:
        rows += measured(folder, options.queries, base, scan_only=options.scan_only)
    print_rows("Search, end to end", rows)
    write_json(options.json, rows, meta(seed=0, data={}, empty_mib=round(base)))


if __name__ == "__main__":
    sys.exit(main())
