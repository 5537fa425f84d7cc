"""The reason on a card: true, short, in the shopper's language, and worth its contribution."""

import tomllib
from datetime import UTC, datetime
from decimal import Decimal
from importlib.resources import files
from string import Formatter
from typing import Any

import pytest

from assistant.agent.turn import Offer
from assistant.intent import Intent
from assistant.profiles import Profile, Tag
from assistant.profiles.model import Interests, PriceBand
from assistant.ranking import Ranked, RankingContext, Weights, rank
from assistant.ranking.reasons import reasons
from retrieval.hit import Hit
from retrieval.product import Product

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
WEIGHTS = Weights.load()


def hit(name: str, relevance: float = 0.5, **fields: Any) -> Hit:
    given_fields = {"title": name, "price": Decimal(50), **fields}
    return Hit(product=Product(id=name, **given_fields), relevance=relevance)


def tag(kind: Any, value: str, **fields: Any) -> Tag:
    return Tag(kind=kind, value=value, strength=0.9, evidence=5, last=NOW, **fields)


def first(hits: list[Hit], context: RankingContext) -> Ranked:
    return rank(hits, context, WEIGHTS, limit=9)[0]


LIKED = hit("liked", 0.8, brand="Norrsken", rating=4.7, rating_count=320)
PLAIN = [hit("x", 0.8, rating=4.0, rating_count=9), hit("y", 0.7)]
CONTEXT = RankingContext(
    intent=Intent(query="running shoes"),
    profile=Profile(tags=(tag("brand", "Norrsken", bought=3),)),
    offers=lambda product: (
        [Offer(promotion_id="a", title="a", price_after=40.0)] if product.id == "liked" else []
    ),
)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "You often buy Norrsken; rated 4.7 by 320 shoppers; 20% off with the offer"),
        ("zh", "您常买Norrsken；320位顾客评分4.7；参加优惠可减20%"),
        ("fr", "You often buy Norrsken; rated 4.7 by 320 shoppers; 20% off with the offer"),
    ],
)
def test_the_deciding_factors_make_one_sentence(language: str, sentence: str) -> None:
    parts, said = reasons(first([LIKED, *PLAIN], CONTEXT), CONTEXT, language)
    assert said == sentence
    assert {part.factor for part in parts if part.text} >= {"profile", "rating", "promotion"}


def test_a_sale_is_not_told_again_as_a_part_of_the_offer() -> None:
    reduced = hit("liked", 0.8, sale_price=Decimal(40))
    offers = [Offer(promotion_id="a", title="a", price_after=36.0)]
    context = RankingContext(offers=lambda product: offers if product.id == "liked" else [])
    _, said = reasons(first([reduced, *PLAIN], context), context, "en")
    assert "20% off now, and 10% more with the offer" in said


def test_a_card_without_anything_of_its_own_says_what_it_fits() -> None:
    plain = rank([hit("a", 0.9, rating=4.9, rating_count=99), hit("b", 0.6)], CONTEXT, WEIGHTS,
                 limit=9)[-1]  # fmt: skip
    assert reasons(plain, CONTEXT, "en")[1] == "Fits “running shoes”"
    assert reasons(plain, CONTEXT, "en", another_kind=True)[1] == ""


def test_what_taste_and_visit_have_in_common_is_said_once() -> None:
    same = tag("brand", "Norrsken")
    context = RankingContext(profile=Profile(tags=(same,), session=Interests(tags=(same,))))
    _, said = reasons(first([LIKED, *PLAIN], context), context, "en")
    assert said.count("Norrsken") == 1


def test_whom_it_is_for_is_no_feature() -> None:
    context = RankingContext(intent=Intent(recipient="father", features=["warm"]))
    _, said = reasons(first([hit("a", 0.9, description="Warm. For a father."), *PLAIN], context),
                      context, "en")  # fmt: skip
    assert said.startswith("As you asked: warm, for father")


def test_the_parts_add_up_to_the_score() -> None:
    for one in rank([LIKED, *PLAIN], CONTEXT, WEIGHTS, limit=9):
        parts, _ = reasons(one, CONTEXT, "en")
        assert sum(part.contribution for part in parts) == pytest.approx(one.score, abs=1e-9)


