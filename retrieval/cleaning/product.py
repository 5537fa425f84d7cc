"""One row of a feed to one product in range, or the reason why there is none.

Every field is cleaned on its own; a bad value costs the field, and only a missing id or title costs
the row. Each decision is reported as `field: what was done`, words from a fixed set, so that they
can be counted. What comes out is a fixed point: cleaning a cleaned product changes nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from retrieval.cleaning.numbers import parse_availability, parse_count, parse_date, parse_rating
from retrieval.cleaning.prices import ParsedPrice, currency_code, parse_price
from retrieval.cleaning.text import clean_text
from retrieval.cleaning.units import measures
from retrieval.feeds.mapping import named_in, to_fields
from retrieval.product import AttributeValue, Product
from retrieval.values import color_families, gender

_LIMITS = {
    "title": 500,
    "description": 20_000,
    "brand": 200,
    "category": 500,
    "color": 100,
    "material": 300,
    "gender": 50,
    "age_group": 50,
    "item_group_id": 200,
}
_LONGEST_ID = 200
_MOST_SIZES = 100
_MOST_ATTRIBUTES = 400
_LONGEST_VALUE = 2_000
_LONGEST_NAME = 100
_MOST_VALUES = 100
_LARGEST_NUMBER = 2**53


@dataclass
class Cleaned:
    """The outcome for one row.

    Attributes:
        product: The product, or None where the row is rejected.
        repairs: What was decided on the way, `field: what was done`.
        rejection: Why there is no product, or None.
    """

    product: Product | None = None
    repairs: list[str] = field(default_factory=list)
    rejection: str | None = None

    def note(self, name: str, what: str | None) -> None:
        """Adds a repair of field ``name``, once."""
        if what and (text := f"{name}: {what}") not in self.repairs:
            self.repairs.append(text)


def clean_product(data: Mapping[str, Any]) -> Cleaned:
    """The product in a feed's row, by whatever names the feed uses. Never raises for any values."""
    raw = to_fields(data)
    done = Cleaned()
    product_id = _id(raw.get("id"))
    if not product_id:
        done.rejection = "no id"
    elif len(product_id) > _LONGEST_ID:
        done.rejection = f"id longer than {_LONGEST_ID} characters"
    title = _text("title", raw.get("title"), done)
    if not title and done.rejection is None:
        done.rejection = "no title"
    if done.rejection is not None:
        return done
    price, sale_price, currency = _prices(raw, done)
    rating, rating_note = parse_rating(_scalar(raw.get("rating")))
    votes, votes_note = parse_count(_scalar(raw.get("rating_count")))
    sales, sales_note = parse_count(_scalar(raw.get("sales")))
    stock, stock_note = parse_availability(_scalar(raw.get("availability")))
    released, released_note = parse_date(_scalar(raw.get("released")))
    for name, what in (
        ("rating", rating_note),
        ("rating_count", votes_note),
        ("sales", sales_note),
        ("availability", stock_note),
        ("released", released_note),
    ):
        done.note(name, what)
    attributes = _attributes(raw["attributes"], done)
    color = _named("color", raw, attributes, done)
    done.product = Product(
        id=product_id,
        title=title,
        description=_text("description", raw.get("description"), done),
        brand=_text("brand", raw.get("brand"), done),
        category=_category(raw.get("category"), done),
        price=price,
        sale_price=sale_price,
        currency=currency,
        availability=stock,
        rating=rating,
        rating_count=votes,
        sales=sales,
        color=color,
        sizes=_sizes(raw.get("sizes"), done),
        material=_named("material", raw, attributes, done),
        gender=_gender(_named("gender", raw, attributes, done)),
        age_group=_named("age_group", raw, attributes, done),
        image=_address("image", raw.get("image"), done),
        link=_address("link", raw.get("link"), done),
        item_group_id=_text("item_group_id", raw.get("item_group_id"), done),
        released=released,
        attributes=_with_family(attributes, color),
    )
    return done


