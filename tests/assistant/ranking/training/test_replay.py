"""Factors of the past: what the ranking would have seen then, and nothing of what came after."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.events import Event
from assistant.intent import Intent
from assistant.ranking import Weights
from assistant.ranking.factors import FACTORS
from assistant.ranking.training.impressions import impressions
from assistant.ranking.training.replay import Example, Replay, in_order
from assistant.ranking.training.shop_log import with_served
from retrieval.hit import Hit
from retrieval.product import Product

START = datetime(2026, 6, 1, tzinfo=UTC)
SHELF = {
    name: Product(id=name, title=f"{brand} bag", brand=brand, category="Bags", price=Decimal(50))
    for name, brand in (("a", "Ara"), ("b", "Bo"), ("c", "Cy"))
}


class Shelf:
    """An index whose search likes ``a`` best."""

    def search(
        self, query: str, *, limit: int, language: str, product_type: str | None
    ) -> list[Hit]:
        del query, limit, language, product_type
        return [Hit(product=SHELF["a"], relevance=1.0), Hit(product=SHELF["b"], relevance=0.4)]

    def browse(self, *, limit: int) -> list[Hit]:
        del limit
        return [Hit(product=one, relevance=0.5) for one in SHELF.values()]

    def get(self, ids: Sequence[str]) -> list[Product]:
        return [SHELF[one] for one in ids if one in SHELF]


def event(number: int, kind: str, **fields: Any) -> Event:
    given: dict[str, Any] = {"user_id": "u", "session_id": "s"} | fields
    moment = START + timedelta(hours=number)
    return Event(event_id=f"e{number:03d}", ts=moment, type=kind, **given)


def replayed(events: Sequence[Event]) -> list[Example]:
    replay = Replay(Shelf(), lambda query: Intent(query=query), weights=Weights.load())
    log = in_order(events)
    return list(replay.examples(log, impressions(log)))


def column(example: Example, name: str) -> dict[str, float]:
    values = example.values[:, FACTORS.index(name)]
    return dict(zip(example.items, values.tolist(), strict=True))


def test_relevance_is_the_searchs_and_none_where_it_finds_nothing() -> None:
    (one,) = replayed([event(0, "view_item_list", item_ids=["c", "a", "b"], query="bag")])
    assert column(one, "relevance") == {"c": 0.0, "a": 1.0, "b": 0.4}
    assert one.places == (0, 1, 2)


def test_what_was_bought_before_shows_in_the_profile_and_what_came_after_does_not() -> None:
    bought = event(1, "purchase", item_id="b", session_id="earlier")
    first, second = replayed([
        event(0, "view_item_list", item_ids=["a", "b"]), bought,
        event(2, "view_item_list", item_ids=["a", "b"]),
    ])  # fmt: skip
    assert column(first, "profile") == {"a": 0.0, "b": 0.0}
    assert column(second, "profile")["b"] > column(second, "profile")["a"] > 0
    assert column(second, "popularity")["b"] > 0


def test_products_the_catalogue_no_longer_has_are_left_out_and_keep_their_places_empty() -> None:
    (one,) = replayed([
        event(0, "view_item_list", item_ids=["gone", "a", "b"]),
        event(1, "view_item", item_id="b"),
    ])  # fmt: skip
    assert one.items == ("a", "b")
    assert one.places == (1, 2)
    assert one.grades == (0, 1)


def test_factors_that_were_served_are_taken_as_they_were() -> None:
    examples = replayed([event(0, "view_item_list", item_ids=["gone", "a", "b"])])
    kept = np.arange(3 * len(FACTORS), dtype=float).reshape(3, -1)
    (one,) = with_served(examples, {"e000": kept})
    assert (one.values == kept[[1, 2]]).all()


rows = st.lists(
    st.tuples(
        st.sampled_from(["view_item_list", "view_item", "purchase", "dislike", "search"]),
        st.permutations(["a", "b", "c"]),
        st.sampled_from(["s", "t"]),
    ),
    max_size=14,
)


@settings(deadline=None, max_examples=30)
@given(rows=rows, cut=st.integers(0, 14))
def test_no_list_knows_of_anything_after_it(rows: Any, cut: int) -> None:
    events = [
        event(
            number, kind, session_id=session,
            item_ids=items if kind == "view_item_list" else [],
            item_id=None if kind in {"view_item_list", "search"} else items[0],
            query="bag" if kind == "search" else None,
        )
        for number, (kind, items, session) in enumerate(rows)
    ]  # fmt: skip
    whole, part = replayed(events), replayed(events[:cut])
    for early, late in zip(part, whole, strict=False):
        assert early.impression.event_id == late.impression.event_id
        assert early.values == pytest.approx(late.values, abs=1e-12)
