"""Writes the brands that the rules know, beside those of a shop's own catalogue.

``python -m finetune.data.brands`` collects the brands of the training labels into
``assistant/rules/brands.txt``: a line each, with ``?`` before those that are everyday words as well
("head", 水星) and count only beside a cue. A word that is frequent in its language may still be
nothing but a brand ("adidas"): it is, where most of our messages that have it mean the brand. A
test fails where the file is out of date. Nothing of the test split enters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from wordfreq import zipf_frequency

from assistant.change import NEED
from assistant.rules.lexicon import BRANDS, matcher
from assistant.rules.vocabulary import Vocabulary
from finetune.data.build import MATERIAL
from finetune.data.conversation import Conversation, read
from retrieval.values.text import fold, is_cjk

_EVERYDAY = {"en": 3.0, "zh": 3.3}
"""Zipf frequency (log10 of uses in a billion words) from which a word is an everyday one."""
_ALL_EVERYDAY = 4.0
"""The same for each word of a brand of several."""
_OFTEN, _MOSTLY = 3, 0.8
"""Messages that mean a brand, and their share of those with its word, from which it is sure."""


def brands(conversations: Iterable[Conversation]) -> list[str]:
    """The lines of the file, in order of the alphabet."""
    meant, said = Counter[str](), Counter[str]()
    messages = []
    for conversation in conversations:
        for message, labelled in _messages(conversation):
            meant.update(labelled)
            messages.append(message)
    named = {brand for brand in meant if 1 < len(brand) <= 40 and any(map(str.isalpha, brand))}
    pattern = matcher(named)
    for message in messages:
        said.update({found[0] for found in pattern.finditer(message)})
    kinds = Vocabulary().known_types
    return sorted(
        brand if _sure(brand, kinds, meant[brand], said[brand]) else f"?{brand}" for brand in named
    )


def _messages(conversation: Conversation) -> Iterator[tuple[str, set[str]]]:
    """Each message, folded, and the brands that came up with it."""
    before: set[str] = set()
    for turn in conversation.turns:
        if turn.user is not None and turn.intent is not None:
            now = {fold(one) for one in (*turn.intent.brands, *turn.intent.exclude_brands)}
            if turn.intent.action in NEED:  # "add the bosch" points at a product
                yield fold(turn.user), now - before
            before = now


def _sure(brand: str, kinds: frozenset[str], meant: int, said: int) -> bool:
    """Whether the word is the brand wherever it stands."""
    if brand in kinds or len(brand) < 3 - is_cjk(brand):
        return False
    if meant >= _OFTEN and meant >= _MOSTLY * said:
        return True
    if is_cjk(brand):
        return bool(zipf_frequency(brand, "zh") < _EVERYDAY["zh"])
    words = brand.split()
    least = _EVERYDAY["en"] if len(words) == 1 else _ALL_EVERYDAY
    return any(zipf_frequency(word, "en") < least for word in words)


def ours() -> list[str]:
    """The file as our material makes it."""
    return brands(read(sorted((MATERIAL / "requests").glob("*.jsonl"))))


if __name__ == "__main__":
    Path(BRANDS).write_text("".join(f"{line}\n" for line in ours()), encoding="utf-8")
