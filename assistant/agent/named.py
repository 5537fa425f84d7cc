"""Which product a message names outright: by the brand and model words of its title.

The intent keeps the kind of thing and drops "Halden Q3", so the message itself is read. A product
is taken only where its brand or a rare word of its title is said, nothing said speaks against it
(another kind, another colour, a model it has not) and no other fits as well; a list already shown
counts before the rest of the catalogue. Otherwise what may be meant is given back to be asked
about. Given up: models whose names are everyday words ("the Echo") without their brand.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from wordfreq import zipf_frequency

from assistant.agent.shop import Shop
from assistant.rules.spelling import mended
from assistant.rules.spelling.goods import english_goods
from retrieval.constraints import Constraints
from retrieval.product import Product
from retrieval.values import color_families
from retrieval.values.text import fold, singular, tokens

MOST_OFFERED = 6
_SEARCHED = 30
_RARE = 3.0
"""Zipf frequency (log10 of uses in a billion words) below which a word is a name by itself."""
_EVERYDAY = 5.5
"""… and from which it says nothing of a title: "the", "for", "one"."""
_CART = re.compile(
    r"\b(?:(?:to|in|into|from|out of|off)\s)?(?:my |the )?(?:shopping )?"
    r"(?:cart|basket|trolley|bag)\b"
    r"(?=\W*(?:please|now|too|thanks)?\W*$)|购物[车篮]"
)
_BETWEEN = re.compile(
    r"\s(?:and|with|vs\.?|versus|to|or|than)\s|\s*[,，、;；]\s*|和|与|跟|还是|以及"
)
_MODEL = re.compile(r"(?!x\d)[a-z]+\d+[a-z]*")
_LATIN = re.compile(r"[a-z0-9][a-z0-9'&+. -]*")
_IDLE = frozenset({"pair", "set", "pack", "piece", "add", "buy", "cart", "basket", "put", "order"})


@dataclass(frozen=True)
class Named:
    """One thing named: the product, or what may be meant by it."""

    product: Product | None
    candidates: tuple[Product, ...] = ()


@dataclass(frozen=True)
class _Part:
    """A part of the message, with the brands and rare words it says."""

    text: str
    brands: tuple[str, ...]
    rare: tuple[str, ...]
    odd: tuple[str, ...]
    """Words of no goods: beside a brand they name a model, as in "Rokkit Echo"."""


@dataclass(frozen=True)
class _Match:
    product: Product
    names: int
    fits: bool
    said: int


def named(
    message: str,
    listed: Sequence[Product],
    shop: Shop,
    language: str,
    *,
    variants: bool = False,
    catalogue: bool = True,
) -> list[Named]:
    """What ``message`` names outright, in the order said; empty where it names nothing.

    Args:
        message: as said.
        listed: the list last shown, which counts before the catalogue.
        shop: to look into.
        language: the message's.
        variants: whether any one of a product's variants will do (to compare, to tell about).
        catalogue: whether what is not in the list counts too.
    """
    vocabulary = shop.parser.vocabulary
    titles = [title for one in listed for title in (one.title, one.title_in("zh"))]
    text = _CART.sub(" ", fold(mended(message, vocabulary, shown=titles)))
    brands = [brand for brand in shop.index.facets().brands if len(brand) > 1]
    for brand in brands:
        if "&" in brand:
            text = text.replace(fold(brand).replace("&", "and"), fold(brand))
    doubtful = vocabulary.doubtful_brands
    brands = [brand for brand in brands if fold(brand) not in doubtful and _says(text, brand)]
    goods = english_goods(vocabulary)

    def part(text: str) -> _Part:
        its = tuple(brand for brand in brands if _says(text, brand))
        words = _words(text)
        odd = tuple(word for word in words if _telling(word) and not {word, f"{word}s"} & goods)
        return _Part(text, its, tuple(word for word in words if _rare(word, goods)), odd)

    parts = [one for one in map(part, _BETWEEN.split(text)) if one.brands or one.rare]
    if len(parts) == 1:
        parts = [part(text)]
    shown = {one.id for one in listed}
    found = []
    for one in parts:
        pool = _pool(one, listed, shop, language) if catalogue else listed
        match = _one(one, pool, shown, _kinds(one.text, shop), variants=variants)
        found += [match] if match is not None else []
    return found


def said_of(message: str, products: Sequence[Product], shop: Shop) -> list[Product]:
    """Those of ``products`` whose titles hold most of what ``message`` says; empty if none does."""
    text = _CART.sub(" ", fold(message))
    spoken = [word for word in _words(text) if _telling(word)]
    kinds = _kinds(text, shop)
    counted = [
        (sum(word in _title(one) for word in spoken) + _of_kind(one, kinds), one)
        for one in products
    ]
    most = max((count for count, _ in counted), default=0)
    return [one for count, one in counted if count == most] if most else []


def another_kind(message: str, product: Product, shop: Shop) -> bool:
    """Whether ``message`` names a kind of thing that ``product`` is not."""
    kinds = _kinds(_CART.sub(" ", fold(message)), shop)
    return bool(kinds) and not _of_kind(product, kinds)


def _pool(part: _Part, listed: Sequence[Product], shop: Shop, language: str) -> list[Product]:
    """The list, and what the catalogue has for the words and for each brand."""
    pool = {one.id: one for one in listed}
    for constraints in [Constraints(), *(Constraints(brands=(brand,)) for brand in part.brands)]:
        hits = shop.index.search(part.text, constraints, limit=_SEARCHED, language=language)
        pool |= {hit.product.id: hit.product for hit in hits if hit.product.id not in pool}
    return list(pool.values())


def _one(
    part: _Part,
    pool: Sequence[Product],
    shown: Collection[str],
    kinds: Sequence[str],
    *,
    variants: bool,
) -> Named | None:
    found = [_match(product, part, kinds) for product in pool]
    matches = [match for match in found if match is not None]
    most = max((match.names for match in matches), default=0)
    matches = [match for match in matches if match.names == most]
    before = [match for match in matches if match.product.id in shown and match.fits]
    matches = sorted(before or matches, key=lambda match: (not match.fits, -match.said))
    if not matches:
        return None
    best = matches[0]
    group = [one.product for one in matches if (one.fits, one.said) == (best.fits, best.said)]
    if not best.fits:
        return Named(None, tuple(one.product for one in matches[:MOST_OFFERED]))
    same = variants and group[0].item_group_id
    if len(group) == 1 or (same and {one.item_group_id for one in group} == {same}):
        return Named(group[0])
    return Named(None, tuple(group[:MOST_OFFERED]))


def _match(product: Product, part: _Part, kinds: Sequence[str]) -> _Match | None:
    text, brands = part.text, part.brands
    title, own = _title(product), set(tokens(product.brand))
    branded = product.brand in brands
    elsewhere = {word for brand in brands for word in tokens(brand)}
    words = list(dict.fromkeys(_words(text)))
    models = [word for word in part.rare if word not in own | elsewhere]
    met = [word for word in models if word in title]
    if not branded and not met:
        return None
    beside = [
        word for word in dict.fromkeys(part.odd) if word in title and word not in own | {*met}
    ]
    beside = [word for word in beside if branded and not color_families(word)]
    colors, its = color_families(text), color_families(product.color)
    others = [word for word in words if word in title and _telling(word) and word not in met]
    fits = (
        len(met) == len(models)
        and (branded or not brands)
        and not (colors and its and not colors & its)
        and (not kinds or _of_kind(product, kinds))
    )
    said = len(others) + bool(colors & its) + bool(kinds and _of_kind(product, kinds))
    return _Match(product, names=branded + len(met) + len(beside), fits=fits, said=said)


def _says(text: str, brand: str) -> bool:
    name = re.escape(fold(brand))
    return re.search(rf"(?<![a-z0-9]){name}(?![a-z0-9])", text) is not None


def _rare(word: str, goods: frozenset[str]) -> bool:
    if _MODEL.fullmatch(word):
        return True
    plain = len(word) < 3 or not word.isalpha() or not word.isascii()
    return not plain and not {word, f"{word}s"} & goods and zipf_frequency(word, "en") < _RARE


def _telling(word: str) -> bool:
    if word in _IDLE or (len(word) < 2):
        return False
    return word.isascii() and zipf_frequency(word, "en") < _EVERYDAY


def _words(text: str) -> list[str]:
    return [singular(word) for run in _LATIN.findall(fold(text)) for word in tokens(run)]


def _title(product: Product) -> set[str]:
    return {*_words(product.title), *_words(product.title_in("zh")), *_words(product.brand)}


def _kinds(text: str, shop: Shop) -> list[str]:
    found = shop.parser.vocabulary.type_pattern.finditer(text)
    return [singular(match[0]) for match in found]


def _of_kind(product: Product, kinds: Sequence[str]) -> bool:
    stated = [product.attributes.get(name) for name in ("type", "type_zh")]
    text = fold(f"{product.title} {product.title_in('zh')} {product.category} {stated}")
    return any(kind in text for kind in kinds)
