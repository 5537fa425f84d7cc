"""What a tap on a card says on the shopper's behalf."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.agent.turn import Card, Turn
from assistant.intent import Intent
from assistant.web.visit import Tap, Visit


def visit(language: str = "en") -> Visit:
    """A visit that was shown a, b, c and then, in a later turn, d, e."""
    seen = Visit()
    for names in ("abc", "de"):
        cards = [
            Card(rank=place, product_id=name, title=f"Lamp {name.upper()}")
            for place, name in enumerate(names, start=1)
        ]
        seen.took(
            Turn(
                conversation_id="c",
                text="",
                language=language,
                intent=Intent(),
                source="rules",
                cards=cards,
            )
        )
    return seen


def tap(**data: Any) -> Tap:
    read = Tap.read(data)
    assert read is not None
    return read


@pytest.mark.parametrize(
    ("language", "data", "sentence"),
    [
        ("en", {"do": "cart_add", "product": "e"}, "Add the second one to my cart"),
        ("en", {"do": "similar", "product": "d"}, "Show me more like the first one"),
        ("en", {"do": "details", "product": "e"}, "Tell me more about the second one"),
        ("en", {"do": "compare", "products": ["e", "d"]}, "Compare the first and the second one"),
        ("zh", {"do": "cart_add", "product": "e"}, "把第二个加入购物车"),
        ("zh", {"do": "compare", "products": ["d", "e"]}, "对比第一个和第二个"),
    ],
)
def test_a_tap_on_the_list_last_shown_counts_places(
    language: str, data: dict[str, Any], sentence: str
) -> None:
    assert visit(language).sentence(tap(**data)) == sentence


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"do": "cart_add", "product": "b"}, "Add Lamp B to my cart"),
        ({"do": "similar", "product": "b"}, "Show me more like Lamp B"),
        ({"do": "compare", "products": ["b", "d"]}, "Compare Lamp B and Lamp D"),
    ],
)
def test_a_tap_on_an_older_list_names_the_product(data: dict[str, Any], sentence: str) -> None:
    assert visit().sentence(tap(**data)) == sentence


def test_a_chip_says_its_message() -> None:
    assert visit().sentence(tap(do="say", say="cheaper")) == "cheaper"


@pytest.mark.parametrize(
    "data",
    [
        {"do": "cart_add", "product": "never shown"},
        {"do": "compare", "products": ["d"]},
        {"do": "compare", "products": ["d", "never shown"]},
        {"do": "quantity", "product": "d", "to": "2"},
    ],
)
def test_a_tap_on_what_was_not_shown_says_nothing(data: dict[str, Any]) -> None:
    assert visit().sentence(tap(**data)) == ""


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_any_data_of_a_browser_is_read_or_refused(data: Any) -> None:
    read = Tap.read(data)
    assert read is None or isinstance(visit().sentence(read), str)
