"""The grammar's conversations: labelled right, covering the contract, the same every time."""

import pytest

from assistant.intent import ACTIONS, ASKS, SORTS, Intent
from finetune.data.check import problems
from finetune.data.grammar import generate, held_out, ontology_of, phrases_of
from finetune.data.grammar.engine import MULTI_TURN
from finetune.data.grammar.ontology import label_of

COUNT = 2000
LIST_FIELDS = ("brands", "exclude_brands", "colors", "exclude_colors", "sizes", "materials")
LIST_FIELDS += ("features", "exclude", "refers_to")


@pytest.fixture(scope="module")
def conversations():
    return list(generate("en", COUNT, seed=11))


@pytest.fixture(scope="module")
def intents(conversations):
    return [turn.intent for one in conversations for turn in one.turns if turn.intent]


def test_the_checker_finds_nothing(conversations):
    found = [f"{one.id}: {fault}" for one in conversations for fault in problems(one)]
    assert found == []


def test_one_seed_gives_one_data_set(conversations):
    assert list(generate("en", 50, seed=11)) == conversations[:50]
    assert list(generate("en", 50, seed=12)) != conversations[:50]


def test_every_action_occurs(intents):
    assert {intent.action for intent in intents} == set(ACTIONS)


def test_every_field_occurs(intents):
    default = Intent()
    composed_elsewhere = {"query", "language"}
    for name in set(Intent.model_fields) - composed_elsewhere:
        assert any(getattr(intent, name) != getattr(default, name) for intent in intents), name
    assert {intent.sort for intent in intents} == set(SORTS)
    asked = {ask for intent in intents for ask in intent.ask}
    assert {"product_type", "price", "recipient", "occasion"} <= asked <= set(ASKS)


def test_about_the_stated_share_has_several_turns(conversations):
    several = sum(sum(t.user is not None for t in one.turns) > 1 for one in conversations)
    assert abs(several / COUNT - MULTI_TURN) < 0.05


def test_types_come_from_the_ontology(intents):
    labels = {label for row in ontology_of("en") for _, label, _ in row.heads}
    said = {intent.product_type for intent in intents} - {None}
    assert said <= labels
    assert len(said) > 300


def test_nothing_is_asked_where_the_type_is_known(intents):
    assert all(not intent.ask for intent in intents if intent.product_type)


def test_an_aside_leaves_the_need_as_it_was(conversations):
    asides = {"more", "details", "compare", "cart_show", "help", "smalltalk", "out_of_scope"}
    seen = 0
    for one in conversations:
        before = None
        for turn in one.turns:
            if turn.intent is None:
                continue
            if before and turn.intent.action in asides and before.action in {"search", "refine"}:
                changed = {"action": before.action, "refers_to": [], "product_type": None}
                changed |= {"ask": []}
                if turn.intent.product_type == before.product_type:
                    seen += 1
                    after = turn.intent.model_copy(update=changed)
                    assert after == before.model_copy(update=changed), one.id
            before = turn.intent
    assert seen > 100


def test_places_stay_within_the_list_shown(conversations):
    for one in conversations:
        shown = 0
        for turn in one.turns:
            shown = len(turn.shown) or shown
            if turn.intent and turn.intent.refers_to:
                assert max(turn.intent.refers_to) <= shown, one.id


def test_train_and_test_share_no_family():
    phrases = phrases_of("en")
    test = held_out(phrases, seed=3)
    train = {one.name for one in phrases.families} - test
    for names, other in ((test, train), (train, test)):
        families = {one.family for one in generate("en", 300, seed=5, phrases=phrases.only(names))}
        assert families <= set(names)
        assert not families & set(other)


def test_every_shipped_type_can_be_talked_about_and_is_labelled_as_written():
    rows = ontology_of("en")
    assert len(rows) >= 380
    for row in rows:
        assert label_of(row.type) == row.type
        (one,) = generate("en", 1, seed=1, ontology=[row, *rows[:3]])
        assert list(problems(one)) == []


def test_an_empty_ontology_is_refused():
    with pytest.raises(ValueError, match="empty ontology"):
        next(generate("en", 1, seed=1, ontology=[]))


def test_a_shop_of_one_kind_has_no_other_to_switch_to():
    (row, *_) = ontology_of("en")

    told = list(generate("en", 60, seed=3, ontology=[row]))

    labels = {label for _, label, _ in row.heads}
    kinds = {turn.intent.product_type for one in told for turn in one.turns if turn.intent}
    assert len(told) == 60
    assert kinds <= labels | {None}
