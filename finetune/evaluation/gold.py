"""Labelled conversations as gold lines: one a message, with all that was said before it.

The form is that of ``python -m eval intents --gold``, so that our figures and those that others
measure come out of the same code. ``query`` is composed from the label and never labelled by hand:
it follows from the other fields, in the chat as here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from assistant.intent import Intent
from assistant.rules.query import compose
from eval.data.intents import GoldIntent
from finetune.data.build import MATERIAL, DataConfig
from finetune.data.conversation import Conversation, read
from finetune.data.splits import held_family

TEST = MATERIAL / "test"
REQUESTS = MATERIAL / "requests"


def gold_rows(conversations: Iterable[Conversation]) -> list[GoldIntent]:
    """A gold line for each labelled message of ``conversations``, in order.

    Ids are ``<conversation>/<n>``, n counting the shopper's messages from 1. Tags are ``clean`` or
    ``noisy``, ``single`` or ``multi`` (whether anything was said before), ``action=…``,
    ``source=…`` and ``family=…``.
    """
    return [line for conversation in conversations for line in _lines(conversation)]


def evenly(lines: Sequence[GoldIntent], limit: int | None) -> list[GoldIntent]:
    """At most ``limit`` of ``lines``, spread evenly: the files are sorted by language and theme."""
    if limit is None or limit >= len(lines):
        return list(lines)
    return [lines[place * len(lines) // limit] for place in range(limit)]


def write_gold(lines: Iterable[GoldIntent], path: Path) -> None:
    """Writes ``lines`` as JSON Lines, for ``python -m eval intents --gold``."""
    text = "".join(f"{line.model_dump_json(exclude_defaults=True)}\n" for line in lines)
    path.write_text(text, encoding="utf-8")


def conversations_of_test() -> list[Conversation]:
    """The hand-written test split, never trained on."""
    return list(read(sorted(TEST.glob("*.jsonl"))))


def conversations_of_validation(share: float | None = None) -> list[Conversation]:
    """The hand-written conversations that ``python -m finetune data`` keeps for validation.

    Args:
        share: The share of families kept apart; that of the default ``DataConfig`` if None.
    """
    share = DataConfig().dev_share if share is None else share
    found = read(sorted(REQUESTS.glob("*.jsonl")))
    return [conversation for conversation in found if held_family(conversation, share)]


def _lines(conversation: Conversation) -> Iterator[GoldIntent]:
    noise = "noisy" if conversation.voice.endswith("noisy") else "clean"
    number = 0
    for place, turn in enumerate(conversation.turns):
        if turn.intent is None:
            continue
        number += 1
        messages = conversation.messages(place)
        yield GoldIntent(
            id=f"{conversation.id}/{number}",
            messages=messages,
            intent=_whole(turn.intent, conversation.language),
            tags=[
                noise,
                "multi" if len(messages) > 1 else "single",
                f"action={turn.intent.action}",
                f"source={conversation.source}",
                f"family={conversation.family}",
            ],
        )


def _whole(intent: Intent, language: str) -> Intent:
    return intent.model_copy(update={"query": compose(intent), "language": language})
