"""Ratings, counts, stock words and dates in range, or dropped with a reason."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.cleaning.numbers import (
    parse_availability,
    parse_count,
    parse_date,
    parse_rating,
)


@pytest.mark.parametrize(
    ("value", "rating", "note"),
    [
        (4.5, 4.5, None),
        ("4,5", 4.5, None),
        ("4.5 out of 5", 4.5, None),
        ("★★★★☆", 4.0, None),
        (9, 4.5, "scaled from 0-10"),
        ("9/10", 4.5, "scaled from 0-10"),
        (86, 4.3, "scaled from 0-100"),
        ("86%", 4.3, "scaled from 0-100"),
        ("3%", 0.15, "scaled from 0-100"),
        (-1, None, "out of range, dropped"),
        (512, None, "out of range, dropped"),
        ("7/5", None, "out of range, dropped"),
        (float("nan"), None, "not a finite number, dropped"),
        ("great", None, "not a number, dropped"),
        (True, None, "not a number, dropped"),
        (None, None, None),
        ("", None, None),
    ],
)
def test_ratings(value: object, rating: float | None, note: str | None) -> None:
    assert parse_rating(value) == (rating, note)


@pytest.mark.parametrize(
    ("value", "count"),
    [
        (12, 12),
        (12.0, 12),
        ("1,234", 1234),
        ("1.234", 1234),
        ("1.2k", 1200),
        ("1.2万+", 12_000),
        ("3,456,789 reviews", 3_456_789),
        ("(57)", 57),
        (-4, None),
        ("-4", None),
        (1e300, None),
        ("many", None),
        (None, None),
    ],
)
def test_counts(value: object, count: int | None) -> None:
    assert parse_count(value)[0] == count


@pytest.mark.parametrize(
    ("value", "stock"),
    [
        ("in stock", "in_stock"),
        ("in_stock", "in_stock"),
        ("InStock", "in_stock"),
        ("https://schema.org/InStock", "in_stock"),
        ("有货", "in_stock"),
        (True, "in_stock"),
        (7, "in_stock"),
        ("0", "out_of_stock"),
        (0, "out_of_stock"),
        ("Out of Stock", "out_of_stock"),
        ("sold out", "out_of_stock"),
        ("售罄", "out_of_stock"),
        ("pre-order", "preorder"),
        ("backorder", "preorder"),
        ("预售", "preorder"),
        (None, "in_stock"),
        ("", "in_stock"),
    ],
)
def test_stock_words(value: object, stock: str) -> None:
    assert parse_availability(value) == (stock, None)


def test_a_stock_word_not_understood_promises_nothing() -> None:
    stock, note = parse_availability("ask Bob")
    assert stock == "out_of_stock"
    assert note == "not understood, taken as out of stock"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2009-12-10", date(2009, 12, 10)),
        ("2009-12-10T10:00:00Z", date(2009, 12, 10)),
        ("2009/12/10", date(2009, 12, 10)),
        ("31.12.2009", date(2009, 12, 31)),
        ("12/31/2009", date(2009, 12, 31)),
        ("2020年3月5日", date(2020, 3, 5)),
        ("March 5, 2020", date(2020, 3, 5)),
        (datetime(2020, 3, 5, 1, 2), date(2020, 3, 5)),  # noqa: DTZ001
        (date(2020, 3, 5), date(2020, 3, 5)),
    ],
)
def test_dates(value: object, expected: date) -> None:
    assert parse_date(value) == (expected, None)


@pytest.mark.parametrize(
    ("value", "note"),
    [
        ("2023-02-30", "no such date, dropped"),
        ("yesterday", "no such date, dropped"),
        (20200101, "no such date, dropped"),
        ("03/04/2020", "day and month ambiguous, dropped"),
        ("0001-01-01", "out of range, dropped"),
        ("9999-12-31", "out of range, dropped"),
    ],
)
def test_impossible_dates_are_dropped(value: object, note: str) -> None:
    assert parse_date(value) == (None, note)


_ANY = st.one_of(st.text(), st.floats(), st.integers(), st.none(), st.booleans(), st.binary())


@settings(deadline=None)
@given(_ANY)
def test_any_value_is_read_or_dropped(value: object) -> None:
    rating, _ = parse_rating(value)
    assert rating is None or 0 <= rating <= 5
    count, _ = parse_count(value)
    assert count is None or count >= 0
    found, _ = parse_date(value)
    assert found is None or 1900 <= found.year < 2200
    assert parse_availability(value)[0] in ("in_stock", "out_of_stock", "preorder")


@settings(deadline=None)
@given(st.floats(0, 5))
def test_a_rating_in_range_is_kept(rating: float) -> None:
    assert parse_rating(rating)[0] == pytest.approx(rating, abs=0.005)
