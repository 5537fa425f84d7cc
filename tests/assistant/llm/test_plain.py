"""A kind asked for in so many words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.intent import Intent
from assistant.llm.check import checked
from assistant.llm.notation import Change
from assistant.llm.plain import plain_kind


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("请问有千斤顶吗？", "千斤顶"),
        ("请问有盆吗", "盆"),
        ("有没有洗液", "洗液"),
        ("我想买一把伞", "伞"),
        ("我要一个盆", "盆"),
        ("买个风扇", "风扇"),
        ("我需要买一台洗碗机", "洗碗机"),
        ("想要" * 500, None),
        ("Do you sell kettles?", "kettle"),
        ("i'm looking for a desk lamp", "desk lamp"),
        ("想减肥", None),
        ("要翻盖", None),
        ("家有老人", None),
        ("有没有小一点的瓶子", None),
        ("想买点东西", None),
        ("do you have anything", None),
        ("do you have a gift", None),
        ("请问有什么推荐吗", None),
        ("red shoes", None),
        ("", None),
    ],
)
def test_a_noun_and_nothing_else_is_the_kind(message, kind):
    assert plain_kind(message) == kind


@pytest.mark.parametrize("slots", [{}, {"features": ["盆"]}, {"recipient": "盆"}])
def test_the_kind_is_put_right_where_the_model_took_it_for_something_else(slots):
    change = checked(Change("search", slots, vague=True), "请问有盆吗", Intent(), [])

    assert change == Change("search", {"product_type": "盆"})


def test_the_models_kind_and_its_other_wishes_stay():
    for slots in ({"product_type": "水盆"}, {"brands": ["盆"]}):
        assert checked(Change("search", slots), "请问有盆吗", Intent(), []).slots == slots


@given(st.text(max_size=60))
def test_any_text_is_looked_at(text):
    plain_kind(text)
