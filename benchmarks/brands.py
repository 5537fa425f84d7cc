"""Every brand of a catalogue as a query: are the products of that brand first?

Who asks for a brand and no more wants its products, so each one of another brand among the first
is wrong, whatever anybody judged. ``of the brand@k`` is the share of the first ``k`` (or of as many
as the brand has) that are of it, ``with a wrong one`` the brands for which any of the first hundred
is not. ``hybrid`` is the search as it ships, ``without brands`` the same without its rule for this.

Example: python -m benchmarks.brands ../shared/data/electronics/products.jsonl.gz
"""

from __future__ import annotations

import argparse
from collections import Counter
from statistics import fmean
from typing import Any

from eval.commands.options import add_common, add_index, existing_file
from eval.indexing import open_index
from eval.output import check_writable, meta, print_rows, write_json
from eval.progress import progress
from retrieval.facts import padded
from retrieval.index import ProductIndex
from retrieval.settings import Mode, RetrievalSettings

_FIRST, _LIST = 10, 100
_FEWEST = 3
"""A brand with fewer products is not asked for."""


def measure(system: str, index: ProductIndex, brands: Counter[str], mode: Mode) -> dict[str, Any]:
    """The row of one way to search, each of ``brands`` (padded name to products) a query."""
    first, whole, wrong = [], [], 0
    for brand, count in progress(brands.items(), system, len(brands)):
        hits = index.search(brand.strip(), limit=min(_LIST, count), mode=mode)
        own = [padded(hit.product.brand) == brand for hit in hits]
        first.append(sum(own[:_FIRST]) / min(_FIRST, count))
        whole.append(sum(own) / min(_LIST, count))
        wrong += not all(own)
    return {
        "system": system,
        f"of the brand@{_FIRST}": round(fmean(first), 4),
        f"of the brand@{_LIST}": round(fmean(whole), 4),
        "with a wrong one": wrong,
        "brands": len(brands),
    }


def main() -> None:
    """Asks for every brand in every way and prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.brands", description=__doc__)
    parser.add_argument("catalog", type=existing_file, help="catalogue with brands")
    add_index(parser)
    add_common(parser)
    options = parser.parse_args()
    check_writable(options.json)
    with open_index(options.catalog, options.data_dir) as opened:
        index = opened.index
        said = Counter(padded(product.brand) for product in index.catalogue.iter_products())
        brands = Counter(
            {
                name: count
                for name, count in sorted(said.items())
                if name.strip() and count >= _FEWEST
            }
        )
        modes: tuple[Mode, ...] = ("bm25", "dense", "rrf", "hybrid")
        rows = [measure(mode, index, brands, mode) for mode in modes]
        folder = index.catalogue.data_dir
    without = ProductIndex.open(folder, RetrievalSettings(without=("brands",)))
    try:
        rows.append(measure("without brands", without, brands, "hybrid"))
    finally:
        without.close()
    print_rows("Every brand as a query", rows)
    write_json(options.json, rows, meta(seed=options.seed, data={"catalog": options.catalog}))


if __name__ == "__main__":
    main()