def _id(value: Any) -> str:
    value = _scalar(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**30 else ""
    return clean_text(value, limit=_LONGEST_ID + 1).text


def _text(name: str, value: Any, done: Cleaned) -> str:
    if isinstance(value, (list, tuple)):
        value = ", ".join(str(v) for v in value[:_MOST_VALUES] if isinstance(v, (str, int, float)))
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    if isinstance(value, int) and abs(value) > 10**30:
        return ""
    if isinstance(value, float) and not math.isfinite(value):
        done.note(name, "not a finite number, dropped")
        return ""
    cleaned = clean_text(str(value), limit=_LIMITS[name], lines=name == "description")
    for repair in cleaned.repairs:
        done.note(name, repair)
    return cleaned.text


def _named(name: str, raw: Mapping[str, Any], attributes: Mapping[str, Any], done: Cleaned) -> str:
    """A text field, or what the attributes call so where it says nothing ("color": false)."""
    return _text(name, raw.get(name), done) or _text(name, named_in(attributes, name), done)


def _prices(raw: Mapping[str, Any], done: Cleaned) -> tuple[Decimal | None, Decimal | None, str]:
    listed = _price("price", raw, done)
    sale = _price("sale_price", raw, done)
    named = currency_code(_scalar(raw.get("currency")))
    if named is None and raw.get("currency"):
        done.note("currency", "not understood, dropped")
    shown = next((p for p in (listed, sale) if p.currency is not None), ParsedPrice(None))
    currency = named or shown.currency or "USD"
    if named and shown.currency and shown.sure and shown.currency != named:
        done.note("currency", "disagrees with the price, the price's taken")
        currency = shown.currency
    price, sale_price = listed.amount, sale.amount
    if price is None and sale_price is not None:
        done.note("price", "missing, the sale price taken")
        price, sale_price = sale_price, None
    elif price is not None and sale_price is not None and sale_price > price:
        done.note("sale_price", "above the price, dropped")
        sale_price = None
    return price, sale_price, currency


def _price(name: str, raw: Mapping[str, Any], done: Cleaned) -> ParsedPrice:
    value = raw.get(name)
    parsed = parse_price(value[0] if isinstance(value, list) and value else value)
    if parsed.problem:
        done.note(
            name, parsed.problem if parsed.amount is not None else f"{parsed.problem}, cleared"
        )
    return parsed


def _category(value: Any, done: Cleaned) -> str:
    """The path with ` > ` between its steps; a bare number (a Google taxonomy id) is none."""
    if isinstance(value, (list, tuple)):
        value = " > ".join(str(step) for step in value[:20] if isinstance(step, (str, int)))
    if isinstance(value, str):
        # Arrows first: an escaped or bare `>` is a separator here, never markup.
        value = re.sub(r"\s*(?:&gt;|>>|>|›|»|→)\s*", " > ", value)
        if " > " not in value:
            value = re.sub(r"\s*\|\s*|\s+/\s+", " > ", value)
    text = _text("category", value, done)
    steps = [step.strip() for step in text.split(" > ")]
    path = " > ".join(step for step in steps if step.strip("> "))
    return "" if path.isdigit() else path


def _sizes(value: Any, done: Cleaned) -> list[str]:
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        value = re.split(r"[,;|，、；]", str(value))
    if not isinstance(value, (list, tuple)):
        return []
    sizes: dict[str, None] = {}
    for item in value:
        if isinstance(item, (str, int, float)) and not isinstance(item, bool):
            text = clean_text(str(item), limit=60).text
            if text and text.casefold() != "nan":
                sizes[text] = None
    if len(sizes) > _MOST_SIZES:
        done.note("sizes", "too many, cut")
    return list(sizes)[:_MOST_SIZES]


def _gender(text: str) -> str:
    return gender(text) or text


def _address(name: str, value: Any, done: Cleaned) -> str:
    """A web address, or for images a path below the feed's folder; anything else is dropped."""
    value = _scalar(value)
    if not isinstance(value, str) or not value.strip():
        return ""
    text = clean_text(value.replace("&", "&amp;"), limit=2_000).text
    if not text:
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        done.note(name, "not an address, dropped")
        return ""
    web = parts.scheme in ("http", "https") and bool(parts.netloc)
    steps = text.replace("\\", "/").split("/")
    local = (
        not parts.scheme and not parts.netloc and ".." not in steps and steps[0] not in ("", "~")
    )
    if web or local:
        return text.replace(" ", "%20") if web else text
    done.note(name, "not a safe address, dropped")
    return ""


def _attributes(raw: Mapping[str, Any], done: Cleaned) -> dict[str, AttributeValue]:
    attributes: dict[str, AttributeValue] = {}
    for name, value in _flat(raw):
        if len(attributes) >= _MOST_ATTRIBUTES:
            done.note("attributes", "too many, cut")
            break
        short = len(name) <= _LONGEST_NAME  # what is kept in memory must be
        key = _attribute_name(name) if short else clean_text(name, limit=_LONGEST_NAME).text
        cleaned = _attribute(value, done)
        if key and cleaned is not None:
            attributes.setdefault(key, cleaned)
    for name, number in measures(attributes).items():
        attributes.setdefault(name, number)
    return attributes


def _with_family(attributes: dict[str, AttributeValue], color: str) -> dict[str, AttributeValue]:
    others = {name: value for name, value in attributes.items() if name != "color_family"}
    families = sorted(color_families(color))
    return {**others, "color_family": families} if families else others


def _flat(raw: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Attributes with one level of nesting opened: `size: {width: 2}` → `size width: 2`."""
    pairs: list[tuple[str, Any]] = []
    for name, value in raw.items():
        if isinstance(value, dict):
            pairs.extend((f"{name} {inner}", content) for inner, content in value.items())
        else:
            pairs.append((name, value))
    return pairs


@lru_cache(maxsize=8_192)
def _attribute_name(name: str) -> str:
    """A feed has few names, and as many of each as it has products."""
    return clean_text(name, limit=_LONGEST_NAME).text


def _attribute(value: Any, done: Cleaned) -> AttributeValue | None:
    if isinstance(value, str):  # nearly all of them
        cleaned = clean_text(value, limit=_LONGEST_VALUE)
        for repair in cleaned.repairs:
            done.note("attributes", repair)
        return cleaned.text or None
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, (datetime, date)):
        value = value.isoformat()
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        if not math.isfinite(value) if isinstance(value, float) else abs(value) > _LARGEST_NUMBER:
            done.note("attributes", "not a finite number, dropped")
            return None
        return value
    if isinstance(value, (list, tuple)):
        texts = [
            clean_text(str(item), limit=_LONGEST_VALUE).text
            for item in value[:_MOST_VALUES]
            if isinstance(item, (str, int, float))
        ]
        return [text for text in texts if text] or None
    return None


def _scalar(value: Any) -> Any:
    """The first of several values: feeds repeat elements that should stand once."""
    return value[0] if isinstance(value, list) and value else value
