"""Noise makes a message careless, never wrong: what its label says can still be read off it."""

import random
import re
import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finetune.data.grammar.numerals import in_chinese, in_english
from finetune.data.noise import _known, _tables, noisy

SEEDS = st.integers(0, 10**6)
LANGUAGES = st.sampled_from(["en", "zh"])
LEVELS = st.floats(0, 2)
ENGLISH = [
    "i'm looking for running shoes under {n}, please",
    "do you have a black dress in size {n}?",
    "wireless headphones for ${n} or less. not from sony",
    "a gift for my mother, budget {n}",
]
CHINESE = [
    "想买防水的登山鞋，{n}块以内",
    "帮我推荐个耳机，预算{n}左右，不要入耳的",
    "有没有{n}元以下的保温杯？",
]


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


@given(text=st.text(max_size=80), language=LANGUAGES, seed=SEEDS, level=LEVELS)
def test_any_text_survives_and_is_never_emptied(text, language, seed, level):
    out = noisy(text, language=language, rng=random.Random(seed), level=level)

    assert bool(out.strip()) == bool(text.strip())


@given(text=st.sampled_from(ENGLISH + CHINESE), language=LANGUAGES, seed=SEEDS)
def test_the_same_dice_give_the_same_text(text, language, seed):
    one, two = (noisy(text, language=language, rng=random.Random(seed)) for _ in range(2))

    assert one == two


@given(text=st.sampled_from(ENGLISH + CHINESE), seed=SEEDS)
def test_level_zero_changes_nothing(text, seed):
    assert noisy(text, language="en", rng=random.Random(seed), level=0) == text


@given(form=st.sampled_from(ENGLISH), n=st.integers(1, 9999), seed=SEEDS, level=LEVELS)
def test_an_english_amount_keeps_its_value_in_figures_or_words(form, n, seed, level):
    out = noisy(form.format(n=n), language="en", rng=random.Random(seed), level=level).lower()

    figures = re.findall(r"\d+", out)
    assert figures == [str(n)] or (not figures and in_english(n) in out)


@given(form=st.sampled_from(CHINESE), n=st.integers(1, 9999), seed=SEEDS, level=LEVELS)
def test_a_chinese_amount_keeps_its_value_in_figures_or_numerals(form, n, seed, level):
    out = plain(noisy(form.format(n=n), language="zh", rng=random.Random(seed), level=level))

    figures = re.findall(r"\d+", re.sub("3q", "", out))
    # Numerals may have been spaced out, or written in traditional characters.
    words = out.replace(" ", "").replace("二百", "两百").replace("兩", "两").replace("萬", "万")
    assert figures == [str(n)] or (not figures and in_chinese(n) in words)


@given(n=st.integers(20, 9999), seed=SEEDS)
def test_numerals_become_the_same_number(n, seed):
    out = plain(noisy(f"{in_chinese(n)}块以内的手机", language="zh", rng=random.Random(seed)))

    figures = re.findall(r"\d+", re.sub("3q", "", out))
    assert figures in ([], [str(n)])


@pytest.mark.parametrize("idiom", ["两三百块", "两百五以内", "一百来块", "三五百块", "千把块"])
def test_an_idiom_that_is_no_plain_number_is_not_turned_into_figures(idiom):
    outs = {noisy(f"{idiom}的耳机", language="zh", rng=random.Random(n)) for n in range(300)}

    assert not any(re.search(r"\d", plain(out).replace("3q", "")) for out in outs)


@given(
    text=st.sampled_from(
        ["a lg tv 55 inch under 300 for mum", "想买lg的55寸电视，耳机也要，300块以内"]
    ),
    language=LANGUAGES,
    seed=SEEDS,
    level=LEVELS,
)
def test_what_is_protected_stays_letter_for_letter(text, language, seed, level):
    protect = ["lg", "55 inch" if "inch" in text else "55寸", "耳机", "300"]

    out = noisy(text, language=language, rng=random.Random(seed), protect=protect, level=level)

    assert all(part in out for part in protect if part in text)


@given(seed=SEEDS)
def test_short_words_and_figures_with_letters_are_not_misspelt(seed):
    out = noisy("a red lg tv 65 inch 4k 9kg xl", language="en", rng=random.Random(seed)).lower()

    assert {"red", "lg", "tv", "65", "4k", "9kg", "xl"} <= set(re.findall(r"[0-9a-z]+", out))


@given(seed=SEEDS)
def test_a_negation_is_never_lost(seed):
    out = noisy("a jumper, not wool, no zips", language="en", rng=random.Random(seed), level=2)
    chinese = noisy("毛衣，不要羊毛的，别太花哨", language="zh", rng=random.Random(seed), level=2)

    words = Counter(re.findall(r"[a-z]+", out.lower()))
    chinese = chinese.replace(" ", "").replace("別", "别")
    assert words["not"] == 1
    assert words["no"] == 1
    assert "不要" in chinese
    assert "别" in chinese


@given(seed=SEEDS)
def test_a_slip_is_never_another_word_of_the_shop(seed):
    given_words = {"shirt", "black", "boots", "lamp"}

    out = noisy("shirt black boots lamp", language="en", rng=random.Random(seed), level=2)

    closing = {
        w for name in ("closings", "fillers") for t in _tables("en")[name] for w in t.split()
    }
    new = set(re.findall(r"[a-z]{3,}", out.lower())) - given_words - closing
    assert not new & _known()


@pytest.mark.parametrize(("language", "text"), [("en", ENGLISH[0]), ("zh", CHINESE[0])])
def test_messages_come_out_in_many_ways(language, text):
    text = text.format(n=200)

    outs = [noisy(text, language=language, rng=random.Random(n)) for n in range(200)]

    assert len(set(outs)) > 60
    assert sum(out == text for out in outs) < 60


def test_pinyin_slips_cover_the_words_of_a_shop_and_none_is_a_word_of_its_own():
    slips = _tables("zh")["homophones"]

    wrong = {slip for many in slips.values() for slip in many}
    assert len(slips) >= 200
    assert not wrong & slips.keys()


def test_traditional_and_simplified_characters_stand_in_pairs():
    table = _tables("zh")["traditional"]

    pairs = dict(zip(table["simplified"], table["traditional"], strict=True))
    assert len(pairs) == len(table["simplified"])
    assert {pairs[char] for char in "机鞋买颜价头" if char in pairs} == set("機買顏價頭")
