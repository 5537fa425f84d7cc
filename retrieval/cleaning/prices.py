"""Prices as shops write them: "$1,299.00", "1.299,00 €", "￥299", "12,50", "19.99 USD".

price-parser finds the amount and the sign; what it does not decide is decided here: a minus is an
error, the currency's sign becomes an ISO code, and a plain decimal number is never regrouped.
"""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from price_parser import Price

_LARGEST = Decimal(1_000_000_000)
_PLAIN = re.compile(
    r"[+-]?(?:\d+(?:\.(?:\d{1,2}|\d{4,}))?|0\.\d+|\.\d+|\d+(?:\.\d+)?[eE][+-]?\d{1,2})"
)
_LEADING_ZERO = re.compile(r"0[.,]\d+")
_NEGATIVE = re.compile(r"^\W*[-−–]\s*[^\w\s]{0,2}\s*\d|^\(.*\d.*\)$|\d\s*[-−]$")
_RANGE = re.compile(r"\d\s*(?:-|–|—|~|to|至|到)\s*[^\w\s]{0,2}\s*\d", re.IGNORECASE)
_ISO = re.compile(r"(?<![A-Za-z])([A-Z]{3})(?![A-Za-z])")
_CODES = frozenset(
    [
        *(
            "USD",
            "EUR",
            "GBP",
            "CNY",
            "JPY",
            "CAD",
            "AUD",
            "NZD",
            "CHF",
            "SEK",
            "NOK",
            "DKK",
            "PLN",
        ),
        *(
            "CZK",
            "HUF",
            "RON",
            "BGN",
            "TRY",
            "RUB",
            "UAH",
            "INR",
            "PKR",
            "BDT",
            "LKR",
            "IDR",
            "MYR",
        ),
        *(
            "SGD",
            "THB",
            "VND",
            "PHP",
            "KRW",
            "TWD",
            "HKD",
            "MOP",
            "BRL",
            "MXN",
            "ARS",
            "CLP",
            "COP",
        ),
        *(
            "PEN",
            "ZAR",
            "EGP",
            "NGN",
            "KES",
            "MAD",
            "ILS",
            "AED",
            "SAR",
            "QAR",
            "KWD",
            "ISK",
            "GEL",
        ),
    ]
)
_SIGNS = {
    "US$": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "NT$": "TWD",
    "R$": "BRL",
    "RMB": "CNY",
    "人民币": "CNY",
    "元": "CNY",
    "块": "CNY",
    "円": "JPY",
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₽": "RUB",
    "₩": "KRW",
    "₺": "TRY",
    "₫": "VND",
    "₪": "ILS",
    "₴": "UAH",
    "฿": "THB",
    "₱": "PHP",
    "ZŁ": "PLN",
    "KČ": "CZK",
    "$": "USD",
    "¥": "CNY",
}
# Signs that more than one currency uses: a currency named by the feed is believed over them.
AMBIGUOUS = frozenset({"$", "¥"})


class ParsedPrice(NamedTuple):
    """An amount, the currency its text names, and what is wrong with it.

    ``sure`` says that the text names one currency only (`€`, `USD`), not a sign several share.
    """

    amount: Decimal | None
    currency: str | None = None
    sure: bool = False
    problem: str | None = None


def parse_price(value: Any) -> ParsedPrice:
    """The price in ``value``: a number, or text. Never raises.

    Examples:
        >>> parse_price("1.299,00 €")[:2], parse_price("￥299")[:2], parse_price("12,50")[:2]
        ((Decimal('1299.00'), 'EUR'), (Decimal('299'), 'CNY'), (Decimal('12.50'), None))
        >>> parse_price(-3).problem
        'negative'
    """
    if isinstance(value, bool) or value is None:
        return ParsedPrice(None, problem=None if value is None else "not a price")
    if isinstance(value, (int, float, Decimal)):
        return _number(str(value))
    if isinstance(value, dict):  # {"value": 12.5, "currency": "EUR"}
        inner = parse_price(value.get("value", value.get("amount")))
        code = str(value.get("currency", "")).upper()
        return inner._replace(currency=code, sure=True) if code in _CODES else inner
    if not isinstance(value, str):
        return ParsedPrice(None, problem="not a price")
    text = unicodedata.normalize("NFKC", value[:200]).strip()
    return _text(text) if text else ParsedPrice(None)


def _text(text: str) -> ParsedPrice:
    if _PLAIN.fullmatch(text) or text.casefold().lstrip("+-") in ("nan", "inf", "infinity"):
        return _number(text)
    if _LEADING_ZERO.fullmatch(text):
        return _number(text.replace(",", "."))
    currency, sure = _currency(text)
    if _NEGATIVE.search(text):
        return ParsedPrice(None, currency, sure, "negative")
    try:
        amount = Price.fromstring(text).amount
    except (ValueError, ArithmeticError):
        amount = None
    if amount is None:
        return ParsedPrice(None, currency, sure, "not a price")
    parsed = _number(str(amount))._replace(currency=currency, sure=sure)
    if _RANGE.search(text) and parsed.problem is None:
        return parsed._replace(problem="a range, its first price kept")
    return parsed


def _number(text: str) -> ParsedPrice:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return ParsedPrice(None, problem="not a price")
    if not amount.is_finite():
        return ParsedPrice(None, problem="not a finite number")
    if amount < 0:
        return ParsedPrice(None, problem="negative")
    if amount > _LARGEST:
        return ParsedPrice(None, problem="absurdly large")
    return ParsedPrice(round(amount, 4) if _places(amount) > 4 else abs(amount))


def _places(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and math.isfinite(exponent) else 0


def _currency(text: str) -> tuple[str | None, bool]:
    code = next((code for code in _ISO.findall(text) if code in _CODES), None)
    if code is not None:
        return code, True
    for sign, currency in _SIGNS.items():
        if sign in text.upper():
            return currency, sign not in AMBIGUOUS
    return None, False


def currency_code(value: Any) -> str | None:
    """The ISO 4217 code a feed's currency field means (`usd`, `€`), or None."""
    if not isinstance(value, str):
        return None
    text = unicodedata.normalize("NFKC", value).strip()
    return text.upper() if text.upper() in _CODES else _currency(text.upper())[0]
