"""Makes a clean message look as it was really typed or spoken, without making its label wrong.

A message gets one *voice* (a hurried typist, a dictation, somebody who shouts, pinyin input …) and
that voice's habits, because real slips come together: who drops the commas also drops the capitals.
Every habit keeps what the label says recoverable. Words that carry a number or a place are never
misspelt, words under four letters neither, and no slip makes a word that the shop knows as another
("shirt" → "short", 杯子 → 被子). Figures become words only where they are an amount of money or
stand after "size". Given up: noise that only a whole sentence could undo.

Whoever calls names in ``protect`` what must stay letter for letter: brands too short or too odd to
be corrected, and sizes whose label keeps the figure.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from finetune.data.grammar.numerals import in_chinese, in_english

MATERIAL = Path(__file__).parents[1] / "material"
Habit = Callable[[str, Random], str]
Voice = Sequence[tuple[Habit, float]]
"""Habits in order, each with how likely it shows in a message of that voice."""

_PRIVATE = 0xE000
_LAST_PRIVATE = 0xF8FF
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_WORD = re.compile(r"(?<![\w'’.@/-])[A-Za-z]{4,}(?![\w'’@/-])")
_LARGEST = 99_999
_MONEY = re.compile(r"\$(\d{1,5})(?![\d.,k]*\d|k)")
_AMOUNT = re.compile(
    r"\b(under|below|over|above|around|about|roughly|budget|budget of|budget is|max|maximum|up to"
    r"|than|at least|at most|size) (\d{1,5})(?![\w.,'%/:-]*\w|%)",
    re.IGNORECASE,
)
_CJK = r"\u4e00-\u9fff"
_NUMERALS = "零一二两三四五六七八九十百千万"
_AFTER = r"(?=块|元|以内|以下|以上|左右|上下|之内|封顶|的预算|到[\d两二三四五六七八九一]|快钱)"
_FIGURE = re.compile(
    rf"(?<![\d.,，:~～/a-zA-Z{_NUMERALS}第-])(\d{{1,5}})(?![\d.~～-]){_AFTER}"
    rf"|(?:(?<=预算|超过|最多|顶多|大概|至少)|(?<=差不多))(\d{{1,5}})(?![\w.~～-])"
)
_SPOKEN = re.compile(rf"(?<![几数好第\d{_NUMERALS}])([{_NUMERALS}]{{2,9}}){_AFTER}")
_FIGURES = {**{c: n for n, c in enumerate("零一二三四五六七八九")}, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}


def noisy(
    text: str,
    *,
    language: str,
    rng: Random,
    protect: Sequence[str] = (),
    level: float = 1.0,
) -> str:
    """``text`` as somebody careless would have put it. The same dice give the same text.

    Args:
        text: The clean message.
        language: ``zh`` or anything else, which is taken for English.
        rng: The dice.
        protect: What must stay letter for letter, wherever it stands.
        level: How much: 0 changes nothing, 1 is a careless message, 2 a very careless one.

    Returns:
        The noisy message; never empty where ``text`` was not.
    """
    if level <= 0 or not text.strip():
        return text
    hidden, found = _hide(text, protect)
    voices = _CHINESE if language == "zh" else _ENGLISH
    voice = rng.choices(list(voices), weights=[weight for weight, _ in voices.values()])[0]
    for habit, chance in voices[voice][1]:
        if rng.random() < chance * level:
            hidden = habit(hidden, rng)
    shown = "".join(found.get(char, char) for char in hidden).strip()
    return shown or text


def _hide(text: str, protect: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Puts one private character in the place of every protected span."""
    parts = [re.escape(part) for part in sorted(protect, key=len, reverse=True) if part.strip()]
    parts.append(f"[{chr(_PRIVATE)}-{chr(_LAST_PRIVATE)}]")
    found: dict[str, str] = {}

    def stand_in(match: re.Match[str]) -> str:
        if len(found) > _LAST_PRIVATE - _PRIVATE:
            raise ValueError(f"more than {len(found)} protected spans; shorten the message")
        mark = chr(_PRIVATE + len(found))
        found[mark] = match[0]
        return mark

    return re.sub("|".join(parts), stand_in, text, flags=re.IGNORECASE), found


