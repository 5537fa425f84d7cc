"""The shape of training material: what is wrong with a line is named, with file and line."""

import json

import pytest

from finetune.data.conversation import Conversation, MaterialError, read

GOOD = {
    "id": "a-1",
    "turns": [
        {"user": "red shoes", "intent": {"product_type": "shoe", "colors": ["red"]}},
        {"say": "Here.", "shown": ["Shoe A"]},
        {"user": "the first", "intent": {"action": "cart_add", "refers_to": [1]}},
    ],
}


def written(tmp_path, *rows):
    path = tmp_path / "rows.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_line_is_a_conversation_and_blank_lines_are_none(tmp_path):
    (found,) = read([written(tmp_path, "", GOOD, "  ")])

    assert found == Conversation.model_validate(GOOD)
    assert [m.role for m in found.messages(1)] == ["user", "assistant"]
    assert found.messages(1)[1].shown == ["Shoe A"]


@pytest.mark.parametrize(
    "bad",
    [
        "{broken",
        "[]",
        {"id": "", "turns": GOOD["turns"]},
        {"id": "x", "turns": []},
        {"id": "x", "turns": [{"user": "no intent"}]},
        {"id": "x", "turns": [{"intent": {}}]},
        {"id": "x", "turns": [{"user": "a", "intent": {}, "shown": ["both sides"]}]},
        {"id": "x", "turns": [{"user": "a", "intent": {"colour": ["red"]}}]},
        {"id": "x", "turns": [{"user": "a", "intent": {"action": "fly"}}]},
        {**GOOD, "extra": 1},
    ],
)
def test_a_bad_line_is_named(tmp_path, bad):
    path = written(tmp_path, GOOD, bad)

    with pytest.raises(MaterialError, match=r"rows\.jsonl:2: "):
        list(read([path]))