def test_taking_the_named_reason_away_costs_what_was_claimed() -> None:
    with_it = first([LIKED, *PLAIN], CONTEXT)
    stranger = RankingContext(intent=CONTEXT.intent, offers=CONTEXT.offers)
    without = first([LIKED, *PLAIN], stranger)
    assert with_it.hit == without.hit
    assert with_it.score - without.score == pytest.approx(with_it.contributions["profile"])


def test_what_every_candidate_has_is_no_reason() -> None:
    hits = [hit(f"p{n}", 0.9 - n / 10, brand="Norrsken") for n in range(3)]
    context = RankingContext(profile=CONTEXT.profile)
    for one in rank(hits, context, WEIGHTS, limit=9)[1:]:
        parts, _ = reasons(one, context, "en")
        profile = next(part for part in parts if part.factor == "profile")
        assert one.margins["profile"] == pytest.approx(0)
        assert profile.contribution > 0


def test_a_below_average_factor_is_never_named() -> None:
    hits = [hit("a", 0.9, rating=4.0, rating_count=50), hit("b", 0.2, rating=4.9, rating_count=99)]
    ranked = rank(hits, RankingContext(intent=Intent(query="q")), WEIGHTS, limit=9)
    for one in ranked:
        parts, _ = reasons(one, RankingContext(), "en")
        for part in parts:
            if part.text:
                assert part.contribution > 0
                assert one.margins[part.factor] >= -1e-9
    _, said = reasons(ranked[0], RankingContext(), "en")
    assert "rated" not in said


def test_aversions_count_against_and_are_not_sold_as_reasons() -> None:
    context = RankingContext(profile=Profile(dislikes=(tag("brand", "Norrsken"),)))
    ranked = {one.hit.product.id: one for one in rank([LIKED, *PLAIN], context, WEIGHTS, limit=9)}
    parts, said = reasons(ranked["liked"], context, "en")
    assert next(part for part in parts if part.factor == "dislikes").contribution < 0
    assert "Norrsken" not in said


def test_a_strangers_text_fills_a_template_and_is_never_one() -> None:
    evil = "{0.__class__} {percent} <b>"
    context = RankingContext(profile=Profile(tags=(tag("brand", evil),)))
    _, said = reasons(first([hit("a", 0.9, brand=evil), *PLAIN], context), context, "en")
    assert evil in said


def test_a_colour_is_named_in_the_shoppers_language() -> None:
    context = RankingContext(profile=Profile(tags=(tag("color", "blue"),)))
    ranked = first([hit("a", 0.9, color="navy blue"), *PLAIN], context)
    assert "蓝" in reasons(ranked, context, "zh")[1]
    assert "blue" in reasons(ranked, context, "en")[1]


def test_a_material_is_named_in_the_shoppers_language() -> None:
    wool = tag("material", "wool")
    scarf = hit("scarf", 0.8, material="Lambswool")
    assert known_by(wool, scarf, "zh") == "羊毛，您常看的材质"
    assert known_by(wool, scarf) == "Wool, a material you often look at"


def test_both_languages_say_the_same_things_with_the_same_facts() -> None:
    read = tomllib.loads((files("assistant.ranking") / "reasons.toml").read_text(encoding="utf-8"))

    def fields(words: dict[str, Any]) -> dict[str, Any]:
        return {
            key: fields(value)
            if isinstance(value, dict)
            else {name for _, name, _, _ in Formatter().parse(value) if name}
            for key, value in words.items()
        }

    assert fields(read["en"]) == fields(read["zh"])


COFFEE = hit("coffee", 0.8, category="Groceries > Drinks > Coffee")


def known_by(one: Tag, of: Hit = COFFEE, language: str = "en", *, visit: bool = False) -> str:
    """What is said of a product for the sake of one tag."""
    tags = Interests(tags=(one,))
    profile = Profile(session=tags) if visit else Profile(tags=tags.tags)
    context = RankingContext(profile=profile)
    parts, _ = reasons(first([of, *PLAIN], context), context, language)
    factor = "session" if visit else "profile"
    return next(part.text for part in parts if part.factor == factor)