@cache
def _tables(language: str) -> Mapping[str, Any]:
    path = MATERIAL / "noise" / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _known() -> frozenset[str]:
    """English words that a slip must not turn into: another product, colour or cue."""
    files = ("ontology/en.jsonl", "phrases/en.toml", "noise/en.toml")
    text = " ".join((MATERIAL / name).read_text(encoding="utf-8").lower() for name in files)
    return frozenset(re.findall(r"[a-z]{3,}", text))


def _swap(table: str, language: str, *, most: int, chance: float = 1.0) -> Habit:
    """Replaces up to ``most`` words of a table by one of their variants."""

    def habit(text: str, rng: Random) -> str:
        pattern, variants = _pattern(table, language)
        spans = [match for match in pattern.finditer(text) if rng.random() < chance]
        for match in sorted(rng.sample(spans, min(most, len(spans))), key=lambda one: -one.start()):
            new = rng.choice(variants[match[0].lower()])
            text = text[: match.start()] + new + text[match.end() :]
        return text

    return habit


@cache
def _pattern(table: str, language: str) -> tuple[re.Pattern[str], Mapping[str, Sequence[str]]]:
    variants: Mapping[str, Sequence[str]] = _tables(language)[table]
    words = "|".join(re.escape(word) for word in sorted(variants, key=len, reverse=True))
    bound = ("", "") if language == "zh" else (r"(?<![\w'’-])", r"(?![\w'’-])")
    return re.compile(f"{bound[0]}(?:{words}){bound[1]}", re.IGNORECASE), variants


def _slip(word: str, rng: Random) -> str:
    """``word`` with one slip of the fingers, its first letter kept."""
    at = rng.randrange(1, len(word))
    kind = rng.choice(("near", "near", "swap", "drop", "double"))
    if kind == "near":
        row = next(row for row in _ROWS if word[at].lower() in row)
        place = row.index(word[at].lower())
        beside = row[max(place - 1, 0) : place] + row[place + 1 : place + 2]
        return word[:at] + rng.choice(beside) + word[at + 1 :]
    if kind == "swap" and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + (word[at] * 2 if kind == "double" else "") + word[at + 1 :]


def _typos(most: int) -> Habit:
    def habit(text: str, rng: Random) -> str:
        kept = _tables("en")["kept"]
        spans = [match for match in _WORD.finditer(text) if match[0].lower() not in kept]
        for match in sorted(rng.sample(spans, min(most, len(spans))), key=lambda one: -one.start()):
            word = _slip(match[0], rng)
            if word.lower() not in _known():
                text = text[: match.start()] + word + text[match.end() :]
        return text

    return habit


def _lower(text: str, _: Random) -> str:
    return text.lower()


def _upper(text: str, _: Random) -> str:
    return text.upper()


def _capital(text: str, _: Random) -> str:
    return text[:1].upper() + text[1:]


def _odd_case(text: str, rng: Random) -> str:
    """Latin words in Chinese: NIKE, Nike, XL."""
    change = rng.choice((str.upper, str.title))
    return re.sub(r"(?<![0-9A-Za-z])[a-zA-Z]{2,}(?![0-9])", lambda m: change(m[0]), text)


def _bare(text: str, _: Random) -> str:
    """No punctuation; what stands in a number or a word stays."""
    text = re.sub(r"(?<=\w)['’](?=\w)", "", text)
    text = re.sub(rf"(?<=[{_CJK}])[，。！？；：、,!?;:]+(?=[{_CJK}])", " ", text)
    text = re.sub(r"[，。！？；：、!?;…]+|(?<!\d)[,.:]+(?=\s|$)|(?<=\d)[,.:]+(?=\s|$)", " ", text)
    return re.sub(r" {2,}", " ", text).strip()


