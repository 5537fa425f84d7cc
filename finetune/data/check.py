"""Finds what is wrong with hand-labelled conversations before they are trained on.

``python -m finetune.data.check FILE…`` prints one line a fault and exits 1 where there is any. It
checks what code can check: the shape, lower case, that a value was said (what is excluded may be
said by pointing at a shown title), that the state is carried as the contract has it. Whether a
label is *right* stays with whoever writes it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from assistant.change import NAMING, NEED
from assistant.intent import Intent
from assistant.llm.heard import heard
from finetune.data.conversation import Conversation, MaterialError, read
from retrieval.values.text import fold

VALUES: tuple[str, ...] = ("brands", "exclude_brands", "colors", "exclude_colors", "sizes")
VALUES += ("materials", "features", "exclude")
_CARRIED = (*VALUES, "occasion", "recipient", "price_min", "price_max", "min_rating", "on_sale")


def problems(conversation: Conversation) -> Iterator[str]:
    """What is wrong with ``conversation``, a line each."""
    said, before = "", Intent()
    titles, shown = "", 0
    for number, turn in enumerate(conversation.turns, start=1):
        if turn.user is None or turn.intent is None:
            titles = " ".join([titles, *turn.shown])
            shown = len(turn.shown) or shown
            continue
        said = f"{said} {turn.user}"
        intent = turn.intent
        if intent.query or intent.language != "en":
            yield f"turn {number}: leave 'query' and 'language' out"
        yield from (f"turn {number}: {fault}" for fault in _values(intent, said, titles))
        if intent.refers_to and max(intent.refers_to) > max(shown, 1):
            yield f"turn {number}: refers_to {intent.refers_to} but {shown} products were shown"
        if intent.action == "refine" and before == Intent():
            yield f"turn {number}: refine with nothing to refine (the first need is search)"
        if intent.action == "reset" and intent != Intent(action="reset"):
            yield f"turn {number}: reset clears everything"
        if intent.action not in NEED and intent.action != "reset":
            yield from _carried(number, before, intent)
        before = intent if intent.action in NEED else before
        before = Intent() if intent.action == "reset" else before


def _values(intent: Intent, said: str, titles: str) -> Iterator[str]:
    single = [("product_type", intent.product_type), ("occasion", intent.occasion)]
    single += [("recipient", intent.recipient)]
    values = [(name, value) for name, value in single if value is not None]
    values += [(name, value) for name in VALUES for value in getattr(intent, name)]
    for name, value in values:
        if value != fold(value) or not value:
            yield f"{name} {value!r} is not lower case or has stray spaces"
        if any(mark in value for mark in ",;|\n>") or any(c.isupper() for c in value):
            yield f"{name} {value!r} has a mark that a value cannot have"
        words = f"{said} {titles}" if name.startswith("exclude") else said
        if name not in {"recipient", "occasion"} and not heard(value, words):
            yield f"{name} {value!r} was not said (a corrected typo is fine; look again)"


def _carried(number: int, before: Intent, intent: Intent) -> Iterator[str]:
    if intent.action == "similar":
        return
    # A product named outright stands in for the type, for this turn.
    named = intent.action in NAMING and not intent.refers_to and intent.product_type is not None
    for name in _CARRIED if named else ("product_type", *_CARRIED):
        if getattr(intent, name) != getattr(before, name):
            yield f"turn {number}: {intent.action} must carry {name} {getattr(before, name)!r}"


def main(paths: list[str]) -> int:
    """Print what is wrong with ``paths``; 0 where nothing is, 1 where something is."""
    count, faults, ids = 0, 0, set[str]()
    try:
        for conversation in read([Path(path) for path in paths]):
            count += 1
            found = list(problems(conversation))
            if conversation.id in ids:
                found.append("its id stands there twice")
            ids.add(conversation.id)
            for fault in found:
                faults += 1
                sys.stdout.write(f"{conversation.id}: {fault}\n")
    except MaterialError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{count} conversations, {faults} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
