"""The labelled dialogues: joined with their texts, and only ever the half meant for training."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from assistant.change import between
from assistant.intent import Intent
from assistant.llm.notation import write
from assistant.rules.query import compose
from finetune.data.check import problems
from finetune.data.conversation import Conversation, MaterialError
from finetune.data.dialogues import conversations, may_train
from finetune.data.examples import examples, says, steps

MATERIAL = Path(__file__).parents[3] / "finetune" / "material" / "dialogues"
LEAST = {"en": 50, "zh": 130}
"""Sessions a language has to have; fewer means that a join went wrong."""
UNSAID = {"en": {"midea", "sports", "24 inch", "puma"}}
UNSAID["zh"] = {"snidel", "saraya", "高露洁", "小米", "双立人", "塑料"}
"""Values only the assistant said or a title shows, and two that a slip of the pen hides."""

TRAINED, EVALUATED = "21443", "20771"

TURNS = [
    {"role": "user", "text": "a lamp\n please", "act": "reveal", "keywords": ["lamp"]},
    {"role": "assistant", "text": "These?", "shown": ["a", "gone", "b"]},
    {"role": "user", "text": "a lamp please"},
    {"role": "user", "text": "in red"},
]
INTENTS = {
    "0": {"action": "search", "product_type": "lamp"},
    "3": {"action": "refine", "product_type": "lamp", "colors": ["red"]},
}


def lines(path: Path, *rows: object) -> Path:
    """``rows`` as a JSONL file."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def joined(folder: Path, labels: object, *sessions: object) -> list[Conversation]:
    """One label row joined with a log of ``sessions``."""
    log = lines(folder / "log.jsonl", *sessions)
    found = conversations(lines(folder / "labels.jsonl", labels), log, {"a": "Lamp A", "b": "B"})
    return list(found)


@pytest.fixture(scope="module", params=["en", "zh"])
def real(request, shared_data):
    """The language, its log by session, and the conversations our labels make of it."""
    language = request.param
    folder = shared_data / f"dialogues-{language}"
    rows = map(json.loads, (folder / "products.jsonl").read_text("utf-8").splitlines())
    titles = {row["id"]: row["title"] for row in rows}
    log = folder / "sessions.jsonl"
    found = list(conversations(MATERIAL / f"{language}.jsonl", log, titles))
    sessions = map(json.loads, log.read_text("utf-8").splitlines())
    return language, {session["session_id"]: session for session in sessions}, found


def test_texts_and_titles_come_from_the_log(tmp_path):
    session = {"session_id": TRAINED, "language": "en", "turns": TURNS}
    [found] = joined(tmp_path, {"session_id": TRAINED, "intents": INTENTS}, session)
    assert (found.source, found.family, found.language) == (
        "dialogues",
        f"dialogue-{TRAINED}",
        "en",
    )
    first, shown, last = found.turns  # the message without a label is left out
    assert first.user == "a lamp please"
    assert first.intent == Intent(action="search", product_type="lamp")
    assert (shown.say, shown.shown) == ("These?", ["Lamp A", "B"])
    assert last.user == "in red"
    assert last.intent is not None
    assert last.intent.colors == ["red"]


def test_a_session_that_is_not_in_the_log_is_skipped(tmp_path):
    other = {"session_id": "1", "turns": TURNS}
    assert joined(tmp_path, {"session_id": TRAINED, "intents": INTENTS}, other) == []


def test_a_label_of_the_evaluation_half_is_refused(tmp_path):
    assert may_train(TRAINED)
    assert not may_train(EVALUATED)
    session = {"session_id": EVALUATED, "turns": TURNS}
    with pytest.raises(MaterialError, match=rf"labels\.jsonl:1: session {EVALUATED} is for eval"):
        joined(tmp_path, {"session_id": EVALUATED, "intents": INTENTS}, session)


@pytest.mark.parametrize("place", ["1", "9"])
def test_a_label_beside_the_shoppers_messages_is_refused(tmp_path, place):
    session = {"session_id": TRAINED, "turns": TURNS}
    labels = {"session_id": TRAINED, "intents": {place: {"action": "smalltalk"}}}
    with pytest.raises(MaterialError, match=f"turn {place} is no message"):
        joined(tmp_path, labels, session)


@pytest.mark.parametrize(
    "labels",
    [
        {"session_id": TRAINED, "intents": INTENTS, "text": "a lamp"},
        {"session_id": TRAINED, "intents": {"0": {"action": "buy"}}},
        {"session_id": TRAINED, "intents": {"first": {"action": "search"}}},
    ],
)
def test_a_label_row_of_another_form_is_refused_by_line(tmp_path, labels):
    with pytest.raises(MaterialError, match=r"labels\.jsonl:1: "):
        joined(tmp_path, labels, {"session_id": TRAINED, "turns": TURNS})


def test_a_log_that_is_not_there_says_so(tmp_path):
    with pytest.raises(MaterialError, match=r"none\.jsonl"):
        list(conversations(MATERIAL / "en.jsonl", tmp_path / "none.jsonl", {}))


def test_our_labels_are_of_the_training_half_alone(real):
    _, _, found = real
    for conversation in found:
        name = conversation.family.removeprefix("dialogue-")
        assert int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == 0


def test_every_labelled_session_is_joined_once(real):
    language, _, found = real
    rows = (MATERIAL / f"{language}.jsonl").read_text("utf-8").splitlines()
    assert len({conversation.id for conversation in found}) == len(rows) >= LEAST[language]
    assert {conversation.language for conversation in found} == {language}


def test_only_what_the_assistant_said_is_ungrounded(real):
    language, _, found = real
    faults = [fault for conversation in found for fault in problems(conversation)]
    unsaid = {fault.split("'")[1] for fault in faults if "was not said" in fault}
    assert all("was not said" in fault for fault in faults)
    assert unsaid <= UNSAID[language]


def test_the_notation_can_say_every_label(real):
    _, _, found = real
    for step in (step for conversation in found for step in steps(conversation)):
        change = between(step.before, step.after, message=step.message, shown=step.shown)
        assert says(step, write(change)), step.message


def test_only_labels_that_the_message_does_not_explain_are_not_trained_on(real):
    language, _, found = real
    every = sum(1 for conversation in found for _ in steps(conversation))
    left_out = every - len(list(examples(found)))
    assert left_out <= len(UNSAID[language])
    assert (left_out > 0) is (language == "en")  # "mac book" explains macbook


def test_wherever_something_is_shown_the_need_can_be_searched(real):
    _, sessions, found = real
    for conversation in found:
        shown_after = Intent()
        for turn in conversation.turns:
            if turn.intent is not None:
                shown_after = turn.intent
            elif turn.shown:
                assert compose(shown_after), conversation.id
        session = sessions[conversation.family.removeprefix("dialogue-")]
        assert session["language"] == conversation.language
