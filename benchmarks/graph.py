"""Does the product graph find what merchants link and shoppers buy together?

Recall@10 of each relation, ours beside the baselines. The fashion set has a merchant's links and
no log: related is compared with ``goes_with``, cross-sell with ``accessories`` and up-sell with
``dearer``. There, the graph has never seen a link; the two baselines that have (``most linked``
and ``linked together``, by the links of the other products, in five folds) stand for popularity
and co-occurrence, beside popularity by reviews. The office set has purchase sequences and the
grocery set baskets: there, ``goes_with`` by counts learns from the earlier part and is asked for
what came next, or for the rest of a later basket, beside the most bought and the plain counts.

Example: python -m benchmarks.graph --data ../shared/data --index aisle-graph
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.graph_links import fashion
from benchmarks.graph_logs import grocery, office
from eval.errors import UsageError
from eval.output import check_writable, meta, print_rows, write_json


def main() -> int:
    """Runs the parts asked for and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of data sets")
    parser.add_argument("--index", type=Path, required=True, help="where the index is kept")
    parser.add_argument(
        "--only", choices=("fashion", "office", "grocery"), help="one set; all three without"
    )
    parser.add_argument("--json", type=Path, help="write the figures here too")
    given = parser.parse_args()
    try:
        check_writable(given.json)
        rows = []
        if given.only in (None, "fashion"):
            rows += fashion(given.data / "fashion", given.index)
        if given.only in (None, "office"):
            rows += office(given.data / "office", given.index)
        if given.only in (None, "grocery"):
            rows += grocery(given.data / "grocery")
        links = given.data / "fashion" / "links.jsonl"
        about = meta(seed=0, data={"links": links})
    except (UsageError, OSError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    print_rows("Product graph, recall@10", rows)
    if given.json is not None:
        write_json(given.json, rows, about)
    return 0


if __name__ == "__main__":
    sys.exit(main())
