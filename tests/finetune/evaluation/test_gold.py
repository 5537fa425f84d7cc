"""Labelled conversations become gold lines that the evaluation reads back."""

from __future__ import annotations

from assistant.intent import Intent
from eval.data.intents import read_gold
from finetune.data.conversation import Conversation, Turn
from finetune.evaluation.gold import (
    conversations_of_test,
    conversations_of_validation,
    evenly,
    gold_rows,
    write_gold,
)

CHAT = Conversation(
    id="c1",
    family="narrow",
    language="en",
    voice="nurse, noisy",
    turns=[
        Turn(user="red shoes", intent=Intent(product_type="shoe", colors=["red"])),
        Turn(say="These?", shown=["Red Clogs", "Red Boots"]),
        Turn(
            user="more like the second",
            intent=Intent(action="similar", product_type="shoe", colors=["red"], refers_to=[2]),
        ),
    ],
)


def test_each_message_is_a_line_with_all_that_was_said_before():
    first, second = gold_rows([CHAT])
    assert (first.id, second.id) == ("c1/1", "c1/2")
    assert [message.content for message in second.messages] == [
        "red shoes",
        "These?",
        "more like the second",
    ]
    assert second.messages[1].shown == ["Red Clogs", "Red Boots"]
    assert (first.multi_turn, second.multi_turn) == (False, True)


def test_the_query_is_composed_and_the_line_tagged():
    first, second = gold_rows([CHAT])
    assert first.intent.query == second.intent.query == "red shoe"
    assert first.tags == ["noisy", "single", "action=search", "source=hand", "family=narrow"]
    assert {"noisy", "multi", "action=similar"} < set(second.tags)


def test_what_is_written_is_what_the_evaluation_reads(tmp_path):
    lines = gold_rows([CHAT])
    write_gold(lines, tmp_path / "gold.jsonl")
    assert read_gold(tmp_path / "gold.jsonl") == lines


def test_the_test_split_has_both_languages_and_ids_of_its_own():
    lines = gold_rows(conversations_of_test())
    assert len({line.id for line in lines}) == len(lines) > 500
    assert {line.intent.language for line in lines} == {"en", "zh"}


def test_validation_shares_no_conversation_with_the_test_split():
    held = {conversation.id for conversation in conversations_of_validation()}
    assert held
    assert not held & {conversation.id for conversation in conversations_of_test()}


def test_a_limit_spreads_over_the_whole_split():
    lines = gold_rows(conversations_of_test())
    few = evenly(lines, 40)
    assert len(few) == 40
    assert {line.intent.language for line in few} == {"en", "zh"}
