"""What shoppers of a segment buy, counted as it happens, and what it is worth to a newcomer."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.event_log import EventLog
from assistant.profiles import Profile, Shopper, Tag
from assistant.profiles.shoppers import Shoppers
from assistant.ranking import Ranked, RankingContext, Weights, rank
from assistant.ranking.reasons import reasons
from assistant.segment_popularity import FEWEST, OFTEN, PRIOR, Leaning, SegmentPopularity
from assistant.settings import Settings
from assistant.storage import Database
from retrieval.hit import Hit
from retrieval.product import Product

NOW = datetime.now(UTC)
PRODUCTS = {name: Product(id=name, title=name, price=Decimal(10)) for name in "abc"}
WEIGHTS = Weights.load()


class Shelf:
    """The catalogue."""

    def get(self, ids):
        return [PRODUCTS[one] for one in ids if one in PRODUCTS]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(Settings(data_dir=tmp_path)) as opened:
        yield opened


def buys(database: Database, user: str, item: str, *, days_ago: float = 1, quantity=1, **more):
    event = {"event_id": f"{user}-{item}-{days_ago}", "type": "purchase", "user_id": user,
             "ts": (NOW - timedelta(days=days_ago)).isoformat(), "item_id": item,
             "quantity": quantity, **more}  # fmt: skip
    assert EventLog(database).add([event], now=NOW).accepted == 1


def counted(counts: SegmentPopularity, segment: str) -> dict[str, int]:
    own = counts.leaning([segment], {}).segments.get(segment, {})
    return {item: round(count) for item, count in own.items()}


def test_a_purchase_counts_for_the_segments_its_shopper_was_in_before_it(database):
    Shoppers(database).put([Shopper(user_id="ada", segments=("Student",))])
    counts = SegmentPopularity(database, Shelf())
    buys(database, "ada", "a", days_ago=3, quantity=20, session_id="s1")
    buys(database, "ada", "b", days_ago=3, quantity=20, session_id="s1")
    assert counted(counts, "new") == counted(counts, "student") == {"a": 20, "b": 20}
    buys(database, "ada", "c", days_ago=0.1, quantity=20, session_id="s2")
    assert counted(counts, "new") == {"a": 20, "b": 20}
    assert counted(counts, "student") == {"a": 20, "b": 20, "c": 20}


def test_who_buys_below_list_price_is_counted_as_the_profile_has_it(database):
    counts = SegmentPopularity(database, Shelf())
    for at, item in enumerate("abc"):
        buys(database, "bo", item, days_ago=9 - at, session_id=f"s{at}", value=5.0)
    buys(database, "bo", "a", days_ago=0.5, quantity=30, session_id="s9", value=150.0)
    assert counted(counts, "deal_hunter") == {"a": 30}


def test_gifts_and_strangers_say_nothing_of_a_segment(database):
    counts = SegmentPopularity(database, Shelf())
    buys(database, "cy", "a", quantity=40, recipient="niece")
    assert counts.leaning(["new"], {}).segments == {}


def test_a_segment_with_few_purchases_is_not_spoken_for(database):
    counts = SegmentPopularity(database, Shelf())
    buys(database, "di", "a", quantity=int(FEWEST) - 1)
    assert counts.leaning(["new"], {"a": 5.0}).of("a") == (5.0, None)
    buys(database, "ed", "a", quantity=10)
    assert counts.leaning(["new"], {"a": 5.0, "b": 5.0}).of("a")[1] == "new"


@given(
    interest=st.dictionaries(st.sampled_from("abcdef"), st.floats(0.1, 100), min_size=1),
    counts=st.dictionaries(st.sampled_from("abcdef"), st.floats(0.1, 500), min_size=1),
)
def test_a_lift_is_doubted_towards_everybodys_interest(interest, counts):
    leaning = Leaning(interest, {"vip": counts})
    for item, own in interest.items():
        bought = counts.get(item, 0.0)
        expected = sum(counts.values()) * own / sum(interest.values())
        lift, named = leaning.of(item)[0] / own, leaning.of(item)[1]
        assert min(1.0, bought / expected) - 1e-9 <= lift <= max(1.0, bought / expected) + 1e-9
        assert lift <= 1 + bought / PRIOR + 1e-9
        assert named is None or (bought >= OFTEN and lift > 1)
    assert all(leaning.of(item) == (0.0, None) for item in counts.keys() - interest.keys())


def test_one_purchase_is_not_often():
    leaning = Leaning({"a": 1.0, "b": 99.0}, {"new": {"a": 1.0, "b": 19.0}})
    interest, named = leaning.of("a")
    assert named is None
    assert interest < 1.2


LEANING = Leaning({"a": 40.0, "b": 40.0, "c": 20.0}, {"student": {"b": 60.0}})


def ranked(profile: Profile) -> list[Ranked]:
    hits = [Hit(product=one, relevance=0.5) for one in PRODUCTS.values()]
    context = RankingContext(
        profile=profile, popularity=LEANING.interest, by_segment=lambda _: LEANING
    )
    return rank(hits, context, WEIGHTS, limit=3)


NEWCOMER = Profile(user_id="ada", segments=frozenset({"student"}))


def test_a_newcomer_is_shown_first_what_their_segment_buys_and_told_so():
    first = ranked(NEWCOMER)[0]
    assert first.hit.product.id == "b"
    said = {language: reasons(first, RankingContext(), language)[1] for language in ("en", "zh")}
    assert said == {
        "en": "Often bought by shoppers of your group",
        "zh": "与您同类的顾客常买",
    }
    for one in ranked(NEWCOMER):
        assert 0 <= one.contributions["popularity"] <= WEIGHTS.popularity
        assert sum(one.contributions.values()) == pytest.approx(one.score)


def test_what_the_segment_is_said_to_add_is_what_it_adds():
    with_it = {one.hit.product.id: one for one in ranked(NEWCOMER)}
    stranger = {one.hit.product.id: one for one in ranked(Profile())}
    for item, one in with_it.items():
        claimed = one.contributions["popularity"] - stranger[item].contributions["popularity"]
        assert one.score - stranger[item].score == pytest.approx(claimed)


@pytest.mark.parametrize(
    "profile",
    [
        NEWCOMER.model_copy(update={"personalised": False}),
        NEWCOMER.model_copy(update={"user_id": None}),
        NEWCOMER.model_copy(
            update={"tags": (Tag(kind="brand", value="X", strength=0.5, evidence=1, last=NOW),)}
        ),
    ],
)
def test_it_is_nothing_where_switched_off_for_strangers_and_for_who_is_known(profile):
    of_all = [(one.hit.product.id, one.score) for one in ranked(Profile())]
    assert [(one.hit.product.id, one.score) for one in ranked(profile)] == of_all
