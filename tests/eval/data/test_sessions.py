"""Logged sessions: which cases they make, with what input and what grades."""

from __future__ import annotations

import json

import pytest

from eval.data.errors import EvalDataError
from eval.data.sessions import cases, read_sessions

TURNS = [
    {"role": "user", "text": "hi, I want a tent", "keywords": ["tent"]},
    {"role": "assistant", "text": "for how many?", "act": "clarify"},
    {"role": "user", "text": "two people", "keywords": ["tent", "two person"]},
    {"role": "assistant", "text": "these?", "shown": ["a", "b", "c", "d"]},
    {"role": "user", "text": "lighter?", "feedback": {"a": "disliked", "b": "liked"}},
    {"role": "assistant", "text": "this one", "shown": ["a", "e"]},
    {"role": "user", "text": "thanks", "feedback": {"a": "liked", "c": "neutral"}},
]


def _log(folder, *sessions):
    path = folder / "sessions.jsonl"
    path.write_text("\n".join(json.dumps(session) for session in sessions), encoding="utf-8")
    return path


@pytest.fixture
def found(tmp_path):
    path = _log(tmp_path, {"session_id": "s", "language": "en", "turns": TURNS})
    return list(cases(read_sessions(path)))


def test_each_showing_is_one_case(found):
    assert [case.case_id for case in found] == ["s#3", "s#5"]
    assert {case.session_id for case in found} == {"s"}


def test_only_the_items_of_that_turn_are_relevant(found):
    assert [set(case.grades) for case in found] == [{"a", "b", "c", "d"}, {"a", "e"}]


def test_the_last_later_word_on_an_item_grades_it(found):
    assert found[0].grades == {"a": 2, "b": 2, "c": 1, "d": 1}


def test_a_disliked_item_has_half_a_grade(tmp_path):
    path = _log(tmp_path, {"session_id": "s", "turns": TURNS[:5]})
    (case,) = cases(read_sessions(path))
    assert case.grades == {"a": 0.5, "b": 2, "c": 1, "d": 1}


def test_feedback_given_before_the_showing_does_not_grade_it(tmp_path):
    turns = [*TURNS[:6], {"role": "user", "text": "ok"}]
    path = _log(tmp_path, {"session_id": "s", "turns": turns})
    assert list(cases(read_sessions(path)))[1].grades == {"a": 1, "e": 1}


def test_the_inputs_hold_only_what_was_said_before(found):
    first, second = found
    assert first.last_message == "two people"
    assert first.whole_history == "hi, I want a tent two people"
    assert second.whole_history == "hi, I want a tent two people lighter?"


def test_keywords_are_those_of_the_latest_annotated_turn(found):
    assert [case.keywords for case in found] == ["tent two person", "tent two person"]


def test_unknown_annotations_are_passed_over(tmp_path):
    path = _log(tmp_path, {"session_id": "s", "turns": [], "annotator": 7})
    assert list(cases(read_sessions(path))) == []


@pytest.mark.parametrize(
    ("session", "message"),
    [
        ({"turns": []}, "line 1: session_id: Field required"),
        ({"session_id": "s"}, "line 1: turns: Field required"),
        ({"session_id": "s", "turns": [{"role": "bot"}]}, "line 1: turns.0.role: Input should be"),
        (
            {"session_id": "s", "turns": [{"role": "user", "feedback": {"a": "hated"}}]},
            "line 1: turns.0.feedback.a: Input should be",
        ),
    ],
)
def test_a_bad_session_names_line_and_field(tmp_path, session, message):
    with pytest.raises(EvalDataError, match=message):
        read_sessions(_log(tmp_path, session))


def test_a_session_twice_and_an_empty_log_are_refused(tmp_path):
    twice = {"session_id": "s", "turns": []}
    with pytest.raises(EvalDataError, match="line 2: session_id 's' stands there twice"):
        read_sessions(_log(tmp_path, twice, twice))
    with pytest.raises(EvalDataError, match="has no session"):
        read_sessions(_log(tmp_path))
