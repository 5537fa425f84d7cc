"""Text cleaning: what a shopper reads, and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from retrieval.cleaning.text import clean_text


@pytest.mark.parametrize(
    ("dirty", "clean", "repair"),
    [
        ("<b>Bold</b> &amp; <i>italic</i>", "Bold & italic", "HTML removed"),
        ("Caf&eacute;", "Café", "HTML entities decoded"),
        ("<script>alert('x')</script>Kettle", "Kettle", "HTML removed"),
        ("Kettle<style>p{}</style><!-- note -->", "Kettle", "HTML removed"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Pot", "Pot", "HTML removed"),
        ("&amp;lt;b&amp;gt;Twice", "Twice", "HTML removed"),
        ('<img src=x onerror="alert(1)">Pan', "Pan", "HTML removed"),
        ("CafÃ© â€œMochaâ€", "Café “Mocha", "mojibake repaired"),
        ("保温杯".encode().decode("latin-1"), "保温杯", "mojibake repaired"),
        ("Ket\u200btle \u202eevil\u202c", "Kettle evil", "invisible characters removed"),
        ("a\x00b\x07c", "abc", "invisible characters removed"),
        ("lone \ud800 surrogate", "lone surrogate", "invisible characters removed"),
    ],
)
def test_dirt_is_removed_and_named(dirty: str, clean: str, repair: str) -> None:
    result = clean_text(dirty, limit=200)
    assert result.text.startswith(clean)
    assert repair in result.repairs


@given(st.text(st.characters(codec="ascii"), max_size=30), st.booleans())
@example("a\tb", True)
@example(" a", False)
@example("a  b", False)
@example("&#65;", False)
def test_what_is_told_to_be_plain_at_once_is_what_cleaning_leaves(text: str, lines: bool) -> None:
    cleaned = clean_text(text, limit=200, lines=lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("retrieval.cleaning.text._is_plain", lambda _: False)
        assert clean_text(text, limit=200, lines=lines) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "5 < 6 and 7 > 3",
        "AT&T R&D <3",
        "保温杯，500毫升（黑色）",
        "Ｎｏ．１ “quoted” ﬁne",
        "Ångström naïve São Paulo",
        "👨‍👩‍👧 family",
    ],
)
def test_clean_text_stays_as_it_is(text: str) -> None:
    assert clean_text(text, limit=200) == (text, ())


def test_line_breaks_stay_only_where_asked() -> None:
    text = "<p>One</p><p>Two</p><ul><li>a</li><li>b</li></ul>"
    assert clean_text(text, limit=99).text == "One Two a b"
    assert clean_text(text, limit=99, lines=True).text.split() == ["One", "Two", "a", "b"]
    assert "\n" in clean_text(text, limit=99, lines=True).text


def test_absurd_lengths_are_cut_at_a_word() -> None:
    result = clean_text("word " * 1_000_000, limit=52)
    assert result.text == "word " * 9 + "word"
    assert result.repairs == ("cut",)


@settings(deadline=None)
@given(st.text(), st.integers(1, 60), st.booleans())
@example("&amp;amp;amp;amp;amp;amp;amp;amp;lt;b>", 60, False)
@example("<<b>b>", 60, True)
@example("<" * 40 + "b" + ">" * 40, 60, False)
@example("&#38;#38;#38;#38;#38;#38;#38;#60;b&#62;", 60, False)
@example("0 <a", 3, False)
def test_cleaning_twice_is_cleaning_once(text: str, limit: int, lines: bool) -> None:
    once = clean_text(text, limit=limit, lines=lines).text
    assert clean_text(once, limit=limit, lines=lines).text == once
    assert len(once) <= limit


_PIECES = st.lists(
    st.sampled_from(
        [
            *"<>&;#/!-'\"= \n",
            "script",
            "b",
            "amp",
            "lt",
            "gt",
            "&lt",
            "&#x3c;",
            "Ã©",
            "â€",
            "é",
            "</",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "\u202e",
            "\x00",
            "38",
            "文",
        ]
    ),
    max_size=24,
).map("".join)


@settings(deadline=None)
@given(_PIECES, st.sampled_from([5, 200]))
def test_markup_made_to_confuse_settles_too(text: str, limit: int) -> None:
    once = clean_text(text, limit=limit).text
    assert clean_text(once, limit=limit).text == once
    assert not re.search(r"<(script|style)\b", once, re.IGNORECASE)
