"""What the product graph costs: time of one answer, of the table, and memory, by size of the shop.

The shop is the demo store's products copied with other ids, models and prices until there are
enough, with random unit vectors: plausible words and kinds, meaningless neighbours. The search
index itself is not timed. One thread.

Example: python -m benchmarks.graph_scale --catalog .aisle/demo/products.jsonl --products 100000
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from eval.commands.options import existing_file
from eval.metrics.ranking import percentiles_ms
from eval.output import check_writable, meta, print_rows, write_json
from retrieval.filters import Columns
from retrieval.graph.behaviour import Behaviour, Interaction
from retrieval.graph.edge import RELATIONS
from retrieval.graph.graph import related
from retrieval.graph.table import model_key, table_of
from retrieval.lexical import LexicalIndex, Vocabulary
from retrieval.product import Product
from retrieval.readings import Reading, read
from retrieval.snapshot import Facets, Matrix, Snapshot

_MODEL = "random"
_DIMENSION = 384
_SHOPPERS, _EACH = 20_000, 5


def copied(catalog: Path, count: int) -> tuple[list[str], list[Reading], Vocabulary]:
    """Readings of ``count`` products: each original once read, its copies at other prices."""
    draw = random.Random(0)  # noqa: S311 - a synthetic shop
    lines = catalog.read_text(encoding="utf-8").splitlines()
    vocabulary = Vocabulary()
    originals = [Product.model_validate_json(line) for line in lines]
    readings = [read(product, "", vocabulary) for product in originals]
    ids, copies = [], []
    for at in range(count):
        turn, which = divmod(at, len(originals))
        own = readings[which]
        price = own.facts.price * (1.0 if turn == 0 else draw.uniform(0.5, 2.0))
        ids.append(f"{originals[which].id}-{turn}")
        group = f"{own.group}-{turn}" if own.group else ""
        copies.append(own._replace(facts=own.facts._replace(price=price), group=group))
    return ids, copies, vocabulary


def synthetic(ids: Sequence[str], readings: Sequence[Reading], vocabulary: Vocabulary) -> Snapshot:
    """A snapshot of these products with random vectors."""
    vectors = np.random.default_rng(0).standard_normal((len(ids), _DIMENSION), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    known = np.ones(len(ids), dtype=np.bool_)
    return Snapshot(
        version=1,
        ids=ids,
        readings=readings,
        columns=Columns(ids, [one.facts for one in readings]),
        lexical=LexicalIndex([one.words for one in readings], vocabulary),
        vocabulary=vocabulary,
        matrices={_MODEL: Matrix(vectors, ["x"] * len(ids), known)},
        popularity=np.array([one.popularity for one in readings]),
        facets=Facets({}, {}, {}, {}, {}),
        rows={id_: row for row, id_ in enumerate(ids)},
        latin_share=1.0,
    )


def shopped(snapshot: Snapshot, now: datetime) -> tuple[Behaviour, float]:
    """Random purchases, and how many a second were taken in."""
    draw = random.Random(0)  # noqa: S311 - a synthetic shop
    deeds = []
    for shopper in range(_SHOPPERS):
        for _ in range(_EACH):
            row = min(int(draw.expovariate(20 / len(snapshot.ids))), len(snapshot.ids) - 1)
            model = model_key(snapshot.ids[row], snapshot.readings[row].group)
            at = now - timedelta(days=draw.uniform(0, 90))
            deeds.append(Interaction("bought", f"u{shopper}", model, at))
    behaviour = Behaviour(now)
    started = time.perf_counter()
    behaviour.add(deeds)
    return behaviour, len(deeds) / (time.perf_counter() - started)


def measured(catalog: Path, count: int, asked: int) -> dict[str, Any]:
    """One row: the time of answers with all kinds in them, of the table, and its size."""
    snapshot = synthetic(*copied(catalog, count))
    now = datetime.now(UTC)
    behaviour, events = shopped(snapshot, now)
    started = time.perf_counter()
    table = table_of(snapshot)
    built = time.perf_counter() - started
    size = sum(value.nbytes for value in vars(table).values() if isinstance(value, np.ndarray))
    draw = random.Random(1)  # noqa: S311 - a sample
    warm, *ids = (snapshot.ids[draw.randrange(count)] for _ in range(asked + 1))
    related(snapshot, warm, (_MODEL,), behaviour=behaviour, now=now)
    times = []
    for id_ in ids:
        started = time.perf_counter()
        related(snapshot, id_, (_MODEL,), behaviour=behaviour, now=now)
        times.append(1000 * (time.perf_counter() - started))
    return {
        "system": f"aisle, {count:,} products",
        "lists": len(RELATIONS),
        **percentiles_ms(times),
        "table_s": round(built, 2),
        "table_mib": round(size / 2**20, 1),
        "events_per_s": round(events),
    }


def main() -> None:
    """Measures each size and prints the rows."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.graph_scale",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--catalog", type=existing_file, required=True, metavar="JSONL")
    parser.add_argument("--products", type=int, nargs="+", default=[1_000, 20_000, 100_000])
    parser.add_argument("--asked", type=int, default=100, help="products asked about")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write rows and meta there")
    options = parser.parse_args()
    check_writable(options.json)
    rows = [measured(options.catalog, count, options.asked) for count in options.products]
    print_rows("Product graph: cost", rows)
    write_json(options.json, rows, meta(seed=0, data={"catalog": options.catalog}))


if __name__ == "__main__":
    sys.exit(main())
