"""Which conversation goes to training and which to validation, and that test stays far from both.

Families (a template's or a theme's conversations) and product types are dealt by a hash of their
name, so that the deal does not change when rows are added, and a family or a type of validation is
never trained on. The test split is written by others and read from its own files.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from finetune.data.conversation import Conversation
from retrieval.values.text import fold, is_cjk

NEAR = 0.9
"""Two messages this alike (normalised Indel similarity, rapidfuzz) are the same request."""

_SHORTEST = 16
_SHORTEST_CHINESE = 7
_CHUNK = 512


def held(name: str, share: float, *, salt: str = "dev") -> bool:
    """Whether ``name`` is among the ``share`` (0 to 1) of names that are held out."""
    digest = hashlib.sha256(f"{salt}:{name}".encode()).digest()
    return int.from_bytes(digest[:4]) < share * 2**32


def held_family(conversation: Conversation, share: float) -> bool:
    """Whether the family of ``conversation`` is held out."""
    return held(f"{conversation.source}:{conversation.family}", share)


def held_kind(kind: str, share: float) -> bool:
    """Whether the product type ``kind`` is held out."""
    return held(f"type:{kind}", share, salt="type")


def kinds(conversation: Conversation) -> set[str]:
    """The product types of ``conversation``."""
    return {
        turn.intent.product_type
        for turn in conversation.turns
        if turn.intent is not None and turn.intent.product_type
    }


def telling(message: str) -> bool:
    """Whether a message is long enough to be somebody's own: everybody says "thanks"."""
    text = fold(message)
    return len(text) >= (_SHORTEST_CHINESE if is_cjk(text) else _SHORTEST)


def near_duplicates(
    messages: Sequence[str], held_out: Iterable[str], *, near: float = NEAR
) -> list[bool]:
    """Whether each of ``messages`` is nearly one of ``held_out``. Short messages never are.

    Args:
        messages: Messages of the training split, shape (n,).
        held_out: Messages of validation and test.
        near: The least similarity that counts, 0 to 1.
    """
    others = sorted({fold(message) for message in held_out if telling(message)}, key=len)
    lengths = [len(other) for other in others]
    flags = [False] * len(messages)
    asked = sorted(
        (len(text), place, text)
        for place, message in enumerate(messages)
        if telling(message)
        for text in [fold(message)]
    )
    for start in range(0, len(asked), _CHUNK):
        part = asked[start : start + _CHUNK]
        # 2·common / (n + m) ≥ near needs n and m within near / (2 - near) of each other.
        ratio = near / (2 - near)
        first = bisect_left(lengths, part[0][0] * ratio)
        last = bisect_right(lengths, part[-1][0] / ratio)
        if first == last:
            continue
        scores = process.cdist(
            [text for _, _, text in part],
            others[first:last],
            scorer=Indel.normalized_similarity,
            score_cutoff=near,
            dtype=np.float32,
        )
        for (_, place, _), best in zip(part, scores.max(axis=1), strict=True):
            flags[place] = bool(best >= near)
    return flags
