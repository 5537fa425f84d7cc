"""What a shopper says of themselves: facts to keep, tags to take off, the switch, the eraser.

A message is read so only where the whole of it is such a sentence and every value in it is one the
shop knows as a brand, colour, material, category or (after "size") a size: "I never buy leather",
not "I never buy online". Anything else goes to the intent parser as before. Deleting takes two
messages: the second, offered as a chip, says it in full.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from assistant.categories import leaf, path_key
from assistant.profiles.model import TagKind
from retrieval.shelves import shelf_name
from retrieval.values.colors import color_mentions
from retrieval.values.materials import material_mentions
from retrieval.values.phrases import Mention
from retrieval.values.sizes import size_key
from retrieval.values.text import fold, singular

Wish = Literal["never", "always", "size", "unlike", "show", "off", "on", "forget", "confirm"]
_VALUED = frozenset({"never", "always", "size", "unlike"})
_ENDS = re.compile(
    r"^(?:please|hi|hello|hey|and|also|ok|okay|by the way|btw|请|对了)?[\s,，]*"
    r"|[\s,，]*(?:please|thanks|thank you|谢谢)?[\s.!?。！？~]*$"
)
_SIZED = re.compile(r"size (?P<after>.+)|(?P<before>.+?)码")
_TAKES_BACK = re.compile(
    r"(?:(?:no|actually|wait|sorry)[, ]+)*(?:forget|undo|scratch|delete|remove|take back) "
    r"(?:that|it|what i (?:just )?said)(?: again)?"
    r"|(?:算了[,，]?)?(?:忘了|忘掉|撤销)(?:它|这个|刚才的|刚才说的)(?:吧)?"
)
"""The shopper's second thought about what they just said of themselves."""
_BETWEEN = re.compile(r"\s*(?:,|，|、|;|\band\b|\bor\b|\bnor\b|和|或者|或|跟)\s*")


@dataclass(frozen=True)
class OwnWords:
    """What is asked, and of which tags."""

    wish: Wish
    tags: tuple[tuple[TagKind, str], ...] = ()


def own_words(
    message: str, brands: Collection[str], categories: Collection[str]
) -> OwnWords | None:
    """What a message says of the shopper, or None where it is not about them.

    Args:
        message: as said.
        brands: the shop's, as it writes them.
        categories: the shop's category paths.
    """
    if len(message) > 300:
        return None
    text = _ENDS.sub("", fold(message).replace("’", "'")).strip()
    for wish, pattern in _patterns():
        match = pattern.fullmatch(text)
        if match is None:
            continue
        if wish not in _VALUED:
            return OwnWords(wish)
        # A name may hold an "and": the whole first, then its parts.
        for parts in ([match["v"]], _BETWEEN.split(match["v"])):
            read = [
                _size(part) if wish == "size" else _tag(part, brands, categories) for part in parts
            ]
            tags = [tag for tag in read if tag is not None]
            if len(tags) == len(read):
                return OwnWords(wish, tuple(dict.fromkeys(tags)))
    return None


def taken_back(
    message: str, before: str, brands: Collection[str], categories: Collection[str]
) -> OwnWords | None:
    """What "forget that" takes back: what the shopper said of themselves right before it.

    Args:
        message: as said.
        before: the shopper's message before it.
        brands: the shop's, as it writes them.
        categories: the shop's category paths.
    """
    if _TAKES_BACK.fullmatch(_ENDS.sub("", fold(message)).strip()) is None:
        return None
    said = own_words(before, brands, categories)
    kept = said is not None and said.wish in _VALUED - {"unlike"}
    return OwnWords("unlike", said.tags) if said is not None and kept else None


@cache
def _patterns() -> list[tuple[Wish, re.Pattern[str]]]:
    file = resources.files("assistant.agent") / "own_words.toml"
    languages: dict[str, dict[Wish, list[str]]] = tomllib.loads(file.read_text("utf-8"))
    return list(_compiled(languages))


def _compiled(
    languages: dict[str, dict[Wish, list[str]]],
) -> Iterator[tuple[Wish, re.Pattern[str]]]:
    for wishes in languages.values():
        for wish, sentences in wishes.items():
            for sentence in sentences:
                yield wish, re.compile(fold(sentence).replace("{v}", "(?P<v>.{1,80}?)"))


def _size(text: str) -> tuple[TagKind, str] | None:
    value = text.strip()
    return ("size", value) if size_key(value) and len(value) <= 20 else None


def _tag(
    text: str, brands: Collection[str], categories: Collection[str]
) -> tuple[TagKind, str] | None:
    size = _SIZED.fullmatch(text.strip())
    if size is not None:
        return _size(size["before"] or size["after"])
    value = re.sub(r"^(?:the|any|a|an)\s+|\s*(?:colou?red)$|色的$", "", text.strip())
    for brand in brands:
        if fold(brand) == value:
            return "brand", brand
    spoken: tuple[tuple[TagKind, tuple[Mention, ...]], ...] = (
        ("material", material_mentions(value)),
        ("color", color_mentions(value)),
    )
    for kind, mentions in spoken:
        for mention in mentions:
            if mention.text.strip() == value and len(mention.values) == 1:
                return kind, next(iter(mention.values))
    exact = next((path for path in categories if path_key(path) == path_key(value)), None)
    if exact is not None:
        return "category", exact
    below = [path for path in categories if _called(path, value)]
    return ("category", min(below, key=lambda path: (path.count(">"), path))) if below else None


def _called(path: str, value: str) -> bool:
    """Whether a category goes by this name: the shop's own, or the one it is shown under."""
    return singular(fold(leaf(path))) == singular(value) or fold(shelf_name(path, "zh")) == value
