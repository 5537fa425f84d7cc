"""Typos and homophones: what is mended, and what is right as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules import Vocabulary
from assistant.rules.spelling import mended
from finetune.data.goods import FOLDER, ours

SHOP = Vocabulary()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("stainles steel kettl", "stainless steel kettle"),
        ("wirless headphnes", "wireless headphones"),
        ("a bisell rug cleaner", "a bissell rug cleaner"),
        ("binoculers waterprof", "binoculars waterproof"),
        ("想要不绣钢的收拿箱", "想要不锈钢的收纳箱"),
        ("记忆绵枕头", "记忆棉枕头"),
    ],
)
def test_a_clear_typo_is_mended(typed, meant):
    assert mended(typed, SHOP) == meant


@pytest.mark.parametrize(
    "said",
    [
        "not from xiaomi or anker",
        "iphone 15 case w/ magsafe",
        "dont want camo",
        "mail me at jon@kettl.example",
        "usb-c dokk-style hub",
        "五孔插座 带usb 86型",
        "防风打火机",
        "把这个耳机加入购物车",
        "耳机加到购物车",
        "",
        "🙂",
    ],
)
def test_what_may_be_right_stays(said):
    assert mended(said, SHOP) == said


def test_words_of_the_shown_titles_and_of_the_shop_are_right():
    assert mended("the kettlo one", SHOP) == "the kettle one"
    assert mended("the kettlo one", SHOP, shown=["Kettlo 2000"]) == "the kettlo one"
    assert mended("a kettlo", Vocabulary(brands=("kettlo",))) == "a kettlo"


@given(st.text(max_size=80))
def test_mending_twice_is_mending_once(text):
    once = mended(text, SHOP)
    assert mended(once, SHOP) == once


@given(st.text(alphabet="0123456789 .,-$£€¥元块", max_size=40))
def test_figures_and_signs_are_never_touched(text):
    assert mended(text, SHOP) == text


def test_the_goods_words_are_those_of_the_material():
    for name, lines in ours().items():
        assert (FOLDER / name).read_text("utf-8").splitlines() == lines, (
            "run python -m finetune.data.goods"
        )


def test_a_brand_of_the_shop_is_spelt_as_the_shop_spells_it():
    assert mended("a pfanzl frying pan", Vocabulary(brands=("Pfanzel",))) == "a pfanzel frying pan"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("anything cheeper", "anything cheaper"),
        ("a pet bowl, frist one", "a pet bowl, first one"),
        ("prayer mat, travell", "prayer mat, travel"),
        ("under 50 dollers", "under 50 dollars"),
        ("rechargable torch", "rechargeable torch"),
        ("a fan, stainless quite", "a fan, stainless quiet"),
    ],
)
def test_a_misspelling_many_people_make_is_mended(typed: str, meant: str) -> None:
    assert mended(typed, Vocabulary()) == meant


@pytest.mark.parametrize("said", ["not quite, thanks", "a quite large bag"])
def test_quite_where_it_belongs_is_left(said: str) -> None:
    assert mended(said, Vocabulary()) == said


@pytest.mark.parametrize("rare", ["sporran", "voile", "sitar", "smth", "lounger", "anorak"])
def test_a_rare_word_near_a_frequent_one_is_left(rare: str) -> None:
    assert mended(f"a {rare} for me", Vocabulary()) == f"a {rare} for me"


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("不要拉连的", "不要拉链的"),
        ("陶此花盆", "陶瓷花盆"),
        ("眼双 抗皱", "眼霜 抗皱"),
        ("车在吸尘器", "车载吸尘器"),
        ("我要一个卓子", "我要一个桌子"),
    ],
)
def test_two_characters_that_make_no_word_become_the_one_they_sound_like(
    heard: str, meant: str
) -> None:
    assert mended(heard, SHOP) == meant


@pytest.mark.parametrize(
    "said", ["五孔插座", "给我写首诗", "周末一个人玩上了", "小新笔记本", "便宜一点的", "想搵個蒸籠"]
)
def test_two_characters_that_are_meant_are_left(said: str) -> None:
    assert mended(said, SHOP) == said


def test_characters_of_the_titles_on_show_are_right() -> None:
    assert mended("那个卓子", SHOP, shown=["卓子 小方桌"]) == "那个卓子"
