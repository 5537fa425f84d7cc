"""Wishes taken back: "any brand is fine", "price doesn't matter", 颜色随便."""

from __future__ import annotations

import re

from retrieval.values.text import fold

_SLOTS: dict[str, tuple[str, ...]] = {
    r"brands?|牌子|品牌": ("brands", "exclude_brands"),
    r"colou?rs?|颜色": ("colors", "exclude_colors"),
    r"prices?|budget|cost|money|价格|价位|预算": ("price_min", "price_max", "currency"),
    r"sizes?|尺码|大小|尺寸": ("sizes",),
    r"materials?|材质|面料": ("materials",),
    r"ratings?|stars|reviews|评分|评价": ("min_rating",),
    r"occasion|场合": ("occasion",),
    r"features?|功能": ("features",),
    r"sale|discounts?|打折|优惠": ("on_sale",),
}


_DEARER = re.compile(
    r"\b(?:a (?:bit|little)|slightly|somewhat) (?:more|dearer|pricier|over)(?: expensive)?"
    r"(?: than that)? (?:is|would be|'s) (?:fine|ok|okay|alright|all right|no problem)|"
    r"(?:稍微)?(?:贵|多花)(?:一?点|些)(?:钱)?(?:儿)?(?:也|都)?(?:没事|没关系|无所谓|不要紧|可以|行|能接受)"
)
"""A price that may be passed: how far, nobody said."""


def lifted(message: str) -> frozenset[str]:
    """The Intent fields ``message`` takes back."""
    text = fold(message)
    fields: set[str] = set()
    if _DEARER.search(text):
        fields.update(("price_min", "price_max", "currency"))
    for words, names in _SLOTS.items():
        pattern = (
            rf"\b(?:any|whatever|every|all)\s(?:{words})(?:\s(?:is|are|will|would|works?|"
            rf"would be))?(?:\s(?:fine|ok|okay|good|do|great))?\W*$|"
            rf"\b(?:{words})\s(?:(?:does|do)(?:n'?t| not) matter|(?:is|are)(?:n'?t|"
            rf" not) (?:important|an issue|a problem)|is no (?:object|issue|problem))|"
            rf"\b(?:forget|ignore|drop|remove|lift|never mind|don'?t care about|not fussy about|"
            rf"no matter)\s(?:about\s)?(?:the\s|my\s)?(?:{words})\b|\bno (?:{words}) (?:limit|"
            rf"preference|restrictions?)|"
            rf"(?:{words})(?:随便|都行|都可以|不限|无所谓|不重要|不是问题|没要求)|(?:不限|不在乎|不管|什么|任何|"
            rf"哪个)(?:{words})(?:都行|都可以|也行)?(?=$|[,。,])"
        )
        if re.search(pattern, text):
            fields.update(names)
    return frozenset(fields)
