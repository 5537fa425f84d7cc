"""Swapped values: message, titles and label say the same new thing, and nothing else changes."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.intent import Intent
from finetune.data.build import MATERIAL
from finetune.data.check import problems
from finetune.data.conversation import Conversation, Turn, read
from finetune.data.swap import pool_of, swapped

HAND = list(read(sorted((MATERIAL / "requests").glob("*_turns_*.jsonl"))))
POOL = pool_of(HAND)


def _said(text, *shown, language="en", **label):
    turns = [Turn(user=text, intent=Intent(action="search", **label))]
    turns += [Turn(shown=list(shown), say="Here.")] if shown else []
    return Conversation(id="a", language=language, turns=turns)


def _all_swapped(conversation, pool):
    return swapped(conversation, pool, random.Random(1), share=1.0)


def test_the_words_and_the_label_change_together():
    before = _said(
        "An Adidas scarf, two scarves? no, one scarf", product_type="scarf", brands=["adidas"]
    )
    pool = {("en", "kind en"): ["lamp", "scarf"], ("en", "brand en"): ["adidas", "nike"]}
    found = [swapped(before, pool, random.Random(n), share=1.0) for n in range(20)]
    both = next(c for c in found if c.turns[0].intent.product_type == "lamp" and "Nike" in str(c))
    assert both.turns[0].user == "A Nike lamp, two scarves? no, one lamp"
    assert both.turns[0].intent.brands == ["nike"]


def test_plurals_stay_plural():
    pool = {("en", "kind en"): ["brush", "brush"]}
    found = _all_swapped(_said("any kettles left", product_type="kettle"), pool)
    assert found.turns[0].user == "any brushes left"
    assert found.turns[0].intent.product_type == "brush"


def test_shown_titles_change_too():
    pool = {("zh", "color zh"): ["蓝色", "蓝色"]}
    found = _all_swapped(_said("要红色的", "红色帽子", language="zh", colors=["红色"]), pool)
    assert found.turns[0].user == "要蓝色的"
    assert found.turns[1].shown == ["蓝色帽子"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("a rde scarf", {"colors": ["red"]}),
        ("red wine glasses", {"colors": ["red"], "product_type": "red wine glass"}),
        ("something 900w", {"features": ["900w"], "product_type": "thing"}),
        ("something waterproof", {"features": ["waterproof"]}),
    ],
    ids=["a typo mended", "inside another value", "a figure", "a vague need"],
)
def test_what_is_not_plainly_the_value_stays(text, label):
    pool = {("en", "color en"): ["blue", "green"], ("en", "feature "): ["foldable", "striped"]}
    before = _said(text, **label)
    assert _all_swapped(before, pool) == before


@given(st.integers(0, len(HAND) - 1), st.integers(0, 1_000))
def test_a_swapped_conversation_is_as_well_labelled(at, seed):
    found = swapped(HAND[at], POOL, random.Random(seed), share=1.0)
    assert not list(problems(found))
    assert [turn.intent and turn.intent.action for turn in found.turns] == [
        turn.intent and turn.intent.action for turn in HAND[at].turns
    ]


def test_nothing_is_swapped_where_nothing_shall():
    assert [swapped(c, POOL, random.Random(0), share=0.0) for c in HAND] == HAND
