"""The kind of product: a known one, or the noun phrase where a kind is asked for."""

from __future__ import annotations

import re

from assistant.rules.lexicon import head_singular, word_list
from assistant.rules.line import STRUCK, Line
from assistant.rules.vocabulary import Vocabulary
from retrieval.values.text import is_cjk, singular

_COMPOUND = re.compile(rf"(?<![\w-])((?:{'|'.join(word_list('compounds', 'english'))})\s)$")
_ASKED = re.compile(
    r"(?:looking for|look for|search(?:ing)? for|need|want|show me|find(?: me)?|"
    r"recommend(?: me)?|suggest|buy|get(?: me)?|shopping for|after|interested in|"
    r"do you (?:have|sell|carry|stock)|have you got|got any|any|where are (?:the|your)|"
    r"hunting for|in the market for|switch to|change to|how about|what about|also|"
    r"instead)\s"
    r"(?:(?:a|an|some|any|the|me|to|buy|get|new|good|nice|great|decent|really|best|few|"
    r"couple|pair|set|of|my|your|perfect|proper|cheap|pairs|kind|sort|"
    r"type)\s)*(?P<np>[a-z][a-z'-]*(?:\s[a-z][a-z'-]*){0,3})"
)
_START = re.compile(
    r"^\W*(?:(?:a|an|some|any|the|good|nice|best|new|ok|now|and|also|actually|hi|hello|"
    r"please)\s)*(?P<np>[a-z][a-z'-]*(?:\s[a-z][a-z'-]*){0,3})(?=\W|$)"
)
_BREAK = frozenset(word_list("stop", "phrase_ends"))
_VERBS = frozenset(word_list("stop", "no_kinds"))
_COMMON = frozenset(word_list("stop", "empty_modifiers"))
_ZH_ASKED = re.compile(
    r"(?:想要?买|想要|要买|买|找|推荐|需要|想看|看看|来|要|换成?|有没有|有)(?:一?[个款件双条台只把张套本瓶盒些点下]|"
    r"几[个款件])?(?P<np>[\u4e00-\u9fff]{1,8}?)(?=吗|呢|吧|么|,|,|。|$|\|)"
)
_ZH_LEAD = re.compile(
    r"^(?:一[个款件双条台只把张套本瓶盒些点下]|给我|好的|好看的|好用的|质量好的|便宜的|新的|的|我|个|款|点|些|下|一|看|人)+"
)


def take_known_type(line: Line, vocabulary: Vocabulary) -> tuple[str | None, str]:
    """The known kind named, singular, and its words as said; ``(None, "")`` where none is."""
    return _known(line, vocabulary) or (None, "")


def take_asked_type(line: Line) -> tuple[str | None, str]:
    """The unknown kind asked for, from the place in the sentence where a kind stands."""
    return _asked(line)


def take_modifiers(line: Line, said: str) -> list[str]:
    """The unclaimed words right before the kind: "a *fantasy* novel"."""
    if not said or is_cjk(said):
        return []
    end = line.text.find(said)
    match = re.search(r"(?<![\w'-])([a-z][a-z-]{2,20})\s$", line.rest[:end]) if end > 0 else None
    if match is None or match[1] in _VERBS | _BREAK | _COMMON:
        return []
    line.strike(*match.span(1))
    return [match[1]]


def _known(line: Line, vocabulary: Vocabulary) -> tuple[str, str] | None:
    found: list[tuple[int, int, str]] = []
    for match in vocabulary.type_pattern.finditer(line.rest):
        if head_singular(match[0]) in _no_type() or _is_use(line, match):
            continue
        found.append((match.start(), match.end(), match[0]))
    if not found:
        return None
    # English kinds come last in their phrase; Chinese likewise. "for my desk" is a use, not a kind.
    start, end, said = found[0]
    for later in found[1:]:
        between = line.rest[end : later[0]]
        if is_cjk(said) and len(between) <= 2 and re.fullmatch(r"的?", between):
            start, end, said = later[0], later[1], later[2]
        elif not is_cjk(said) and between == " ":
            end, said = later[1], line.rest[start : later[1]]
        else:
            break
    if not is_cjk(said) and (compound := _COMPOUND.search(line.rest[:start])):
        start = compound.start(1)
        said = line.rest[start:end]
    if apart := _APART.match(said):  # "bluetooth speaker" is a speaker with bluetooth
        start, said = start + apart.end(), said[apart.end() :]
    line.strike(start, end)
    return _one_of(" ".join(said.split()), vocabulary), said


_APART = re.compile(r"^(?:(?:bluetooth|wireless)\s|蓝牙|无线)(?=.)")


def _one_of(said: str, vocabulary: Vocabulary) -> str:
    """The singular of ``said``, preferring the form that is a known kind ("wine glass")."""
    forms = (head_singular(said), said, said.removesuffix("s"), said.removesuffix("es"))
    return next((form for form in forms if form in vocabulary.known_types), forms[0])


def _is_use(line: Line, match: re.Match[str]) -> bool:
    """Whether the kind is what a thing is for: "for my desk", "that fits a suitcase"."""
    before = line.rest[: match.start()]
    return (
        re.search(
            r"(?:\bfor (?:my|the|a|an)|\bfits?(?: in)? (?:my|a|the)|\bon (?:my|the)|\bin (?:my|"
            r"the|a)|\bmy)\s(?:\w+\s)?$",
            before,
        )
        is not None
    )


def _asked(line: Line) -> tuple[str | None, str]:
    if is_cjk(line.rest):
        match = _ZH_ASKED.search(line.rest)
        if match is None:
            return None, ""
        said = _ZH_LEAD.sub("", match["np"]).rpartition("的")[2]
        if (
            len(said) < 2
            or said in _no_type()
            or re.search(r"礼物|东西|什么|哪|便宜|推荐|礼品|别的|其他|更|不", said)
        ):
            return None, ""
        start = match.start("np") + match["np"].rindex(said)
        line.strike(start, start + len(said))
        return said, said
    for pattern in (_ASKED, _START):
        match = pattern.search(line.rest)
        if match is None:
            continue
        words: list[str] = []
        for word in match["np"].split():
            if word in _BREAK:
                break
            words.append(word)
        while words and (words[0] in _VERBS or words[0] in {"a", "an", "some", "the"}):
            words = words[1:]
        if (
            not words
            or "'" in words[-1]
            or words[-1] in _VERBS
            or singular(words[-1]) in _no_type()
            or (words[-1].endswith(("ly", "er", "est")) and len(words) == 1)
            or (words[-1].endswith("ing") and len(words) == 1)
        ):
            continue
        said = " ".join(words[-2:] if len(words) > 2 else words)
        start = match.start("np") + match["np"].index(said)
        if STRUCK in said:
            continue
        line.strike(start, start + len(said))
        return head_singular(said), said
    return None, ""


def _no_type() -> frozenset[str]:
    return frozenset(word_list("types", "no_type"))
