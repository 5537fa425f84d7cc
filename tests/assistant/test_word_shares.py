"""Which words a value rests on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.intent import Intent, Message
from assistant.parser import IntentParser
from assistant.settings import Settings
from assistant.word_shares import TooLongToExplainError, joined, values_of, word_shares, words_of


@pytest.fixture(scope="module")
def read():
    parser = IntentParser.open(Settings(parser="rules"))

    def once(text: str) -> Intent:
        return parser.parse([Message(role="user", content=text)]).intent

    return once


def test_a_value_rests_on_the_words_that_say_it(read) -> None:
    found = word_shares("red shoes under $80", read)
    assert found.exact
    shares = dict(zip(found.words, found.values["colors", "red"], strict=True))
    assert shares == pytest.approx({"red": 1.0, "shoes": 0.0, "under": 0.0, "$80": 0.0})
    price = dict(zip(found.words, found.values["price_max", "80.0"], strict=True))
    assert max(price, key=lambda word: price[word]) == "$80"
    assert price["red"] == price["shoes"] == 0


def test_chinese_is_cut_into_words(read) -> None:
    found = word_shares("红色的耳机", read)
    assert joined(found.words) == "红色的耳机"
    shares = dict(zip(found.words, found.values["colors", "红色"], strict=True))
    assert max(shares, key=lambda word: shares[word]) == "红色"


@settings(deadline=None, max_examples=15)
@given(
    words=st.lists(
        st.sampled_from(["red", "shoes", "not", "leather", "under", "$80", "cheap", "nike"]),
        min_size=1, max_size=10,
    ),
    budget=st.sampled_from([20, 64, 128]),
)  # fmt: skip
def test_shares_add_up_to_what_the_message_has_beyond_the_empty_one(
    read, words: list[str], budget: int
) -> None:
    message = " ".join(words)
    found = word_shares(message, read, budget=budget)
    assert set(found.values) == values_of(read(message)) - values_of(read(""))
    for shares in found.values.values():
        assert sum(shares) == pytest.approx(1.0)


def test_a_word_that_decides_alone_has_it_all() -> None:
    found = word_shares("a b c", lambda text: Intent(colors=["b"] if "b" in text.split() else []))
    assert found.values == {("colors", "b"): pytest.approx((0.0, 1.0, 0.0))}


def test_two_words_that_only_decide_together_share() -> None:
    found = word_shares(
        "a b c", lambda text: Intent(colors=["x"] if {"a", "c"} <= {*text.split()} else [])
    )
    assert found.values == {("colors", "x"): pytest.approx((0.5, 0.0, 0.5))}


def test_a_novel_is_refused() -> None:
    with pytest.raises(TooLongToExplainError, match="at most 60"):
        word_shares("word " * 61, lambda _: Intent())


def test_words_of_nothing_are_none() -> None:
    assert words_of("  ") == ()
