"""What a shopper said they never buy: below everything that lacks it, whatever else speaks for it.

An aversion read from behaviour is a factor among others (``dislikes``). One that was stated is a
promise ("I will rank it last"), so no weight may outbid it. A product has the material, colour or
brand where its own fields say so, or its title does: a "leather strap" is leather. What it is made
not to be ("faux leather", "leather-free") is not it.
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.categories import within
from assistant.profiles.interests import styles_of
from assistant.profiles.model import Tag
from retrieval.facts import facts, padded
from retrieval.filters import says_test
from retrieval.product import Product
from retrieval.texts import titles
from retrieval.values import color_families, materials
from retrieval.values.text import fold


class Nevers:
    """The stated aversions of one turn."""

    def __init__(self, dislikes: Iterable[Tag]) -> None:
        """Keep those of ``dislikes`` that were stated."""
        self._tags = [tag for tag in dislikes if tag.stated]

    def __bool__(self) -> bool:
        return bool(self._tags)

    def of(self, product: Product) -> Tag | None:
        """The aversion that speaks against ``product``, if any."""
        return next((tag for tag in self._tags if _has(product, tag)), None)


def _has(product: Product, tag: Tag) -> bool:
    match tag.kind:
        case "category":
            return within(product.category, tag.value)
        case "brand":
            return fold(product.brand) == fold(tag.value)
        case "color":
            return bool(facts(product, words=False).colors & color_families(tag.value))
        case "material":
            named = materials(tag.value) or frozenset({fold(tag.value)})
            return bool(facts(product, words=False).materials & named) or any(
                materials(title) & named and says_test(tag.value)(padded(title))
                for title in titles(product)
            )
        case "style":
            return fold(tag.value) in styles_of(product)
        case _:
            return False
