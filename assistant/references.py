"""Places in the list last shown, as a message says them and as numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from retrieval.values import color_families
from retrieval.values.text import fold, is_cjk

_LAST = re.compile(r"\blast\b|最后|末尾|最末")
_WORD = re.compile(r"[a-z0-9][a-z0-9'+.-]*|[\u3400-\u9fff]{2,}")
_PLACE = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|\d+(?:st|nd|rd|th)|number|no\.?|#|both|all|top|two"
    r"|three|\d{1,2})\b|#\d|第|前[两二三四]|[一二三四五六]号|都|两"
)
_ORDINAL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|\d+(?:st|nd|rd|th)|number \d|no\.? ?\d|both)\b|#\d"
    r"|第|前[两二三四]|头一|倒数|[一二三四五六]号"
)
_LATIN = re.compile(r"[a-z0-9][a-z0-9'+.&-]*")
_RUN = re.compile(r"[\u3400-\u9fff]+")
_ONE = frozenset("红橙黄绿青蓝紫黑白灰粉金银棕大小")
"""Characters that are a name by themselves: "the green one"."""
_LONGEST = 8
_IT = re.compile(r"\b(?:it|this|that)\b|它|这[个款件双]")
_QUANTITY = re.compile(
    r"\b(?:\d{1,2}|two|three|four|five|six)\s+(?:pieces\s+)?of\s+(?:them|it|those|these)\b"
    r"|\bx\s?\d{1,2}\b|\b\d{1,2}\s?x\b"
    r"|(?<![第前后这那头])(?:[两二三四五六]|\d{1,2})\s?[件双条只台套份]"
)
"""A number of pieces: "add it, two of them" counts nothing in the list."""
_PIECES = re.compile(rf"{_QUANTITY.pattern}|[一两二三四五六七八九十\d]+\s?[包盒瓶袋个支罐箱卷]")
_SEVERAL = re.compile(r"\b(?:all|both|these)\b|都|全部|全要|俩")
_LISTED_FIGURE = re.compile(r"(?<![\w.$€£¥-])\d{1,2}(?![\w.%-])")
"""A figure by itself, no part of a size, a price or a model."""
_AROUND = re.compile(
    r"\b(?:please|add|buy|take|get|order|i'?ll|i|want|have|to|my|the|cart|basket|ok|and|then)\b|[!.,?]"
)
_LEADING = re.compile(
    r"\b(?:top|first|these|those|the)\s(?:two|three|[23])\b|\b(?:item|option|product|nr\.?)s?\s?\d"
)
_WORDS = frozenset({"last", "all", "it"})
_NAME_SCORE = 84


def places(refs: Sequence[str], shown: Sequence[str], pointed: Sequence[str] = ()) -> list[int]:
    """The 1-based places that ``refs`` point at in ``shown``, ascending.

    Places beyond the list are kept only where no list is known. "it" is what was pointed at last,
    whose titles are ``pointed``.
    """
    found: set[int] = set()
    for ref in refs:
        if ref.isdecimal():
            place = int(ref)
            if place >= 1 and (place <= len(shown) or not shown):
                found.add(place)
        elif ref == "last":
            found |= {len(shown)} if shown else set()
        elif ref == "all":
            found |= set(range(1, len(shown) + 1))
        elif ref == "it":
            found |= {place for place, title in enumerate(shown, 1) if title in pointed}
        else:
            found |= set(_named(ref, shown))
    return sorted(found)


def says_it(message: str, shown: Sequence[str]) -> bool:
    """Whether ``message`` points by "it" or "that one" alone, at what was just talked about.

    Examples:
        >>> shown = ["Teal scarf", "Dad mug"]
        >>> says_it("add it", shown), says_it("add that teal one", shown), says_it("它防水吗", [])
        (True, False, True)
        >>> says_it("add it to my cart, two of them", shown), says_it("add it and the two", shown)
        (True, False)
    """
    text = _QUANTITY.sub(" ", fold(message))
    if not _IT.search(text) or _LAST.search(text) or _PLACE.search(_IT.sub(" ", text)):
        return False
    if color_families(text):
        return False
    titles = fold(" ".join(shown))
    return not any(len(word) > 2 and word in titles for word in _WORD.findall(text))


def said_places(
    message: str, refs: Sequence[int], count: int, *, bare: bool = False
) -> tuple[int, ...]:
    """The places that ``message`` itself says, by number, ordinal, "last" or "all".

    Where it says places at all, those a reader found count too; where it only describes ("the
    rain boots", "two of them"), none.

    Args:
        message: What the shopper wrote.
        refs: The places a reader found.
        count: How long the list is.
        bare: Whether figures standing alone are places ("compare 1 and 2 and 3").

    Examples:
        >>> said_places("add the second", [2], 5), said_places("add two of the boots", [1], 5)
        ((2,), ())
        >>> said_places("compare 1 and 2 and 3", [1, 2], 5, bare=True)
        (1, 2, 3)
        >>> said_places("add 3 of the second", [2], 5), said_places("add 2", [2], 5)
        ((2,), (2,))
    """
    text = fold(message)
    if bare:
        figures = [int(figure) for figure in _LISTED_FIGURE.findall(text)]
        listed = {figure for figure in figures if 1 <= figure <= count}
        if len(listed) > 1 and len(listed) == len(set(figures)):
            return tuple(sorted(listed | set(refs)))
    rest = _PIECES.sub(" ", text)
    said = _ORDINAL.search(rest) or _LAST.search(rest) or _SEVERAL.search(rest)
    figure = _LISTED_FIGURE.fullmatch(_AROUND.sub("", rest).strip())
    if said or _LEADING.search(rest) or (figure and int(figure[0]) in refs):
        return tuple(refs)
    return ()


def meant(
    refs: Sequence[str],
    message: str,
    shown: Sequence[str],
    pointed: Sequence[str],
    *,
    count: int | None = None,
    whole: bool = False,
) -> tuple[str, ...]:
    """``refs`` of a reader who does not see what was pointed at: "it" where nothing else was said.

    "luv it add", "get me two" and 四包 after a question about the third mean the third, whatever
    place the reader wrote down.

    Args:
        refs: What the reader wrote.
        message: What the shopper wrote.
        shown: Titles of the list last shown.
        pointed: Titles of what was pointed at last.
        count: Pieces wanted; that figure is no place.
        whole: Whether a message that names nothing at all still means it ("add two").

    Examples:
        >>> shown = ["Teal scarf", "Dad mug"]
        >>> meant(["2"], "luv it add", shown, ["Teal scarf"])
        ('it',)
        >>> meant(["2"], "add the second", shown, ["Teal scarf"])
        ('2',)
    """
    said = tuple(refs)
    text = _PIECES.sub(" ", fold(message))
    if count is not None:
        text = re.sub(rf"\b(?:{count}|one|two|three|four|five|six)\b", " ", text)
    figures = any(ref in text for ref in said if ref.isdecimal())
    if (
        len(pointed) != 1
        or pointed[0] not in shown
        or any(not ref.isdecimal() for ref in said)
        or not (said or whole or _IT.search(text))
        or figures
        or any(pattern.search(text) for pattern in (_LAST, _ORDINAL, _SEVERAL))
        or any(_name(place, fold(message), shown) for place in range(1, len(shown) + 1))
    ):
        return said
    return ("it",)


def name_score(name: str, title: str) -> float:
    """How well ``name`` stands in ``title``, 0 to 100; in Latin script by whole words.

    Examples:
        >>> name_score("blue", "Loop Bluetooth Headphones") < 80, name_score("halden", "Halden Q3")
        (True, 100.0)
        >>> name_score("蓝色", "蓝色耳机")
        100.0
    """
    text = fold(title)
    if is_cjk(name):
        return fuzz.partial_ratio(name, text)
    words, count = _LATIN.findall(text), max(1, len(name.split()))
    runs = [" ".join(words[at : at + count]) for at in range(max(1, len(words) - count + 1))]
    return max(fuzz.ratio(name, run) for run in runs)


def _named(words: str, shown: Sequence[str]) -> list[int]:
    scores = [name_score(words, title) for title in shown]
    best = max(scores, default=0.0)
    if best < _NAME_SCORE:
        return []
    return [place for place, score in enumerate(scores, 1) if score >= best][:1]


def as_said(
    refs: Sequence[int], message: str, shown: Sequence[str], pointed: Sequence[str] = ()
) -> tuple[str, ...]:
    """``refs`` the way ``message`` says them.

    "last", "all", a place that is counted, a word of the title, "it" for what was pointed at last;
    else the place, which a reader who does not see the titles can only guess.
    """
    text = fold(message)
    if not refs:
        return ()
    if len(shown) > 2 and list(refs) == list(range(1, len(shown) + 1)):
        return ("all",)
    if list(refs) == [len(shown)] and _LAST.search(text):
        return ("last",)
    digits = tuple(str(place) for place in refs)
    if _ORDINAL.search(text) or not shown:
        return digits
    names = [_name(place, text, shown) for place in refs]
    if not any(names) and list(refs) == places(["it"], shown, pointed):
        return ("it",)
    return tuple(name or digit for name, digit in zip(names, digits, strict=True))


def _name(place: int, text: str, shown: Sequence[str]) -> str | None:
    """A word of the message that stands in this title and in no other."""
    title = fold(shown[place - 1])
    others = [fold(other) for number, other in enumerate(shown, 1) if number != place]
    for word in _words(text):
        if word.isdecimal() or word in _WORDS:  # would be read as a place
            continue
        if (
            word in title
            and not any(word in other for other in others)
            and _named(word, shown) == [place]
        ):
            return word
    return None


def _words(text: str) -> list[str]:
    """What may be a name in ``text``, the longest first; Chinese is not cut into words."""
    words = [word for word in _WORD.findall(text) if len(word) > 1 and word[0] < "\u3400"]
    for run in _RUN.findall(text):
        words += [
            run[start:end]
            for start in range(len(run))
            for end in range(start + 1, min(len(run), start + _LONGEST) + 1)
            if end - start > 1 or run[start] in _ONE
        ]
    return sorted(words, key=len, reverse=True)
