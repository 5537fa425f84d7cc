"""The state is carried by the contract's rules."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.intent import ACTIONS, Intent, Message
from assistant.llm.notation import Change
from assistant.parser import IntentParser
from assistant.settings import Settings
from assistant.state import State, advance, follow

GOLD = Path(__file__).parent / "gold" / "intents.jsonl"
ASIDE = sorted(set(ACTIONS) - {"search", "refine", "reset"})


@pytest.fixture(scope="module")
def parser():
    return IntentParser.open(Settings(parser="rules"))


def talk(parser, *texts, shown=("Alpha", "Beta", "Gamma")):
    messages = []
    for text in texts:
        messages.append(Message(role="user", content=text))
        messages.append(Message(role="assistant", content="ok", shown=list(shown)))
    return parser.parse(messages[:-1]).intent


@given(st.sampled_from(ASIDE))
def test_turns_beside_the_search_carry_the_state_whole(action):
    need = Intent(product_type="shoe", colors=["red"], price_max=50, features=["light"])
    _, state = follow(State(), need, "red light shoes under 50")

    intent, after = follow(state, Intent(action=action), "whatever")

    assert after.need == state.need
    assert intent.action == action
    assert (intent.product_type, intent.colors, intent.price_max) == ("shoe", ["red"], 50)


def test_reset_clears_everything():
    _, state = follow(State(), Intent(product_type="shoe", price_max=5), "shoes")

    intent, after = follow(state, Intent(action="reset"), "start over")

    assert intent == Intent(action="reset")
    assert not after.started


def test_a_new_need_starts_a_new_state(parser):
    intent = talk(parser, "red shoes under 50", "now show me belts")

    assert intent.action == "search"
    assert (intent.product_type, intent.colors, intent.price_max) == ("belt", [], None)


def test_an_answer_refines_and_a_new_cap_replaces_the_range(parser):
    intent = talk(parser, "headphones between 50 and 100", "in black", "max 200")

    assert intent.action == "refine"
    assert (intent.price_min, intent.price_max) == (None, 200)
    assert intent.colors == ["black"]
    assert intent.query == "black headphones"


def test_what_is_excluded_is_no_longer_wanted(parser):
    intent = talk(parser, "a red wool scarf", "not red, and no wool")

    assert (intent.colors, intent.exclude_colors) == ([], ["red"])
    assert (intent.materials, intent.exclude) == ([], ["wool"])


def test_a_wish_taken_back_is_gone(parser):
    intent = talk(parser, "a sony tablet under 300", "any brand is fine")

    assert intent.brands == []
    assert intent.price_max == 300


def test_also_for_him_keeps_the_recipient(parser):
    intent = talk(parser, "a wallet for my father", "i also need a belt for him")

    assert (intent.product_type, intent.recipient) == ("belt", "father")


def test_a_product_named_in_a_cart_request_is_in_the_query_for_that_turn_only(parser):
    named = talk(parser, "running shoes", "take the lamp out of my cart")
    after = talk(parser, "running shoes", "take the lamp out of my cart", "in blue")

    assert (named.action, named.product_type, named.query) == ("cart_remove", "lamp", "lamp")
    assert (after.product_type, after.colors) == ("running shoe", ["blue"])


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("a gift", ["product_type", "price", "recipient", "occasion"]),
        ("a gift for my dad", ["product_type", "price", "occasion"]),
        ("birthday gift for my dad, he likes fishing", []),
        ("red shoes", []),
        ("something waterproof", ["product_type", "price"]),
    ],
)
def test_ask_names_what_is_missing(parser, text, ask):
    assert talk(parser, text).ask == ask


def test_the_rules_alone_read_most_of_the_gold_set(parser):
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    actions = full = 0
    for row in rows:
        intent = parser.parse([Message(**message) for message in row["messages"]]).intent
        gold = Intent(**row["intent"])
        actions += intent.action == gold.action
        full += intent.model_dump(exclude={"query"}) == gold.model_dump(exclude={"query"})

    assert actions / len(rows) > 0.95
    assert full / len(rows) > 0.85


def test_the_shoppers_own_words_are_carried_until_a_new_need_begins() -> None:
    state = State()
    told = []
    for action, message in [
        ("search", "a lamp for reading"),
        ("refine", "cosy light"),
        ("details", "how tall is it"),
        ("search", "wool socks"),
    ]:
        slots = {"product_type": message.split()[-1]} if action == "search" else {}
        _, state = advance(state, Change(action, slots), message=message, language="en")
        told.append(state.told)

    assert told == [
        "a lamp for reading",
        "a lamp for reading cosy light",
        "a lamp for reading cosy light",
        "wool socks",
    ]


def test_a_bare_refusal_is_no_word_for_what_is_wanted() -> None:
    """An embedding takes "not Samsung" for a wish for Samsung."""
    wish = Change("search", {"product_type": "monitor"})
    _, state = advance(State(), wish, message="a monitor", language="en")
    no = Change("refine", {"exclude_brands": ["samsung"]})
    _, refused = advance(state, no, message="not Samsung", language="en")
    more = Change("refine", {"features": ["curved"], "exclude_brands": ["lg"]})
    _, both = advance(refused, more, message="curved, not LG", language="en")

    assert refused.told == "a monitor"
    assert both.told == "a monitor curved, not LG"
