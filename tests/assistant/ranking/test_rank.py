"""The order: scores that add up, promises that hold, sorts that are honoured."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.agent.turn import Offer
from assistant.events import Event
from assistant.intent import Intent
from assistant.profiles import Interests, PriceBand, Profile, Tag
from assistant.ranking import Ranked, RankingContext, Weights, rank
from assistant.ranking.factors import FACTORS
from assistant.ranking.weights import WeightsError
from retrieval.hit import Hit
from retrieval.product import Product

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
WEIGHTS = Weights.load()


def hit(name: str, relevance: float = 0.5, **fields: Any) -> Hit:
    given_fields = {"title": name, "price": Decimal(50), **fields}
    return Hit(product=Product(id=name, **given_fields), relevance=relevance)


def order(hits: list[Hit], context: RankingContext | None = None, limit: int = 99) -> list[str]:
    ranked = rank(hits, context or RankingContext(), WEIGHTS, limit=limit)
    return [one.hit.product.id for one in ranked]


def tag(kind: Any, value: str, strength: float = 0.9) -> Tag:
    return Tag(kind=kind, value=value, strength=strength, evidence=3, last=NOW)


def by_id(ranked: list[Ranked]) -> dict[str, Ranked]:
    return {one.hit.product.id: one for one in ranked}


@st.composite
def candidates(draw: st.DrawFn) -> list[Hit]:
    count = draw(st.integers(0, 12))
    return [
        hit(
            f"p{number}",
            draw(st.floats(0, 1)),
            brand=draw(st.sampled_from(["", "A", "B"])),
            category=draw(st.sampled_from(["", "C", "C > D"])),
            price=draw(st.none() | st.decimals(1, 500, places=2)),
            rating=draw(st.none() | st.floats(0, 5)),
            rating_count=draw(st.none() | st.integers(0, 900)),
            sales=draw(st.none() | st.integers(0, 900)),
            color=draw(st.sampled_from(["", "red"])),
            item_group_id=draw(st.sampled_from(["", "g1", "g2"])),
            availability=draw(st.sampled_from(["in_stock", "out_of_stock", "preorder"])),
            released=draw(st.none() | st.dates(date(2020, 1, 1), date(2026, 1, 1))),
        )
        for number in range(count)
    ]


PROFILE = Profile(
    tags=(tag("brand", "A"), tag("category", "C > D"), tag("color", "red")),
    dislikes=(tag("brand", "B"),),
    disliked_items=frozenset({"p3"}),
    session=Interests(tags=(tag("brand", "B"),)),
    price_bands={"C": PriceBand(low=20, high=60, currency="USD", evidence=4)},
)


def half_price(product: Product) -> list[Offer]:
    after = float(product.charged or 0) / 2
    return [Offer(promotion_id="x", title="x", price_after=after)] if product.brand == "B" else []


@settings(deadline=None, max_examples=120)
@given(
    hits=candidates(),
    sort=st.sampled_from(["relevance", "price_asc", "rating", "newest", "discount"]),
    limit=st.integers(0, 14),
)
def test_contributions_add_up_to_the_score_and_nothing_is_lost(
    hits: list[Hit], sort: Any, limit: int
) -> None:
    context = RankingContext(
        intent=Intent(sort=sort, features=["p1"], price_max=100),
        profile=PROFILE,
        popularity={"p1": 3.0, "p2": 1.0},
        offers=half_price,
    )
    ranked = rank(hits, context, WEIGHTS, limit=limit)
    assert len(ranked) == min(limit, len(hits))
    assert len(by_id(ranked)) == len(ranked)
    for one in ranked:
        assert sum(one.contributions.values()) == pytest.approx(one.score, abs=1e-9)
        for name in FACTORS:
            weight = getattr(WEIGHTS, name)
            low, high = (-weight, 0) if name == "dislikes" else (0, weight)
            assert low - 1e-12 <= one.contributions[name] <= high + 1e-12
    if sort == "relevance":
        scores = [one.score for one in ranked]
        assert scores == sorted(scores, reverse=True)


@settings(deadline=None, max_examples=120)
@given(hits=candidates(), promoted=st.sets(st.integers(0, 11)))
def test_promotions_move_a_product_only_within_their_margin(
    hits: list[Hit], promoted: set[int]
) -> None:
    def offers(product: Product) -> list[Offer]:
        if int(product.id[1:]) not in promoted:
            return []
        return [Offer(promotion_id="x", title="x", price_after=0.0)]

    ranked = rank(hits, RankingContext(offers=offers), WEIGHTS, limit=99)
    margin = WEIGHTS.promotion + WEIGHTS.diversity
    base = [
        one.score - one.contributions["promotion"] - one.contributions.get("diversity", 0.0)
        for one in ranked
    ]
    for place, ahead in enumerate(base):
        assert all(behind <= ahead + margin + 1e-9 for behind in base[place + 1 :])
    for one in ranked:
        if one.hit.relevance < WEIGHTS.promotion_floor:
            assert one.contributions["promotion"] == 0


def test_weights_that_let_promotions_rule_are_refused(tmp_path: Any) -> None:
    path = tmp_path / "weights.toml"
    path.write_text("[weights]\nrelevance = 1.0\npromotion = 0.5\n")
    with pytest.raises(WeightsError, match="offers rule the order"):
        Weights.load(path)
    path.write_text("[weights]\nmagic = 1\n")
    with pytest.raises(WeightsError, match="magic"):
        Weights.load(path)
    with pytest.raises(WeightsError, match="Cannot read"):
        Weights.load(tmp_path / "none.toml")


def test_two_shoppers_with_the_same_words_get_two_orders() -> None:
    hits = [hit("a", 0.6, brand="Ava"), hit("b", 0.6, brand="Bo")]
    for brand, first in (("Ava", "a"), ("BO", "b")):
        context = RankingContext(profile=Profile(tags=(tag("brand", brand),)))
        assert order(hits, context)[0] == first


def test_relevance_outweighs_a_taste() -> None:
    hits = [hit("right", 1.0), hit("liked", 0.3, brand="Ava")]
    context = RankingContext(profile=Profile(tags=(tag("brand", "Ava"),)))
    assert order(hits, context) == ["right", "liked"]


def test_what_was_disliked_goes_down_and_a_later_like_takes_it_back() -> None:
    hits = [hit("a", 0.6), hit("b", 0.5)]

    def said(kind: Any, minute: int) -> Event:
        ts = NOW.replace(minute=minute)
        return Event(event_id=f"{kind}{minute}", ts=ts, type=kind, item_id="a")

    assert order(hits, RankingContext(session=[said("dislike", 1)])) == ["b", "a"]
    again = [said("like", 5), said("dislike", 1)]
    assert order(hits, RankingContext(session=again)) == ["a", "b"]


def test_out_of_stock_comes_last_whatever_else_speaks_for_it() -> None:
    gone = hit("gone", 1.0, brand="Ava", availability="out_of_stock", rating=5, rating_count=999)
    context = RankingContext(profile=Profile(tags=(tag("brand", "Ava"),)))
    assert order([gone, hit("poor", 0.0)], context) == ["poor", "gone"]
    cheapest = RankingContext(intent=Intent(sort="price_asc"))
    assert order([gone, hit("dear", 0.9, price=Decimal(900))], cheapest) == ["dear", "gone"]


def test_three_cards_are_not_three_colours_of_one_model() -> None:
    same = [hit(f"s{n}", 1.0 - n / 100, item_group_id="g", brand="A") for n in range(3)]
    other = [hit("t", 0.9, brand="B"), hit("u", 0.88, brand="C")]
    assert order([*same, *other], limit=3) == ["s0", "t", "u"]


def test_wishes_found_in_the_text_lift_a_product() -> None:
    context = RankingContext(intent=Intent(features=["waterproof", "noise cancelling"]))
    hits = [
        hit("plain", 0.6),
        hit("wet", 0.5, attributes={"extras": ["Fully waterproof, and it cancels nothing."]}),
        hit("both", 0.5, attributes={"waterproof": True, "extras": ["Noise Cancelling"]}),
        hit("not", 0.5, attributes={"waterproof": False}),
    ]
    ranked = by_id(rank(hits, context, WEIGHTS, limit=9))
    wished = {name: ranked[name].contributions["wishes"] for name in ranked}
    assert wished["both"] == pytest.approx(WEIGHTS.wishes)
    assert wished["wet"] == pytest.approx(WEIGHTS.wishes / 2)
    assert wished["plain"] == wished["not"] == 0


def test_few_ratings_count_less_than_many() -> None:
    few, many = hit("few", rating=5, rating_count=1), hit("many", rating=4.7, rating_count=400)
    assert order([few, many]) == ["many", "few"]


def test_a_price_like_the_shoppers_own_fits_better() -> None:
    profile = Profile(price_bands={"C": PriceBand(low=40, high=60, currency="USD", evidence=3)})
    dear, usual = hit("dear", price=Decimal(300), category="C"), hit("usual", category="C")
    assert order([dear, usual], RankingContext(profile=profile)) == ["usual", "dear"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("price_asc", ["c", "b", "a", "unknown", "off topic"]),
        ("price_desc", ["a", "b", "c", "unknown", "off topic"]),
        ("rating", ["b", "a", "c", "unknown", "off topic"]),
        ("popularity", ["c", "a", "b", "unknown", "off topic"]),
        ("newest", ["a", "c", "b", "unknown", "off topic"]),
        ("discount", ["b", "a", "c", "unknown", "off topic"]),
    ],
)
def test_a_sort_asked_for_holds_among_the_answers(sort: Any, expected: list[str]) -> None:
    hits = [
        hit("off topic", 0.05, price=Decimal(1), sale_price=Decimal("0.1"), rating=5, sales=10**6),
        hit("unknown", 0.3, price=None),
        hit("a", 0.9, price=Decimal(90), sale_price=Decimal(80), rating=4.0, sales=5,
            released=date(2026, 1, 1)),
        hit("b", 0.8, price=Decimal(120), sale_price=Decimal(40), rating=4.5, sales=4,
            released=date(2024, 1, 1)),
        hit("c", 0.7, price=Decimal(10), rating=3.0, sales=9, released=date(2025, 1, 1)),
    ]  # fmt: skip
    assert order(hits, RankingContext(intent=Intent(sort=sort))) == expected


def test_where_nothing_is_of_the_kind_asked_for_what_is_near_to_it_is_sorted_first() -> None:
    def other(name: str, relevance: float, price: int) -> Hit:
        return hit(name, relevance, price=Decimal(price)).model_copy(update={"type_match": False})

    hits = [
        other("noodles", 0.2, 2),
        other("hat", 0.6, 15),
        other("jacket", 0.9, 90),
        other("poncho", 0.85, 30),
    ]
    cheapest = RankingContext(intent=Intent(sort="price_asc"))
    assert order(hits, cheapest) == ["poncho", "jacket", "hat", "noodles"]


def test_only_named_fields_of_the_shopper_reach_the_score() -> None:
    hits = [hit("m", gender="male"), hit("f", gender="female", age_group="adult")]
    context = RankingContext(profile=Profile(name="Ada", user_id="u", segments=frozenset({"vip"})))
    ranked = by_id(rank(hits, context, Weights(diversity=0), limit=9))
    assert ranked["m"].contributions == ranked["f"].contributions
    assert set(ranked["m"].contributions) == set(FACTORS)


@settings(deadline=None, max_examples=120)
@given(hits=candidates())
def test_what_is_sold_out_stays_last_however_far_diversity_is_widened(hits: list[Hit]) -> None:
    ranked = rank(hits, RankingContext(profile=PROFILE), WEIGHTS, limit=99)
    gone = [one.hit.product.availability == "out_of_stock" for one in ranked]
    assert gone == sorted(gone)


def test_a_known_taste_does_not_make_three_cards_the_same_bag() -> None:
    alike = [hit(f"a{at}", 0.5, brand="Ava", category="C > D") for at in range(6)]
    others = [hit(f"b{at}", 0.46 - at / 100, brand=f"B{at}", category=f"E{at}") for at in range(6)]
    known = RankingContext(profile=Profile(tags=(tag("brand", "Ava", 0.5),)))

    def dearest(context: RankingContext) -> float:
        ranked = rank([*alike, *others], context, WEIGHTS, limit=4)
        return min(one.contributions.get("diversity", 0.0) for one in ranked)

    ranked = rank([*alike, *others], known, WEIGHTS, limit=4)
    assert ranked[0].hit.product.brand == "Ava"
    assert len({one.hit.product.brand for one in ranked}) > 2
    assert dearest(RankingContext()) >= -WEIGHTS.diversity
