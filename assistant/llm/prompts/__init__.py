"""The prompts, as versioned files, and how one request to the model is put together.

A request is a short header, the worked examples nearest to the message, and the message. A fixed
list of fifteen examples made a 270M base model copy whichever came last; the four nearest of a bank
of some 150 made it a usable parser (``docs/decisions.md`` has the figures). What
was given up is a shared prompt prefix: about 120 tokens of prompt are read anew for each message.

The messages are the same for every server. An instruct model behind ``AISLE_LLM_URL`` renders them
with its own chat template; the embedded base model renders them with ``intent_v1.jinja``.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, NamedTuple

from retrieval.values.text import fold

PROMPT_VERSION = "intent_v1"
NEAREST = 4
_WORDS = re.compile(r"[a-z0-9'’]+|[\u3400-\u9fff]")


class Example(NamedTuple):
    """A worked example: a message and the change it asks for, in the compact form."""

    message: str
    change: Mapping[str, Any]


def _text(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


@lru_cache(maxsize=2)
def chat_template(version: str = PROMPT_VERSION) -> str:
    """The Jinja template by which the embedded model sees the messages as plain text."""
    return _text(f"{version}.jinja").rstrip("\n")


@lru_cache(maxsize=2)
def header(style: str) -> str:
    """The system message: ``base`` for a base model, ``chat`` for an instruct model."""
    return _text(f"{PROMPT_VERSION}.{style}.md").strip()


@lru_cache(maxsize=1)
def examples() -> tuple[Example, ...]:
    """The bank of worked examples."""
    lines = _text(f"{PROMPT_VERSION}.examples.jsonl").splitlines()
    rows = (json.loads(line) for line in lines if line.strip())
    return tuple(Example(row["message"], row["change"]) for row in rows)


class _Bank(NamedTuple):
    vectors: tuple[Mapping[str, float], ...]
    idf: Mapping[str, float]
    unseen: float


def _grams(message: str) -> Counter[str]:
    """Words, word pairs and (Latin script) 4-character pieces: typos still meet their example."""
    folded = fold(message)
    words = _WORDS.findall(folded)
    grams = Counter(words)
    grams.update(f"{a} {b}" for a, b in pairwise(words))
    grams.update(
        f"#{piece}"
        for start in range(len(folded) - 3)
        if (piece := folded[start : start + 4]).isascii()
    )
    return grams


def _vector(grams: Counter[str], idf: Mapping[str, float], unseen: float) -> dict[str, float]:
    raw = {gram: (1 + math.log(n)) * idf.get(gram, unseen) for gram, n in grams.items()}
    norm = math.sqrt(sum(value * value for value in raw.values())) or 1.0
    return {gram: value / norm for gram, value in raw.items()}


@lru_cache(maxsize=1)
def _bank() -> _Bank:
    grams = [_grams(example.message) for example in examples()]
    counts = Counter(gram for row in grams for gram in row)
    idf = {gram: math.log((1 + len(grams)) / (1 + n)) for gram, n in counts.items()}
    unseen = math.log(1 + len(grams))
    return _Bank(tuple(_vector(row, idf, unseen) for row in grams), idf, unseen)


def nearest(message: str, count: int = NEAREST) -> list[Example]:
    """The ``count`` examples most like ``message`` (cosine of TF-IDF), the nearest one last."""
    bank = _bank()
    query = _vector(_grams(message), bank.idf, bank.unseen)
    scores = [
        sum(value * vector.get(gram, 0.0) for gram, value in query.items())
        for vector in bank.vectors
    ]
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], i))[:count]
    return [examples()[i] for i in reversed(order)]


def conversation(message: str, *, style: str, count: int = NEAREST) -> list[tuple[str, str]]:
    """The chat messages (role, content) that ask for the change ``message`` makes.

    Args:
        message: The shopper's words, already made safe by ``sanitise``.
        style: ``base`` or ``chat``.
        count: How many worked examples to show.
    """
    chat = [("system", header(style))]
    for example in nearest(message, count):
        chat.append(("user", example.message))
        change = json.dumps(dict(example.change), ensure_ascii=False, separators=(",", ":"))
        chat.append(("assistant", change))
    chat.append(("user", message))
    return chat
