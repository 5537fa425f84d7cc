"""Applying a change and finding it: each is the other's inverse, and neither loses a wish."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from assistant.change import NAMING, NEED, apply, asks, between
from assistant.intent import ACTIONS, Intent
from assistant.llm.notation import LISTS, Change, read, write
from tests.assistant.llm.changes import changes, kinds, needs, shade

SOME = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
ASIDES = sorted(set(ACTIONS) - NEED - {"reset", "similar"})
SHOWN = ["Red kettle", "Steel kettle 2L", "Glass teapot"]


def plain(intent):
    """An intent without what code composes, and without order."""
    row = intent.model_dump(exclude={"query", "language", "ask"})
    return {name: sorted(v) if isinstance(v, list) else v for name, v in row.items()}


def sayable(before, after):
    """Whether the contract lets one message lead from ``before`` to ``after``."""
    if after.action == "search":
        return True
    kept_currency = before.currency is None or after.currency is not None
    no_price = after.price_min is None and after.price_max is None
    had_price = before.price_min is not None or before.price_max is not None
    return (kept_currency or (no_price and had_price)) and not _ambiguous(before, after)


def _ambiguous(before, after):
    """Whether a value would be dropped from one slot and stay in another: Drop names no slot."""
    for name in LISTS:
        gone = set(getattr(before, name)) - set(getattr(after, name))
        if any(gone & set(getattr(after, other)) for other in LISTS if other != name):
            return True
        kept = set(before.colors) & set(after.colors)
        new = set(after.exclude_colors) - set(before.exclude_colors)
        if any(shade(colour, refused) for colour in kept for refused in new):
            return True
    return False


@SOME
@given(needs(), needs(), st.sampled_from(["search", "refine"]))
def test_the_change_between_two_needs_leads_from_one_to_the_other(before, after, action):
    after = after.model_copy(update={"action": action})
    assume(sayable(before, after))

    change = read(write(between(before, after)))

    assert plain(apply(before, change)[0]) == plain(after)


@SOME
@given(needs(), st.sampled_from(ASIDES), st.lists(st.integers(1, 3), unique=True, max_size=2))
def test_an_aside_carries_the_need_and_is_found_again(before, action, refs):
    after = before.model_copy(update={"action": action, "refers_to": sorted(refs)})

    change = read(write(between(before, after, message="the second", shown=SHOWN)))
    intent, carried = apply(before, change, shown=SHOWN)

    assert plain(intent) == plain(after)
    assert carried == before


@SOME
@given(needs(), changes())
def test_no_change_whatever_loses_the_need_in_an_aside(need, change):
    intent, carried = apply(need, change, shown=SHOWN)

    assert Intent.model_validate(intent.model_dump()) == intent
    if change.action not in NEED | {"reset"}:
        assert carried == need
    if change.action == "reset":
        assert (intent, carried) == (Intent(action="reset"), Intent())
    assert all(1 <= place <= len(SHOWN) for place in intent.refers_to)


@SOME
@given(needs(), changes())
def test_nothing_is_wanted_and_just_excluded(need, change):
    change = Change("refine", change.slots, (), change.drop)
    after, _ = apply(need, change)

    assert not set(change.slots.get("exclude_brands", ())) & set(after.brands)
    assert not set(change.slots.get("exclude", ())) & set(after.features)


@SOME
@given(needs())
def test_the_same_need_needs_no_words(need):
    change = between(need, need.model_copy(update={"action": "refine"}))

    assert write(change) == "change"


@SOME
@given(needs(), kinds, st.sampled_from(sorted(NAMING)))
def test_a_named_product_stands_in_for_the_type_this_once(need, kind, action):
    intent, carried = apply(need, Change(action, {"product_type": kind}))

    assert intent.product_type == kind
    assert carried == need


SHOES = Intent(product_type="shoe", colors=["light blue", "red"], features=["light"], price_max=50)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("change Color green", {"colors": ["green"]}),
        ("change Feature warm", {"features": ["light", "warm"]}),
        ("change Except blue", {"colors": ["red"], "exclude_colors": ["blue"]}),
        ("change Not light", {"features": [], "exclude": ["light"]}),
        (
            "change Feature oil Not acrylic Drop acrylic",
            {"features": ["light", "oil"], "exclude": ["acrylic"]},
        ),
        ("change Drop price", {"price_max": None}),
        ("change Drop color", {"colors": []}),
        ("change Drop red", {"colors": ["light blue"]}),
        ("change Min 20", {"price_min": 20, "price_max": None}),
        ("change Count 2", {"quantity": 2}),
        ("change belt", {"product_type": "belt"}),
        ("change Sort low Sale", {"sort": "price_asc", "on_sale": True}),
    ],
)
def test_a_refinement_changes_what_it_says_and_nothing_else(line, expected):
    after, carried = apply(SHOES, read(line))

    assert after == SHOES.model_copy(update={"action": "refine", **expected})
    assert carried == after


def test_a_count_can_be_taken_back():
    before = Intent(product_type="tyre", quantity=4)
    after = Intent(action="refine", product_type="tyre")

    assert write(between(before, after)) == "change Drop count"
    assert apply(before, read("change Drop count"))[0] == after


def test_a_search_starts_anew():
    after, _ = apply(SHOES, read("search belt"))

    assert after == Intent(product_type="belt")


def test_similar_changes_this_turn_alone():
    intent, carried = apply(SHOES, read("similar Color black Ref 1"), shown=SHOWN)

    assert (intent.colors, intent.refers_to) == (["black"], [1])
    assert carried == SHOES


@pytest.mark.parametrize(
    ("need", "flags", "expected"),
    [
        (Intent(), (True, True), ["product_type", "price", "recipient", "occasion"]),
        (Intent(price_max=5, recipient="father"), (True, True), ["product_type", "occasion"]),
        (Intent(features=["warm"]), (True, False), ["product_type", "price"]),
        (Intent(features=["warm"]), (False, False), []),
        (Intent(product_type="shoe"), (True, True), []),
    ],
)
def test_what_is_worth_asking_has_the_contracts_order(need, flags, expected):
    assert asks(need, vague=flags[0], gift=flags[1]) == expected
