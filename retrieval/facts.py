"""What a product is, in normalised values: the one reading that filters and metadata share.

A fact comes from the product's own field. Where the field is empty it is read from attributes of
the same name ("product_colour") and, failing that, from the title, because shops that leave a
field out put the value there ("Notebook Silver 43.2 cm"). The description never counts: it talks
of other things too ("goes with black shoes"). What is found nowhere is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from retrieval.product import Product
from retrieval.texts import titles, values_of
from retrieval.values import color_families, fold, gender, is_cjk, materials, size_key
from retrieval.values.materials import material_mentions
from retrieval.values.sizes import UNIT_BY_WORD
from retrieval.values.text import tokens

_NAMES = {
    "color": re.compile(r"(?:product_)?colou?rs?(?:_zh)?|颜色"),
    "material": re.compile(r"(?:product_)?materials?(?:_zh)?|fabric|材质|面料"),
    "size": re.compile(r"(?:product_)?sizes?|display_diagonal|screen_size|capacity|尺码|尺寸"),
    "brand": re.compile(r"brand(?:_zh)?|品牌"),
}
"""The names of attributes that say a fact; no name fits two."""
_UNITS = "|".join(sorted(map(re.escape, UNIT_BY_WORD), key=len, reverse=True))
_MEASURE = re.compile(rf"\d+(?:[.,]\d+)?\s?-?(?:{_UNITS})(?![a-z])")
_FOR_WHOM = re.compile(
    r"(?<![a-z0-9])(?:(?:men|women|boy|girl|lady)['’]s|(?:boys|girls|ladies)['’]?|mens|womens|men|women"
    r"|unisex|menswear|womenswear|herren|damen|homme|femme"
    r"|for\s+(?:a\s+|the\s+)?(?:him|her|man|woman|boy|girl|dad|mum|mom))(?![a-z0-9])"
    r"|男女通用|男女同款|男女款|中性|情侣|[男女](?:士|款|式|生|装|童|孩|鞋|表|包|裤|靴|袜|帽|用)"
)
_WORKS = frozenset({
    "book", "novel", "fiction", "comic", "music", "film", "movie", "dvd", "vinyl", "magazine",
    "图书", "书", "书籍", "小说", "音乐", "电影", "影视", "杂志",
})  # fmt: skip
"""Words of shelves on which a title is a work's name."""
_BITS = re.compile(r"[,;/]\s*")
_LATIN_WORD = re.compile(r"[^\W_]")


class Facts(NamedTuple):
    """A product's values, brought to one form. Empty where unknown, NaN for numbers."""

    price: float
    """What is charged now, in ``currency``."""
    currency: str
    brand: str
    """Brand names, padded words joined by ``|`` for matching; the title where there is no brand."""
    colors: frozenset[str]
    sizes: frozenset[str]
    materials: frozenset[str]
    gender: str
    category: tuple[str, ...]
    """The category path, each part as padded words."""
    rating: float
    on_sale: bool
    in_stock: bool
    words: str
    """All that is said of the product, as padded words, for `exclude`."""


def facts(product: Product, *, words: bool = True) -> Facts:
    """The facts of one product.

    Args:
        product: What is read.
        words: Whether ``words`` are wanted too; they take about half of the time.
    """
    named = tuple(titles(product))
    own = _own_texts(product)
    path = [part.strip() for part in product.category.split(">") if part.strip()]
    charged = product.charged
    return Facts(
        price=float("nan") if charged is None else float(charged),
        currency=product.currency,
        brand=_brand([product.brand, *own["brand"]], named),
        colors=_read(color_values, [product.color])
        or _read(color_values, own["color"])
        or _read(color_families, named),
        sizes=_read(size_key, product.sizes)
        or _read(size_key, own["size"])
        or _read(size_key, _measures(named)),
        materials=_read(material_values, [product.material])
        or _read(material_values, own["material"])
        or _read(materials, named),
        gender=_gender(product, named),
        category=tuple(padded(part) for part in path),
        rating=float("nan") if product.rating is None else product.rating,
        on_sale=product.discounted,
        in_stock=product.availability == "in_stock",
        words=_words(product, named) if words else "",
    )


