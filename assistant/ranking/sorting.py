"""The orders a shopper may ask for instead of ours: cheapest first, newest first and so on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from assistant.intent import Sort
from retrieval.hit import Hit
from retrieval.product import Product

Place = tuple[bool, bool, bool, bool, bool, float, float, str]

_NEAR = 0.8
"""The relevance from which what is of another kind is near to what was asked for."""


def place(hit: Hit, score: float, sort: Sort, floor: float, *, never: bool = False) -> Place:
    """What to sort by: what is never bought last, then in stock, an answer at all, the value.

    Where nothing is of the kind asked for, what is near to it comes first, and the rest follows by
    score: the cheapest of all candidates have nothing to do with a raincoat.

    Args:
        hit: the candidate.
        score: decides between equals.
        sort: the order asked for, not ``relevance``.
        floor: the relevance from which a hit of no asked kind is an answer.
        never: whether the shopper said that they never buy such a thing.
    """
    product = hit.product
    far = hit.type_match is False and hit.relevance < _NEAR
    value = 0.0 if far else _SORT_KEYS[sort](product)
    return (
        never,
        product.availability == "out_of_stock",
        not _answers(hit, floor),
        far,
        value is None,
        0.0 if value is None else value,
        -score,
        product.id,
    )


def _answers(hit: Hit, floor: float) -> bool:
    # A hit of the asked type is an answer however weak its words; one of another type is none.
    return hit.relevance >= floor if hit.type_match is None else hit.type_match


def _price(product: Product) -> float | None:
    return None if product.charged is None else float(product.charged)


def _negated(value: float | None) -> float | None:
    return None if value is None else -value


def _discount(product: Product) -> float | None:
    if not product.discounted or not product.price or product.charged is None:
        return None
    return -float(1 - product.charged / product.price)


def _age(released: date | None) -> float | None:
    return None if released is None else -float(released.toordinal())


_SORT_KEYS: dict[Sort, Callable[[Product], float | None]] = {
    "price_asc": _price,
    "price_desc": lambda product: _negated(_price(product)),
    "rating": lambda product: _negated(product.rating),
    "popularity": lambda product: _negated(product.sales),
    "newest": lambda product: _age(product.released),
    "discount": _discount,
}
