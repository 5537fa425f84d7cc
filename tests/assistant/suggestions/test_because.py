"""That many buy a product is said only of what many do buy, among its like."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.suggestions.because import because
from retrieval.product import Product
from retrieval.recommend.associations import Associations, counts_of
from retrieval.recommend.factors import FACTORS, Scene
from retrieval.recommend.items import Items
from retrieval.recommend.model import Recommendation, Recommender
from retrieval.recommend.settings import Settings

SHOP = [
    *(Product(id=f"pan-{n}", title="Pan", category="Kitchen > Pans") for n in range(20)),
    *(Product(id=f"mug-{n}", title="Mug", category="Dining > Mugs") for n in range(20)),
]


def recommender_of(purchases: dict[str, int]) -> Recommender:
    items = Items.of(SHOP)
    counts = np.array([purchases.get(item, 0) for item in items.ids], dtype=float)
    tables = Associations.of([], items.row, Settings())
    shares = np.log((counts + 1) / (counts.sum() + 1))
    scene = Scene(items, replace(tables, popular=shares, recent=shares), Settings())
    return Recommender(scene, dict.fromkeys(FACTORS, 1.0))


def said_of(item: str, purchases: dict[str, int], factor: str = "popular") -> str | None:
    """What is said of an item that its popularity lifts above another one."""
    found = [
        Recommendation(id=item, score=1.0, shares={factor: 1.0}),
        Recommendation(id="mug-19", score=0.5, shares={factor: 0.0}),
    ]
    products = {one.id: one for one in SHOP}
    why = because(recommender_of(purchases), [], found, products, lambda _: None)
    return str(why[item]["because"]) if item in why else None


def test_what_many_bought_more_than_its_like_is_said_to_be_bought_by_many() -> None:
    bought = {f"pan-{n}": 5 + n for n in range(20)} | {"pan-0": 60}
    assert said_of("pan-0", bought) == "popular"


def test_a_few_purchases_are_not_many_even_where_the_others_have_fewer() -> None:
    assert said_of("pan-0", {"pan-0": 19}) is None
    assert said_of("pan-0", {"pan-0": 20}) == "popular"


def test_many_purchases_are_nothing_special_where_all_like_it_have_as_many() -> None:
    bought = {f"pan-{n}": 100 + n for n in range(20)}
    assert said_of("pan-5", bought) is None
    assert said_of("pan-19", bought) == "popular"


@pytest.mark.parametrize(("count", "said"), [(9, None), (10, "recent")])
def test_of_late_half_as_many_are_many(count: int, said: str | None) -> None:
    assert said_of("mug-3", {"mug-3": count}, "recent") == said


@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=50))
def test_the_purchases_are_had_back_from_their_shares(counts: list[int]) -> None:
    bought = np.array(counts, dtype=float)
    shares = np.log((bought + 1) / (bought.sum() + 1))
    assert counts_of(shares) == pytest.approx(bought, rel=1e-6, abs=1e-6)
