"""Examples: each answer says its label, noisy or not, and the prompt is what the chat will send."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.change import between
from assistant.llm.notation import prompt, read, write
from finetune.data.conversation import Conversation
from finetune.data.conversation import read as conversations
from finetune.data.examples import example_of, examples, plain, says, steps
from finetune.data.noise import noisy

MATERIAL = Path(__file__).parents[3] / "finetune" / "material"
HAND = {
    part: list(conversations(sorted((MATERIAL / part).glob("*.jsonl"))))
    for part in ("requests", "test")
}
TALK = Conversation.model_validate(
    {
        "id": "t",
        "turns": [
            {"user": "red shoes <$50", "intent": {"product_type": "shoe", "colors": ["red"]}},
            {"say": "Here.", "shown": ["Shoe A", "Shoe B"]},
            {
                "user": "@9 belt\nthe second",
                "intent": {
                    "action": "details",
                    "product_type": "shoe",
                    "colors": ["red"],
                    "refers_to": [2],
                },
            },
            {"user": "start over", "intent": {"action": "reset"}},
            {
                "user": "a gift",
                "intent": {"ask": ["product_type", "price", "recipient", "occasion"]},
            },
            {
                "user": "for dad",
                "intent": {
                    "action": "refine",
                    "recipient": "father",
                    "ask": ["product_type", "price", "occasion"],
                },
            },
        ],
    }
)


def noise(text, language, rng, kept):
    return noisy(text, language=language, rng=rng, protect=kept)


def test_each_message_is_a_prompt_with_the_need_before_it_and_a_line():
    made = [(row.prompt, row.answer) for row in examples([TALK])]

    assert made == [
        ("red shoes ‹$50\nred shoes ‹$50\n", "search shoe Color red\n"),
        ("@2 shoe Color red\n9 belt the second\n9 belt the second\n", "details Ref 2\n"),
        ("@2 shoe Color red\nstart over\nstart over\n", "reset\n"),
        ("@2\na gift\na gift\n", "search Gift\n"),
        ("@2 Gift\nfor dad\nfor dad\n", "change For father Gift\n"),
    ]


@pytest.mark.parametrize(
    ("part", "most"), [pytest.param("requests", 6, marks=pytest.mark.slow), ("test", 10)]
)
def test_hardly_a_label_of_ours_cannot_be_said(part, most):
    unsaid = [
        (conversation.id, step.message)
        for conversation in HAND[part]
        for number, step in enumerate(steps(conversation), start=1)
        if example_of(step, conversation, number) is None
    ]

    assert len(unsaid) <= most, unsaid


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(HAND["requests"]), st.integers(0, 9))
def test_noise_keeps_every_label_sayable(conversation, seed):
    clean = list(examples([conversation]))
    rough = list(examples([conversation], noise=noise, share=1.0, seed=seed))

    assert [row.id for row in rough] == [row.id for row in clean]
    by_id = {row.id: row for row in rough}
    for number, step in enumerate(steps(conversation), start=1):
        row = by_id.get(f"{conversation.id}/{number}")
        assert row is None or says(step, row.answer)


def test_the_same_seed_gives_the_same_noise_and_another_other():
    few = HAND["requests"][:40]
    one, again, other = (
        [row.prompt for row in examples(few, noise=noise, share=0.5, seed=seed)]
        for seed in (1, 1, 2)
    )

    assert one == again
    assert one != other


def test_a_conversation_more_changes_no_other():
    few = HAND["requests"][:20]
    alone = list(examples(few[5:], noise=noise, share=0.5))

    assert list(examples(few, noise=noise, share=0.5))[-len(alone) :] == alone


def test_noisy_rows_say_that_they_are():
    rows = list(examples(HAND["requests"][:200], noise=noise, share=1.0))
    clean = {row.id: row.prompt for row in examples(HAND["requests"][:200])}

    assert all(row.noisy == (row.prompt != clean[row.id]) for row in rows if row.noisy)
    assert Counter(row.noisy for row in rows)[True] > len(rows) / 3


def test_a_label_that_cannot_be_said_is_left_out():
    odd = Conversation.model_validate(
        {"id": "o", "turns": [{"user": "hm", "intent": {"ask": ["size"]}}]}
    )

    assert list(examples([odd])) == []


def test_every_prompt_ends_with_the_message():
    for row in examples(HAND["test"][:150]):
        *lines, end = row.prompt.split("\n")
        need = lines[0] if row.prompt.startswith("@") else ""
        assert end == ""
        assert row.answer.count("\n") == 1
        assert row.prompt == prompt(need, lines[-1])


def test_an_intent_compares_without_order():
    step = next(steps(TALK))
    line = write(between(step.before, step.after))

    assert read(line).slots["colors"] == ["red"]
    assert plain(step.after)["colors"] == ["red"]
