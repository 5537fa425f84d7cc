"""Training examples made of labelled conversations: a prompt, the answer, and what it came from.

Each message of the shopper is one example: the need so far and the message in, the change out
(``assistant.llm.notation``). A message whose label the notation cannot say is left out and counted:
a model must not be taught an answer that code would read otherwise.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from pydantic import BaseModel, ConfigDict, Field

from assistant.change import NEED, apply, asks, between, pointed_at
from assistant.intent import Intent
from assistant.llm.heard import heard
from assistant.llm.notation import LISTS, Change, prompt, read, write, write_need
from assistant.llm.sanitise import sanitise
from assistant.rules import Vocabulary
from assistant.rules.spelling import mended
from finetune.data.conversation import Conversation

Noise = Callable[[str, str, random.Random, list[str]], str]
"""``(text, language, rng, values that must stay) -> text``."""

_NO_SHOP = Vocabulary()
LONGEST = 1000
"""Characters of a message, as ``Settings.llm_message_chars`` has it by default."""


class Example(BaseModel):
    """One row of the training set."""

    model_config = ConfigDict(frozen=True)

    id: str
    prompt: str
    answer: str
    weight: float = 1.0
    source: str
    family: str = ""
    language: str = "en"
    action: str
    kind: str = Field(default="", description="The product type, for the splits.")
    noisy: bool = False


@dataclass(frozen=True)
class Step:
    """One message of a conversation with the need before it."""

    message: str
    before: Intent
    after: Intent
    shown: tuple[str, ...] = ()
    started: bool = False
    vague: bool = False
    gift: bool = False
    pointed: tuple[str, ...] = ()
    clean: str = ""
    """The message before it was made noisy: a title is named as it stands there."""


def steps(conversation: Conversation) -> Iterator[Step]:
    """The shopper's messages of ``conversation``, each with what was known before it."""
    need, shown, pointed = Intent(), tuple[str, ...](), tuple[str, ...]()
    started = vague = gift = False
    for turn in conversation.turns:
        if turn.user is None or turn.intent is None:
            shown = tuple(turn.shown) or shown
            continue
        intent = turn.intent
        yield Step(
            turn.user, need, intent, shown, started=started, vague=vague, gift=gift, pointed=pointed
        )
        pointed = pointed_at(intent, shown, pointed)
        if intent.action == "reset":
            need, started, vague, gift = Intent(), False, False, False
        elif intent.action in NEED:
            vague, gift = bool(intent.ask), bool({"recipient", "occasion"} & set(intent.ask))
            need = intent.model_copy(update={"refers_to": [], "ask": []})
            started = True


def example_of(step: Step, conversation: Conversation, number: int) -> Example | None:
    """The training example of ``step``; None where the notation cannot say its label."""
    change = change_of(step)
    text = write(change)
    if not says(step, text) or (conversation.source == "dialogues" and unheard(change, step)):
        return None
    need = (
        write_need(step.before, vague=step.vague, gift=step.gift, shown=len(step.shown))
        if step.started or step.shown
        else ""
    )
    return Example(
        id=f"{conversation.id}/{number}",
        prompt=prompt(need, sanitise(_mended(step), LONGEST)),
        answer=text + "\n",
        source=conversation.source,
        family=conversation.family,
        language=conversation.language,
        action=step.after.action,
        kind=step.after.product_type or "",
    )


def change_of(step: Step) -> Change:
    """What the message of ``step`` changes, by its label."""
    return between(
        step.before,
        step.after,
        message=step.clean or step.message,
        shown=step.shown,
        pointed=step.pointed,
    )


def _mended(step: Step) -> str:
    """The message as the parser hands it to the model: clear typos mended."""
    return mended(step.message, _NO_SHOP, shown=step.shown)


def unheard(change: Change, step: Step) -> bool:
    """Whether ``change`` has a value that neither the message nor what is shown holds.

    Somebody who labels a real dialogue sees all of it; the model sees the need and the message.
    """
    words = " ".join([step.message, *step.shown])
    values = [value for name in LISTS for value in change.slots.get(name, ())]
    values += [value] if (value := change.slots.get("product_type")) else []
    return not all(heard(value, words) for value in values)


def says(step: Step, text: str) -> bool:
    """Whether ``text``, read and applied as the chat does, gives the label of ``step``."""
    change = read(text)
    after, need = apply(step.before, change, shown=step.shown, pointed=step.pointed)
    vague, gift = (change.vague, change.gift) if after.action in NEED else (step.vague, step.gift)
    after = after.model_copy(update={"ask": asks(need, vague=vague, gift=gift)})
    return plain(after) == plain(step.after)


def plain(intent: Intent) -> dict[str, object]:
    """What of an intent the notation speaks of, lists in order of the alphabet."""
    row = intent.model_dump(exclude={"query", "language"})
    if intent.action == "reset":
        row.pop("ask")
    return {
        name: sorted(value) if isinstance(value, list) else value for name, value in row.items()
    }


def examples(
    conversations: Iterable[Conversation],
    *,
    noise: Noise | None = None,
    share: float = 0.0,
    seed: int = 0,
) -> Iterator[Example]:
    """The examples of ``conversations``, some of their messages made noisy.

    Args:
        conversations: Labelled conversations.
        noise: What makes a message noisy.
        share: The part of the messages that is made noisy, 0 to 1.
        seed: Seed of the choice; each conversation has its own generator, so that adding one
            conversation changes no other.
    """
    for conversation in conversations:
        rng = random.Random(f"{seed}:{conversation.id}")  # noqa: S311 - no secret
        for number, step in enumerate(steps(conversation), start=1):
            noisy = noise is not None and rng.random() < share
            given = step
            if noise is not None and noisy:
                text = noise(step.message, conversation.language, rng, _kept(step.after))
                given = replace(step, message=text, clean=step.message)
                # What is mended again is not noisy; the prompt has single spaces.
                noisy = _mended(given).split() != _mended(step).split()
            example = example_of(given, conversation, number)
            if example is not None:
                yield example.model_copy(update={"noisy": noisy})


def _kept(intent: Intent) -> list[str]:
    """Values that a reader could not put right from the misspelt word alone."""
    return [*intent.sizes, *(brand for brand in intent.brands if len(brand) < 5)]
