"""What the cart does is read in the message itself, whatever the intent says (``buying.toml``).

Nothing is put into a cart without a word of buying, and in no other number than the message says:
a small model takes "the second one" for an order, and "show 5" for five pieces.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from assistant.rules.numbers import value
from retrieval.values.text import fold

_NUMBER = re.compile(r"\d{1,3}(?![\d.]\d)|[a-z]+|[一二两三四五六七八九十百]+")

_PLACE = re.compile(
    r"(?:\b(?:number|no\.?|item|option)\s?|#)\d+|第[一二三四五六七八九十\d]+[个件款]?"
)


def buys(message: str) -> bool:
    """Whether a message has a word of buying.

    Examples:
        >>> buys("add the second one"), buys("就要第二个"), buys("I'll have that")
        (True, True, True)
        >>> buys("the second one"), buys("take a look at the third"), buys("第二个")
        (False, False, False)
    """
    return _pattern("words").search(_pattern("idle").sub(" ", _text(message))) is not None


def asks(message: str) -> bool:
    """Whether a message is a question."""
    return _pattern("asks").search(_text(message)) is not None


def clears(message: str) -> bool:
    """Whether the whole cart is to be emptied.

    Examples:
        >>> clears("clear my cart"), clears("清空购物车"), clears("remove the first from my cart")
        (True, True, False)
    """
    return _pattern("clears").search(_text(message)) is not None


def sets(message: str) -> int | None:
    """The number of pieces that a line shall have from now on.

    Examples:
        >>> sets("make it 2"), sets("change that to three"), sets("改成两件"), sets("add 2")
        (2, 3, 2, None)
        >>> sets("make it blue") is None
        True
    """
    match = _pattern("sets").search(_text(message))
    if match is None:
        return None
    return _number(next(word for word in match.groupdict().values() if word))


def quantity(message: str, read: int | None) -> int:
    """How many pieces ``message`` asks for: what was read of it where it says so, else one.

    Examples:
        >>> quantity("add two of them", 2), quantity("add it", 5), quantity("add 0 of it", None)
        (2, 1, 0)
        >>> quantity("拿两个", 2), quantity("add the last one", None)
        (2, 1)
    """
    if _pattern("none").search(_text(message)):
        return 0
    return stated(message, read) or 1


def stated(message: str, read: int | None) -> int | None:
    """The number read of ``message`` where it says that number, and no message before it."""
    said = {_number(word) for word in _NUMBER.findall(_PLACE.sub(" ", _text(message)))}
    return read if read in said else None


def _number(word: str) -> int | None:
    if word in _table()["counts"]:
        return int(_table()["counts"][word])
    if word.isascii() and not word.isdigit():
        return None
    number = value(word)
    return None if number is None else int(number)


def _text(message: str) -> str:
    return fold(message).replace("’", "'")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "buying.toml").read_text("utf-8"))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    parts = [
        re.sub(r"\(\?P<(\w)>", rf"(?P<\g<1>{at}>", part) for at, part in enumerate(_table()[name])
    ]
    return re.compile("|".join(f"(?:{part})" for part in parts))
