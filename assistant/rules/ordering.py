"""Sorting, sale-only, least rating and how many units: the closed slots besides the price."""

from __future__ import annotations

import re

from assistant.intent import Sort
from assistant.rules.line import Line
from assistant.rules.numbers import value
from retrieval.values.text import fold, is_cjk

_SORTS: tuple[tuple[Sort, re.Pattern[str]], ...] = (
    (
        "rating",
        re.compile(
            r"(?:(?:with\s)?(?:the\s)?)?(?:best|highest|top)[\s-]?(?:customer\s)?(?:rated|"
            r"reviewed|ratings?|reviews?)"
            r"(?:\s(?:one|ones))?(?![a-z])|(?:sort(?:ed)?\s)?by\s(?:customer\s)?(?:rating|"
            r"review)s?(?:\sfirst)?|"
            r"(?:评分|评价|好评|口碑)(?:最高|最好|高|率最高|优先|排序)(?:的|到低)?|按(?:评分|评价|好评)(?:排序|排)?"
        ),
    ),
    (
        "popularity",
        re.compile(
            r"(?:sort(?:ed)?\s)?by\s(?:popularity|sales|best\s?selling)|"
            r"(?:the\s)?(?:most\s)popular(?:\sones?)?|"
            r"(?<![a-z])popular(?:\sones?)?(?![a-z])|best[\s-]?sell(?:ing|ers?)(?:\sones?)?|"
            r"(?:what'?s\s)?trending|"
            r"(?:按)?(?:销量|人气|热度)(?:最高|最好|排序|优先|高|最多)?(?:的)?|最?(?:热门|热销|畅销|受欢迎)的?|卖得?最好的?|爆款"
        ),
    ),
    (
        "newest",
        re.compile(
            r"(?:sort(?:ed)?\s)?by\s(?:newest|date|new)|(?:the\s)?(?:newest|latest|"
            r"most recent)(?:\s(?:first|ones?|arrivals|models?))?|"
            r"new arrivals|(?:最新|新)(?:上市|上架|出|发布)?(?:款|品)(?:优先)?|"
            r"按(?:时间|上新|新品|最新)(?:排序|排)?|"
            r"最新(?:的)?|新上市的?"
        ),
    ),
    (
        "discount",
        re.compile(
            r"(?:sort(?:ed)?\s)?by\s(?:biggest\s)?(?:discount|savings?)|(?:the\s)?(?:biggest|"
            r"largest|highest|best)\sdiscounts?(?:\sfirst)?|"
            r"most discounted|(?:折扣|优惠)(?:力度)?(?:最大|最多|排序|优先)的?|"
            r"按折扣(?:排序|排)?|(?:最大|最高)折扣"
        ),
    ),
    (
        "price_desc",
        re.compile(
            r"(?:sort(?:ed)?\s)?(?:by\s)?(?:price[,:]?\s)?(?:high(?:est)? to low(?:est)?|"
            r"price descending|descending price)|"
            r"(?:the\s)?most expensive(?:\sones?)?(?:\sfirst)?|(?:something|"
            r"anything)?\s?(?:more expensive|pricier)|highest price(?:\sfirst)?|priciest|"
            r"(?:价格)?(?:从高到低|由高到低)|价格降序|最贵的?|"
            r"(?<!宁可)(?<!宁愿)(?<!哪怕)贵一?点的?(?!没事|没关系|也|都|无所谓)"
        ),
    ),
    (
        "price_asc",
        re.compile(
            r"(?:sort(?:ed)?\s)?(?:by\s)?(?:price[,:]?\s)?(?:low(?:est)? to high(?:est)?|"
            r"price ascending)|by price|"
            r"(?:the\s)?cheapest(?:\s(?:ones?|first|possible))?|(?:a\s(?:bit|little)\s|much\s|"
            r"even\s)?cheaper(?:\sones?)?(?!\sthan\s[$€£\d])|"
            r"(?:less|not (?:so|too|that|as|very)|too|isn't too|not)\s(?:expensive|pricey|"
            r"costly)|lower (?:price|priced)(?:\sones?)?|lowest price(?:d)?(?:\sfirst)?|"
            r"most affordable|more affordable|(?:cheap|affordable|inexpensive|"
            r"budget[\s-]friendly)(?:\s(?:one|ones))?(?![a-z])|"
            r"(?:价格)?(?:从低到高|由低到高)|价格升序|按价格(?:排序|排)?|(?:最|更)便宜(?:一?[点些])?的?|(?:再|稍微|能不能|"
            r"可以)?便宜(?:一?[点些])?的?|"
            r"太贵了?|(?:有点|比较)贵|实惠(?:一?点)?的?|平价的?|价格?低一?点的?|不要太贵的?|不贵的?"
        ),
    ),
)
_SALE = re.compile(
    r"(?:only\s|just\s)?(?:(?:the\s)?(?:ones?|items?|things?|products?|what'?s?|"
    r"anything|something)\s)?(?:that\s(?:is|are)\s|is\s|are\s|currently\s)*"
    r"(?:on\s(?:sale|offer|special)|discounted(?:\s(?:ones?|items?))?|"
    r"reduced(?!\s(?:fat|sugar|salt))|on\sclearance|marked down|with a discount|"
    r"on promotion|sale items?(?:\sonly)?)(?![a-z])|"
    r"(?:只要|只看|(?<!不)要)?(?:正?在?|有)?(?:打折|特价|促销|折扣|优惠|降价)(?:中|商品|款)?的|(?:有)?(?:打折|特价|促销中|在打折|降价)"
)
_RATING = re.compile(
    r"(?:with\s|rated\s|rating\s(?:of\s)?|reviews?\s(?:of\s)?|minimum\s|"
    r"min\.?\s)*(?:at least|over|above|more than|minimum(?: of)?|no less than|"
    r"(?:nothing|not?|never|none)\s(?:under|below|less than|lower than))?\s?"
    r"(?P<n>[1-5](?:\.\d)?|four|three|five)\s?\+?[\s-]?(?:stars?|\*+)(?:\s?\+|\s(?:and|"
    r"or)\s(?:up|above|higher|more|better)|\srat(?:ing|ed)|\sreviews?|\sminimum)*|"
    r"(?:rated|ratings?(?:\sof)?)\s(?:at least\s|above\s|over\s|"
    r"higher than\s)?(?P<r>[1-5](?:\.\d)?)(?:\s?\+|\s(?:and|or)\s(?:up|above|higher|"
    r"more|better))?(?!\d)|"
    r"(?:评分|评价|星级)?\s?(?:至少|不低于|高于|大于|在)?\s?(?P<z>[1-5](?:\.\d)?|"
    r"[三四五](?:点[一二三四五六七八九])?)\s?(?:颗?星(?P<half>半)?|分(?=以上|及以上|起|好评))"
    r"(?:以上|及以上|起|好评)?的?|"
    r"(?:评分|评价)\s?(?:要)?\s?(?P<y>[1-5](?:\.\d)?|[三四五](?:点[一二三四五六七八九])?)\s?分?"
    r"(?:以上|往上|及以上|起)的?"
)
_WORDS = {"three": 3.0, "four": 4.0, "five": 5.0}
_COUNT_WORDS = {
    "a couple of": 2, "a pair of": None, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "eight": 8, "ten": 10, "twelve": 12, "a dozen": 12, "both": None,
}  # fmt: skip
_PACK = re.compile(
    r"(?:a\s)?(?:(?:set|pack|box|case|bundle|multipack)s?\sof\s(?:\d+|two|three|four|"
    r"five|six|ten|twelve)|\d+[\s-]?(?:pack|pc|pcs|pieces?(?:\sset)?)|"
    r"(?:two|three|four|six)[\s-]pack|[一二两三四五六八十\d]+(?:支装|片装|只装|包装|瓶装|双装|个装))(?![a-z])"
)
_QUANTITY = re.compile(
    r"(?:(?:add|get|take|buy|want|need|order|grab|make it|i'll have|give me|put|qty|"
    r"quantity|remove)\s(?:of\s|me\s)?)"
    r"(?P<n>\d{1,3}|two|three|four|five|six|eight|ten|twelve|a couple of|a dozen)(?![\w.%\"'/-])"
    r"(?!\s?(?:st|nd|rd|th|stars?|inch|gb|tb|ml|cm|mm|kg|year|litre|liter|oz|lb|[$€£]|"
    r"dollars?|euros?|bucks?|pounds?|quid|piece|pack|ply|way|person|seater)(?![a-z]))|"
    r"^(?P<s>\d{1,2}|two|three|four|five|six)\s(?!(?:in|inch|gb|tb|piece|pack|ply|way|"
    r"person|seater|year|door|tier|quid\w*|pounds?|euros?|dollars?|bucks?)\b)(?=[a-z ]*s\b)|"
    r"(?<![a-z\d-])(?P<x>\d{1,3})\s?x(?=\s(?!\d))|"
    r"(?<![a-z\d])(?<!\d\s)(?<!inch\s)x\s?(?P<y>\d{1,3})"
    r"(?![\d.]|\s?(?:ft|cm|mm|m|in|inch|feet)\b)|(?P<t>two|three|four|five|six|"
    r"\d{1,3})\s(?:of\s(?:them|these|those|it|the)|units|pieces|copies|"
    r"more of)(?![a-z])|"
    r"(?:要|买|来|加|拿|给我|下单|订|需要|购买)(?:上|个)?(?P<z>[一二两三四五六七八九十百]{1,4}|\d{1,3})(?:个|件|双|条|台|只|套|份|"
    r"瓶|盒|包|支|把|本|张|袋|箱|款)(?!套|月)|"
    r"(?<![一二两三四五六七八九十百\d])(?P<w>[一二两三四五六七八九十百]{1,4}|\d{1,3})(?:个|件|双|条|台|只|套|份|瓶|盒|包|支|把|本|袋|箱)"
    r"(?=$|[,。,.!! ]|放|加|到)"
)


