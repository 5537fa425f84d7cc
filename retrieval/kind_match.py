"""Which of the products found are of the kind asked for, in the shop they stand in.

What a kind's name covers depends on the shop. It may be a whole shelf's ("food", "clothes":
:mod:`retrieval.shelves`), or, where no product states a kind of that name, that of a shelf further
in. And where the shop has things of that kind for people, it is those that are asked for unless an
animal is spoken of: "toys for a 3 year old" are no cat toys, though cat toys are toys; in a pet
shop they are all there is. A kind that the shop states nowhere is looked for at the end of titles:
"Puddle Raincoat" is a raincoat whatever the feed calls it; a book's title says nothing of the kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from retrieval.facts import padded, titled
from retrieval.product import Product
from retrieval.shelves import Shelf, on_shelves, path_of
from retrieval.snapshot import Facets
from retrieval.texts import titles
from retrieval.types import (
    Kind,
    for_animals,
    is_exactly,
    is_known,
    is_type,
    kind,
    on_shelf,
    same_types,
)
from retrieval.values import is_cjk

_HEAD_ENDS = re.compile(r"\s*[,;:|(（，；：/]\s*|\s[–—-]\s|\s(?:for|with|in|by)\s", re.IGNORECASE)
"""What ends the part of a title that says what the product is."""


@dataclass(frozen=True)
class Asked:
    """A kind that is asked for, as one shop understands it."""

    wanted: str
    shelves: frozenset[Shelf]
    """Those meant as a whole; empty where a kind is."""
    shelved: bool
    """Whether no product states the kind, so that shelves further in and titles may name it."""
    peoples: bool

    @classmethod
    def of(cls, wanted: str, facets: Facets, *, animals: bool) -> Asked:
        """Read ``wanted`` in a shop.

        Args:
            wanted: a type name in any case, number or language.
            facets: what the shop has.
            animals: whether an animal is spoken of, or the product that others are to be like is
                made for one.
        """
        shelves = facets.asked_shelves(wanted)
        return cls(
            wanted,
            # A puppy's toys stand on no shelf for children.
            frozenset() if animals and is_known(facets.product_types, wanted) else shelves,
            shelved=not is_known(facets.product_types, wanted),
            peoples=not animals and is_known(facets.peoples_types, wanted),
        )

    def met(self, own: Kind, category: str) -> bool:
        """Whether a product of this kind, with this category path, is what was asked for."""
        if self.shelves:
            if on_shelves(path_of(category), self.shelves):
                return True
            # 运动鞋 is a shelf's name and a sneaker's, wherever that stands.
            return is_exactly(own, self.wanted) and not for_animals(own)
        if self.peoples and for_animals(own):
            return False
        return is_type(own, self.wanted) or (self.shelved and on_shelf(own, self.wanted))

    def named_by(self, product: Product) -> bool:
        """Whether the title names the product so, where no product states the kind."""
        if self.shelves or not self.shelved or titled(product):
            return False
        needles = [name for name in same_types(self.wanted) if name.strip()]
        heads = [padded(_HEAD_ENDS.split(title, maxsplit=1)[0]) for title in titles(product)]
        return any(
            head.rstrip().endswith(needle.strip() if is_cjk(needle) else needle.rstrip())
            for head in heads
            for needle in needles
            if not is_cjk(needle) or len(needle.strip()) > 1
        )


def kind_matches(
    products: Iterable[Product], wanted: str, facets: Facets, *, animals: bool
) -> list[bool]:
    """Whether each of ``products`` is of the kind ``wanted``: see :class:`Asked`."""
    asked = Asked.of(wanted, facets, animals=animals)
    return [
        asked.met(kind(product), product.category) or asked.named_by(product)
        for product in products
    ]
