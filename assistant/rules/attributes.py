"""Brands, colours, materials, sizes and known features: values found by their words."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.rules.lexicon import matcher, word_list
from assistant.rules.line import STRUCK, Line
from assistant.rules.vocabulary import Vocabulary
from retrieval.values import color_mentions, is_cjk

_SHADE = re.compile(
    r"(?:dark|light|navy|sky|royal|pale|bright|deep|olive|forest|baby|hot|rose)[\s-]$"
)
_ZH_SHADE = re.compile(r"[深浅淡亮暗]$")
_NOT_COLOR = re.compile(
    r"^\s(?:ink|light|lights|trim|laces|stitching)(?![a-z])|^\s?(?:juice|wine|tea|gate|"
    r"tooth|light therapy)|^茶|^酒|^包"
)
_NAMED_COLOR = re.compile(
    r"(?P<of>[a-z]{3,12})[\s-]colou?red?(?![a-z])|(?<=\|)\s(?:or|and|/)\s(?P<beside>[a-z]{3,12})(?=\W|$)"
)
_THAN = (
    r"(?:at least|at most|up to|over|under|above|below|(?:no |not )?(?:bigger|larger|smaller|longer"
    r"|shorter|taller|wider|narrower|heavier|lighter|more|less) than)"
)
"""What makes a measure a bound, which it stays a part of."""
_SIZE = re.compile(
    r"(?:in\s)?(?:a\s)?(?:size|sz)\s(?P<size>\d{1,3}(?:\.5)?|x{0,3}[sl]|xs|m|small|"
    r"medium|large|x-?large|king|queen|twin|\w{1,3})(?![\w])|"
    r"(?<![\w'-])(?P<letter>x{1,4}[sl]|\d?xl|[sml])(?:[\s-]size|号|(?=码))?(?![a-z0-9'&+-])|"
    r"(?<![a-z0-9])(?P<bed>king|queen|full|twin)[\s-]?sized?(?![a-z])|"
    r"(?<![a-z0-9])(?P<word>extra[\s-]large|x-large|extra[\s-]small|"
    r"medium)(?:[\s-]sized?)?(?=\W*$|\sin\s|\splease)|"
    r"(?P<tyre>\d{3}/\d{2}\s?z?r\s?\d{2})|"
    r"(?P<system>(?:eu|us|uk)\s?(?:size\s)?\d{1,2}(?:\.5)?(?!\d)"
    r"|(?<![\d.])\d{1,2}(?:\.5)?\s(?:eu|us|uk)(?![a-z])"
    r"|(?:[美英欧]码|美国|英国|欧洲)\s?\d{1,2}(?:\.5)?码?)|"
    r"(?P<dims>\d+(?:\.\d+)?\s?(?:cm|m|mm|ft|in|inch|inches|\"|'|米|厘米)?\s?(?:x|×|by|"
    r"\*)\s?\d+(?:\.\d+)?(?:\s?(?:x|×|by|\*)\s?\d+(?:\.\d+)?)?\s?(?:cm|mm|m|ft|feet|"
    r"inch(?:es)?|in|\"|'|米|厘米|公分)?)(?![\w])|"
    rf"(?P<measure>(?:{_THAN}\s)?\d+(?:\.\d+)?"
    r"[\s-]?(?:inch(?:es)?|\"|''|cm|mm|m|ft|feet|foot|meters?|"
    r"metres?|kgs?|kilos?|g|grams?|lbs?|pounds?(?=\s(?:weight|bag|dumb|kettle))|oz|"
    r"ounces?|ml|cl|l|liters?|litres?|gallons?|quarts?|qt|cups?(?=\s(?:coffee|"
    r"capacity)))(?![a-z]))|"
    r"(?P<waist>\d{2}\s(?:waist|inseam|length)|w\d{2}(?:\s?l\d{2})?|\d{2}x\d{2})(?![\w])|"
    r"(?P<zh>(?:[\d.]+|[一二两三四五六七八九十]+)\s?(?:码|号|英?寸|厘米|公分|米|毫米|公斤|千克|斤|克|升|毫升|l|kg|ml|"
    r"cm|平米|平方米?)(?:的)?|[大中小均加特]+码(?!数))"
)
_SPEC = re.compile(
    r"\d+(?:\.\d+)?\s?(?:gb|tb|mb)(?:\s(?:ram|storage|memory|ssd))?(?![a-z])|"
    r"\d[\d,]*\s?(?:mah|毫安时?)|\d+(?:\.\d+)?\s?(?:hz|khz|ghz|watts?|w|v|volts?|mp|"
    r"megapixels?|btu|rpm|dpi|fps|lumens?)(?![a-z])|spf\s?\d+\+?|"
    r"\d+\s?(?:-\s?)?(?:hours?|hrs?)(?:\s(?:of\s)?battery(?:\slife)?)?(?![a-z])|"
    r"\d+[\s-](?:person|seater|piece|drawer|tier|speed|door|port|shelf|slot|zone|burner|"
    r"player|cup|way|ply|button)(?![a-z])|"
    r"(?:\d+|[一二两三四五六七八九十])[人层门抽档键孔口色](?:用|座|款|位)?(?!民币)|\d+(?:g|t)内存|\d+\+\d+g?|"
    r"\d+(?:p|k)(?![a-z\d])|\d+(?:w|v|hz)|(?<![a-z])usb[\s-]?[abc23](?![a-z])(?:\.\d)?|\d+% [a-z]+"
)


def take_fitted(line: Line, vocabulary: Vocabulary) -> list[str]:
    """What a thing must fit, named by its brand: "a card for my gopro" is `for gopro`."""
    pattern = re.compile(
        rf"(?<![a-z])for\s(?:(?:my|the|an?|your|our)\s)?(?P<what>(?:{vocabulary.brand_pattern.pattern})"
        r"(?:\s[\w]+){0,2}?)(?=[,.;!?|]|\s(?:in|with|under|and|or|that|please|not|but|max|around)\b|$)"
    )
    return [f"for {match['what']}" for match in line.take(pattern)]


_JUDGED = re.compile(
    r"\b(?:is|was|are|were|looks?|seems?)\s(?:\w+\s){0,2}too\b"
    r"|\b(?:style|inspired|lookalike)\b"
)
"""After a brand: of a shown one that does not please, or of what only looks like it."""


def take_brands(line: Line, vocabulary: Vocabulary) -> list[str]:
    """The brands named, folded."""
    judged = {match.start() for match in _JUDGED.finditer(line.rest)}
    found = [
        match[0]
        for match in line.take(vocabulary.brand_pattern)
        if not any(0 <= start - match.end() <= 1 for start in judged)
    ]
    for match in list(vocabulary.doubtful_pattern.finditer(line.rest)):
        name = "latin" if match["latin"] else "cjk"
        found.append(line.strike(*match.span(name)))
    return list(dict.fromkeys(found))


def take_colors(line: Line) -> list[str]:
    """The colour words, with their shade ("dark blue")."""
    found = []
    for mention in color_mentions(line.text):
        start, end = mention.start, mention.end
        if STRUCK in line.rest[start:end] or _NOT_COLOR.search(line.rest[end:]):
            continue
        if shade := _SHADE.search(line.rest[:start]) or _ZH_SHADE.search(line.rest[:start]):
            start = shade.start()
        if line.rest[end : end + 1] == "色":
            end += 1
        found.append(line.strike(start, end).strip())
    for match in line.take(_NAMED_COLOR):
        word = match["of"] or match["beside"]
        if color_mentions(word):
            found.append(word)
    return list(dict.fromkeys(found))


@lru_cache(maxsize=1)
def _materials() -> re.Pattern[str]:
    pattern = matcher(word_list("materials", "english", "chinese")).pattern
    return re.compile(
        rf"(?:made (?:out )?of |made from )?(?P<what>{pattern})(?:材质|质地|面料|制)?"
    )


_ZH_SHORT = re.compile(r"(?P<color>[白黑红蓝绿灰粉紫黄])(?:的)?$")


def take_short_color(line: Line, said: str) -> list[str]:
    """The one-character colour right before a Chinese kind: 白衬衫."""
    end = line.text.find(said) if said and is_cjk(said) else -1
    match = _ZH_SHORT.search(line.rest[:end]) if end > 0 else None
    if match is None:
        return []
    return [line.strike(*match.span("color"))]


_FREE = re.compile(r"[\s-]free(?![a-z])")
"""After a material: "leather-free" is not made of leather."""


def take_free_of(line: Line) -> list[str]:
    """The materials that a thing is to be free of, as one word: "leather-free"."""
    named = [(one.start(), _FREE.match(line.rest, one.end())) for one in _named(line)]
    found = [line.strike(start, free.end()) for start, free in named if free is not None]
    return list(dict.fromkeys(found))


def _named(line: Line) -> list[re.Match[str]]:
    return list(_materials().finditer(line.rest))


def take_materials(line: Line) -> list[str]:
    """The materials named, as said."""
    found = [match["what"].removesuffix("的") for match in line.take(_materials())]
    return list(dict.fromkeys(found))


def take_sizes(line: Line) -> list[str]:
    """Clothing and bed sizes, lengths, weights, volumes, screen inches."""
    found = []
    for match in line.take(_SIZE):
        name, text = next((n, t) for n, t in match.groupdict().items() if t)
        text = text.strip().removesuffix("的")
        if name == "letter" and line.rest[match.end() : match.end() + 1] == "码":
            text = f"{text}码"
            line.strike(match.end(), match.end() + 1)
        found.append(f"{text} size" if name == "bed" and "size" in match[0] else text)
    return [f.removesuffix(" size") if f.endswith(" size") else f for f in dict.fromkeys(found)]


def take_specs(line: Line) -> list[str]:
    """Figures that are features: "16gb ram", "20000mah"."""
    return [match[0].strip() for match in line.take(_SPEC)]


@lru_cache(maxsize=1)
def _features() -> re.Pattern[str]:
    known = matcher(word_list("features", "english", "chinese")).pattern
    return re.compile(
        rf"(?:{known})(?:\s(?:sensors?|monitoring|display|screen|lid|handles?|straps?|"
        rf"pockets?|cover|"
        r"soles?|frame|base|legs|design|finish|filter|function|mode|support|ink)(?![a-z]))?"
    )


def take_known_features(line: Line) -> list[str]:
    """Known properties ("waterproof", 降噪)."""
    return list(dict.fromkeys(match[0] for match in line.take(_features())))
