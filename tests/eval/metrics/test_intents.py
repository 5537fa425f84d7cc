"""The row of one parser over gold intents."""

from __future__ import annotations

import pytest

from assistant.intent import Intent
from eval.metrics.intents import Answer, intent_row

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
        "gold": 1,
        "predicted": 1,
    }
    assert "brands" not in fields


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