@pytest.mark.parametrize(
    ("path", "visit", "english", "chinese"),
    [
        ("Groceries > Drinks > Tea", False, "From Drinks, where you have bought before", "“饮料”"),
        (
            "Groceries > Drinks > Coffee",
            False,
            "From Coffee, where you have bought before",
            "“咖啡”",
        ),
        ("groceries > DRINKS", False, "From DRINKS, where you have bought before", "“饮料”"),
        ("Groceries > Drinks > Tea", True, "From Drinks, like what you just bought", "“饮料”"),
    ],
)
def test_a_shelf_is_named_only_as_far_as_the_product_stands_on_it(path, visit, english, chinese):
    tea = tag("category", path, bought=1)
    assert known_by(tea, visit=visit) == english
    assert chinese in known_by(tea, language="zh", visit=visit)


def test_what_was_said_to_be_liked_is_not_said_of_its_neighbour():
    tea = tag("category", "Groceries > Drinks > Tea", stated=True)
    assert known_by(tea) == "From Drinks, like Tea, which you said you like"
    assert known_by(tea, language="zh") == "与您说过喜欢的“茶”同属“饮料”类"


@pytest.mark.parametrize(
    ("one", "fields", "said"),
    [
        (tag("size", "42", stated=True), {"sizes": ["42"]}, "Comes in your size, 42"),
        (tag("size", "250 g", bought=1), {"sizes": ["250 g"]},
         "Comes in 250 g, a size you have bought"),
        (tag("color", "blue", bought=2), {"color": "navy"}, "In blue, a colour you often buy"),
        (tag("material", "wool"), {"material": "wool"}, "Wool, a material you often look at"),
        (tag("material", "wool").model_copy(update={"evidence": 1}), {"material": "wool"},
         "Wool, a material you have looked at"),
    ],
)  # fmt: skip
def test_a_trait_is_claimed_as_far_as_the_events_go(one, fields, said):
    assert known_by(one, hit("a", 0.8, **fields)) == said


def test_a_usual_price_is_one_in_the_band():
    band = PriceBand(low=40, high=60, currency="USD", evidence=5)
    context = RankingContext(profile=Profile(price_bands={"A": band}))
    inside = hit("in", 0.5, category="A")
    beside = hit("beside", 0.9, category="A", price=Decimal(62))
    far = hit("far", 0.1, category="A", price=Decimal(500))
    texts = {
        one.hit.product.id: {part.factor: part.text for part in reasons(one, context, "en")[0]}
        for one in rank([inside, beside, far], context, WEIGHTS, limit=9)
    }
    assert texts["in"]["price_fit"] == "In your usual price range"
    assert texts["beside"]["price_fit"] == ""


def test_one_visit_makes_nothing_popular():
    def said(wanted: float) -> str:
        context = RankingContext(popularity={"a": wanted})
        parts, _ = reasons(first([hit("a", 0.9), *PLAIN], context), context, "en")
        return next(part.text for part in parts if part.factor == "popularity")

    assert said(6.0) == ""
    assert said(60.0) == "Popular with other shoppers"


def test_one_rating_is_one_shoppers():
    context = RankingContext()
    rated = hit("a", 0.9, rating=5.0, rating_count=1)
    parts, _ = reasons(first([rated, *PLAIN[1:]], context), context, "en")
    assert "Rated 5.0 by one shopper" in {part.text for part in parts}


def test_less_than_a_percent_off_is_not_worth_a_word():
    cheap = hit("a", 0.9, price=Decimal(1000), sale_price=Decimal(995))
    parts, _ = reasons(first([cheap, *PLAIN], RankingContext()), RankingContext(), "en")
    assert next(part.text for part in parts if part.factor == "promotion") == ""


def test_what_comes_first_for_want_of_better_is_no_match_of_the_wishes() -> None:
    intent = Intent(query="妈妈喝茶", features=["喝茶"], recipient="妈妈")
    context = RankingContext(intent=intent)
    case = first([hit("briefcase", 0.9), hit("tent", 0.1)], context)
    assert reasons(case, context, "zh")[1] == ""


def test_a_chinese_match_names_the_kind_and_not_the_run_of_all_words() -> None:
    intent = Intent(query="白跑步不会掉耳机", product_type="耳机", features=["跑步"])
    context = RankingContext(intent=intent)
    best = first([hit("one", 0.9), hit("two", 0.1)], context)
    assert reasons(best, context, "zh")[1] == "与“耳机”很吻合"
