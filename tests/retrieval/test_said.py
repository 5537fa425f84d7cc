"""Exclusions by the words' rows find what reading every text would."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.facts import padded
from retrieval.filters import says_test
from retrieval.said import Said

WORDS = (
    "wool",
    "free",
    "no",
    "any",
    "fragrance",
    "not",
    "羊毛",
    "不含羊毛",
    "without",
    "u.no",
    "|",
)
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), max_size=8)
TERMS = st.lists(st.sampled_from(WORDS), max_size=2).map(" ".join)


@settings(deadline=None)
@given(TEXTS, TERMS)
def test_the_rows_are_those_that_say_it(texts, term):
    said = [padded(text) for text in texts]
    says = says_test(term)

    rows = Said(said).rows(padded(term), says)

    assert rows.tolist() == [row for row, text in enumerate(said) if says(text)]
