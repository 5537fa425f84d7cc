"""Recall and time of the filtered nearest neighbours, against a full scan in double precision.

The filters are price windows that let through a given share of the shop, and one that works against
the query (a department that has nothing like it). Compared in one run, one query after another:

- aisle: what a search does, the filter included;
- aisle, vectors alone: the same with the filter's rows given;
- numpy: ``vectors[rows] @ query`` and a sort, the filter's rows given;
- faiss flat, faiss HNSW (M 16): with the filter's rows as a selector, where faiss is installed;
- Chroma under the same filter: its HNSW and its metadata filter alone.

Recall is of the true first 10 and 100 (or all that fit), averaged over the queries. ``cpu`` is the
processor time of the asking thread (of Chroma only what it does in that thread).
``--costs`` prints instead what a scan costs a row and HNSW a neighbour, from which the settings
``exact_below`` and ``graph_most`` were chosen.

Example: python -m benchmarks.load_shop --products 100000 --data-dir shop-100k
         python -m benchmarks.exactness --data-dir shop-100k --plots docs
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from assistant.demo.products import departments
from benchmarks.chroma_alone import where
from benchmarks.load_shop import settings
from benchmarks.scale_plots import latency_plot, recall_plot
from benchmarks.synthetic import MODEL, register
from eval.output import check_writable, meta, print_rows, write_json
from retrieval.constraints import Constraints
from retrieval.embedding import Vectors, embedder
from retrieval.index import ProductIndex
from retrieval.nearest import Rows, best, plan, scan
from retrieval.snapshot import Snapshot

SHARES = (1.0, 0.5, 0.1, 0.02, 0.001, 0.0001)
DEPTH = 200
"""Neighbours asked for: what the index gives to fusion."""
_SEED = 0

Way = Callable[[Vectors], Sequence[int]]


class Filter(NamedTuple):
    """A filter and the rows that satisfy it, ascending."""

    name: str
    share: float
    constraints: Constraints
    rows: Rows


def filters(snapshot: Snapshot) -> Iterator[Filter]:
    """The price windows, and the department against the queries."""
    prices = np.array([reading.facts.price for reading in snapshot.readings])
    order = np.sort(prices)
    for share in SHARES:
        middle, half = len(order) // 2, max(1, round(share * len(order) / 2))
        low = order[max(0, middle - half)]
        high = order[min(len(order) - 1, middle + half - (share < 1))]
        wish = Constraints()
        if share < 1:
            wish = Constraints(price_min=Decimal(str(low)), price_max=Decimal(str(high)))
        rows = np.flatnonzero(snapshot.columns.mask(wish))
        yield Filter(f"{100 * share:g} %", len(rows) / len(prices), wish, rows)
    wish = Constraints(category="Books")
    rows = np.flatnonzero(snapshot.columns.mask(wish))
    yield Filter("department without it", len(rows) / len(prices), wish, rows)


def queries(count: int) -> list[str]:
    """Search phrases: the kinds of the demo shop outside of its book department, in an order."""
    kinds = [kind.name for shelf in departments() if shelf.name != "Books" for kind in shelf.types]
    draw = np.random.default_rng(_SEED)
    words = ("", "cheap", "light", "for travel", "black", "best")
    return [
        f"{kinds[at]} {words[draw.integers(len(words))]}".strip()
        for at in draw.permutation(len(kinds))[:count]
    ]


def ways(index: ProductIndex, snapshot: Snapshot, own: Filter) -> dict[str, Way]:
    """The systems that look for neighbours under one filter, each giving rows best first."""
    vectors = snapshot.matrices[MODEL].vectors
    searcher, store = index._searcher, index._store
    mask = snapshot.columns.mask(own.constraints)

    def ours(vector: Vectors) -> Sequence[int]:
        fits = snapshot.columns.mask(own.constraints)
        return searcher._nearest(snapshot, MODEL, vector, fits, depth=DEPTH)

    def alone(vector: Vectors) -> Sequence[int]:
        return searcher._nearest(snapshot, MODEL, vector, mask, depth=DEPTH)

    def numpy(vector: Vectors) -> Sequence[int]:
        return _numpy(vectors, vector, own)

    found: dict[str, Way] = {"aisle": ours, "aisle, vectors alone": alone, "numpy": numpy}
    if store.count(MODEL) == len(snapshot.ids):
        clause = where(own.constraints)
        if own.name == "department without it":
            clause = {"category": {"$contains": "books"}}

        def chroma(vector: Vectors) -> Sequence[int]:
            near = store.nearest(MODEL, vector, limit=DEPTH, where=clause)
            return [snapshot.rows[id_] for id_ in near]

        found["Chroma alone"] = chroma
    return found


def faiss_ways(vectors: Vectors, *, graph: bool) -> dict[str, Callable[[Filter], Way]]:
    """The flat and HNSW indexes of faiss over the same vectors; none where it is not there."""
    if find_spec("faiss") is None:
        return {}
    import faiss  # noqa: PLC0415 - only for this comparison: pip install faiss-cpu

    faiss.omp_set_num_threads(1)
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(vectors)
    kinds: dict[str, tuple[Any, Any, dict[str, int]]] = {
        "faiss flat": (flat, faiss.SearchParameters, {})
    }
    if graph:
        hnsw = faiss.IndexHNSWFlat(vectors.shape[1], 16, faiss.METRIC_INNER_PRODUCT)
        hnsw.hnsw.efConstruction = 100
        hnsw.add(vectors)
        kinds["faiss HNSW"] = (hnsw, faiss.SearchParametersHNSW, {"efSearch": DEPTH})

    def under(name: str) -> Callable[[Filter], Way]:
        index, parameters, more = kinds[name]

        def make(own: Filter) -> Way:
            keep = faiss.IDSelectorBatch(own.rows) if own.share < 1 else None
            chosen = parameters(**({"sel": keep} if keep is not None else {}), **more)

            def search(vector: Vectors) -> Sequence[int]:
                _, near = index.search(vector.reshape(1, -1), DEPTH, params=chosen)
                return [row for row in near[0].tolist() if row >= 0]

            search.keep = keep  # type: ignore[attr-defined] # faiss does not hold on to it
            return search

        return make

    return {name: under(name) for name in kinds}


def truth(vectors: Vectors, vector: Vectors, rows: Rows) -> Rows:
    """The rows nearest to ``vector``, in double precision, block by block."""
    scores = np.concatenate(
        [
            vectors[rows[start : start + 20_000]].astype(np.float64) @ vector.astype(np.float64)
            for start in range(0, len(rows), 20_000)
        ]
        or [np.empty(0)]
    )
    return rows[best(scores, 100)]


def measured(index: ProductIndex, asked: Sequence[Vectors], *, graph: bool) -> list[dict[str, Any]]:
    """A row for every filter and system."""
    snapshot = index._current()
    vectors = snapshot.matrices[MODEL].vectors
    others = faiss_ways(vectors, graph=graph)
    rows: list[dict[str, Any]] = []
    for own in filters(snapshot):
        if not len(own.rows):
            continue
        true = [truth(vectors, vector, own.rows) for vector in asked]
        systems = ways(index, snapshot, own) | {name: make(own) for name, make in others.items()}
        chosen = plan(len(own.rows), len(vectors), DEPTH, index.settings)
        for row in _compared(systems, own, asked, true, len(vectors)):
            if row["system"].startswith("aisle"):
                row["way"] = "HNSW" if chosen.graph else "scan"
            rows.append(row)
    return rows


def _compared(
    systems: dict[str, Way],
    own: Filter,
    asked: Sequence[Vectors],
    true: Sequence[Rows],
    products: int,
) -> list[dict[str, Any]]:
    """A row a system, each query asked of all systems in turn."""
    times: dict[str, list[float]] = {name: [] for name in systems}
    spent: dict[str, list[float]] = {name: [] for name in systems}
    recalls: dict[str, list[tuple[float, float]]] = {name: [] for name in systems}
    for way in systems.values():
        way(asked[0])  # what is loaded by the first query counts for none
    for vector, near in zip(asked, true, strict=True):
        for name, way in systems.items():
            started, cpu = time.perf_counter(), time.thread_time()
            found = way(vector)
            spent[name].append(1000 * (time.thread_time() - cpu))
            times[name].append(1000 * (time.perf_counter() - started))
            recalls[name].append((_recall(found, near, 10), _recall(found, near, 100)))
    rows: list[dict[str, Any]] = []
    for name in systems:
        ten, hundred = np.mean(recalls[name], axis=0)
        p50, p95, p99 = (round(float(t), 2) for t in np.percentile(times[name], (50, 95, 99)))
        rows.append(
            {
                "system": name,
                "products": products,
                "filter": own.name,
                "fit": len(own.rows),
                "way": "",
                "recall@10": round(float(ten), 4),
                "recall@100": round(float(hundred), 4),
                "worst@10": round(float(min(one for one, _ in recalls[name])), 2),
                "p50_ms": p50,
                "p95_ms": p95,
                "p99_ms": p99,
                "cpu_p50_ms": round(float(np.median(spent[name])), 2),
            }
        )
    return rows


def vectors_alone(count: int, asked: Sequence[Vectors]) -> list[dict[str, Any]]:
    """The vector part alone, for shops larger than there was time to load: no products, no Chroma.

    The vectors are composed as the synthetic shop's are, from random draws; the rows that fit are
    drawn at random.
    """
    models, brands, tints, _ = embedder(MODEL)._parts
    draw = np.random.default_rng(_SEED)
    parts = (models, np.stack(list(brands.values())), np.stack(list(tints.values())))
    vectors = np.empty((count, models.shape[1]), dtype=np.float32)
    for start in range(0, count, 50_000):
        block = vectors[start : start + 50_000]
        one, brand, tint = (part[draw.integers(len(part), size=len(block))] for part in parts)
        other = models[draw.integers(len(models), size=(2, len(block)))]
        block[:] = one + 0.5 * brand + 0.35 * tint + 0.35 * (other[0] - other[1])
        block /= np.linalg.norm(block, axis=1, keepdims=True)
    others = faiss_ways(vectors, graph=False)
    rows: list[dict[str, Any]] = []
    for share in SHARES:
        fits = np.sort(draw.choice(count, max(1, round(share * count)), replace=False))
        own = Filter(f"{100 * share:g} %", share, Constraints(), fits)
        systems: dict[str, Way] = {
            "aisle's scan": lambda vector, own=own: scan(vectors, vector, own.rows, DEPTH),
            "numpy": lambda vector, own=own: _numpy(vectors, vector, own),
        } | {name: make(own) for name, make in others.items()}
        true = [truth(vectors, vector, fits) for vector in asked]
        rows += _compared(systems, own, asked, true, count)
    return rows


def _numpy(vectors: Vectors, vector: Vectors, own: Filter) -> Rows:
    picked = vectors if own.share == 1 else vectors[own.rows]
    return own.rows[np.argsort(-(picked @ vector))[:DEPTH]]


def costs(index: ProductIndex, asked: Sequence[Vectors]) -> list[dict[str, Any]]:
    """What a scan of so many rows takes, and HNSW of so many neighbours: medians."""
    snapshot = index._current()
    vectors = snapshot.matrices[MODEL].vectors
    draw = np.random.default_rng(_SEED)
    rows: list[dict[str, Any]] = []
    sizes = [n for n in (2_000, 10_000, 50_000, 100_000, 200_000, 400_000) if n < len(vectors)]
    for size in (*sizes, len(vectors)):
        picked = np.sort(draw.choice(len(vectors), size, replace=False))
        rows.append(
            {
                "system": "scan",
                "of": size,
                "ms": _median(
                    lambda vector, picked=picked: scan(vectors, vector, picked, DEPTH), asked
                ),
            }
        )
    if index._store.count(MODEL) == len(vectors):
        rows += [
            {
                "system": "Chroma HNSW",
                "of": ask,
                "ms": _median(
                    lambda vector, ask=ask: index._store.nearest(MODEL, vector, limit=ask), asked
                ),
            }
            for ask in (200, 400, 800, 1_500, 3_000)
        ]
    return rows


def _median(call: Callable[[Vectors], Any], asked: Sequence[Vectors]) -> float:
    times = []
    for vector in asked:
        started = time.perf_counter()
        call(vector)
        times.append(1000 * (time.perf_counter() - started))
    return round(float(np.median(times[1:])), 2)


def _recall(found: Sequence[int], near: Rows, k: int) -> float:
    wanted = near[:k]
    return len(set(wanted.tolist()) & set(list(found)[:k])) / len(wanted)


def main() -> None:
    """Measures each shop and prints the table; draws the plots where asked."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.exactness",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data-dir", type=Path, nargs="*", default=[], metavar="FOLDER")
    parser.add_argument(
        "--vectors", type=int, nargs="*", default=[], help="so many vectors alone, without a shop"
    )
    parser.add_argument("--queries", type=int, default=50)
    parser.add_argument("--costs", action="store_true", help="what scan and HNSW cost")
    parser.add_argument("--scan-only", action="store_true", help="for shops without Chroma")
    parser.add_argument("--faiss-hnsw", action="store_true", help="build faiss's HNSW as well")
    parser.add_argument("--plots", type=Path, metavar="FOLDER", help="write the two plots there")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write rows and meta there")
    options = parser.parse_args()
    check_writable(options.json)
    rows: list[dict[str, Any]] = []
    register()
    for count in options.vectors:
        rows += vectors_alone(count, embedder(MODEL).queries(queries(options.queries)))
    for folder in options.data_dir:
        more = {"exact_below": 1 << 60} if options.scan_only else {}
        index = ProductIndex.open(folder, settings(**more))
        index.refresh()
        vectors = embedder(MODEL).queries(queries(options.queries))
        if options.costs:
            rows += costs(index, vectors)
        else:
            rows += measured(index, vectors, graph=options.faiss_hnsw)
        index.close()
    print_rows("Filtered nearest neighbours", rows)
    write_json(options.json, rows, meta(seed=_SEED, data={}))
    if options.plots is not None and not options.costs:
        recall_plot(rows, options.plots / "recall-by-selectivity.png")
        latency_plot(rows, options.plots / "latency-by-size.png")


if __name__ == "__main__":
    sys.exit(main())
