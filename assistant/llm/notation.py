"""The notation that the fine-tuned model reads and writes: some twelve tokens for an intent.

A prompt is the need so far (one line, where there is one) and the message, twice; the answer is one
line::

    @5 running shoe Color blue Max 80
    also in red, and not nike
    also in red, and not nike
    change Color blue,red Avoid nike

Twice, because a decoder reads a word without what comes after it: when it reads the message again
it knows the whole ("pink lady apple tree" is no pink tree). Keys start with a capital and values
never hold one, so neither quotes nor separators are needed: half the tokens of the JSON that
un-tuned models write (:mod:`assistant.llm.compact`), and decoding is what a parse costs. It is
constrained by :func:`grammar`, so every answer can be read. The answer says what the message
*changes* (:class:`Change`); ``assistant.change`` applies it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.intent import Action, Intent, Sort
from assistant.llm.errors import UnusableOutputError
from retrieval.values.text import fold

VERSION = "line_v2"

ACTIONS: dict[Action, str] = {
    "search": "search",
    "refine": "change",
    "more": "more",
    "similar": "similar",
    "compare": "compare",
    "details": "details",
    "promotions": "offer",
    "cart_add": "add",
    "cart_remove": "remove",
    "cart_show": "cart",
    "reset": "reset",
    "help": "help",
    "smalltalk": "chat",
    "out_of_scope": "other",
}
LISTS: dict[str, str] = {
    "brands": "Brand",
    "exclude_brands": "Avoid",
    "colors": "Color",
    "exclude_colors": "Except",
    "sizes": "Size",
    "materials": "Material",
    "features": "Feature",
    "exclude": "Not",
}
SINGLE: dict[str, str] = {"occasion": "Event", "recipient": "For"}
NUMBERS: dict[str, str] = {
    "price_min": "Min",
    "price_max": "Max",
    "min_rating": "Rating",
    "quantity": "Count",
}
SORT_WORDS: dict[Sort, str] = {
    "price_asc": "low",
    "price_desc": "high",
    "rating": "rated",
    "popularity": "popular",
    "newest": "new",
    "discount": "discount",
}
FLAGS = ("Sale", "Ask", "Gift")
"""``Ask``: too little is said to search well; ``Gift``: the same for a gift."""

MAX_TOKENS = 80
VALUE_CHARS = 60
NEAR = "Near"
"""The key of "around 100": code makes the range of it, a small model would have to calculate."""
SAID_TWICE = 120
"""Characters of the longest message that is given twice; a longer one would cost too much time."""
_AROUND = (0.8, 1.2)
_LONGEST_LIST = 8
_LONGEST_DROP = 24
_KEY = re.compile(r"(?:^| )([A-Z][a-z]+)(?= |$)")
_PRICES = ("price_min", "price_max")
_FIELDS = {key: name for name, key in (LISTS | SINGLE | NUMBERS).items()}
_SORTS = {word: sort for sort, word in SORT_WORDS.items()}
_ACTIONS = {word: action for action, word in ACTIONS.items()}
_UNWRITABLE = re.compile(r"[,;<>\s]+")


@dataclass(frozen=True)
class Change:
    """What one message changes.

    ``slots`` maps Intent fields to values; ``refs`` are places ("2", "last", "all") or words of a
    shown title; ``drop`` names keys in lower case ("color", "price") or single values to give up.
    """

    action: Action = "search"
    slots: Mapping[str, Any] = field(default_factory=dict)
    refs: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    vague: bool = False
    gift: bool = False


def write(change: Change) -> str:
    """``change`` as the model writes it, without the line's end.

    Examples:
        >>> write(Change("refine", {"colors": ["red"], "price_max": 50.0}))
        'change Color red Max 50'
    """
    return " ".join([ACTIONS[change.action], *_words(change.slots, change)])


def write_need(need: Intent, *, vague: bool, gift: bool, shown: int) -> str:
    """The need so far and how many products are shown, as the prompt gives them."""
    default = Intent()
    slots = {
        name: value
        for name in ("product_type", *LISTS, *SINGLE, *NUMBERS, "currency", "on_sale", "sort")
        if (value := getattr(need, name)) != getattr(default, name)
    }
    return " ".join([f"@{shown or ''}", *_words(slots, Change(vague=vague, gift=gift))])


def prompt(need: str, message: str) -> str:
    """What the model is given: ``need`` (see :func:`write_need`; empty at the start), the message.

    The message is folded into one line, so that it cannot pass itself off as the need. It is given
    twice, if it is no longer than `SAID_TWICE`.
    """
    line = " ".join(message.split()).lstrip("@ ") or "?"
    said = [line] * (2 if len(line) <= SAID_TWICE else 1)
    return "\n".join([*([need] if need else []), *said, ""])


def readable(text: str) -> bool:
    """Whether ``text`` is a line of the notation."""
    try:
        read(text)
    except UnusableOutputError:
        return False
    return True


def read(text: str) -> Change:
    """The change that the model wrote as ``text``.

    Raises:
        UnusableOutputError: It is no line of the notation.
    """
    line = " ".join(text.split())
    marks = list(_KEY.finditer(line))
    head = line[: marks[0].start()] if marks else line
    word, _, kind = head.partition(" ")
    if word not in _ACTIONS:
        raise UnusableOutputError(f"unknown action in {line[:60]!r}")
    slots: dict[str, Any] = {"product_type": fold(kind)} if kind.strip() else {}
    refs: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    flags = set()
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(line)
        key, value = mark.group(1), line[mark.end() : end].strip()
        if key in FLAGS:
            flags.add(key)
        elif not value:
            continue
        elif key == "Ref":
            refs = _values(value)
        elif key == "Drop":
            drop = _values(value, _LONGEST_DROP)
        else:
            slots |= _slot(key, value)
    if "Sale" in flags:
        slots["on_sale"] = True
    gift = "Gift" in flags
    return Change(_ACTIONS[word], slots, refs, drop, gift or "Ask" in flags, gift)


def grammar() -> str:
    """The GBNF that constrains decoding (llama.cpp, and vLLM through xgrammar)."""
    actions = " | ".join(f'"{word}"' for word in ACTIONS.values())
    lists = " | ".join(f'"{key}"' for key in [*LISTS.values(), "Ref", "Drop"])
    singles = " | ".join(f'"{key}"' for key in SINGLE.values())
    numbers = " | ".join(f'"{key}"' for key in (NEAR, *NUMBERS.values()))
    flags = " | ".join(f'"{key}"' for key in FLAGS)
    sorts = " | ".join(f'"{word}"' for word in SORT_WORDS.values())
    return "\n".join(
        [
            'root ::= action ( " " value )? slot* "\\n"',
            f"action ::= {actions}",
            'slot ::= " " ( list | single | number | sort | currency | flag )',
            f'list ::= ( {lists} ) " " value ( "," value )*',
            f'single ::= ( {singles} ) " " value',
            f'number ::= ( {numbers} ) " " [0-9]+ ( "." [0-9]+ )?',
            f'sort ::= "Sort " ( {sorts} )',
            'currency ::= "Currency " [a-z] [a-z] [a-z]',
            f"flag ::= {flags}",
            "value ::= [^A-Z,<>\\n ] [^A-Z,<>\\n]*",
            "",
        ]
    )


def _words(slots: Mapping[str, Any], change: Change) -> list[str]:
    words: list[str] = []
    if kind := slots.get("product_type"):
        words.append(_value(kind))
    for name, key in LISTS.items():
        if values := slots.get(name):
            words += [key, ",".join(_value(value) for value in values)]
    for name, key in SINGLE.items():
        if value := slots.get(name):
            words += [key, _value(value)]
    near = _near(slots.get("price_min"), slots.get("price_max"))
    if near is not None:
        words += [NEAR, _figure(near)]
    for name, key in NUMBERS.items():
        if (number := slots.get(name)) is not None and not (near and name in _PRICES):
            words += [key, _figure(number)]
    return [*words, *_closed_words(slots, change)]


def _closed_words(slots: Mapping[str, Any], change: Change) -> list[str]:
    words: list[str] = []
    if currency := slots.get("currency"):
        words += ["Currency", currency.lower()]
    if slots.get("on_sale"):
        words.append("Sale")
    if (sort := slots.get("sort")) in SORT_WORDS:
        words += ["Sort", SORT_WORDS[sort]]
    if change.refs:
        words += ["Ref", ",".join(change.refs)]
    if change.drop:
        words += ["Drop", ",".join(_value(value) for value in change.drop)]
    if change.gift:
        words.append("Gift")
    elif change.vague:
        words.append("Ask")
    return words


def _slot(key: str, value: str) -> dict[str, Any]:
    name = _FIELDS.get(key, key)
    if key == "Sort":
        return {"sort": _SORTS[value]} if value in _SORTS else {}
    if key == "Currency":
        return {"currency": value.upper()} if len(value) == len("usd") else {}
    if key == NEAR or key in NUMBERS.values():
        return _number(name, value)
    if key in LISTS.values():
        return {name: list(_values(value))}
    return {name: fold(value)[:VALUE_CHARS]} if key in SINGLE.values() else {}


def _near(low: float | None, high: float | None) -> float | None:
    """The amount that the range low..high is "around", if it is."""
    if not low or not high:
        return None
    middle = round(high / _AROUND[1], 2)
    return middle if (low, high) == _range(middle) else None


def _range(middle: float) -> tuple[float, float]:
    low, high = _AROUND
    return round(low * middle, 2), round(high * middle, 2)


def _figure(number: float) -> str:
    return (
        f"{number:.0f}" if float(number).is_integer() else f"{number:.2f}".rstrip("0").rstrip(".")
    )


def _number(name: str, value: str) -> dict[str, Any]:
    try:
        number = float(value)
    except ValueError:
        return {}
    if name == NEAR:
        return dict(zip(_PRICES, _range(number), strict=True))
    if name == "quantity":
        return {name: int(number)} if number >= 1 else {}
    return {name: number}


def _value(text: str) -> str:
    return _UNWRITABLE.sub(" ", fold(text)).strip()


def _values(text: str, most: int = _LONGEST_LIST) -> tuple[str, ...]:
    values = (fold(part)[:VALUE_CHARS] for part in text.split(","))
    return tuple(dict.fromkeys(value for value in values if value))[:most]
