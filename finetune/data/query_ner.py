"""QueryNER's labelled product queries as conversations of one message.

The 17 labels of its annotators map onto slots; where a label has no slot of its own (content,
product name, origin, time) the words go to ``features``, and a query with a product number, a bare
price word or two product types is left out, because no label of ours could be sure. The texts stay
in the data folder; nothing of them is kept in the project.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import orjson

from assistant.intent import Intent
from assistant.rules.lexicon import head_singular
from finetune.data.conversation import Conversation, MaterialError, Turn
from retrieval.values.text import fold

_FEATURES = frozenset({"modifier", "content", "shape", "origin", "time", "product_name"})
_UNSURE = frozenset({"product_number", "quantity"})
_PRICE = re.compile(r"^(?:under|below|less than|max) \$?(\d+)(?: dollars| bucks)?$")
_PRICE_WORDS = frozenset({"cheap", "affordable", "inexpensive", "free"})
_PEOPLE = {"mens": "men", "man": "men", "womens": "women", "woman": "women", "ladies": "women"}
_PEOPLE |= {
    "girl": "girls",
    "boy": "boys",
    "kid": "kids",
    "children": "kids",
    "toddlers": "toddler",
}
_PREFIX = re.compile(r"^(?:for|in|with|from|of|by) ")
_NOT = re.compile(r"^(?:without|no|not) ")


def conversations(path: Path) -> Iterator[Conversation]:
    """The queries of ``path`` (JSONL of tokens and BIO labels) that map onto slots for sure.

    Raises:
        MaterialError: A line is no labelled query.
    """
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            row = orjson.loads(line)
            tokens, labels, name = row["tokens"], row["labels"], row["id"]
        except (orjson.JSONDecodeError, KeyError, TypeError) as error:
            raise MaterialError(f"{path.name}:{number}: no labelled query: {error}") from error
        intent = intent_of(spans(tokens, labels))
        if intent is not None:
            text = " ".join(tokens)
            family = f"queryner-{intent.product_type or 'none'}"
            turn = Turn(user=text, intent=intent)
            yield Conversation(id=f"qn-{name}", source="queryner", family=family, turns=[turn])


def spans(tokens: list[str], labels: list[str]) -> list[tuple[str, str]]:
    """(label, words) of each span of a BIO sequence."""
    found: list[tuple[str, str]] = []
    for token, label in zip(tokens, labels, strict=True):
        kind = label[2:]
        if label.startswith("I-") and found and found[-1][0] == kind:
            found[-1] = (kind, f"{found[-1][1]} {token}")
        elif label != "O":
            found.append((kind, token))
    return [(kind, fold(words)) for kind, words in found]


def intent_of(found: list[tuple[str, str]]) -> Intent | None:
    """The intent of a query's spans; None where the mapping is not sure."""
    kinds = [words for kind, words in found if kind == "core_product_type"]
    if len(kinds) > 1 or any(kind in _UNSURE for kind, _ in found):
        return None
    if not kinds and not any(kind in {"creator", "product_name"} for kind, _ in found):
        return None
    slots: dict[str, object] = {"product_type": head_singular(kinds[0]) if kinds else None}
    lists: dict[str, list[str]] = {}
    for kind, words in found:
        if any(mark in words for mark in ",;>|"):
            return None
        if not _place(kind, words, slots, lists):
            return None
    return Intent.model_validate({**slots, **lists})


def _place(kind: str, words: str, slots: dict[str, object], lists: dict[str, list[str]]) -> bool:
    bare = _PREFIX.sub("", words)
    if kind == "core_product_type":
        return True
    if _NOT.match(words):
        lists.setdefault("exclude", []).append(_NOT.sub("", words))
        return True
    simple = {"creator": "brands", "color": "colors", "UoM": "sizes", "material": "materials"}
    if kind in simple:
        value = bare.removesuffix(" size") if kind == "UoM" else bare
        lists.setdefault(simple[kind], []).append(value)
    elif kind == "department":
        slots["recipient"] = _PEOPLE.get(bare, bare)
    elif kind == "occasion":
        slots["occasion"] = bare
    elif kind == "price":
        return _price(words, slots)
    elif kind in _FEATURES or kind == "condition":
        lists.setdefault("features", []).append(words)
    return True


def _price(words: str, slots: dict[str, object]) -> bool:
    if match := _PRICE.match(words):
        slots["price_max"] = float(match[1])
        slots["currency"] = "USD" if re.search(r"\$|dollar|buck", words) else None
        return True
    if words in {"on sale", "clearance", "sale"}:
        slots["on_sale"] = True
        return True
    return words in _PRICE_WORDS
