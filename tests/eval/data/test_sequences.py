"""Reading sequences: items and baskets come through, what is bad names its line."""

from __future__ import annotations

import pytest

from eval.data.errors import EvalDataError
from eval.data.sequences import known_answers, read_sequences
from retrieval.recommend import Sequence

PLAIN = '{"user_id": "u", "history": ["a"], "next": "b"'


def _file(folder, text):
    path = folder / "sequences.jsonl"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_item_is_a_basket_of_one(tmp_path):
    path = _file(tmp_path, '{"user_id": "u", "history": ["a", ["b", "c"]], "next": "d"}\n')
    assert read_sequences(path) == [Sequence("u", (("a",), ("b", "c")), ("d",))]


def test_a_next_basket_is_a_list_with_each_item_once(tmp_path):
    path = _file(
        tmp_path,
        '{"user_id": "u", "history": [], "next": ["d", "e", "d"], "ts": "2026-01-02T03:04:05Z"}',
    )
    (found,) = read_sequences(path)
    assert found.next == ("d", "e")
    assert found.at.isoformat() == "2026-01-02T03:04:05+00:00"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "has no sequence"),
        ("[1]\n", "line 1: line: JSON, but not an object"),
        ('{"user_id": "u", "history": ["a"]}', "line 1: next: Field required; expected"),
        ('{"user_id": "u", "history": ["a"], "next": []}', "line 1: next"),
        ('{"user_id": "u", "history": "a", "next": "b"}', "line 1: history"),
        (f'{PLAIN}}}\n{PLAIN}, "ts": "2026-01-01T00:00:00Z"}}', "`ts` in some lines only"),
    ],
)
def test_a_bad_file_says_where_and_what(tmp_path, text, message):
    with pytest.raises(EvalDataError, match=message):
        read_sequences(_file(tmp_path, text))


def test_an_answer_that_was_learned_is_counted():
    train = [Sequence("u", (("a",), ("b",)), ("c",))]
    later = Sequence("u", (("a",), ("b",), ("c",)), ("d",))
    leak = Sequence("u", (("b",),), ("c",))
    someone_else = Sequence("v", (("b",),), ("c",))
    assert known_answers(train, [later, someone_else]) == 0
    assert known_answers(train, [later, leak]) == 1


def test_office_is_divided_by_time(shared_data):
    folder = shared_data / "office"
    train = read_sequences(folder / "valid.jsonl.gz")
    assert known_answers(train, read_sequences(folder / "test.jsonl.gz")) == 0
