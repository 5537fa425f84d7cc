"""Amounts as shoppers write them: ``1,299.50``, ``2k``, two hundred, 两千, 一万二, 300多.

``fold`` has already turned full-width digits into ASCII. Chinese numerals are read by place value,
with the spoken short form (一千二 is 1200) and the span of two digits (两三百 is 200 to 300).
"""

from __future__ import annotations

import re

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "四": 4, "五": 5}
_DIGITS |= {"六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}

_ONES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_ONES |= {"eight": 8, "nine": 9}
_TEENS = {"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15}
_TEENS |= {"sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60}
_TENS |= {"seventy": 70, "eighty": 80, "ninety": 90}
_ENGLISH = _ONES | _TEENS | _TENS | {"a": 1}
_ONE, _TEN, _TEEN = ("|".join(words) for words in (_ONES, _TENS, _TEENS))
_BELOW_HUNDRED = rf"(?:(?:{_TEN})(?:[\s-](?:{_ONE}))?|{_TEEN})"

CHINESE = (
    r"(?<![几])[零〇一二两俩三四五六七八九十百千万]+(?<!(?<=[百千万])一(?=[对双副套只个件支把]))"
)
WORDS = (
    rf"(?<![a-z])(?:(?:(?:a couple of|{_BELOW_HUNDRED}|{_ONE}|a|\d{{1,2}})\s?)?(?:hundred|thousand)"
    rf"(?:\s(?:and\s)?(?:a\s)?{_BELOW_HUNDRED})?"
    rf"|(?:{_ONE})\s(?:{_TEN})|{_BELOW_HUNDRED})(?![a-z])"
)
"""Amounts in English words from ten on; smaller ones are seldom prices."""
AMOUNT = (
    r"(?:\d{1,3}(?:\.\d{3})+,\d{2}(?!\d)|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d+)?)"
    r"(?:\s?(?:k|grand)(?![a-z\d])|k\d(?![a-z\d])|[百千万]\d?)?"
)
NUMBER = rf"(?:{AMOUNT}|{CHINESE})"


_PLACES = "零〇一二两俩三四五六七八九十百千万"
_ENDLESS = re.compile(rf"([\d.,]{{40}})[\d.,]+|([{_PLACES}]{{24}})[{_PLACES}]+")


def without_endless(message: str) -> str:
    """``message`` with figures that go on and on cut short.

    Nobody means a number of a hundred digits, and to look for a price at each of 100,000 takes
    minutes.

    Examples:
        >>> len(without_endless("7" * 100_000)), without_endless("barcode 4006381333931")
        (40, 'barcode 4006381333931')
    """
    return _ENDLESS.sub(lambda found: found[1] or found[2], message)


def value(text: str) -> float | None:
    """The amount written as ``text``, or None.

    Examples:
        >>> [value(t) for t in ("1,299.50", "2k", "1k5", "两千五", "一万二", "3百", "十五", "abc")]
        [1299.5, 2000.0, 1500.0, 2500.0, 12000.0, 300.0, 15.0, None]
        >>> [value(t) for t in ("twenty-five", "three hundred and ten", "two fifty")]
        [25.0, 310.0, 250.0]
    """
    if re.fullmatch(WORDS, text.strip()):
        return _english(text)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d{2}", text.strip()):  # 1.200,00
        text = text.replace(".", "").replace(",", ".")
    plain = text.strip().replace(",", "").replace(" ", "")
    if match := re.fullmatch(r"(\d+(?:\.\d+)?)(k|grand|[百千万])?(\d)?", plain):
        unit = {"k": 1000, "grand": 1000}.get(match[2] or "", _UNITS.get(match[2] or "", 1))
        tail = int(match[3]) * unit / 10 if match[3] and match[2] else 0.0
        if match[3] and not match[2]:
            return float(plain)
        return float(match[1]) * unit + tail
    if re.fullmatch(CHINESE, plain):
        return _chinese(plain)
    return None


def spoken_range(text: str) -> tuple[float, float] | None:
    """两三百 → (200, 300); 三千五六 → (3500, 3600); None where the text is no such span."""
    if last := re.fullmatch(r"(.[百千万])(.)(.)", text):
        low, high = (_chinese(f"{last[1]}{last[n]}") for n in (2, 3))
        adjoining = _DIGITS[last[3]] == _DIGITS[last[2]] + 1
        return (low, high) if adjoining and low is not None and high is not None else None
    match = re.fullmatch(r"([一二两三四五六七八九])([二三四五六七八九])([十百千万])", text)
    if match is None:
        return None
    low, high, unit = _DIGITS[match[1]], _DIGITS[match[2]], _UNITS[match[3]]
    return (float(low * unit), float(high * unit)) if high == low + 1 else None


def and_some(amount: float) -> tuple[float, float]:
    """What "一百多" spans: from the amount to the next of its last place.

    Examples:
        >>> and_some(100.0), and_some(1500.0), and_some(30.0)
        ((100.0, 200.0), (1500.0, 1600.0), (30.0, 40.0))
    """
    place = 1
    while amount % (place * 10) == 0:
        place *= 10
    return amount, amount + place


def _english(text: str) -> float:
    spaced = re.sub(r"(?<=\d)(?=[ht])", " ", text.strip().replace("a couple of", "two"))
    words = re.split(r"[\s-]+", spaced)
    if len(words) == 2 and words[0] in _ONES and words[1] in _TENS:  # two fifty
        words.insert(1, "hundred")
    total = number = 0
    for word in words:
        if word in {"hundred", "thousand"}:
            total += (number or 1) * {"hundred": 100, "thousand": 1000}[word]
            number = 0
        else:
            number += int(word) if word.isdigit() else _ENGLISH.get(word, 0)
    return float(total + number)


def _chinese(text: str) -> float | None:
    if all(char in _DIGITS for char in text):
        return float("".join(str(_DIGITS[char]) for char in text))
    total, section, digit, last_unit = 0, 0, 0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            last_unit = 1 if char in "零〇" else last_unit
        elif char == "万":
            total = (total + section + digit) * 10_000
            section, digit, last_unit = 0, 0, 10_000
        else:
            section += (digit or 1) * _UNITS[char]
            digit, last_unit = 0, _UNITS[char]
    if digit and last_unit >= 100 and text[-1] in _DIGITS:
        digit *= last_unit // 10  # 一千二 is 1200
    return float(total + section + digit)
