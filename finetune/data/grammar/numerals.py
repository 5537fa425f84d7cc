"""Amounts in words, as people dictate them: English and Chinese, up to 99,999."""

from __future__ import annotations

_ONES: tuple[str, ...] = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
)
_ONES += ("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen")
_ONES += ("eighteen", "nineteen")
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_DIGITS = "零一二三四五六七八九"
_LARGEST = 99_999


def in_english(number: int) -> str:
    """``number`` in English words; round hundreds below 10,000 as people say them.

    Examples:
        >>> in_english(45), in_english(250), in_english(1500), in_english(2000)
        ('forty five', 'two hundred and fifty', 'fifteen hundred', 'two thousand')
    """
    if number > _LARGEST:
        raise ValueError(f"{number} is larger than {_LARGEST}, which nobody dictates here")
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return f"{_TENS[tens]} {_ONES[ones]}" if ones else _TENS[tens]
    if number < 10_000 and number % 100 == 0 and number % 1000:
        return f"{in_english(number // 100)} hundred"
    size, name, joint = (1000, "thousand", " ") if number >= 1000 else (100, "hundred", " and ")
    many, rest = divmod(number, size)
    return f"{in_english(many)} {name}" + (f"{joint}{in_english(rest)}" if rest else "")


def in_chinese(number: int) -> str:
    """``number`` in Chinese numerals, 两 before 百 千 万.

    Examples:
        >>> in_chinese(12), in_chinese(250), in_chinese(1500), in_chinese(2008)
        ('十二', '两百五十', '一千五百', '两千零八')
    """
    if number > _LARGEST:
        raise ValueError(f"{number} is larger than {_LARGEST}, which nobody dictates here")
    text, gap = "", False
    for size, name in ((10_000, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if not digit:
            gap = bool(text)
            continue
        if size == 10 and digit == 1 and not text:
            text = "十"
            continue
        figure = "两" if digit == 2 and size >= 100 else _DIGITS[digit]
        text += ("零" if gap else "") + figure + name
        gap = False
    return text or "零"


def in_words(number: int, language: str) -> str:
    """``number`` in the words of ``language`` ("zh" is Chinese, all else English)."""
    return in_chinese(number) if language == "zh" else in_english(number)
