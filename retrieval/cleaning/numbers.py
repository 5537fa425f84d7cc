"""Ratings, counts, stock words and dates, brought into the contract's ranges.

Each parser returns the value and, where it had to decide something, a few words on it. A value that
cannot be trusted is dropped, never guessed at: no rating is better than a wrong one.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Any, Literal

from dateutil import parser as dates

Availability = Literal["in_stock", "out_of_stock", "preorder"]

_OUT_OF = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:/|out of|of|von|sur)\s*(\d+)", re.IGNORECASE)
_FIRST_NUMBER = re.compile(r"[-−]?\d+(?:[.,]\d+)?")
_COUNT = re.compile(r"([-−]?\d[\d,.' ]*)\s*(k|m|千|万|w|亿)?\s*\+?", re.IGNORECASE)
_TIMES = {"k": 1e3, "千": 1e3, "w": 1e4, "万": 1e4, "m": 1e6, "亿": 1e8}
_MOST = 10**12
_STOCK_WORDS: dict[Availability, str] = {
    "in_stock": "instock available yes true 1 limitedavailability instoreonly onlineonly lieferbar "
    "有货 现货 库存充足 有库存",
    "out_of_stock": "outofstock soldout unavailable no false 0 discontinued notavailable oos none "
    "缺货 无货 售罄 下架 已售罄",
    "preorder": "preorder presale backorder backordered comingsoon 预售 预订 预购",
}
_STOCK = {word: stock for stock, words in _STOCK_WORDS.items() for word in words.split()}
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CJK_DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?")
_DAY_OR_MONTH = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_EARLIEST = 1900


def parse_rating(value: Any) -> tuple[float | None, str | None]:
    """A rating on 0–5; one on 0–10 or 0–100 is brought down to it.

    Examples:
        >>> parse_rating("4,5"), parse_rating(86), parse_rating(-1)
        ((4.5, None), (4.3, 'scaled from 0-100'), (None, 'out of range, dropped'))
    """
    if value is None or isinstance(value, bool):
        return None, None if value is None else "not a number, dropped"
    scale: float | None = None
    if isinstance(value, (int, float)):
        number = float(value) if abs(value) < _MOST else math.inf
    else:
        text = unicodedata.normalize("NFKC", str(value)[:100]).strip()
        if not text:
            return None, None
        if set(text) <= set("★☆ "):
            return float(text.count("★")), None
        if fraction := _OUT_OF.search(text):
            number, scale = float(fraction[1].replace(",", ".")), float(fraction[2])
        elif found := _FIRST_NUMBER.search(text):
            number = float(found[0].replace(",", ".").replace("−", "-"))
            scale = 100.0 if "%" in text else None
        else:
            return None, "not a number, dropped"
    return _scaled(number, scale)


def _scaled(number: float, scale: float | None) -> tuple[float | None, str | None]:
    if not math.isfinite(number):
        return None, "not a finite number, dropped"
    if scale is None:
        scale = 5.0 if number <= 5 else 10.0 if number <= 10 else 100.0
    if number < 0 or scale not in (5, 10, 100) or number > scale:
        return None, "out of range, dropped"
    rating = round(number * 5 / scale, 2)
    return rating, None if scale == 5 else f"scaled from 0-{scale:.0f}"


def parse_count(value: Any) -> tuple[int | None, str | None]:
    """A count of things: `1,234`, `1.2k`, `3万+`; negative and endless ones are dropped.

    Examples:
        >>> parse_count("1,234")[0], parse_count("1.2万+")[0], parse_count(-4)
        (1234, 12000, (None, 'out of range, dropped'))
    """
    if value is None or isinstance(value, bool):
        return None, None if value is None else "not a number, dropped"
    if isinstance(value, (int, float)):
        number = float(value) if abs(value) < _MOST else math.inf
    else:
        text = unicodedata.normalize("NFKC", str(value)[:100]).strip()
        if not text:
            return None, None
        found = _COUNT.search(text)
        if found is None:
            return None, "not a number, dropped"
        times = _TIMES.get((found[2] or "").casefold(), 1.0)
        digits = found[1].strip().replace("−", "-").replace(" ", "").replace("'", "")
        grouped = times == 1 and re.fullmatch(r"-?\d{1,3}(?:[.,]\d{3})+", digits)
        digits = re.sub(r"[.,]", "", digits) if grouped else digits.replace(",", ".")
        try:
            number = float(digits) * times
        except ValueError:
            return None, "not a number, dropped"
    if not math.isfinite(number) or not 0 <= number < _MOST:
        return None, "out of range, dropped"
    return round(number), None


def parse_availability(value: Any) -> tuple[Availability, str | None]:
    """Whether a thing can be had.

    What is not understood counts as out of stock: the shop must not promise what it may not have.

    Examples:
        >>> parse_availability("In Stock"), parse_availability("https://schema.org/PreOrder")[0]
        (('in_stock', None), 'preorder')
    """
    if value is None or value == "":
        return "in_stock", None
    if isinstance(value, (int, float)) and math.isfinite(value):  # a stock level, or a flag
        return ("in_stock" if value > 0 else "out_of_stock"), None
    text = unicodedata.normalize("NFKC", str(value)[:200]).casefold()
    word = re.sub(r"[\W_]+", "", text.rpartition("/")[2])
    if word in _STOCK:
        return _STOCK[word], None
    if word.isdigit():
        return ("in_stock" if int(word) > 0 else "out_of_stock"), None
    return "out_of_stock", "not understood, taken as out of stock"


def parse_date(value: Any) -> tuple[date | None, str | None]:
    """A calendar date; impossible, ambiguous (03/04/2020) and absurd ones are dropped.

    Examples:
        >>> parse_date("2009-12-10")[0], parse_date("2023-02-30")
        (datetime.date(2009, 12, 10), (None, 'no such date, dropped'))
    """
    if value is None or value == "":
        return None, None
    if isinstance(value, datetime):
        found = value.date()
    elif isinstance(value, date):
        found = value
    elif isinstance(value, str):
        parsed = _date_in(unicodedata.normalize("NFKC", value[:60]).strip())
        if isinstance(parsed, str):
            return None, parsed
        found = parsed
    else:
        return None, "no such date, dropped"
    if not _EARLIEST <= found.year <= datetime.now(UTC).year + 10:
        return None, "out of range, dropped"
    return found, None


def _date_in(text: str) -> date | str:
    wrong = "no such date, dropped"
    try:
        if _ISO_DATE.fullmatch(text):  # what most feeds write, and a tenth of the time
            found = date.fromisoformat(text)
        elif chinese := _CJK_DATE.search(text):
            found = date(int(chinese[1]), int(chinese[2]), int(chinese[3] or 1))
        elif numeric := _DAY_OR_MONTH.match(text):
            one, two, year = (int(part) for part in numeric.groups())
            if one <= 12 and two <= 12 and one != two and "." not in numeric[0]:
                return "day and month ambiguous, dropped"
            day, month = (one, two) if two <= 12 else (two, one)
            found = date(year, month, day)
        elif not re.search(r"\d{4}", text):
            return wrong
        else:
            found = dates.parse(text, default=datetime(2000, 1, 1)).date()  # noqa: DTZ001
    except (ValueError, OverflowError, TypeError):
        return wrong
    return found