_DENIED = re.compile(
    r"(?:\b(?:not|never|no need|isn't|aren't|needn't|don't|doesn't|without)\b"
    r"(?:\s(?:have|has|need|want|to|be|the|a|necessarily|only|just|it|my))*\s?"
    r"|(?:不是|不要|不用|不需要|不一定要?|不必|别|非)(?:只要|要|选|买|是)?)$"
)
"""What turns an order or the sale down, right before its words: "not the cheapest", 不要打折的."""


def take_sort(line: Line) -> Sort:
    """The order asked for; ``relevance`` where none is."""
    for sort, pattern in _SORTS:
        if _said(line, pattern):
            return sort
    return "relevance"


def sort_turned_down(message: str) -> bool:
    """Whether an English message names an order only to turn it down.

    Examples:
        >>> sort_turned_down("under 100, but not the cheapest"), sort_turned_down("the cheapest")
        (True, False)
    """
    text = fold(message)
    said = [text[: found.start()] for _, one in _SORTS for found in one.finditer(text)]
    return bool(said) and not is_cjk(text) and all(_DENIED.search(before) for before in said)


def take_sale(line: Line) -> bool:
    """Whether only discounted items are wanted."""
    return _said(line, _SALE)


def _said(line: Line, pattern: re.Pattern[str]) -> bool:
    """Whether ``pattern`` is said and not turned down; either way it is read."""
    before = [line.rest[: match.start()] for match in pattern.finditer(line.rest)]
    line.take(pattern)
    return any(_DENIED.search(text) is None for text in before)


def take_rating(line: Line) -> float | None:
    """The least rating asked for, 1 to 5 stars."""
    match = next(iter(line.take(_RATING)), None)
    if match is None:
        return None
    text = match["n"] or match["r"] or match["y"] or match["z"]
    if text in _WORDS:
        return _WORDS[text]
    whole, _, tenth = text.partition("点")
    number = (value(whole) or 0.0) + (0.5 if match["half"] else 0.0)
    return number + (value(tenth) or 0.0) / 10 if tenth else number


def take_packs(line: Line) -> list[str]:
    """Pack sizes ("pack of 4"), which are features and no quantity."""
    return [match[0].removeprefix("a ").strip() for match in line.take(_PACK)]


def take_quantity(line: Line) -> int | None:
    """How many units are wanted."""
    match = _QUANTITY.search(line.rest)
    if match is None:
        return None
    name, text = next((name, text) for name, text in match.groupdict().items() if text)
    line.strike(match.start(name), match.end(name))
    number = _COUNT_WORDS.get(text) or int(value(text) or 0)
    # 买一个 is an article, no count.
    return number if number >= (2 if name in {"z", "w"} else 1) else None
