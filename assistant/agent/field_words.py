"""What a product's fields and their values are called, in the shopper's language.

English shows the shop's own wording. Another language has words for the usual names and values in
``field_words.toml``; a value without one stands in quotes, so that it reads as the shop's own.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from assistant.agent.phrases import Phrases, money
from assistant.profiles.wording import field_value
from retrieval.product import Product
from retrieval.values import gender
from retrieval.values.text import fold, is_cjk

_YES = {"yes", "true", "是", "有"}
_NO = {"no", "false", "否", "无", "没有"}
_NAMES = frozenset({"title", "brand", "author", "series", "publisher", "price", "compatibility"})
"""Fields whose values are names or amounts, never translated or quoted."""
_OWN_WORDS = frozenset({"color", "material", "category", "gender", "sizes"})
"""Fields whose words the shop's profiles and filters know already."""
_PARTS = re.compile(r"\s*[,;]\s*|\s+(?:and|&)\s+")
_WORD = re.compile(r"[a-z]{4,}")
_MEASURE = re.compile(r"(?P<n>\d[\d.,–-]*) (?P<unit>[a-z]+)")
_MEASURED = re.compile(r"\d")
_AGED = re.compile(r"(?P<n>\d[\d–-]*) (?P<unit>years?|months?)(?P<up> and up)?")


def value_in_words(product: Product, name: str, phrases: Phrases) -> str:
    """A field or attribute as text in the language; empty where the product has none."""
    if name == "price":
        return money(product.charged, product.currency) if product.charged is not None else ""
    if name == "availability":
        return phrases(f"availability.{product.availability}")
    value = getattr(product, name, None) or product.attributes.get(name)
    own = product.attributes.get(f"{name}_{phrases.language}")
    if own and not isinstance(own, bool):
        value = own
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or fold(str(value)) in _YES | _NO:
        return phrases("words.yes" if truth(value) else "words.no")
    if isinstance(value, list):
        return phrases.join([_in_language(name, str(item), phrases) for item in value])
    decimals = ".1f" if name == "rating" else "g"
    text = f"{value:{decimals}}" if isinstance(value, float) else str(value)
    return _in_language(name, text, phrases)


def truth(value: object) -> bool | None:
    """What a yes/no value says; None for any other."""
    if isinstance(value, bool):
        return value
    said = fold(str(value))
    return True if said in _YES else False if said in _NO else None


def _in_language(name: str, text: str, phrases: Phrases) -> str:
    """The text of a field in the shopper's language, where its words are known."""
    if name == "gender":
        worn = {"male": "words.men", "female": "words.women", "unisex": "words.unisex"}
        key = worn.get(gender(text))
        return phrases(key) if key else text
    known = field_value(name, text, phrases.language)
    if known == text and name == "material" and is_cjk(worded := _translated(text, phrases)):
        return worded if not worded.startswith("“") else known
    if known != text or name in _OWN_WORDS | _NAMES or phrases.language == "en":
        return known
    return _translated(_aged(name, text, phrases), phrases)


def _aged(name: str, text: str, phrases: Phrases) -> str:
    """An age in years or months, with "and up" said behind it: 6岁以上."""
    if not name.startswith("age"):
        return text
    units = _words("age", phrases.language)
    found = _AGED.fullmatch(fold(text))
    if found is None or found["unit"] not in units:
        return text
    return f"{found['n']}{units[found['unit']]}{units['up'] if found['up'] else ''}"


def _measured(text: str, phrases: Phrases) -> str:
    """A figure with its unit by the unit's known word: 40 hours is 40小时."""
    found = _MEASURE.fullmatch(fold(text))
    unit = _words("unit", phrases.language).get(found["unit"]) if found else None
    return f"{found['n']}{unit}" if found and unit else text


def _translated(text: str, phrases: Phrases) -> str:
    """Each part by its known word, a measure as it is, anything else as it stands in quotes."""
    text = _measured(text, phrases)
    if is_cjk(text) or not _WORD.search(fold(text)):
        return text
    words = _words("value", phrases.language)
    whole = words.get(fold(text))
    if whole:
        return whole
    parts = [words.get(fold(part), _measured(part, phrases)) for part in _PARTS.split(text)]
    if any(_WORD.search(fold(part)) for part in parts if not is_cjk(part)):
        return f"“{text}”"
    return "、".join(parts) if any(map(_MEASURED.match, parts)) else phrases.join(parts)


def label_of(name: str, phrases: Phrases) -> str:
    """What a field is called: from the phrases, the words for fields, or its own name."""
    if phrases.has(f"field.{name}"):
        return phrases(f"field.{name}")
    return _words("label", phrases.language).get(name) or name.replace("_", " ")


def bare_label(name: str, phrases: Phrases) -> str:
    """What a field is called where a value follows it: "the price" is `price`."""
    return bare(label_of(name, phrases))


def bare(label: str) -> str:
    """A label without its article."""
    return label.removeprefix("the ")


@cache
def _words(what: str, language: str) -> dict[str, str]:
    text = resources.files(__package__).joinpath("field_words.toml").read_text("utf-8")
    table: dict[str, dict[str, str]] = tomllib.loads(text).get(language, {})
    return table.get(what, {})
