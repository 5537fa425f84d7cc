"""A shop's logs label themselves where rules and keywords agree, and nowhere else."""

import json

import pytest

from finetune.data.conversation import MaterialError
from finetune.data.examples import examples
from finetune.data.logs import conversations

TITLES = {"p1": "Red shoe", "p2": "Blue shoe"}


def user(text, *keywords):
    return {"role": "user", "text": text, "keywords": list(keywords)}


def talks(tmp_path, *turns, **more):
    path = tmp_path / "log.jsonl"
    path.write_text(
        json.dumps({"session_id": "s", "turns": list(turns), **more}) + "\n\n", encoding="utf-8"
    )
    return list(conversations(path, titles=TITLES))


def test_a_message_that_both_read_alike_is_kept(tmp_path):
    (found,) = talks(
        tmp_path,
        user("i want red shoes", "red shoes"),
        {"role": "assistant", "text": "Here.", "shown": ["p1", "gone", "p2"]},
        user("show me more"),
    )

    assert (found.id, found.source) == ("log-s", "logs")
    first, shown, more = found.turns
    assert (first.intent.product_type, first.intent.colors) == ("shoe", ["red"])
    assert shown.shown == ["Red shoe", "Blue shoe"]
    assert more.intent.action == "more"
    assert len(list(examples([found]))) == 2


def test_a_chinese_message_is_kept_too(tmp_path):
    (found,) = talks(tmp_path, user("我想买一副红色的耳机", "红色耳机"), language="zh")

    assert found.turns[0].intent.product_type == "耳机"
    assert found.turns[0].intent.colors == ["红色"]


@pytest.mark.parametrize(
    "turns",
    [
        [user("i want red shoes", "waterproof boots")],
        [user("i want red shoes")],
        [user("i want red shoes", "red leather shoes")],
        [user("")],
        [],
    ],
)
def test_a_session_without_agreement_is_left_out(tmp_path, turns):
    assert talks(tmp_path, *turns) == []


def test_from_the_first_disagreement_on_nothing_is_kept(tmp_path):
    (found,) = talks(
        tmp_path,
        user("red shoes", "red shoes"),
        user("now belts", "watch"),
        user("blue shoes", "blue shoes"),
    )

    assert [turn.user for turn in found.turns] == ["red shoes"]


@pytest.mark.parametrize("line", ["{", "[]", '{"session_id": "s"}'])
def test_a_line_that_is_no_session_is_named(tmp_path, line):
    path = tmp_path / "log.jsonl"
    path.write_text(line, encoding="utf-8")

    with pytest.raises(MaterialError, match=r"log\.jsonl:1"):
        list(conversations(path))


def test_the_real_dialogues_give_material_that_can_be_said(shared_data, tmp_path):
    for name in ("dialogues-en", "dialogues-zh"):
        lines = (shared_data / name / "sessions.jsonl").read_bytes().splitlines()[:60]
        path = tmp_path / f"{name}.jsonl"
        path.write_bytes(b"\n".join(lines))
        found = list(conversations(path))
        turns = sum(turn.user is not None for one in found for turn in one.turns)
        assert found
        assert len(list(examples(found))) >= 0.9 * turns
