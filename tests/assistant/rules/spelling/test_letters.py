"""Chinese words that are typed in letters are read as if in characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules import Vocabulary
from assistant.rules.spelling import mended
from assistant.rules.spelling.letters import mend_letters

_NONE = frozenset[str]()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kouzhao 独立包装", "口罩 独立包装"),
        ("有蓝ya耳ji吗", "有蓝牙耳机吗"),
        ("shouji zhijia 要能折叠的", "手机支架 要能折叠的"),
        ("钱bao 短kuan 真皮", "钱包 短款 真皮"),
        ("you mei you 风衣", "有没有 风衣"),
    ],
)
def test_pinyin_of_a_word_of_goods_or_requests_becomes_it(typed: str, meant: str) -> None:
    assert mended(typed, Vocabulary()) == meant


@pytest.mark.parametrize(
    "said",
    [
        "iphone 15 壳 要透明",
        "xiaomi手环",
        "usb充电 小台灯",
        "想要nike的鞋",
        "T恤 XL 白色",
        "蓝牙earphone",
        "wireless headphones",  # no Chinese in it
    ],
)
def test_english_words_and_brands_are_left(said: str) -> None:
    assert mended(said, Vocabulary()) == said


def test_words_of_the_titles_on_show_are_left() -> None:
    assert mend_letters("那个 kouzhao", Vocabulary(), frozenset({"kouzhao"})) == "那个 kouzhao"


@given(st.text(alphabet="音响钱包蓝牙 abxiang，。12", max_size=30))
def test_only_stretches_with_letters_change(message: str) -> None:
    after = mend_letters(message, Vocabulary(), _NONE)
    if not any("a" <= letter <= "z" for letter in message):
        assert after == message
