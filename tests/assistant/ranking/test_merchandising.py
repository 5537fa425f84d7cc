"""What the shop's merchandisers decide: in sight, within bounds, and never against the shopper."""

import itertools
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.intent import Intent
from assistant.ranking import RankingContext, Weights, rank
from assistant.ranking.merchandising import MOST, MerchandisingError, Rule, Rules
from assistant.ranking.reasons import reasons
from tests.assistant.ranking.test_rank import candidates, hit

NOW = datetime(2026, 11, 1, tzinfo=UTC)
WEIGHTS = Weights.load()
HITS = [hit("a", 0.9, brand="A"), hit("b", 0.6, brand="B"), hit("c", 0.3, brand="C")]


def ranked(rules: list[dict[str, Any]], hits: Any = None, **intent: Any) -> list[Any]:
    given_rules = Rules(tuple(Rule.model_validate(one) for one in rules))
    context = RankingContext(intent=Intent(**intent))
    return rank(HITS if hits is None else hits, context, WEIGHTS, limit=9, rules=given_rules)


def ids(found: list[Any]) -> list[str]:
    return [one.hit.product.id for one in found]


def test_a_pin_gives_the_product_its_place_and_says_what_it_added() -> None:
    found = ranked([{"do": "pin", "place": 1, "item_ids": ["c"]}])
    assert ids(found) == ["c", "a", "b"]
    assert found[0].contributions["pinned"] > 0
    assert found[0].score == pytest.approx(sum(found[0].contributions.values()))
    parts, sentence = reasons(found[0], RankingContext(), "en")
    assert "pinned" in {one.factor for one in parts}
    assert sentence.startswith("Given this place by the shop")
    assert reasons(found[0], RankingContext(), "zh")[1].startswith("店家安排")


def test_a_pin_may_hold_a_product_back() -> None:
    found = ranked([{"do": "pin", "place": 2, "brands": ["a"]}])
    assert ids(found) == ["b", "a", "c"]
    assert found[1].contributions["pinned"] < 0


def test_a_boost_lifts_and_a_bury_lowers_by_what_they_say() -> None:
    found = {one.hit.product.id: one for one in ranked([
        {"do": "boost", "by": 0.5, "brands": ["C"]}, {"do": "bury", "by": 0.4, "item_ids": ["a"]},
    ])}  # fmt: skip
    assert list(found) == ["c", "b", "a"]
    assert found["c"].contributions["merchandising"] == 0.5
    assert found["a"].contributions["merchandising"] == -0.4
    assert found["b"].contributions["merchandising"] == 0.0


def test_rules_hold_for_their_needs_and_times_only() -> None:
    rule = Rule(do="boost", by=0.5, brands=("C",), queries=("running shoes",), ends=NOW)
    before = datetime(2026, 10, 1, tzinfo=UTC)
    assert rule.holds(Intent(query="red running shoe"), before)
    assert not rule.holds(Intent(query="red running shoe"), NOW)
    assert not rule.holds(Intent(query="kettle"), before)


def test_an_order_the_shopper_asked_for_is_theirs() -> None:
    plain = ranked([], sort="price_asc")
    moved = ranked([{"do": "pin", "item_ids": ["c"]}], sort="price_asc")
    assert ids(moved) == ids(plain)
    assert all("pinned" not in one.contributions for one in moved)


def test_what_is_sold_out_is_never_pinned_and_stays_last_whatever_is_boosted() -> None:
    hits = [*HITS, hit("gone", 1.0, brand="G", availability="out_of_stock")]
    rules = [
        {"do": "pin", "brands": ["G"]},
        {"do": "boost", "by": 1.0, "brands": ["G"]},
        {"do": "bury", "by": 1.0, "brands": ["A", "B", "C"]},
    ]
    assert ids(ranked(rules, hits))[-1] == "gone"


@settings(deadline=None, max_examples=80)
@given(
    hits=candidates(),
    rules=st.lists(
        st.builds(
            lambda do, which, by, place: {
                "do": do, "item_ids": which, **({"place": place} if do == "pin" else {"by": by}),
            },
            st.sampled_from(["pin", "boost", "bury"]),
            st.lists(st.sampled_from([f"p{n}" for n in range(12)]), min_size=1, max_size=3),
            st.floats(0.01, 1.0),
            st.integers(1, 8),
        ),
        max_size=4,
    ),
    limit=st.integers(1, 12),
)  # fmt: skip
def test_with_any_rules_scores_add_up_in_order_and_sold_out_comes_last(
    hits: list[Any], rules: list[dict[str, Any]], limit: int
) -> None:
    made = Rules(tuple(Rule.model_validate(one) for one in rules))
    found = rank(hits, RankingContext(), WEIGHTS, limit=limit, rules=made)
    assert len({one.hit.product.id for one in found}) == len(found) == min(limit, len(hits))
    for one in found:
        assert sum(one.contributions.values()) == pytest.approx(one.score, abs=1e-9)
        assert abs(one.contributions.get("merchandising", 0.0)) <= MOST
    scores = [one.score for one in found]
    assert all(left >= right - 1e-9 for left, right in itertools.pairwise(scores))
    gone = [one.hit.product.availability == "out_of_stock" for one in found]
    assert gone == sorted(gone)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[rule]]\ndo = 'boost'\nbrands = ['x']", "say how much to boost"),
        ("[[rule]]\ndo = 'boost'\nby = 5\nbrands = ['x']", "rule 1: by"),
        ("[[rule]]\ndo = 'pin'", "name what it is about"),
        ("[[rule]]\ndo = 'hide'\nbrands = ['x']", "rule 1: do"),
        ("[rules]\n", "every rule is a [[rule]]"),
        ("[[rule", "mend the file"),
    ],
)
def test_a_rule_that_makes_no_sense_is_named(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(text)
    with pytest.raises(MerchandisingError, match=says.replace("[", r"\[").replace("]", r"\]")):
        Rules.load(path)


def test_rules_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(
        "[[rule]]\ndo = 'bury'\nby = 0.3\ncategories = ['Shoes']\n"
        "starts = 2026-11-01T00:00:00Z\nnote = 'Too many left'\n"
    )
    (rule,) = Rules.load(path).rules
    assert rule.covers(hit("x", category="Shoes > Running").product)
    assert not rule.covers(hit("x", category="Bags").product)
