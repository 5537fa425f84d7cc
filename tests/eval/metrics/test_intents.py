"""The row of one parser over gold intents."""

from __future__ import annotations

import pytest

from assistant.intent import ACTIONS, Intent
from eval.metrics.intents import GROUPS, Answer, intent_row, parts

RED_SHOE = Intent(action="search", query="red shoes", product_type="shoe", colors=["red"])


def test_a_perfect_system_scores_one_everywhere():
    row = intent_row("aisle", [Answer(RED_SHOE, RED_SHOE, ms=4.0)])
    names = ("precision", "recall", "f1", "f1_exact", "action_accuracy", "full_match", "valid")
    assert all(row[name] == 1 for name in (*names, "ask_accuracy", "query_f1"))
    assert (row["system"], row["n"], row["p50_ms"], row["p95_ms"]) == ("aisle", 1, 4.0, 4.0)


def test_an_invalid_answer_is_wrong_in_every_figure_but_still_counted():
    row = intent_row("aisle", [Answer(RED_SHOE, RED_SHOE), Answer(RED_SHOE, None)])
    assert row["valid"] == row["action_accuracy"] == row["full_match"] == row["recall"] == 0.5
    assert row["precision"] == 1
    assert row["f1"] == pytest.approx(2 / 3, abs=1e-4)


def test_normalised_scores_forgive_what_exact_ones_do_not():
    said = RED_SHOE.model_copy(update={"product_type": "shoes"})
    row = intent_row("aisle", [Answer(RED_SHOE, said)])
    assert (row["f1"], row["f1_exact"], row["full_match"]) == (1, 0.5, 1)


def test_fields_are_scored_apart():
    said = RED_SHOE.model_copy(update={"colors": ["blue"]})
    fields = intent_row("aisle", [Answer(RED_SHOE, said)])["fields"]
    assert fields["product_type"]["f1"] == 1
    assert fields["colors"] == {
        "precision": 0,
        "recall": 0,
        "f1": 0,
        "precision_exact": 0,
        "recall_exact": 0,
        "f1_exact": 0,
        "gold": 1,
        "predicted": 1,
    }
    assert "brands" not in fields


def test_asking_is_scored_on_vague_and_on_clear_requests_and_not_on_asides():
    vague = Intent(action="search", ask=["product_type", "price"])
    aside = Intent(action="smalltalk")
    overeager = RED_SHOE.model_copy(update={"ask": ["price"]})
    row = intent_row(
        "aisle",
        [
            Answer(vague, vague),
            Answer(vague, Intent(action="search")),
            Answer(RED_SHOE, RED_SHOE),
            Answer(RED_SHOE, RED_SHOE),
            Answer(RED_SHOE, overeager),
            Answer(aside, aside),
        ],
    )
    assert row["ask_vague"] == 0.5
    assert row["no_ask_clear"] == pytest.approx(2 / 3, abs=1e-4)


def test_what_the_cache_answered_is_in_no_uncached_time():
    answers = [
        Answer(RED_SHOE, RED_SHOE, ms=100.0, source="llm", cached_ms=1.0),
        Answer(RED_SHOE, RED_SHOE, ms=2.0, source="cache", cached_ms=3.0),
    ]
    row = intent_row("aisle", answers)
    assert (row["p50_ms"], row["p95_ms"], row["p50_cached_ms"]) == (100.0, 100.0, 2.0)


def test_parts_are_by_language_turns_noise_and_action_and_never_empty():
    answers = [
        Answer(RED_SHOE, RED_SHOE, tags=frozenset({"noisy"})),
        Answer(Intent(action="more", language="zh"), None, multi_turn=True),
    ]
    found = parts("x", answers)
    assert {name: len(part) for name, part in found.items()} == {
        "x:en": 1,
        "x:zh": 1,
        "x:single-turn": 1,
        "x:multi-turn": 1,
        "x:noisy": 1,
        "x:search": 1,
        "x:shown-list": 1,
    }


def test_every_action_is_in_one_group():
    grouped = [action for actions in GROUPS.values() for action in actions]
    assert sorted(grouped) == sorted(ACTIONS)


def test_the_interval_holds_the_score():
    wrong = RED_SHOE.model_copy(update={"colors": ["blue"], "action": "refine"})
    answers = [Answer(RED_SHOE, RED_SHOE if n % 3 else wrong) for n in range(30)]
    row = intent_row("aisle", answers)
    for name in ("f1", "action_accuracy", "full_match"):
        low, high = row["intervals"][name]
        assert low < row[name] < high


def test_no_answers_are_refused():
    with pytest.raises(ValueError, match="no answers"):
        intent_row("aisle", [])
