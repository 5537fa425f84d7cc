"""What mending changed is counted by place, and no word is known from its own label."""

from __future__ import annotations

import pytest

from finetune.data.build import MATERIAL
from finetune.evaluation.spelling import changed, measure


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("a frist one", "a first one", {"frist"}, {"first"}),
        ("不要拉连的", "不要拉链的", {"拉连", "连的"}, {"拉链", "链的"}),
        ("kouzhao 蓝的", "口罩 蓝的", {"kouzhao"}, {"口罩", "罩 "}),
    ],
)
def test_a_change_is_what_stood_there_and_what_stands_there_now(
    before: str, after: str, old: set[str], new: set[str]
) -> None:
    assert list(changed(before, after)) == [(old, new)]


@pytest.mark.slow
def test_without_mending_words_fewer_come_out_right() -> None:
    names = ("en_noisy_g.jsonl", "zh_noisy_g.jsonl", "en_mixed_u.jsonl")
    files = [MATERIAL / "requests" / name for name in names]
    whole, without = measure(files, ""), measure(files, "words")
    assert whole["messages"] == without["messages"]
    assert isinstance(whole["right"], int)
    assert isinstance(without["right"], int)
    assert whole["right"] > without["right"]
