"""A whole search end to end, embedding included, and the memory of a shop, by its size.

Each query is asked once under each filter, in turn, as `ProductIndex.search` is by the chat: both
retrievers, the second stage, 50 hits read from the database. ``cpu`` is the processor time of the
searching thread: about what the wall time is on a machine with nothing else to do. Memory is this
process's resident size after a start from the files that the last one left (of the vectors' file,
what was touched), less what Python, the models and the libraries take in a shop of 100.

Example: python -m benchmarks.load_shop --products 100000 --data-dir shop-100k
         python -m benchmarks.search_scale --data-dir shop-100k
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
from benchmarks.load_shop import load, settings
from eval.output import check_writable, meta, print_rows, write_json
from retrieval.constraints import Constraints
from retrieval.index import ProductIndex

_SHOWN = (50, 95, 99)
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
    """The resident size after a search in a shop of 100 products, in MiB."""
    with tempfile.TemporaryDirectory() as folder:
        index = ProductIndex.open(Path(folder), settings())
        load(index, 100, chroma=True)
        index.search("running shoes")
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
    spent: dict[str, list[float]] = {name: [] for name in FILTERS}
    for constraints in FILTERS.values():
        index.search("warm up", constraints)
    for query in asked:
        for name, constraints in FILTERS.items():
            started, cpu = time.perf_counter(), time.thread_time()
            index.search(query, constraints)
            spent[name].append(1000 * (time.thread_time() - cpu))
            times[name].append(1000 * (time.perf_counter() - started))
    for kept in (times, spent):
        kept["any filter"] = [one for name in list(FILTERS)[1:] for one in kept[name]]
    size = _resident_mib()
    about = {
        "products": products,
        "start_s": round(opened, 1),
        "resident_mib": round(size),
        "kb_a_product": round((size - base) * 1024 / max(1, products), 2),
    }
    rows = []
    for name, own in times.items():
        p50, p95, p99 = (round(float(value), 1) for value in np.percentile(own, _SHOWN))
        cpu50, cpu95, _ = (round(float(value), 1) for value in np.percentile(spent[name], _SHOWN))
        rows.append(
            {
                "system": name,
                "fit": index.count(FILTERS[name]) if name in FILTERS else "",
                "p50_ms": p50,
                "p95_ms": p95,
                "p99_ms": p99,
                "cpu_p50_ms": cpu50,
                "cpu_p95_ms": cpu95,
                **about,
            }
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
