"""The compact form: exact both ways, short, and never let through what is no intent."""

import contextlib
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from assistant.intent import ACTIONS, ASKS, SORTS, Intent
from assistant.llm.compact import compact, dumps, expand, json_schema, loads
from assistant.llm.errors import UnusableOutputError
from assistant.llm.prompts import examples

words = st.text(min_size=1, max_size=20)
several = st.lists(words, max_size=4)
maybe = st.none() | words
amount = st.none() | st.integers(0, 10**6).map(float) | st.floats(0, 10**6, allow_nan=False)
intents = st.builds(
    Intent,
    action=st.sampled_from(ACTIONS),
    query=st.text(max_size=30),
    product_type=maybe,
    price_min=amount,
    price_max=amount,
    currency=st.none() | st.sampled_from(["USD", "EUR"]),
    brands=several,
    exclude_brands=several,
    colors=several,
    exclude_colors=several,
    sizes=several,
    materials=several,
    features=several,
    exclude=several,
    occasion=maybe,
    recipient=maybe,
    min_rating=amount,
    on_sale=st.booleans(),
    sort=st.sampled_from(SORTS),
    refers_to=st.lists(st.integers(1, 50), max_size=4),
    quantity=st.none() | st.integers(1, 999),
    ask=st.lists(st.sampled_from(ASKS), max_size=4),
    language=st.sampled_from(["en", "zh", "de"]),
)


@given(intents)
def test_any_intent_survives_the_way_there_and_back(intent):
    assert expand(compact(intent)) == intent
    assert loads(dumps(intent)) == intent


def test_defaults_and_white_space_are_left_out():
    intent = Intent(action="search", product_type="shoe", colors=["blue"], price_max=80)

    text = dumps(intent)

    assert text == '{"action":"search","type":"shoe","color":["blue"],"max":80}'


@pytest.mark.parametrize(
    "text",
    ["", "no", "[]", "null", "{", '{"action":"fly"}', '{"colour":["red"]}', '{"max":-1}',
     '{"max":"cheap"}', '{"ref":[0]}', '{"action":"search","brand":"nike"}', "<html></html>"],
)  # fmt: skip
def test_what_is_no_intent_is_refused(text):
    with pytest.raises(UnusableOutputError):
        loads(text)


@given(st.text(max_size=200))
def test_no_text_raises_anything_else(text):
    with contextlib.suppress(UnusableOutputError):
        assert isinstance(loads(text), Intent)


def test_the_schema_is_valid_and_bounds_every_string_and_list():
    schema = json_schema()
    Draft202012Validator.check_schema(schema)
    for name, part in schema["properties"].items():
        kinds = part.get("items", part)
        bounded = "enum" in kinds or kinds.get("maxLength") or kinds.get("maximum")
        assert bounded, name
        if part.get("type") == "array":
            assert part["maxItems"] <= 6, name


def test_every_worked_example_fits_the_schema_and_expands():
    validator = Draft202012Validator(json_schema())
    for example in examples():
        validator.validate(dict(example.change))
        assert expand(example.change).action == example.change["action"]


def test_worked_examples_say_only_what_their_message_says():
    allowed = {"search", "refine"}
    for example in examples():
        change = expand(example.change)
        for value in [*change.brands, *change.colors, *change.materials, *change.features]:
            said = re.sub(r"\s", "", example.message.lower())
            assert re.sub(r"\s", "", value.lower()) in said, example
        if change.action not in allowed:
            assert not change.features, example


def test_a_worked_example_is_short():
    sizes = [len(json.dumps(dict(e.change), separators=(",", ":"))) for e in examples()]

    assert max(sizes) < 160
