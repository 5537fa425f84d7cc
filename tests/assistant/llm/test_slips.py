"""A word copied wrong by the model is spelt as the message has it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.llm.slips import copied


@pytest.mark.parametrize(
    ("value", "message", "right"),
    [
        ("hographic", "cricut vinyl, permanent, holographic", "holographic"),
        ("no enzines", "detergent no enzymes", "no enzymes"),
        ("kj裙", "jk裙 格纹", "jk裙"),
        ("加索尔", "铁剂 索尔加", "索尔加"),
        ("case", "a caes for my phone", "case"),  # the shopper's typo, put right
        ("waterproof", "watreproof boots", "waterproof"),
        ("不锈钢", "不绣钢的锅", "不锈钢"),
        ("红色", "黑色的包", "红色"),  # two words: no slip
        ("xqzt", "a red hat", "xqzt"),
    ],
)
def test_what_is_no_word_is_spelt_as_the_message_has_it(value, message, right):
    assert copied(value, message) == right


@given(st.text(max_size=20), st.text(max_size=60))
def test_a_value_that_was_said_stays(value, message):
    assert copied(value, f"{message} {value}") == value
