"""Prices in the spellings of many shops."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.cleaning.prices import currency_code, parse_price


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("$1,299.00", "1299.00", "USD"),
        ("1.299,00 €", "1299.00", "EUR"),
        ("￥299", "299", "CNY"),
        ("299元", "299", "CNY"),
        ("12,50", "12.50", None),
        ("19.99 USD", "19.99", "USD"),
        ("USD19", "19", "USD"),
        ("£12", "12", "GBP"),
        ("R$ 1.299,90", "1299.90", "BRL"),
        ("HK$80", "80", "HKD"),
        ("1 299,00 zł", "1299.00", "PLN"),
        ("1'299.00 CHF", "1299.00", "CHF"),
        ("0,99", "0.99", None),
        ("0.999", "0.999", None),
        ("1e3", "1E+3", None),
        ("free", "0", None),
        (49.95, "49.95", None),
        (7, "7", None),
        ({"value": "12.5", "currency": "EUR"}, "12.5", "EUR"),
    ],
)
def test_amount_and_currency(text: object, amount: str, currency: str | None) -> None:
    parsed = parse_price(text)
    assert (parsed.amount, parsed.currency) == (Decimal(amount), currency)
    assert parsed.problem is None


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (-5, "negative"),
        ("-5.00", "negative"),
        ("$-5.00", "negative"),
        ("-$5", "negative"),
        ("($5.00)", "negative"),
        (float("nan"), "not a finite number"),
        ("inf", "not a finite number"),
        (float("-inf"), "not a finite number"),
        (1e300, "absurdly large"),
        ("call us", "not a price"),
        (True, "not a price"),
        ([], "not a price"),
    ],
)
def test_what_is_no_price_is_cleared_with_a_reason(value: object, problem: str) -> None:
    parsed = parse_price(value)
    assert parsed.amount is None
    assert parsed.problem == problem


def test_of_a_range_the_first_price_is_kept_and_told() -> None:
    parsed = parse_price("$10 - $20")
    assert (parsed.amount, parsed.problem) == (Decimal(10), "a range, its first price kept")


@pytest.mark.parametrize("value", [None, "", "   "])
def test_no_price_is_no_problem(value: object) -> None:
    assert parse_price(value) == (None, None, False, None)


def test_a_shared_sign_is_less_sure_than_a_code() -> None:
    assert not parse_price("$5").sure
    assert parse_price("US$5").sure
    assert parse_price("5 CAD") == (Decimal(5), "CAD", True, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [("usd", "USD"), ("€", "EUR"), ("rmb", "CNY"), ("人民币", "CNY"), ("XXQ", None), (3, None)],
)
def test_currency_fields(text: object, code: str | None) -> None:
    assert currency_code(text) == code


_CENTS = st.integers(0, 99_999_999)


@settings(deadline=None)
@given(_CENTS)
def test_every_amount_survives_the_english_and_the_german_spelling(cents: int) -> None:
    amount = Decimal(cents) / 100
    english = f"${amount:,.2f}"
    german = f"{amount:,.2f} €".translate(str.maketrans(",.", ".,"))
    assert parse_price(english)[:2] == (amount, "USD")
    assert parse_price(german)[:2] == (amount, "EUR")
    assert parse_price(f"{amount:.2f}").amount == amount
    assert parse_price(f"-{english}").problem == ("negative")


@settings(deadline=None)
@given(st.one_of(st.text(), st.floats(), st.integers(), st.none(), st.booleans(), st.binary()))
def test_any_value_gives_a_price_in_range_or_none(value: object) -> None:
    parsed = parse_price(value)
    assert parsed.amount is None or 0 <= parsed.amount <= 1_000_000_000
    if parsed.amount is not None:
        again = parse_price(float(parsed.amount))
        assert again.problem is None
