"""Which text of a product is searched: one passage to embed, and fields for the word index.

The passage is short on purpose: title, brand, category, colour and the start of the description.
The whole description drowns the title in mean pooling, and takes three times as long to embed.
Where a title in the shopper's language is there, the passage stays in that language: mixed passages
cost the slower multilingual model three times the tokens for words that are already there.
Attributes of technical feeds (weights, pallet sizes) are noise to an embedding, so only those a
shopper names (type, material, occasion …) go in; the word index takes all short ones.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

from retrieval.product import AttributeValue, Product
from retrieval.values import is_cjk

_DESCRIPTION_CHARS = 300
_VALUE_CHARS = 60
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
STATED_KINDS = ("type", "type_zh", "product_type")
"""Attributes that state what kind of thing a product is."""
_TELLING = ("type", "style", "occasion", "season", "feature", "pattern", "activity", "material")


def values_of(value: AttributeValue) -> Iterator[str]:
    """The texts of one attribute value; numbers and truth values have none."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from value


def attribute_texts(product: Product, *, names: Iterable[str] | None = None) -> Iterator[str]:
    """Short texts among the attributes; only of ``names`` where given."""
    wanted = None if names is None else tuple(names)
    for name, value in product.attributes.items():
        if wanted is not None and not name.startswith(wanted):
            continue
        yield from (text for text in values_of(value) if 0 < len(text) <= _VALUE_CHARS)


def kind_texts(product: Product) -> Iterator[str]:
    """What the feed states the product to be."""
    for name in STATED_KINDS:
        yield from values_of(product.attributes.get(name, ""))


def has_han(product: Product) -> bool:
    """Whether the product's title, in any language, has Chinese characters."""
    return bool(_HAN.search(product.title) or _HAN.search(product.title_in("zh")))


def passage(product: Product, *, language: str = "en") -> str:
    """The text to embed for shoppers who write ``language``."""
    title = product.title_in(language)
    local = title != product.title
    parts = [title]
    fold = title.casefold()
    also = [product.brand, "" if local else product.category.replace(" > ", ", ")]
    also.append("" if local else product.color)
    parts += [text for text in also if text and text.casefold() not in fold]
    if language == "en":
        telling = [
            text
            for text in attribute_texts(product, names=_TELLING)
            if not is_cjk(text) and text.casefold() not in fold
        ]
    else:
        telling = [
            text
            for name, value in product.attributes.items()
            if name.endswith(f"_{language}") and name != f"title_{language}"
            for text in values_of(value)
            if len(text) <= _VALUE_CHARS
        ]
    if telling:
        parts.append(", ".join(dict.fromkeys(telling)))
    if product.description and not local:
        parts.append(product.description[:_DESCRIPTION_CHARS])
    return ". ".join(part.rstrip(". ") for part in parts)


def passage_hash(text: str) -> str:
    """A short hash of a passage; a vector is current where the hash beside it is."""
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def titles(product: Product) -> Iterator[str]:
    """The title, and the title in other languages."""
    yield product.title
    for name, value in product.attributes.items():
        if name.startswith("title_") and isinstance(value, str) and value:
            yield value
