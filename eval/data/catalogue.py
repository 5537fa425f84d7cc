"""A catalogue file as products, cleaned as the shop cleans them, without building an index.

Some sets of purchases name no product, only its type; there the type, brand and size stand in for
the title, because a shop refuses products without one, and its levels make the category's path.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from eval.data.errors import EvalDataError
from retrieval.cleaning.product import clean_product
from retrieval.feeds import FeedError, open_feed
from retrieval.product import Product

_STANDS_IN = ("product_type", "product_category", "department", "package_size")
_PATH = ("department", "product_category", "product_type")


@dataclass(frozen=True)
class CatalogueFile:
    """The usable products of a file, and how many rows are none."""

    products: list[Product]
    rejected: int


def read_catalogue(path: Path) -> CatalogueFile:
    """The products of ``path``, of any feed format.

    Raises:
        EvalDataError: The file cannot be read, or holds no usable product.
    """
    products: dict[str, Product] = {}
    rejected = 0
    try:
        for row in open_feed(path).rows():
            done = clean_product(row.data)
            if done.product is None and done.rejection == "no title":
                named = [str(row.data[name]) for name in _STANDS_IN if row.data.get(name)]
                levels = [str(row.data[name]) for name in _PATH if row.data.get(name)]
                stand_in = {"title": ", ".join(named) or "unnamed", "category": " > ".join(levels)}
                done = clean_product({**row.data, **stand_in})
            if done.product is None:
                rejected += 1
            else:
                products[done.product.id] = done.product
    except FeedError as error:
        raise EvalDataError(str(error)) from error
    if not products:
        raise EvalDataError(f"no usable product in {path}: see `python -m retrieval ingest`")
    return CatalogueFile(list(products.values()), rejected)
