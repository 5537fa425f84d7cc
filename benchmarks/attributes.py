"""How well attributes are read off titles, scored against what the feed states and was hidden.

For each field, every product that states it is read twice: as it is, which is the truth, and with
the field and every attribute that can state it taken away, so that only title and description are
left. Values are compared as the filters compare them (colour families, sizes in one unit): a value
read counts as right where the truth has it too. A kind counts as read where a wish for it would
let the product pass; of each kind that ten products state, all products that state any are asked.
Beside it stands what a feed reader would do: every value that some product of the catalogue states
is looked up, word for word, in the title.

Example: python -m benchmarks.attributes products.jsonl.gz
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.commands.options import existing_file
from eval.output import check_writable, meta, print_rows, write_json
from retrieval.cleaning import clean_product
from retrieval.facts import facts, padded, stands_in
from retrieval.feeds import open_feed
from retrieval.product import Product
from retrieval.types import is_type, kind

_LEAST = 10
"""A kind or brand that fewer products state is not asked for."""

Values = frozenset[str]


@dataclass(frozen=True)
class Field:
    """One attribute: how it is read, and what must be taken away to hide it."""

    name: str
    own: Mapping[str, Any]
    """Fields of the product, with what they hold when empty."""
    attributes: tuple[str, ...]
    """Pieces of the names of attributes that can state it."""
    read: Callable[[Product], Values]

    def hide(self, product: Product) -> Product:
        """``product`` without anything that states the field."""
        kept = {
            name: value
            for name, value in product.attributes.items()
            if not any(piece in name for piece in self.attributes)
        }
        return product.model_copy(update={**self.own, "attributes": kept})

    def stated(self, product: Product) -> Values:
        """What the feed states, title and description not read."""
        return self.read(product.model_copy(update={"title": "-", "description": ""}))


def _unread(_: Product) -> Values:
    return frozenset()


FIELDS = (
    Field("colour", {"color": ""}, ("colo", "颜色"), lambda product: facts(product).colors),
    Field(
        "material",
        {"material": ""},
        ("material", "fabric", "材质", "面料"),
        lambda product: facts(product).materials,
    ),
    Field(
        "size, capacity",
        {"sizes": []},
        ("size", "diagonal", "capacity", "尺"),
        lambda product: facts(product).sizes,
    ),
)


@dataclass
class Tally:
    """Values read, values stated, and how many were both."""

    read: int = 0
    stated: int = 0
    both: int = 0
    products: int = 0

    def add(self, found: Values, truth: Values) -> None:
        """Takes in one product."""
        self.products += 1
        self.read += len(found)
        self.stated += len(truth)
        self.both += len(found & truth)

    def row(self, field: str, system: str) -> dict[str, Any]:
        """As a row of the table."""
        precision = self.both / self.read if self.read else 0.0
        recall = self.both / self.stated if self.stated else 0.0
        both = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        scores = {"precision": precision, "recall": recall, "f1": both}
        return {"field": field, "system": system, "products": self.products} | {
            name: round(value, 3) for name, value in scores.items()
        }


def measured(field: Field, products: Sequence[Product]) -> Iterator[dict[str, Any]]:
    """Ours, and the look-up of stated values."""
    truth = {product.id: field.stated(product) for product in products}
    known = Counter(value for values in truth.values() for value in values)
    needles = {value: padded(value) for value in known}
    ours, looked_up = Tally(), Tally()
    for product in products:
        if not truth[product.id]:
            continue
        ours.add(field.read(field.hide(product)), truth[product.id])
        title = padded(product.title)
        found = frozenset(value for value, needle in needles.items() if stands_in(needle, title))
        looked_up.add(found, truth[product.id])
    yield ours.row(field.name, "aisle")
    yield looked_up.row(field.name, "look-up in the title")


def kinds(products: Sequence[Product]) -> Iterator[dict[str, Any]]:
    """Whether a wish for a kind lets the right products pass, the stated kind hidden."""
    hidden = Field("kind", {"category": ""}, ("type",), _unread)
    stated = {product.id: kind(hidden_title(product)).stated[:1] for product in products}
    counted = Counter(name for names in stated.values() for name in names)
    wanted = [name for name, count in counted.items() if count >= _LEAST]
    ours, looked_up = Tally(), Tally()
    for product in products:
        if not stated[product.id]:
            continue
        truth = frozenset(stated[product.id]) & frozenset(wanted)
        bare = kind(hidden.hide(product))
        ours.add(frozenset(name for name in wanted if is_type(bare, name)), truth)
        title = padded(product.title)
        looked_up.add(frozenset(name for name in wanted if stands_in(name, title)), truth)
    yield ours.row("kind", "aisle")
    yield looked_up.row("kind", "look-up in the title")


def hidden_title(product: Product) -> Product:
    """``product`` with only what its feed states besides the title."""
    return product.model_copy(update={"title": "-", "description": ""})


def brands(products: Sequence[Product]) -> Iterator[dict[str, Any]]:
    """Whether a wish for a brand lets the right products pass, the stated brand hidden."""
    counted = Counter(padded(product.brand) for product in products if product.brand)
    wanted = [name for name, count in counted.items() if count >= _LEAST]
    tally = Tally()
    hidden = Field("brand", {"brand": ""}, ("brand", "品牌"), _unread)
    for product in products:
        if product.brand:
            said = facts(hidden.hide(product)).brand
            found = frozenset(name for name in wanted if stands_in(name, said))
            tally.add(found, frozenset({padded(product.brand)}) & frozenset(wanted))
    yield tally.row("brand", "aisle")


def read(path: Path) -> list[Product]:
    """The catalogue's usable products, cleaned as the ingest cleans them."""
    found = (clean_product(row.data).product for row in open_feed(path).rows() if not row.error)
    return [product for product in found if product is not None]


def table(products: Sequence[Product]) -> Iterator[dict[str, Any]]:
    """All rows of one catalogue."""
    for field in FIELDS:
        yield from measured(field, products)
    yield from kinds(products)
    yield from brands(products)


def main(arguments: Iterable[str] | None = None) -> None:
    """Reads each catalogue and prints its table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.attributes",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "catalogs", nargs="+", metavar="CATALOG", help="feeds that state attributes"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures there")
    options = parser.parse_args(None if arguments is None else list(arguments))
    check_writable(options.json)
    rows: list[dict[str, Any]] = []
    for name in options.catalogs:
        path = existing_file(name)
        found = list(table(read(path)))
        print_rows(f"Attributes read off titles: {path.parent.name}", found)
        rows += [{"catalog": path.parent.name} | row for row in found]
    write_json(options.json, rows, meta(seed=0, data={}))


if __name__ == "__main__":
    main()
