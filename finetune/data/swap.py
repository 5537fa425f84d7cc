"""Other values in the same sentence: "red wool scarf" as "teal linen doormat", label and all.

A few thousand hand-written requests name each brand and each kind a few times, so that a small
model learns the words instead of how people put them. Here a value that stands literally in what
the shopper typed gives way to another of the same slot and form, in the messages, the titles shown
and the labels. Odd pairs come of it ("waterproof cardigan"), which is the point: what a word is has
to be read off its place. Entity replacement: Dai and Adel, "An analysis of simple data augmentation
for named entity recognition" (COLING 2020).

Features are swapped half as often, only beside a product type, and for those of one form: "with
pockets" for "with a lid", 防水 for 防滑. Chinese ones without such a form stay.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assistant.intent import Intent
from finetune.data.check import problems
from finetune.data.conversation import Conversation, Turn
from retrieval.values import is_cjk

_SLOTS = {
    "product_type": "kind",
    "brands": "brand",
    "exclude_brands": "brand",
    "colors": "color",
    "exclude_colors": "color",
    "materials": "material",
    "features": "feature",
}
_WORDS = frozenset(
    [
        *("with", "without", "for", "in", "of", "to", "from", "on", "that", "no", "not", "non"),
        *("anti", "under", "over", "easy", "made", "low", "high"),
    ]
)
_HEADS, _TAILS = "带有可能不无防免双多大小高低自", "用款式型的味感风边"
_FEATURES = 0.5
"""How often a feature is swapped, against other values."""
_PLURAL = re.compile(r"(s|x|z|ch|sh)$")

Pool = Mapping[tuple[str, str], Sequence[str]]
"""Language and form → the values that have it, in order of the alphabet."""


def pool_of(conversations: Iterable[Conversation]) -> Pool:
    """The values that the labels of ``conversations`` have."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for conversation in conversations:
        for turn in conversation.turns:
            for slot, value in _values(turn.intent):
                if form := _form(slot, value):
                    found[conversation.language, form].add(value)
    return {form: sorted(values) for form, values in found.items()}


def swapped(
    conversation: Conversation, pool: Pool, rng: random.Random, *, share: float
) -> Conversation:
    """``conversation`` with other values; itself where none can be swapped.

    Args:
        conversation: A labelled conversation.
        pool: Where the other values come from.
        rng: Makes the choice.
        share: The part of the values that is swapped, 0 to 1.
    """
    changed = conversation
    for slot, value in dict.fromkeys(
        pair for turn in conversation.turns for pair in _values(turn.intent)
    ):
        others = pool.get((conversation.language, _form(slot, value)), ())
        likely = share if slot != "features" else _FEATURES * share * _typed(conversation)
        if rng.random() >= likely or len(others) < 2 or not _alone(changed, slot, value):
            continue
        other = rng.choice(others)
        tried = _replaced(changed, slot, value, other)
        if other != value and tried is not None and not any(problems(tried)):
            changed = tried
    return changed


def _values(intent: Intent | None) -> list[tuple[str, str]]:
    if intent is None:
        return []
    found = [(slot, getattr(intent, slot)) for slot in _SLOTS if slot != "product_type"]
    kind = [("product_type", intent.product_type)] if intent.product_type else []
    return kind + [(slot, value) for slot, values in found for value in values]


def _typed(conversation: Conversation) -> bool:
    """Whether every message is about a product type: nothing vague turns on a feature."""
    return all(turn.intent is None or turn.intent.product_type for turn in conversation.turns)


def _form(slot: str, value: str) -> str:
    """What a value has to have in common with the one that it stands in for; "" if it stays."""
    kind = _SLOTS[slot]
    if kind != "feature":
        return f"{kind} {'zh' if is_cjk(value) else 'en'}"
    if any(c.isdigit() for c in value):
        return ""
    if is_cjk(value):
        head = value[0] if value[0] in _HEADS else ""
        tail = value[-1] if value[-1] in _TAILS else ""
        return f"feature {head}…{tail}" if head or tail else ""
    first, *rest = value.split()
    if first in _WORDS:
        return f"feature {first}"
    return "" if rest else f"feature {first[-2:] if first.endswith(('ed', 'ng', 'le')) else ''}"


def _alone(conversation: Conversation, slot: str, value: str) -> bool:
    """Whether no value of another slot holds ``value``: swapping it touches nothing else."""
    for turn in conversation.turns:
        if turn.intent is None:
            continue
        intent = turn.intent
        others = [*_values(intent), *(("exclude", one) for one in intent.exclude)]
        others += [("one", one) for one in (intent.occasion, intent.recipient) if one]
        others += [("size", one) for one in intent.sizes]
        if any(value in one for name, one in others if (name, one) != (slot, value)):
            return False
    return True


def _replaced(conversation: Conversation, slot: str, value: str, other: str) -> Conversation | None:
    """``value`` replaced in texts and labels; None where the shopper did not type it as it is."""
    pattern = _pattern(slot, value)
    turns: list[Turn] = []
    typed = False
    for turn in conversation.turns:
        if turn.user is None or turn.intent is None:
            shown = [pattern.sub(lambda m: _written(m, other), title) for title in turn.shown]
            turns.append(turn.model_copy(update={"shown": shown}))
            continue
        user = pattern.sub(lambda m: _written(m, other), turn.user)
        typed = typed or user != turn.user
        has = (slot, value) in _values(turn.intent)
        if has and not typed:
            return None
        label = turn.intent.model_copy(update=_label(turn.intent, slot, value, other))
        turns.append(
            turn.model_copy(update={"user": user, "intent": label if has else turn.intent})
        )
    return conversation.model_copy(update={"turns": turns})


def _label(intent: Intent, slot: str, value: str, other: str) -> dict[str, Any]:
    if slot == "product_type":
        return {slot: other}
    kept = [other if one == value else one for one in getattr(intent, slot)]
    return {slot: list(dict.fromkeys(kept))}


def _pattern(slot: str, value: str) -> re.Pattern[str]:
    if is_cjk(value):
        return re.compile(f"(?P<value>{re.escape(value)})", re.IGNORECASE)
    more = "(?P<more>e?s)?" if slot == "product_type" else ""
    return re.compile(
        rf"(?:\b(?P<article>an?)(?P<gap>\s+))?(?<!\w)(?P<value>{re.escape(value)}){more}(?!\w)",
        re.IGNORECASE,
    )


def _written(found: re.Match[str], other: str) -> str:
    """``other`` written as the value it replaces: plural, capital, article."""
    groups = found.groupdict()
    text = other
    if groups.get("more"):
        text += "es" if _PLURAL.search(other) else "s"
    if found["value"][:1].isupper():
        text = text.upper() if found["value"].isupper() and len(text) > 1 else text.title()
    if article := groups.get("article"):
        text = f"{article[0]}{'n' if other[0] in 'aeiou' else ''}{groups['gap']}{text}"
    return text