def _no_spaces(text: str, rng: Random) -> str:
    """One space between two words is missed, or one after a comma."""
    kept = _tables("en")["kept"]
    spans = [
        match
        for match in re.finditer(r"(?<![\w'’])([A-Za-z]{4,},?)( )(?=([A-Za-z]{4,}))", text)
        if match[1].lower() not in kept and match[3].lower() not in kept
    ]
    if not spans:
        return text
    gap = rng.choice(spans)
    return text[: gap.start(2)] + text[gap.end(2) :]


def _more_spaces(text: str, rng: Random) -> str:
    """A doubled space, or a space before the mark."""
    spans = list(re.finditer(r"(?<=[A-Za-z]) |(?=[,?!](?:\s|$))", text))
    return text if not spans else _insert(text, rng.choice(spans).start(), " ")


def _gaps(text: str, rng: Random) -> str:
    """Spaces between Chinese characters, as speech recognition leaves them."""
    chance = rng.choice((0.1, 0.2, 1.0))
    return re.sub(
        rf"(?<=[{_CJK}])(?=[{_CJK}])", lambda _: " " if rng.random() < chance else "", text
    )


def _insert(text: str, at: int, new: str) -> str:
    return text[:at] + new + text[at:]


def _filler(language: str) -> Habit:
    """A filler at the beginning, or between two clauses."""
    chinese = language == "zh"

    def habit(text: str, rng: Random) -> str:
        filler = rng.choice(_tables(language)["fillers"])
        gap = rng.choice(("", "，", " ", "...")) if chinese else rng.choice((" ", ", ", " "))
        breaks = [match.end() for match in re.finditer("[，。]" if chinese else ", ", text)]
        at = rng.choice([0, 0, *breaks])
        return _insert(text, at, filler + gap)

    return habit


def _end(table: str, language: str) -> Habit:
    """Something at the end: a particle, thanks, an emoji."""

    def habit(text: str, rng: Random) -> str:
        new = str(rng.choice(_tables(language)[table]))
        text = text.rstrip(" .。")
        apart = new[0].isalnum() if language != "zh" else text[-1:].isascii()
        return text + (" " if apart or text[-1:].isdigit() or rng.random() < 0.3 else "") + new

    return habit


def _stretched(text: str, rng: Random) -> str:
    """sooo, pleaseee."""
    words = "|".join(_tables("en")["stretched"])
    return re.sub(
        rf"(?<![\w'])(?:{words})(?![\w'])",
        lambda match: match[0] + match[0][-1] * rng.randint(1, 4),
        text,
        count=1,
        flags=re.IGNORECASE,
    )


def _doubled(text: str, rng: Random) -> str:
    """A Chinese grammar word typed twice."""
    spans = list(re.finditer("[的吗呢吧啊有想]", text))
    return text if not spans else _insert(text, (spot := rng.choice(spans)).end(), spot[0])


def _without_de(text: str, rng: Random) -> str:
    """One 的 between two words is left out."""
    spans = list(re.finditer(rf"(?<=[{_CJK}]{{2}})的(?=[{_CJK}]{{2}})", text))
    if not spans:
        return text
    spot = rng.choice(spans)
    return text[: spot.start()] + text[spot.end() :]


def _wide(text: str, _: Random) -> str:
    """Figures and letters in full width, as a Chinese keyboard gives them."""
    return re.sub("[0-9A-Za-z]", lambda match: chr(ord(match[0]) + 0xFEE0), text)


def _traditional(text: str, _: Random) -> str:
    table = _tables("zh")["traditional"]
    return text.translate(str.maketrans(table["simplified"], table["traditional"]))


