"""Which of the products found are of the kind asked for, in the shop they stand in.

What a kind's name covers depends on the shop. Where no product states a kind of that name, it may
be a shelf's ("snacks"). And where the shop has things of that kind for people, it is those that are
asked for unless an animal is spoken of: "toys for a 3 year old" are no cat toys, though cat toys
are toys; in a pet shop they are all there is.
"""

from __future__ import annotations

from collections.abc import Iterable

from retrieval.product import Product
from retrieval.snapshot import Facets
from retrieval.types import for_animals, is_known, is_type, kind, on_shelf


def kind_matches(
    products: Iterable[Product], wanted: str, facets: Facets, *, animals: bool
) -> list[bool]:
    """Whether each of ``products`` is of the kind ``wanted``.

    Args:
        products: what was found.
        wanted: a type name in any case, number or language.
        facets: what the shop has.
        animals: whether an animal is spoken of, or the product that others are to be like is
            made for one.
    """
    shelved = not is_known(facets.product_types, wanted)
    peoples = not animals and is_known(facets.peoples_types, wanted)
    matches = []
    for product in products:
        own = kind(product)
        if peoples and for_animals(own):
            matches.append(False)
        else:
            matches.append(is_type(own, wanted) or (shelved and on_shelf(own, wanted)))
    return matches
