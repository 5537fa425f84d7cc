"""Whom a thing is for, and for what occasion."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.rules.lexicon import matcher, word_list
from assistant.rules.line import Line

_NUMBER = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_AGED = re.compile(
    rf"(?:(?:my|a|an|our)\s)?(?P<age>{_NUMBER}[\s-](?:year|yr|"
    rf"month)s?[\s-]olds?)(?:\s(?:boy|girl|son|daughter|kid|child|nephew|niece|baby)s?)?"
    r"|(?P<zh>[一二三四五六七八九十两\d]+个?[岁月](?:半|多)?(?:大)?的?(?:孩子|小孩|宝宝|男孩|女孩|儿子|女儿|小朋友|婴儿|男童|女童)?)(?!的?天)"
)
_POSSESSIVE = re.compile(
    r"(?<![a-z])(?P<who>men|women|man|woman|kid|boy|girl|children|toddler|baby|lady|"
    r"ladie)(?:'s|s'|s)(?![a-z])(?!\s(?:size|cot))"
)
_WOMENS = re.compile(r"(?<![a-z])(?P<who>mens|womens|ladies|unisex)(?![a-z])")
_SPELLED = {"man": "men", "woman": "women", "kid": "kids", "boy": "boys", "girl": "girls"}
_SPELLED |= {"toddler": "toddlers", "ladie": "ladies", "lady": "ladies", "mens": "men"}
_SPELLED |= {"womens": "women"}


@lru_cache(maxsize=1)
def _kin() -> re.Pattern[str]:
    names = [name for name in word_list("recipients", "english") if name not in {"man", "woman"}]
    kin = matcher(names).pattern
    return re.compile(
        rf"(?:(?:it'?s |a gift |as a gift |something |a present )?(?:for|to)\s(?:my\s|our\s|"
        rf"a\s|an\s|the\s|his\s|her\s|their\s|your\s)?|(?:my|our)\s)"
        rf"(?:(?:\w+)\s)?(?P<who>{kin})(?:'s)?|^(?P<only>{kin})\W*$|"
        r"for (?P<him>him|her|them|myself|me|us)(?![a-z])"
    )


@lru_cache(maxsize=1)
def _chinese_kin() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, word_list("recipients", "chinese")), key=len)[::-1])
    return re.compile(
        rf"(?:送给?|给|帮|替|为|适合)?(?:我的?|咱|我们家?)?(?P<who>{names})(?!用品|婚)"
    )


@lru_cache(maxsize=1)
def _occasions() -> re.Pattern[str]:
    both = word_list("occasions", "english", "chinese")
    return re.compile(
        rf"(?:for (?:a |an |the |my |his |her |our |their |this )?|to (?:a |my )|at (?:a |"
        rf"my )|on (?:our |my )?)?"
        rf"(?:(?:friend|sister|brother|mom|mum|dad|son|daughter|cousin|upcoming|\d+(?:st|nd|"
        rf"rd|th))(?:'s)?\s)?"
        rf"(?P<what>{matcher(both).pattern})(?:上穿|穿)?"
    )


def take_occasion(line: Line) -> str | None:
    """The occasion named, struck out with its "for a …"."""
    match = _occasions().search(line.rest)
    if match is None:
        return None
    # "my sister's wedding": the sister is whose occasion it is, and stays readable as recipient.
    start = (
        match.start("what")
        if re.search(r"(?:mom|mum|dad|son|daughter)'s", match[0])
        else match.start()
    )
    line.strike(start, match.end())
    return match["what"]


def take_recipient(line: Line) -> str | None:
    """The person or group named, struck out with its "for my …"."""
    if match := _AGED.search(line.rest):
        prefix = re.search(
            r"(?:for|to|送给?|给|适合)\s?(?:my\s|a\s|an\s)?$", line.rest[: match.start()]
        )
        line.strike(prefix.start() if prefix else match.start(), match.end())
        if match["age"]:
            return re.sub(r"[\s-]+", " ", match["age"]).removesuffix("s").replace("years", "year")
        return (match["zh"] or "").removesuffix("的")
    for pattern in (_POSSESSIVE, _WOMENS):
        if match := pattern.search(line.rest):
            line.strike(*match.span())
            who = match["who"]
            return _SPELLED.get(who, who)
    if match := _kin().search(line.rest):
        line.strike(*match.span())
        who = match["who"] or match["only"]
        return who or None
    if match := _chinese_kin().search(line.rest):
        line.strike(*match.span())
        return match["who"]
    return None
