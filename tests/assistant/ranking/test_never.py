"""A stated "never" outranks everything; what states a wish just said comes first."""

import itertools
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.intent import Intent
from assistant.profiles import Profile, Tag
from assistant.ranking import RankingContext, Weights, rank
from assistant.ranking.never import Nevers
from assistant.ranking.wishes import judged, stated
from retrieval.hit import Hit
from retrieval.product import Product

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def never(kind: Any, value: str) -> Tag:
    return Tag(kind=kind, value=value, strength=1.0, evidence=0, last=NOW, stated=True)


def hit(name: str, relevance: float, **fields: Any) -> Hit:
    return Hit(product=Product(id=name, title=fields.pop("title", name), **fields),
               relevance=relevance, type_match=True)  # fmt: skip


@st.composite
def boots(draw: st.DrawFn) -> list[Hit]:
    return [
        hit(
            f"b{number}",
            draw(st.floats(0, 1)),
            material=draw(st.sampled_from(["leather", "suede", "faux leather", "rubber", ""])),
            item_group_id=draw(st.sampled_from(["", "g1", "g2"])),
            rating=draw(st.none() | st.floats(0, 5)),
            rating_count=100,
            availability=draw(st.sampled_from(["in_stock", "out_of_stock"])),
        )
        for number in range(draw(st.integers(1, 9)))
    ]


@settings(deadline=None, max_examples=80)
@given(hits=boots(), sort=st.sampled_from(["relevance", "price_asc", "rating"]))
def test_a_stated_never_comes_after_everything_that_lacks_it(hits: list[Hit], sort: Any) -> None:
    profile = Profile(user_id="u", dislikes=(never("material", "leather"),))
    nevers = Nevers(profile.dislikes)
    context = RankingContext(intent=Intent(query="boots", sort=sort), profile=profile)
    ranked = rank(hits, context, Weights.load(), limit=99)
    against = [nevers.of(one.hit.product) is not None for one in ranked]
    assert against == sorted(against)
    for one in ranked:
        assert abs(sum(one.contributions.values()) - one.score) < 1e-9
    if sort == "relevance":
        assert all(a.score >= b.score for a, b in itertools.pairwise(ranked))


def test_an_aversion_read_from_behaviour_is_outweighed_by_relevance() -> None:
    seen = never("material", "leather").model_copy(update={"stated": False})
    hits = [hit("leather", 1.0, material="leather"), hit("rubber", 0.1, material="rubber")]
    context = RankingContext(profile=Profile(dislikes=(seen,)))
    assert rank(hits, context, Weights.load(), limit=2)[0].hit.product.id == "leather"


def test_where_nothing_personal_counts_a_never_does_not_either() -> None:
    weights = Weights.load().model_copy(update={"dislikes": 0.0})
    hits = [hit("leather", 1.0, material="leather"), hit("rubber", 0.1, material="rubber")]
    context = RankingContext(profile=Profile(dislikes=(never("material", "leather"),)))
    assert rank(hits, context, weights, limit=2)[0].hit.product.id == "leather"


@pytest.mark.parametrize(
    ("kind", "value", "fields", "has"),
    [
        ("material", "leather", {"title": "Ankle boot", "material": "Leather"}, True),
        ("material", "leather", {"title": "Watch with leather strap", "material": "steel"}, True),
        ("material", "leather", {"title": "Boot", "material": "faux leather"}, False),
        ("material", "leather", {"title": "Leather-free boot", "material": "rubber"}, False),
        ("material", "wool", {"title": "Jumper", "material": "merino"}, True),
        ("color", "blue", {"title": "Jumper", "color": "Navy"}, True),
        ("brand", "Halden", {"title": "Lamp", "brand": "HALDEN"}, True),
        ("brand", "Halden", {"title": "Halden style lamp", "brand": "Pikko"}, False),
        ("style", "Striped", {"title": "Top", "attributes": {"pattern": ["striped"]}}, True),
        ("style", "striped", {"title": "Top", "attributes": {"pattern": "Dotted"}}, False),
        ("category", "Shoes", {"title": "Boot", "category": "Shoes > Boots"}, True),
        ("category", "Shoes > Boots", {"title": "Shoe", "category": "Shoes"}, False),
    ],
)
def test_what_has_the_stated_aversion(kind: Any, value: str, fields: Any, has: bool) -> None:
    found = Nevers([never(kind, value)]).of(Product(id="p", **fields))
    assert (found is not None) == has


def test_what_states_a_wish_just_said_comes_before_better_matches() -> None:
    hits = [hit("a", 1.0, title="Rug, wool look"), hit("b", 0.1, title="Round rug")]
    context = RankingContext(intent=Intent(features=["round"]), said=("round",))
    ranked = rank(hits, context, Weights.load(), limit=2)
    assert [one.hit.product.id for one in ranked] == ["b", "a"]
    assert abs(sum(ranked[0].contributions.values()) - ranked[0].score) < 1e-9


def test_a_wish_is_stated_in_the_other_language_too_and_else_not_judged() -> None:
    jacket = Product(id="p", title="Jacket", attributes={"waterproof": "yes"})
    assert stated(jacket, "防水")
    assert judged(jacket, "防水")
    assert not judged(jacket, "一种没人说过的好处")
    assert judged(jacket, "glow in the dark")
