"""What a message says of the price: a range and a currency.

By the contract: "around 100" is 80 to 120, "about 500 or less" is at most 500, 两三百块 is 200 to
300; bucks are dollars, quid and tenner pounds; "2k" names no currency. A bare number is a price
only behind a word that makes it one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.rules.line import Line
from assistant.rules.numbers import NUMBER as FIGURES
from assistant.rules.numbers import WORDS, and_some, spoken_range, value
from retrieval.values.text import fold

NUMBER = rf"(?:{WORDS}|{FIGURES})"
_AROUND = 0.2
_CHANGE = 1.8
"""块八毛: small change."""
_PRICE_ALONE = 100
"""An amount that may be a price though nothing says so: 二百多, not 四十多."""


class Price(NamedTuple):
    """Bounds in ``currency`` (ISO 4217) units; None where not said."""

    low: float | None = None
    high: float | None = None
    currency: str | None = None


_PRE = (
    r"(?P<pre{0}>(?:(?<![a-z])(?:us|c|a|hk|nt|r))?\$|€|£|¥|₹|"
    r"(?<![a-z])(?:rmb|usd|eur|gbp|cny|inr|rs\.?|jpy|cad|aud|hkd|chf)\s?)"
)
_POST = (
    r"(?P<post{0}>\s?(?:us\s)?(?:dollars?|bucks?|usd|euros?|eur|pounds?(?:\ssterling)?|quids?|gbp|"
    r"nicker|yuan|rmb|cny|rupees?|rs|inr|rand|zar|pesos?|reais|naira|dirhams?|aed|yen|jpy|cad|aud|"
    r"hkd|chf|francs?|元(?![祖素旦宵])|块钱|块|人民币|美元|美金|刀(?![头片法具])|欧元?|英镑|日元|円|"
    r"港[币元纸]|蚊|\$|€|£|¥|₹)(?![a-z]))"
)


def _money(name: str) -> str:
    return rf"{_PRE.format(name)}?\s?(?P<n{name}>{NUMBER}){_POST.format(name)}?"


_A, _B = _money("a"), _money("b")
_MARKED = rf"(?:{_PRE.format('a')}\s?(?P<na>{NUMBER}){_POST.format('a')}?"
_CURRENCIES = {
    "EUR": ("€", "eur", "euro", "欧元", "欧"),
    "GBP": ("£", "gbp", "pound", "quid", "nicker", "tenner", "fiver", "英镑"),
    "JPY": ("jpy", "yen", "日元", "円"),
    "HKD": ("hk$", "hkd", "港币", "港元", "港纸", "蚊"),
    "INR": ("₹", "inr", "rs", "rupee"),
    "CAD": ("c$", "cad"),
    "AUD": ("a$", "aud"),
    "TWD": ("nt$",),
    "ZAR": ("rand", "zar"),
    "BRL": ("r$", "reais"),
    "NGN": ("naira",),
    "AED": ("aed", "dirham"),
    "CHF": ("chf", "franc"),
    "CNY": ("¥", "cny", "rmb", "yuan", "元", "块", "块钱", "人民币"),
    "USD": ("$", "us$", "usd", "dollar", "buck", "美元", "美金", "刀"),
}
# A number followed by one of these is no price.
_NOT_MONEY = (
    r"(?!\s?(?:%|percent|stars?|\+?\s?stars?|gb|tb|mb|mah|ml|l|kg|g|lbs?|oz|cm|mm|m|km|inch(?:es)?|in|\"|'|"
    r"mmhg|nm|s|hz|w|watts?|v|iu|rpm|psi|dpi|lumens?|denier|tog|metres?|meters?|wide|tall|long|deep|"
    r"years?|yrs?|yo|mths?|munths?|ages?|kilos?|tons?|stones?|sones?|gals?|newton|square|people|persons?|pieces?|pcs|packs?|seats?|seater|hours?|hrs?|"
    r"days?|weeks?|months?|mins?|minutes?|feet|ft|liters?|litres?|gallons?|centimet\w*|"
    r"millimet\w*|stitches|sockets|spf|x|by(?=\s?\d)|p|k(?=[a-z]))"
    r"(?![a-z])|\s?[岁码号寸英升克斤厘毫米公度瓦台件双个条只款瓶盒支张把人星分折小周年月片包袋档级孔层]|天(?!梭)|[零一二两三四五六七八九十百千万])"
)
_AMOUNT_A = _A + _NOT_MONEY + r"(?![\d.,]*\d)"
_AMOUNT_B = _B + _NOT_MONEY + r"(?![\d.,]*\d)"

_NOT_SIZE = "".join(
    rf"(?<!\b{word}{gap})"
    for word in ("size", "sizes", "age", "ages", "aged")
    for gap in ("", r"\s")
)
_BETWEEN = re.compile(
    rf"(?:(?:price[sd]?|budget|costs?|costing|anywhere|somewhere|预算|价格|价位)?(?:\s?(?:is|"
    rf"of|在|是|大概))?\s?)?"
    rf"(?P<between>(?:(?<!difference\s)between|(?<!different\s)from|in the)\s)?"
    rf"{_NOT_SIZE}(?<![a-z\d.,/])"
    rf"{_A}\s?(?:-|–|—|~|to|(?(between)and|(?!))|到|至)\s?{_AMOUNT_B}"
    r"\s?(?:range|之间|之內|之内|左右)?"
)
_OR_LESS = re.compile(
    rf"(?:about|around|roughly)?\s?{_AMOUNT_A}\s?(?:or (?:less|under|below|cheaper|"
    rf"lower)|max(?:imum)?(?![a-z])|tops|at (?:the )?most(?!\s?[$€£¥]?\d)|"
    r"at a (?:push|stretch|pinch)|budget\b|"
    r"以内|以里|以下|之内|内|封顶|顶天|往下)"
)
_OR_MORE = re.compile(
    rf"(?<![a-z\d./])(?<!for)(?<!for\s)(?<!ages)(?<!ages\s)(?<![su]pf)(?<![su]pf\s)(?!\s?一起){_AMOUNT_A}\s?"
    r"(?:\+(?!/)|or (?:more|above|over|up)|and (?:up|above|over)|at least|以上|往上|起)"
)
_IN_ALL = re.compile(
    "".join(rf"(?<!\b{word}\s)" for word in ("need", "want", "buy", "order", "take", "get", "add"))
    + rf"(?<![\d.])(?=[$€£¥]|\d\d){_A}(?![\d.,]*\d)\s?"
    r"(?:altogether|in (?:total|all)|all in|together|for (?:both|everything|the lot|all of them))\b"
)
"""What several things may cost together: "60 altogether", but not "I need 12 in total"."""
_NOT_UNDER = re.compile(
    r"(?:(?:\bnot?|nothing|nowt|never|n't)\s(?:go\s|be\s|anything\s|priced\s)?"
    r"(?:under|below|less than|lower than|cheaper than)|(?:不要?|不能|不得|别)(?:低|少|小)于)\s?"
    rf"{_AMOUNT_A}"
)
"""A floor said as no cap: it must be read before the cap that stands in it."""
_CHEAPER_THAN = re.compile(
    rf"(?:比|超过){_AMOUNT_A}(?:还?(?:要|再)?便宜|的?(?:就|都|我)?(?:不看|不要|不考虑|不行|免谈|算了))"
)
_UNDER = re.compile(
    r"(?:price\s)?(?<![a-z])(?:under|below|beneath|less than|cheaper than|no more than|"
    r"not more than|not a (?:penny|cent) (?:more than|over|above)|sub[\s-]|"
    r"no (?:pricier|dearer) than|"
    r"(?:not|doesn'?t|don'?t|n't) exceed(?:ing)?|can (?:stretch|go) (?:up )?to|could go to|"
    r"not over|up to|at most|within|max(?:imum|\.)?(?: of| is)?|"
    r"(?:don'?t|do not|not) (?:want to )?(?:spend|pay|cost)(?:ing)? (?:more than|over|"
    r"above)|lower than|maxing out at|"
    r"(?:nothing|nowt|not?) (?:over|above|higher than|more than)|"
    r"can'?t (?:spend|go) (?:more than|over|above)|<=?|"
    r"不超过?|不要超过|别超过?|低于|最多|最高|上限|不到|不高于|小于|控制在|少于)\s?"
    rf"(?:about\s|around\s|the\s)?{_AMOUNT_A}(?:\s?(?:以内|以下|之内))?"
)
_OVER = re.compile(
    r"(?<![a-z])(?<!no )(?:over|above|more than|at least|starting (?:at|from)|"
    r"(?<!different )from|upwards of|min(?:imum)?(?: of)?|"
    r"higher than|>=?|高于|超过|至少|起码|最少|大于)\s?"
    rf"{_AMOUNT_A}"
)
_NEAR = re.compile(
    rf"(?:(?:my\s)?budget(?:'s)?\s?(?:is\s|of\s)?)?(?:around|about|approximately|"
    rf"approx\.?|roughly|arnd|abt|"
    rf"'?round(?!\s?\d+\s?(?:cm|mm|inch|in|m|l|ml)\b)|~|near|circa|give or take|"
    rf"somewhere near|in the region of|around the|大概|大约|差不多|约)\s?{_AMOUNT_A}"
    r"(?:\s?(?:左右|上下))?"
)
_NEAR_AFTER = re.compile(
    rf"(?<![米尺寸斤升])(?:预算\s?(?:是|在)?)?\s?{_AMOUNT_A}\s?"
    rf"(?:左右|上下|出头|(?<=[元块钱])的?(?:样子)|or so|ish(?![a-z])|"
    rf"give or take|roughly|(?:or\s)?thereabouts)"
)
_BUDGET = re.compile(
    r"(?:(?:my\s|a\s|the\s|on a\s)?(?:total\s)?(?:budget|limit|cap|"
    r"price limit)(?:'s)?\s?(?:is\s|of\s|:\s?|at\s|to\s)?(?:around\s)?|"
    r"(?:i (?:can|could|want to|would like to|'d like to) )?(?:spend|pay)\s(?:up to\s)?|"
    r"i have (?:only )?(?=[$€£\d])|let'?s say\s|cap (?:it|that) at\s|(?:chipped|put) in\s|"
    r"凑了?\s?|[降压砍]到\s?|"
    r"(?:预算|价格|价位|上限)\s?(?:可以)?"
    r"(?:提高|增加|加|降|降低|改|调|放宽|放|压|砍|提)(?:到|成|至)\s?|"
    rf"预算\s?(?:可以)?(?:是|只有|在|为|:)?\s?|价格\s?|价位\s?){_AMOUNT_A}"
)
# 两块电池, "two batteries": 块 is a measure word too.
_PIECES = (
    r"(?![一二两三四五六七八九]块"
    r"(?:$|[\s,.!?]|(?=[\u4e00-\u9fff])[^的左上以内之多钱吧啊呢行就都到]))"
)
_BARE = re.compile(
    rf"(?:for\s|at\s)?{_PIECES}(?:{_PRE.format('a')}\s?(?P<na>{NUMBER})|(?P<nb>{NUMBER}){_POST.format('b')})"
    r"(?![\d.,]*\d)(?:的|价位)?"
)
# 一百多: at least that, and less than the next hundred. Alone it must be a price's size.
_SOME_MORE = re.compile(
    rf"(?P<cue>(?:预算|价格|价位|价钱)[是在嘛吧]?\s?)?(?<![\d.])(?P<n>{NUMBER})多"
    r"(?P<unit>块钱|块|元|人民币|美元|美金|刀|欧元|英镑)?(?=$|[\s,.!?]|[的点预])"
)
_LOOSE_UNIT = r"(?P<unit>块钱|块|元|人民币|美元|美金|刀|欧元|英镑)"
_LOOSE_END = r"(?=$|[\s,.!?]|[的左上以预吧呢啊嘛能可有买就也都价])"
_LOOSELY = re.compile(
    rf"(?<![\d第])(?:(?P<about>[一二两三四五六七八九]?[十百千万])(?:[来把]|十来){_LOOSE_UNIT}"
    rf"|(?P<figure>\d+0)来{_LOOSE_UNIT.replace('unit', 'unit2')}"
    rf"|(?P<span>三五[十百千万]){_LOOSE_UNIT.replace('unit', 'unit4')}?"
    rf"|小(?P<nearly>[一二两三四五六七八九][百千万]){_LOOSE_UNIT.replace('unit', 'unit5')}?"
    rf"|(?P<change>块儿?八毛)){_LOOSE_END}"
)
"""Spoken amounts: 百来块 is about 100, 三五百 300 to 500, 小两百 nearly 200."""
_ROUND = re.compile(
    r"(?<![\d零一二两三四五六七八九十几百千万])(?P<n>[百千万])元(?!以|之|内|封顶|出头)"
)
_SPOKEN = re.compile(
    r"(?:预算\s?)?(?P<span>[一二两三四五六七八九][二三四五六七八九][十百千万]|"
    r"[一二两三四五六七八九][百千万][一二三四五六七八][二三四五六七八九](?![\d十百千万]))\s?(?P<unit>块钱|块|元|人民币|美元|欧元|"
    r"英镑)?\s?(?:左右|之间)?(?![码号寸])"
)
_NOTE = re.compile(
    r"(?:(?P<under>under|below|less than|max(?:imum)?|up to)\s)?(?:for\s)?"
    r"(?P<near>(?:around|about|roughly|approximately|near)\s)?"
    r"(?:a\s(?P<note>tenner|fiver|grand\sand\sa\shalf|grand(?!\s(?:pair|old|wee|day|idea|job|one))|"
    r"hundred(?!\s(?:and\s)?(?:[a-z]+ty|ten|[a-z]+teen)))|(?P<bare>tenner|fiver))(?![a-z])"
    r"(?P<some>\sor\sso)?(?P<unit>\s(?:dollars?|bucks?|"
    r"euros?|pounds?|quid))?"
)
_OFF = re.compile(
    rf"便宜{_B}(?!\s?(?:以[内下里]|左右|之内|上下))|{_A}\s?(?:%|percent)?\s?off(?![a-z])(?!\s(?:white|the\s(?:shelf|shoulder)))"
)
"""What is to be taken off a price, which is no price: "just 5 dollars off"."""
_BOUNDS = (
    (_NOT_UNDER, "min"),
    (_CHEAPER_THAN, "max"),
    (_OR_LESS, "max"),
    (_IN_ALL, "max"),
    (_UNDER, "max"),
    (_OR_MORE, "min"),
    (_NEAR, "near"),
    (_NEAR_AFTER, "near"),
    (_OVER, "min"),
    (_BUDGET, "max"),
)
_NOTE_VALUE = {"tenner": 10.0, "fiver": 5.0, "grand": 1000.0, "hundred": 100.0}
_NOTE_VALUE["grand and a half"] = 1500.0


def currency_of(word: str | None) -> str | None:
    """The ISO code a currency word names, or None."""
    bare = (word or "").strip().removesuffix("s")
    for code, words in _CURRENCIES.items():
        if any(
            bare == w or (len(w) > 2 and bare.startswith(w)) or bare.endswith(w)
            for w in words
            if bare
        ):
            return code
    return None


def without_reductions(message: str) -> str:
    """``message`` without the amounts that it wants taken off a price.

    Examples:
        >>> without_reductions("just 5 dollars off?"), without_reductions("under 5 dollars")
        ('just ?', 'under 5 dollars')
    """
    return _OFF.sub(" ", fold(message))


def take_price(line: Line) -> Price:
    """Read and strike out what ``line`` says of the price."""
    line.take(_OFF)
    for reader in (_spoken_loosely, _spoken_span, _some_more, _round_sum, _bank_note, _two_bounds):
        if (price := reader(line)) is not None:
            return price
    price = _one_bound_each(line)
    if price == Price() and (match := _first(line, _BARE)):
        amount = value(match["na"] or match["nb"])
        return Price(None, amount, _unit(match, "a") or _unit(match, "b"))
    return price


def _spoken_span(line: Line) -> Price | None:
    match = _first(line, _SPOKEN)
    bounds = spoken_range(match["span"]) if match else None
    return Price(*bounds, currency_of(match["unit"])) if match and bounds else None


def _spoken_loosely(line: Line) -> Price | None:
    match = _first(line, _LOOSELY)
    if match is None:
        return None
    found = match.groupdict()
    units = (word for name, word in found.items() if name.startswith("unit") and word)
    unit = currency_of(next(units, None))
    if found["span"]:
        step = value(found["span"][-1]) or 0.0
        return Price(3 * step, 5 * step, unit)
    if found["nearly"]:
        return Price(None, value(found["nearly"]), unit)
    if found["change"]:
        return Price(*_spread(_CHANGE), unit)
    amount = value(found["about"] or found["figure"])
    return Price(*_spread(amount), unit) if amount else None


def _some_more(line: Line) -> Price | None:
    match = _SOME_MORE.search(line.rest)
    amount = value(match["n"]) if match else None
    if match is None or not amount or amount < 1:
        return None
    if amount < _PRICE_ALONE and not match["unit"] and not match["cue"]:
        return None
    line.strike(*match.span())
    return Price(*and_some(amount), currency_of(match["unit"]))


def _round_sum(line: Line) -> Price | None:
    """千元机: a phone of about 1,000."""
    match = _first(line, _ROUND)
    amount = value(match["n"]) if match else None
    return Price(*_spread(amount), "CNY") if amount else None


def _bank_note(line: Line) -> Price | None:
    match = _first(line, _NOTE)
    if match is None:
        return None
    note = match["note"] or match["bare"]
    unit = "GBP" if note in {"tenner", "fiver"} else currency_of(match["unit"])
    amount = _NOTE_VALUE[note]
    near = match["near"] or match["some"]
    return Price(*_spread(amount), unit) if near else Price(None, amount, unit)


def _two_bounds(line: Line) -> Price | None:
    match = _first(line, _BETWEEN)
    if match is None:
        return None
    low, high = value(match["na"]), value(match["nb"])
    if low is None or high is None:
        return None
    if low < high / 10 and "k" in match["nb"]:
        low *= 1000  # "1-2k"
    return Price(min(low, high), max(low, high), _unit(match, "b") or _unit(match, "a"))


def _one_bound_each(line: Line) -> Price:
    """A cap, a floor, or a number to stay near; a cap and a floor may both be said."""
    price = Price()
    for pattern, kind in _BOUNDS:
        if kind == "near" and price != Price():
            continue
        match = _first(line, pattern)
        amount = value(match["na"]) if match else None
        if match is None or amount is None:
            continue
        currency = price.currency or _unit(match, "a")
        if kind == "near":
            price = Price(*_spread(amount), currency)
        elif kind == "max" and price.high is None:
            price = Price(price.low, amount, currency)
        elif kind == "min" and price.low is None:
            price = Price(amount, price.high, currency)
    if price.low is not None and price.high is not None and price.low > price.high:
        return Price(None, price.high, price.currency)  # "over 2000 is daft, cap it at 1800"
    return price


def _spread(amount: float) -> tuple[float, float]:
    return round(amount * (1 - _AROUND), 2), round(amount * (1 + _AROUND), 2)


def _unit(match: re.Match[str], name: str) -> str | None:
    groups = match.groupdict()
    return currency_of(groups.get(f"pre{name}")) or currency_of(groups.get(f"post{name}"))


def _first(line: Line, pattern: re.Pattern[str]) -> re.Match[str] | None:
    match = pattern.search(line.rest)
    if match is not None:
        line.strike(*match.span())
    return match
