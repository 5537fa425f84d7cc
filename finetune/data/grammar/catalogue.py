"""Builds ontology rows from a shop's own catalogue, so that a shop gets its own training data.

The kinds are retrieval's (``retrieval.types``): what the feed states, else the title's head. What
shoppers want of a kind is read off what its products have; values that only one product in a large
kind has are left out, as they are more often noise than vocabulary. Given up: vague needs and
unwanted things, which no feed states; the shipped ontology lends them where it knows the kind.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.rules.lexicon import head_singular
from finetune.data.grammar.ontology import Row, pluralised
from retrieval.product import Product
from retrieval.types import kind
from retrieval.values.text import fold, is_cjk

_LONGEST_VALUE = 32
_LONGEST_TYPE = 40
_MOST = 24
_GROUPS = {"male": "men", "female": "women", "kids": "kids", "newborn": "newborn"}
_GROUPS |= {"infant": "baby", "toddler": "toddler", "men": "men", "women": "women"}
_GROUPS_ZH = {"men": "男士", "women": "女士", "kids": "儿童", "newborn": "新生儿", "baby": "宝宝"}
_GROUPS_ZH |= {"toddler": "幼儿"}
_NO_FEATURE = ("type", "title", "product_type", "department", "url", "image", "id", "sku", "asin")


@dataclass
class _Kind:
    """What the products of one kind have, counted."""

    values: Mapping[str, Counter[str]] = field(
        default_factory=lambda: defaultdict[str, Counter[str]](Counter)
    )
    prices: list[float] = field(default_factory=list)
    products: int = 0


def ontology_from_catalogue(
    products: Iterable[Product],
    *,
    language: str = "en",
    known: Sequence[Row] = (),
    at_least: int = 1,
) -> list[Row]:
    """Ontology rows for the kinds that ``products`` are of, most frequent first.

    Args:
        products: An ingested catalogue.
        language: ``zh`` keeps Chinese kinds and values, anything else those that are not.
        known: Rows (the shipped ontology) that lend their needs, excludes and uses by type.
        at_least: Kinds with fewer products are left out.
    """
    kinds: dict[str, _Kind] = defaultdict(_Kind)
    for product in products:
        name = _type(product, chinese=language == "zh")
        if name is not None:
            _count(kinds[name], product, chinese=language == "zh")
    lent = {row.type: row for row in known}
    ranked = sorted(kinds.items(), key=lambda one: (-one[1].products, one[0]))
    return [_row(name, own, lent.get(name)) for name, own in ranked if own.products >= at_least]


def _type(product: Product, *, chinese: bool) -> str | None:
    """The product's kind in the wanted language: a stated one, else the title's last words."""
    own = kind(product)
    titled = [title.strip() for title in own.titles]
    if not chinese:
        titled = [" ".join(title.split()[-2:]) for title in titled]
    for name in [*(stated.strip() for stated in own.stated), *titled]:
        if name and is_cjk(name) == chinese and len(name) <= _LONGEST_TYPE:
            return head_singular(fold(name))
    return None


def _count(own: _Kind, product: Product, *, chinese: bool) -> None:
    own.products += 1
    if product.charged is not None and product.charged > 0:
        own.prices.append(float(product.charged))
    found: dict[str, list[str]] = {
        "brands": [product.brand],
        "colors": [product.color],
        "sizes": product.sizes,
        "materials": [product.material],
        "recipients": [_group(text, chinese=chinese) for text in _people(product)],
        "features": _features(product),
    }
    for name, values in found.items():
        either = name in {"brands", "sizes"}
        for value in map(fold, values):
            fits = 0 < len(value) <= _LONGEST_VALUE and not any(mark in value for mark in ",;|>\n")
            if fits and (either or is_cjk(value) == chinese):
                own.values[name][value] += 1


def _people(product: Product) -> list[str]:
    return [fold(text) for text in (product.gender, product.age_group) if text]


def _group(text: str, *, chinese: bool) -> str:
    group = _GROUPS.get(text, "")
    return _GROUPS_ZH.get(group, "") if chinese else group


def _features(product: Product) -> list[str]:
    """Attribute values in words; a bare figure or flag says nothing without its name."""
    words: list[str] = []
    for name, value in product.attributes.items():
        if fold(name).removesuffix("_zh") in _NO_FEATURE:
            continue
        if value is True:
            words.append(name.replace("_", " "))
        elif isinstance(value, str):
            words.append(value)
        elif isinstance(value, list):
            words += value
    return [word for word in words if not word.replace(".", "").isdigit()]


def _row(name: str, own: _Kind, lent: Row | None) -> Row:
    least = 2 if own.products >= 50 else 1
    values = {
        slot: [value for value, many in counts.most_common(_MOST) if many >= least]
        for slot, counts in own.values.items()
    }
    taken = {
        name,
        *values.get("colors", ()),
        *values.get("materials", ()),
        *values.get("brands", ()),
    }
    values["features"] = [v for v in values.get("features", ()) if v not in taken]
    plural = pluralised(name)
    prices = sorted(own.prices)
    cheap, dear = (
        (prices[len(prices) // 20], prices[-1 - len(prices) // 20]) if prices else (10, 100)
    )
    return Row(
        type=name,
        said=[plural] if plural != name else [],
        price=(max(cheap, 1.0), max(dear, 2.0)),
        needs=lent.needs if lent else [],
        excludes=lent.excludes if lent else [],
        uses=lent.uses if lent else [],
        occasions=lent.occasions if lent else [],
        mass=lent.mass if lent else False,
        **values,
    )
