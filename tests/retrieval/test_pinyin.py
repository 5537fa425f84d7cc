"""Chinese typed in letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from retrieval.pinyin import Pinyin

SHOP = Pinyin(
    [("蓝牙", 9), ("耳机", 9), ("手机", 5), ("手鸡", 1), ("华为", 3), ("刀", 4), ("ヘッド", 2)]
)


def nothing(_: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("lanya erji", "蓝牙 耳机"),
        ("lanyaerji", "蓝牙 耳机"),
        ("lan ya er ji", "蓝牙 耳机"),
        ("LanYa", "蓝牙"),
        ("shouji", "手机"),  # what most products say of two that sound alike
        ("huawei shouji 128gb", "华为 手机 128gb"),
        ("shouji zzz", "手机 zzz"),
        ("dao lan ya er ji", "dao 蓝牙 耳机"),
    ],
)
def test_pinyin_becomes_what_the_shop_says(typed, read):
    assert SHOP.read(typed, nothing) == read


@pytest.mark.parametrize(
    "typed",
    ["dao", "erjis", "", "  ", "耳机", "running shoe", "e r", "a" * 500, "😀"],
)
def test_what_is_no_pinyin_of_the_shop_stays_as_it_is(typed):
    assert SHOP.read(typed, nothing) == typed


def test_words_that_somebody_knows_are_no_pinyin():
    assert SHOP.read("huawei shouji", lambda word: word == "huawei") == "huawei 手机"
    assert Pinyin([("那么", 3), ("寿司", 2)]).read("name sushi", nothing) == "name sushi"


def test_a_shop_without_chinese_reads_nothing():
    assert Pinyin([("kettle", 3)]).read("lanya erji", nothing) == "lanya erji"


@given(st.lists(st.sampled_from(["蓝牙", "耳机", "华为"]), min_size=1, max_size=4))
def test_what_is_spelled_is_read_back(words):
    typed = "".join("".join(lazy_pinyin(word)) for word in words)

    assert SHOP.read(typed, nothing) == " ".join(words)


@given(st.text(max_size=60))
def test_any_text_can_be_asked(text):
    assert isinstance(SHOP.read(text, nothing), str)
