"""Wishes are met by the product's own words, and not by their denial."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.intent import Intent
from assistant.ranking.wishes import credit, met, wishes_of
from retrieval.product import Product


@pytest.mark.parametrize(
    ("text", "term", "value"),
    [
        ("A Waterproof jacket", "waterproof", 1.0),
        ("Noise-cancelling headphones", "noise cancelling", 1.0),
        ("cancelling all noise", "noise cancelling", 0.7),
        ("not waterproof", "waterproof", 0.0),
        ("It is not fully waterproof", "waterproof", 0.0),
        ("not cheap, but good and waterproof", "waterproof", 1.0),
        ("incredible", "red", 0.0),
        ("防水夹克", "防水", 1.0),
        ("不防水", "防水", 0.0),
        ("无线蓝牙耳机", "无线", 1.0),
        ("anything", "!", 0.0),
    ],
)
def test_words_must_stand_in_the_text_and_not_be_denied(text: str, term: str, value: float) -> None:
    assert credit(text, term) == value


@pytest.mark.parametrize(
    ("value", "share"), [(True, 1), (False, 0), ("yes", 1), ("no", 0), ("waterproof", 1), (3, 0)]
)
def test_an_attribute_speaks_by_its_value(value: Any, share: float) -> None:
    product = Product(id="p", title="Coat", price=Decimal(1), attributes={"is_waterproof": value})
    assert met(product, ["waterproof"]).value == share


def test_occasion_and_recipient_are_wishes_too() -> None:
    intent = Intent(features=["light"], occasion="wedding", recipient="father")
    product = Product(id="p", title="Light wedding shoes")
    factor = met(product, wishes_of(intent))
    assert factor.value == pytest.approx(2 / 3)
    assert factor.evidence == {"terms": "light, wedding"}


@given(text=st.text(max_size=40), term=st.text(max_size=10))
def test_any_text_gives_a_share(text: str, term: str) -> None:
    assert credit(text, term) in {0.0, 0.7, 1.0}
