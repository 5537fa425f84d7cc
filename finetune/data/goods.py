"""Writes the words of goods that the spelling of messages is mended towards.

``python -m finetune.data.goods`` collects the values of the training labels and of the ontology
(kinds, features, materials, what is excluded) into ``assistant/rules/spelling/goods_en.txt`` and
``goods_zh.txt``, the pairs of words in those of the labels into ``pairs_en.txt``, and the commoner
ones of two characters into ``twos_zh.txt``; a test fails where they are out of date. Nothing of the
test split enters.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from assistant.intent import Intent
from assistant.rules import spelling
from finetune.data.build import MATERIAL
from finetune.data.conversation import read
from retrieval.values.text import fold, is_cjk

FOLDER = Path(spelling.__file__).parent
_FIELDS = ("features", "materials", "exclude")
_PAIRED = 2
"""In how many values a pair, or a word of two characters, must stand."""
_ONTOLOGY = ("features", "uses", "materials", "excludes", "said")


def goods(requests: Iterable[Path], ontology: Iterable[Path]) -> dict[str, list[str]]:
    """File name → its lines, in order of the alphabet."""
    labelled = list(_labelled(requests))
    values = set(labelled) | set(_listed(ontology))
    chinese = sorted(v for v in values if all(map(is_cjk, v)) and 2 <= len(v) <= 5)
    english = {word for v in values for word in v.split() if _plain(word)}
    pairs = sorted(pair for pair, count in _pairs(labelled).items() if count >= _PAIRED)
    common = Counter(value for value in labelled if len(value) == 2 and all(map(is_cjk, value)))
    twos = sorted(
        (value for value, count in common.items() if count >= _PAIRED),
        key=lambda value: (-common[value], value),
    )
    return {
        "goods_en.txt": sorted(english),
        "goods_zh.txt": chinese,
        "pairs_en.txt": pairs,
        "twos_zh.txt": twos,
    }


def _pairs(values: Iterable[str]) -> Counter[str]:
    """Two words that stand beside each other in a value → in how many they do."""
    words = (value.split() for value in values)
    return Counter(
        f"{first} {second}"
        for said in words
        for first, second in pairwise(said)
        if all(word.isascii() and word.isalpha() for word in (first, second))
    )


def _plain(word: str) -> bool:
    return len(word) > 3 and word.isascii() and word.isalpha()


def _labelled(files: Iterable[Path]) -> Iterator[str]:
    for conversation in read(sorted(files)):
        for turn in conversation.turns:
            if turn.intent is not None:
                yield from _values(turn.intent)


def _values(intent: Intent) -> Iterator[str]:
    if intent.product_type:
        yield fold(intent.product_type)
    for name in _FIELDS:
        yield from map(fold, getattr(intent, name))


def _listed(files: Iterable[Path]) -> Iterator[str]:
    for path in files:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield fold(row["type"])
            for name in _ONTOLOGY:
                yield from map(fold, row.get(name, ()))


def ours() -> dict[str, list[str]]:
    """The files as our material makes them."""
    return goods((MATERIAL / "requests").glob("*.jsonl"), (MATERIAL / "ontology").glob("*.jsonl"))


if __name__ == "__main__":
    for name, lines in ours().items():
        (FOLDER / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
