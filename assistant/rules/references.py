"""Places in the list last shown: "the second one", "the first two", 第二个, "the last one"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.references import name_score
from assistant.rules.line import Line
from assistant.rules.numbers import value

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}
_ORDINALS |= {"seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4, "5": 5}
_ORD = rf"(?:{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"
_AND = r"(?:\s?(?:,|and|&|or|vs\.?|versus|with|to)\s(?:the\s)?)"
_ONE = r"(?:\s(?:one|ones|item|items|product|option|result|choice|pair))?"
_LEADING = re.compile(
    r"(?:the\s)?(?P<side>first|top|last)\s(?P<n>two|three|four|five|[2-5])(?![\w%])" + _ONE
)
_CHINESE_LEADING = re.compile(r"(?P<side>前|最?后)(?P<n>[两二三四五2-5])[个款件样双条台]")
_PLACES = re.compile(rf"(?:the\s)?(?P<a>{_ORD}){_ONE}(?:{_AND}{_ORD}{_ONE})*(?![a-z])")
_NUMBERS = re.compile(
    r"(?:(?:item|number|option|product|no\.?|nr\.?)s?\s?#?|#)(?P<a>\d{1,2})"
    r"(?:\s?(?:,|and|&|or|vs\.?|with|to)\s(?:(?:item|number|option|product|no\.?)\s?)?#?\d{1,2})*"
    r"(?![\w.])"
)
_NUMBER_WORD = re.compile(r"(?:number|option|item)\s(?P<w>one|two|three|four|five)(?![a-z])")
_CHINESE = re.compile(
    r"第(?P<b>[一二两三四五六七八九十]|\d{1,2})[个款件样双条台只种张]?|^(?P<a>[一二三四五六\d])号(?!码)"
)
_LAST = re.compile(
    r"(?:the\s)?last\s(?:one|item|product|option)|最后(?:那|一|的那)?一?[个款件样双条台]|倒数第一[个款件]"
)
_MIDDLE = re.compile(r"(?:the\s)?middle\s(?:one|item|option)|中间(?:那|的)?一?[个款件]")
_BOTH = re.compile(
    r"(?:these|those|the)\stwo(?![a-z])|both(?:\sof\sthem)?(?![a-z])|(?:这|那)?两[个款件样](?!人|月|小|星)"
)
_NAMED = re.compile(
    r"(?:the|that|this)\s(?P<name>[a-z0-9][\w'&+-]*(?:\s[\w'&+-]+){0,2})\sone(?![a-z])|"
    r"(?P<zh>[\w\u4e00-\u9fff]{1,8})的?那[个款件双条台]"
)
_NOT_NAMES = {"first", "second", "third", "last", "other", "same", "next", "cheapest", "best"}


def take_references(line: Line, shown: Sequence[str]) -> list[int]:
    """The 1-based places ``line`` names, ascending, struck out of it.

    Args:
        line: The message.
        shown: Titles of the list last shown; places beyond it are kept as said when it is empty.
    """
    places: list[int] = []
    count = len(shown)
    for match in line.take(_LEADING):
        number = _COUNTS[match["n"]]
        first = 1 if match["side"] != "last" else max(1, count - number + 1)
        places += range(first, first + number)
    for match in line.take(_CHINESE_LEADING):
        number = int(value(match["n"]) or 0)
        first = 1 if match["side"] == "前" else max(1, count - number + 1)
        places += range(first, first + number)
    for match in line.take(_PLACES):
        places += [_ordinal(word) for word in re.findall(_ORD, match[0])]
    for match in line.take(_NUMBERS):
        places += [int(digits) for digits in re.findall(r"\d{1,2}", match[0])]
    for match in line.take(_NUMBER_WORD):
        places.append(_COUNTS[match["w"]])
    for match in line.take(_CHINESE):
        places.append(int(value(match["a"] or match["b"]) or 0))
    if line.take(_LAST) and count:
        places.append(count)
    if line.take(_MIDDLE) and count:
        places.append((count + 1) // 2)
    if not places and count and (both := _BOTH.search(line.rest)):
        line.strike(*both.span())
        places += [1, 2]
    if not places and shown:
        places += _by_name(line, shown)
    return sorted({place for place in places if place >= 1})


def _by_name(line: Line, shown: Sequence[str]) -> list[int]:
    """The places of "the sony one": the places of the shown titles that hold the word."""
    match = _NAMED.search(line.rest)
    if match is None:
        return []
    name = (match["name"] or match["zh"]).strip()
    if name in _NOT_NAMES:
        return []
    scores = [name_score(name, title) for title in shown]
    found = [place for place, score in enumerate(scores, 1) if score >= 88]
    if not found:
        return []
    line.strike(*match.span())
    return found[:1]


def _ordinal(word: str) -> int:
    return _ORDINALS.get(word) or int(re.sub(r"\D", "", word) or 0)