@lru_cache(maxsize=65_536)
def padded(text: str) -> str:
    """``text`` as words with a space at each end, so that whole words match as substrings.

    Chinese has no word breaks: spaces between Chinese characters are left out.

    Examples:
        >>> padded("Running Shoes"), padded("智能 手表")
        (' running shoe ', ' 智能手表 ')
    """
    words = tokens(text)
    joined = " ".join(words)
    if is_cjk(joined):
        joined = re.sub(r"(?<=[\u3040-\u9fff]) (?=[\u3040-\u9fff])", "", joined)
    return f" {joined} "


def stands_in(needle: str, haystack: str) -> bool:
    """Whether one padded text stands in another; Chinese needles match anywhere.

    Examples:
        >>> shoe, red = padded("shoe"), padded("red")
        >>> stands_in(shoe, padded("Running Shoes")), stands_in(red, padded("Incredible"))
        (True, False)
    """
    bare = needle.strip()
    return bool(bare) and (bare if is_cjk(bare) else needle) in haystack


def color_values(text: str) -> frozenset[str]:
    """Colour families, or the words themselves where they name none ("transparent")."""
    return color_families(text) or _literal(text)


def material_values(text: str) -> frozenset[str]:
    """Material names, or the words themselves where they name none ("vegan cork blend")."""
    return materials(text) or _literal(text)


def _literal(text: str) -> frozenset[str]:
    words = padded(text)
    return frozenset({words}) if words.strip() else frozenset()


def _read(read: Callable[[str], frozenset[str]], texts: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(read(text) for text in texts if text))


def _own_texts(product: Product) -> dict[str, list[str]]:
    """What the attributes say of each fact in `_NAMES`."""
    texts: dict[str, list[str]] = {fact: [] for fact in _NAMES}
    for name, value in product.attributes.items():
        fact = _fact(name)
        if fact is None:
            continue
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            if name != "capacity":  # without a unit it is no size: 2 GB are not a shoe's 2
                texts[fact].append(f"{value:g} in" if "diagonal" in name else f"{value:g}")
        else:
            texts[fact].extend(values_of(value))
    return texts


@lru_cache(maxsize=16_384)
def _fact(name: str) -> str | None:
    return next((fact for fact, names in _NAMES.items() if names.fullmatch(name)), None)


def _measures(named: Iterable[str]) -> list[str]:
    return [measure for title in named for measure in _MEASURE.findall(fold(title))]


def _brand(stated: Iterable[str], named: Iterable[str]) -> str:
    return "|".join(padded(text) for text in stated if text) or "|".join(map(padded, named))


def titled(product: Product) -> bool:
    """Whether the product's title is a work's name, which says nothing of the product.

    Examples:
        >>> titled(Product(id="1", title="The Woman Who Measured Rain", category="Books > Crime"))
        True
        >>> titled(Product(id="2", title="Women's watch", category="Watches"))
        False
    """
    parts = product.category.split(">")
    return any(not _WORKS.isdisjoint(padded(part).split()) for part in (parts[0], parts[-1]))


def _gender(product: Product, named: Iterable[str]) -> str:
    for text in (product.gender, product.category):
        if found := gender(text):
            return found
    if titled(product):
        return ""
    # Where a shop says for whom a thing is: "Men's …", "… for women", 女款. Another word of a
    # title names what is shown on it: a tea called "Lady Grey" is for everyone.
    said = " ".join(match[0] for title in named for match in _FOR_WHOM.finditer(fold(title)))
    return gender(said)


@lru_cache(maxsize=16_384)
def _part(name: str) -> str:
    """The part of a product that an attribute of this name speaks of; empty where of the whole."""
    fact = _fact(name)
    if fact is not None or name.endswith("_zh") or name.startswith(("title", "type")):
        return ""
    return re.sub(r"_(?:material|fabric|type|is)$", "", name).replace("_", " ")


def _words(product: Product, named: Iterable[str]) -> str:
    texts = [*named, product.brand, product.category, product.color, product.material]
    for name, value in product.attributes.items():
        if value is True:
            texts.append(name.replace("_", " "))
        else:
            texts.extend(values_of(value))
            if part := _part(name):
                # "strap: calf leather, 20 mm" says "calf leather strap".
                texts.extend(
                    f"{bit} {part}"
                    for one in values_of(value)
                    for bit in _BITS.split(one)
                    if material_mentions(bit)
                )
    texts.append(product.description)
    return " | ".join(padded(text).strip() for text in texts if _LATIN_WORD.search(text)).join("  ")