def _spoken_english(text: str, _: Random) -> str:
    """$50 → fifty dollars, under 50 → under fifty."""
    text = _MONEY.sub(lambda match: f"{in_english(int(match[1]))} dollars", text)
    return _AMOUNT.sub(lambda match: f"{match[1]} {in_english(int(match[2]))}", text)


def _spoken_chinese(text: str, rng: Random) -> str:
    """200块 → 两百块 or 二百块."""

    def words(match: re.Match[str]) -> str:
        text = in_chinese(int(match[1] or match[2]))
        return text.replace("两百", "二百") if rng.random() < 0.3 else text

    return _FIGURE.sub(words, text)


def _in_figures(text: str, _: Random) -> str:
    """两百块 → 200块, where the words are a plain number (两百五 is none)."""

    def figures(match: re.Match[str]) -> str:
        number = _value(match[1])
        plain = match[1].replace("二百", "两百").replace("二千", "两千")
        exact = number <= _LARGEST and in_chinese(number) in {plain, plain.removeprefix("一")}
        return str(number) if exact else match[1]

    return _SPOKEN.sub(figures, text)


def _value(numerals: str) -> int:
    total, part, figure = 0, 0, 0
    for char in numerals:
        if char in _FIGURES:
            figure = _FIGURES[char]
        elif char == "万":
            total, part, figure = (total + part + figure) * 10_000, 0, 0
        else:
            part, figure = part + (figure or 1) * _PLACES[char], 0
    return total + part + figure


_ENGLISH: Mapping[str, tuple[float, Voice]] = {
    "careless": (5, ((_swap("spelling", "en", most=2), 0.5), (_typos(2), 0.95), (_lower, 0.5),
                     (_no_spaces, 0.12), (_more_spaces, 0.1), (_bare, 0.3))),
    "hurried": (4, ((_swap("slang", "en", most=3), 0.9), (_typos(1), 0.45), (_lower, 0.8),
                    (_bare, 0.7), (_no_spaces, 0.1), (_end("closings", "en"), 0.2))),
    "dictated": (3, ((_swap("homophones", "en", most=2), 0.7), (_lower, 1), (_bare, 1),
                     (_filler("en"), 0.4), (_spoken_english, 0.7))),
    "shouting": (0.8, ((_typos(1), 0.2), (_bare, 0.4), (_upper, 1))),
    "chatty": (2, ((_filler("en"), 0.6), (_stretched, 0.6), (_swap("slang", "en", most=1), 0.3),
                   (_end("emoji", "en"), 0.6), (_end("closings", "en"), 0.35))),
    "tidy": (1, ((_swap("spelling", "en", most=2), 0.6), (_capital, 0.8), (_more_spaces, 0.1))),
}  # fmt: skip
_CHINESE: Mapping[str, tuple[float, Voice]] = {
    "pinyin": (5, ((_swap("homophones", "zh", most=2), 0.95), (_swap("small", "zh", most=1), 0.35),
                   (_bare, 0.4), (_in_figures, 0.2), (_typos(1), 0.2))),
    "hurried": (4, ((_swap("slang", "zh", most=1), 0.4), (_swap("homophones", "zh", most=1), 0.35),
                    (_without_de, 0.4), (_bare, 0.8), (_doubled, 0.1), (_odd_case, 0.2))),
    "dictated": (3, ((_filler("zh"), 0.5), (_swap("small", "zh", most=1), 0.25), (_bare, 0.9),
                     (_gaps, 0.15), (_spoken_chinese, 0.8))),
    "chatty": (2, ((_swap("slang", "zh", most=2), 0.7), (_filler("zh"), 0.4),
                   (_end("particles", "zh"), 0.6), (_end("emoji", "zh"), 0.4))),
    "keyboard": (1, ((_wide, 0.5), (_odd_case, 0.6), (_gaps, 0.2), (_spoken_chinese, 0.3))),
    "traditional": (0.8, ((_bare, 0.3), (_traditional, 1))),
}  # fmt: skip
