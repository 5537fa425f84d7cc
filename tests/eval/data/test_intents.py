"""Gold intents are strict; predictions may be wrong, and that is measured."""

from __future__ import annotations

import json

import pytest

from eval.data.errors import EvalDataError
from eval.data.intents import read_gold, read_predictions

MESSAGES = [{"role": "user", "content": "red shoes"}]
GOLD = [
    {"id": "r1", "messages": MESSAGES, "intent": {"action": "search", "colors": ["red"]}},
    {"id": "r2", "messages": MESSAGES * 2, "intent": {}},
]


def _lines(folder, *lines):
    path = folder / "lines.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_gold_fills_the_defaults_and_knows_turns(tmp_path):
    first, second = read_gold(_lines(tmp_path, *GOLD))
    assert first.intent.colors == ["red"]
    assert first.intent.sort == "relevance"
    assert (first.multi_turn, second.multi_turn) == (False, True)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"intent": {"action": "buy"}}, "line 1: intent.action: Input should be"),
        ({"intent": {"colour": "red"}}, "line 1: intent.colour: Extra inputs are not permitted"),
        ({"messages": []}, "line 1: messages: List should have at least 1 item"),
    ],
)
def test_a_bad_gold_line_names_line_and_field(tmp_path, change, message):
    with pytest.raises(EvalDataError, match=message):
        read_gold(_lines(tmp_path, GOLD[0] | change))


def test_predictions_come_in_the_order_of_the_gold(tmp_path):
    gold = read_gold(_lines(tmp_path, *GOLD))
    path = _lines(
        tmp_path,
        {"id": "r2", "intent": {"action": "help"}, "source": "llm", "ms": 5},
        {"id": "r1", "intent": {"action": "search"}},
    )
    first, second = read_predictions(path, gold)
    assert (first.intent.action, first.ms) == ("search", None)
    assert (second.intent.action, second.source, second.ms) == ("help", "llm", 5)


@pytest.mark.parametrize("line", [{"intent": {"price_max": -1}}, {"error": "unreadable"}, {}])
def test_an_answer_that_is_no_intent_is_kept_as_invalid(tmp_path, line):
    gold = read_gold(_lines(tmp_path, GOLD[0]))
    (prediction,) = read_predictions(_lines(tmp_path, {"id": "r1"} | line), gold)
    assert prediction.intent is None


def test_missing_predictions_are_refused(tmp_path):
    gold = read_gold(_lines(tmp_path, *GOLD))
    path = _lines(tmp_path, {"id": "r1", "intent": {}})
    with pytest.raises(
        EvalDataError, match="no prediction for 1 of 2 gold intents, the first 'r2'"
    ):
        read_predictions(path, gold)
