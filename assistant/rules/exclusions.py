"""What the shopper does not want: "not wool", "no leather", 不要, 除了 … 以外.

The negated words are cut out of the line and given back as a line of their own, so that the value
rules can sort them into brands, colours and the rest.
"""

from __future__ import annotations

import re

from assistant.rules.lexicon import word_list
from assistant.rules.line import Line

_STOP = (
    r"(?=[,.;!?|,。;!?]|\s(?:and|but|for|with|in|under|over|please|though|after\sall|anymore|"
    r"any\smore|now|that|instead|preferably|ideally|around|below|from|because|size|if|so|thanks|"
    r"either|at|on|i|it|they|to)\b|$)"
)
_ITEM = r"(?P<what>[a-z0-9][\w'&+ -]{0,40}?)"
_OR = r"(?P<more>(?:(?:\s?,\s(?:no|not)\s|(?:,\s[a-z]+)?,?\s(?:or|nor)\s)[a-z][\w'-]*)*)"
_ENGLISH = re.compile(
    r"(?:(?:^|(?<=[\s,.;|(]))(?:(?:but|and|just|please)\s)?(?:(?:i |we |he |she |"
    r"they )?(?:don'?t|do not|doesn'?t|does not|didn'?t|wouldn'?t|can'?t|"
    r"cannot)\s(?:really\s)?(?:want|like|need|wear|have|contain|use|include|"
    r"eat)(?:\sto (?:be|have|wear))?(?:\s(?:any|anything|something|it|one|ones|"
    r"them))?(?:\s(?:in|that'?s|that is|with|made (?:of|from)|to be|by|from))?|"
    r"(?:is|are|it'?s|that'?s)(?:n'?t| not)(?:\s(?:made (?:of|from|out of)|by|from|"
    r"in))?|not(?:hing|\smade)?(?:\s(?:made (?:of|from)|of|from|by|in|with|any|anything|"
    r"like|that'?s))*|no(?!\s(?:problem|worries|thanks?|thank|idea|preference|matter|"
    r"one|budget|limit)\b)(?:\s(?:more|thing))?|without(?:\s(?:any|a|an))?|"
    r"except(?:\s(?:for|in))?|excluding|avoid(?:ing)?|hates?|allergic to|other than|"
    r"besides|apart from|anything but|everything but|any(?:\s\w+)?\sbut|minus|"
    r"free (?:of|from)|instead of|rather than|skip(?: the)?|never|non(?=[\s-]leather))\s"
    r"(?:(?:too|so|very|that|really|overly|a|an|the|any|super|from|by|anything|in|be)\s)*)"
    + _ITEM
    + _OR
    + _STOP
)
_CHINESE = re.compile(
    r"(?:除了?(?P<besides>[^,。,|以之外]{1,12}?)(?:以外|之外|外|都(?:行|可以|可)|,|,))|"
    r"(?:我?(?:不要|不想要|不喜欢|别要|不需要|不含|不带|没有(?=添加)|讨厌|不考虑|不能有|不能(?:太|是)|别(?:给我)?(?:推荐)?|排除|"
    r"拒绝|不用|不是|(?<!有)没有(?=[^,。]{1,6}的)|不想(?:买|穿)|无(?=添加))(?:太|那么|这么|任何|带|有|是|过于|很)*)"
    r"(?P<what>[^,。,;;!!??|]{1,14}?)(?:的(?:颜色|款|牌子|品牌|那种|东西)?|牌子?的?)?(?=[,。,;;!!??|]|就行|"
    r"就好|$|但|要(?!求)|[,]|预算|吧)"
)
_TRIM = re.compile(
    r"^(?:too|so|very|a|an|the|any)\s|\s(?:ones?|please|stuff|things?|items?|brand|products?)$"
)

_EMPTY = frozenset(word_list("stop", "exclusions"))


def take_exclusions(line: Line, kinds: frozenset[str] = frozenset()) -> list[str]:
    """The negated phrases, in the order said, struck out with their negation.

    Args:
        line: The message.
        kinds: Known product types: in "no plastic cups" said the Chinese way, the cup stays.
    """
    found: list[str] = []
    for match in line.take(_ENGLISH):
        items = [
            match["what"],
            *re.split(r"\s?(?:,|\bor\b|\band\b|\bnor\b)\s(?:no\s|not\s)?", match["more"]),
        ]
        for item in items:
            found += [part for part in re.split(r"\s(?:or|and|nor)\s|,\s?", item) if part.strip()]
    while (negated := _CHINESE.search(line.rest)) is not None:
        name = "besides" if negated["besides"] else "what"
        phrase, end = negated[name], negated.end()
        head, _, kind = phrase.rpartition("的")
        if head and kind in kinds:  # 不要塑料的水杯: the cup is wanted
            phrase, end = head, negated.start(name) + len(head) + 1
        line.strike(negated.start(), end)
        found += [part for part in re.split(r"[和或、跟与]|以及|还有", phrase) if part.strip()]
    trimmed = (_TRIM.sub("", _TRIM.sub("", phrase.strip())).strip() for phrase in found)
    return [phrase for phrase in dict.fromkeys(trimmed) if phrase and phrase not in _EMPTY]
