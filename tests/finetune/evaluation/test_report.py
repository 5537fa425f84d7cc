"""Requests, targets and the page, from answers made by hand."""

from __future__ import annotations

from assistant.intent import Intent, Message
from eval.data.intents import GoldIntent
from eval.metrics.intents import Answer, intent_row, parts
from finetune.evaluation.report import report
from finetune.evaluation.requests import requests, sample, worst
from finetune.evaluation.targets import targets

SHOE = Intent(product_type="shoe", colors=["red"])
LINES = [
    GoldIntent(id=name, messages=[Message(role="user", content=text)], intent=SHOE, tags=[tag])
    for name, text, tag in (("a", "red shoes", "clean"), ("b", "rde shoes", "noisy"))
]
ANSWERS = [
    Answer(SHOE, SHOE, tags=frozenset({"clean"}), ms=100.0, source="llm"),
    Answer(
        SHOE,
        Intent(action="more", product_type="shoe", colors=["blue"]),
        tags=frozenset({"noisy"}),
        ms=300.0,
        source="llm",
        confidence=0.4,
    ),
]


def test_a_request_says_what_is_missing_and_what_is_wrong():
    right, bad = requests(LINES, ANSWERS)
    assert right.faults == 0
    assert bad.missing == ["action=search", "colors=red"]
    assert bad.wrong == ["action=more", "colors=blue"]


def test_an_invalid_answer_misses_everything():
    (found,) = requests(LINES[:1], [Answer(SHOE, None)])
    assert (found.predicted, found.faults) == (None, 3)


def test_the_worst_leave_out_what_is_right_and_a_sample_does_not():
    found = requests(LINES, ANSWERS)
    assert [request.id for request in worst(found, 10)] == ["b"]
    assert [request.id for request in sample(found, 10)] == ["a", "b"]


def test_targets_say_met_missed_or_not_measured():
    rows = [intent_row("aisle", ANSWERS), intent_row("zero-shot", [Answer(SHOE, SHOE, ms=900.0)])]
    rows += [intent_row(name, part) for name, part in parts("aisle", ANSWERS).items()]
    found = {target.name: target for target in targets({row["system"]: row for row in rows})}
    assert found["schema-valid"].met is True
    assert found["action accuracy"].met is False
    assert found["slot F1, Chinese"].met is None
    assert found["slot F1 lost to noise"].seen == 0.5
    assert found["times faster than zero-shot"].seen == 4.5


def test_the_page_has_every_system_part_and_the_worst_request():
    rows = [intent_row("aisle", ANSWERS), intent_row("rules", ANSWERS)]
    by_part = [
        intent_row(label, part)
        for name in ("aisle", "rules")
        for label, part in parts(name, ANSWERS).items()
    ]
    page = report(
        rows,
        by_part,
        targets=targets({row["system"]: row for row in (*rows, *by_part)}),
        compression=[{"system": "q4_0", "bytes": 2_000_000, "ratio": 0.25, "f1": 0.5}],
        worst=worst(requests(LINES, ANSWERS), 1),
        about={"command": "evaluate", "date": "now", "machine": {"cpus": 2}, "intents": 2},
    )
    for text in ("| rules | 2 |", "noisy (1)", "| q4_0 | 2.000 | 0.250 | 0.500 |", "> rde shoes"):
        assert text in page
    assert "- missing: action=search, colors=red" in page
