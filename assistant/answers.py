"""An answer read with the question before it: "9" to "Which size?", "nah" to "Any brand?".

Whoever reads a message sees that message alone (``assistant.state``), so what only the question
says is put into it. A yes or no is spelled out by ``assistant.proposals``; here bare numbers get
what they count, no preference is said in the words a reader knows, and "the second" of two things
the question names becomes that thing. Anything that says more stays as it was written.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

from assistant import proposals
from assistant.intent import Intent
from assistant.llm.notation import Change
from assistant.rules.numbers import NUMBER as FIGURES
from assistant.rules.numbers import WORDS
from retrieval.values.text import fold, is_cjk

_NUMBER = rf"(?:{FIGURES}|{WORDS}|one|two|three|four|five|six|seven|eight|nine)(?: and a half|半)?"
_ALONE = re.compile(
    rf"(?P<low>{_NUMBER})(?:\s?(?:-|–|~|to|or|and|到|至|或者?)\s?(?P<high>{_NUMBER}))?"
)
_AT_MOST = re.compile(
    rf"(?P<low>{_NUMBER}) (?:at (?:a push|a stretch|most|the most)|max|tops|absolute max)"
)
_PEOPLE_ZH = re.compile(rf"(?:大概|大约)?{_NUMBER}(?:到{_NUMBER})?个?人(?:左右|吧)?")
_AGED = re.compile(r"\d|[一二两三四五六七八九十]+个?[岁月]")
_NO_PREFERENCE = {False: "no preference", True: "都可以"}
_USE_WORDS = 4
_LIKED = 6
_SIZES = ("", "big", "large")
_PRICE = ("price_min", "price_max", "currency")
_BRIEF = 200
"""Characters of an answer: who writes more says what they mean."""
_ASKED = 300
"""Characters of the assistant's words that may hold the question."""


def spelled_out(message: str, asked: str) -> str:
    """``message`` with what only ``asked``, the assistant's words just before it, says.

    >>> spelled_out("40", "What's your budget?"), spelled_out("9", "Which size?")
    ('budget 40', 'size 9')
    >>> spelled_out("about 4", "How many people is it for?")
    'for about 4 people'
    >>> spelled_out("nah", "Any particular brand?"), spelled_out("the latter", "Glass or steel?")
    ('no preference', 'steel')
    >>> spelled_out("yes", "Is it for running?")
    'It is for running'
    """
    question = _question(asked) if len(message) <= _BRIEF else ""
    if not question:
        return proposals.spelled_out(message, asked)
    said = _bare(message)
    if (meant := _chosen(said, question) or _without_preference(said, question)) is not None:
        return meant
    if (rest := _form("anything_but").match(message)) is not None:
        return message[rest.end() :]
    told = _numbered(said, question) or _used_for(said, question) or _accepted(said)
    return told or proposals.spelled_out(message, asked)


def without_preference(message: str) -> bool:
    """Whether a message says that anything will do, and nothing else.

    >>> without_preference("not bothered"), without_preference("any red")
    (True, False)
    """
    return len(message) <= _BRIEF and bool(_form("indifferent").fullmatch(_bare(message)))


def asks_for_other_than_money(message: str, asked: str) -> bool:
    """Whether numbers in an answer are no prices: something else was asked for, no money is named.

    >>> asks_for_other_than_money("around 14", "How big a screen?")
    True
    >>> asks_for_other_than_money("around 14 pounds", "How big a screen?")
    False
    """
    topic, _ = _topic(_question(asked))
    return topic not in {"", "price", "use", "kind", "likes"} and not _form("money").search(
        fold(message)
    )


def answering(change: Change, message: str, asked: str, need: Intent) -> Change:
    """``change`` as an answer to ``asked``.

    A kind that was asked for narrows the need, an age is a property of whoever it is for, and
    numbers are no prices where something else was asked for.

    Args:
        change: What the answer was read as.
        message: The answer, as it was said.
        asked: The question, in the assistant's words.
        need: The need before.
    """
    topic, _ = _topic(_question(asked))
    action, slots = change.action, dict(change.slots)
    if action == "search" and topic == "kind":
        action = "refine"
    if topic == "age" and need.recipient and _AGED.search(slots.get("recipient", "")):
        del slots["recipient"]
        slots["features"] = [*slots.get("features", ()), _bare(message)]
    if asks_for_other_than_money(message, asked):
        slots = {name: value for name, value in slots.items() if name not in _PRICE}
    return replace(change, action=action, slots=slots)


def _question(asked: str) -> str:
    """The folded last question of the assistant's words; empty where they do not end in one."""
    found = re.search(r"([^.!?。！？\n]*)[?？]\s*$", asked.rstrip()[-_ASKED:])
    return fold(found[1]).replace("’", "'").strip() if found else ""


def _bare(message: str) -> str:
    said = fold(message).replace("’", "'").strip(" ,.!，。！~～")
    polite = _form("polite")
    return polite.sub("", said).strip(" ,.!，。！~～") or said


def _topic(question: str) -> tuple[str, str]:
    """What a question asks for, and the noun it counts or measures; empty where it says neither."""
    for name, cues in _topics():
        if question and (found := cues.search(question)) is not None:
            named = found.groupdict()
            return name, named.get("noun") or named.get("unit") or ""
    return "", ""


@cache
def _topics() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(cues)) for name, cues in _expressions()["topics"].items())


@cache
def _form(name: str) -> re.Pattern[str]:
    return re.compile(_any_of(_expressions()["forms"][name]), re.IGNORECASE)


@cache
def _hedged() -> re.Pattern[str]:
    """A number, or two, with what is usually put around it and nothing else."""
    before, after = (
        _any_of(_expressions()["forms"][f"{end}_number"]) for end in ("before", "after")
    )
    return re.compile(rf"(?:{before}\s?)*(?:{_ALONE.pattern})(?:\s?{after})*")


def _any_of(parts: list[str]) -> str:
    return "(?:" + "|".join(f"(?:{part})" for part in parts) + ")"


@cache
def _expressions() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "answers.toml").read_text("utf-8"))


def _numbered(said: str, question: str) -> str | None:
    """A bare number with what it counts."""
    if _topic(question)[0] == "people" and _PEOPLE_ZH.fullmatch(said):
        return f"{said}用"
    if not _hedged().fullmatch(said):
        return None
    topic, noun = _topic(question)
    chinese = is_cjk(question)
    if topic == "price":
        return _budget(said, chinese=chinese)
    if topic == "memory":
        sized = re.sub(r"(\d+)(?!\d)", r"\1g" if chinese else r"\1gb", said)
        return f"{sized}内存" if chinese else f"{sized} memory"
    if topic == "size":
        return said if chinese else f"size {re.sub(r'^(?:i.?m|it.?s|its) (?:an? )?', '', said)}"
    forms = {
        "people": ("for {} people", "{}个人用"),
        "age": ("{} years old", "{}岁"),
        "counted": (f"{{}} {noun}", f"{{}}{noun}"),
        "measured": ("size {}" if noun in _SIZES else f"{{}} {noun}", "尺寸{}"),
    }
    form = forms.get(topic, ("", ""))[chinese]
    return form.format(said) if form else None


def _budget(said: str, *, chinese: bool) -> str | None:
    """A bare amount as a price; None where it is one already: "around 40"."""
    amount = _ALONE.fullmatch(said)
    if amount is None:
        most = _AT_MOST.fullmatch(said)
        return f"up to {most['low']}" if most else None
    low, high = amount["low"], amount["high"]
    if not high:
        return f"预算{low}" if chinese else f"budget {low}"
    return f"预算{low}到{high}" if chinese else f"between {low} and {high}"


def _without_preference(said: str, question: str) -> str | None:
    refused = _form("none").fullmatch(said) and _form("open").search(question)
    if refused or _form("indifferent").fullmatch(said):
        return _NO_PREFERENCE[is_cjk(said) or is_cjk(question)]
    return None


def _chosen(said: str, question: str) -> str | None:
    """The one of two that a place in the question means; neither of them, where that is said."""
    named = _form("with_or_without").search(question)
    if named is not None:
        return f"{said} {named['what']}" if said in {"with", "without"} else None
    options = _form("chooses_zh" if is_cjk(question) else "chooses_en").search(question)
    if options is None:
        return None
    if turned_down := _form("neither").fullmatch(said):
        no = "不要" if is_cjk(question) else "no "
        both = [f"{no}{options[name].strip()}" for name in ("first", "second")]
        return ", ".join([*both, *filter(None, [turned_down["rest"]])])
    if _form("first").fullmatch(said):
        return options["first"].strip()
    return options["second"].strip() if _form("second").fullmatch(said) else None


def _used_for(said: str, question: str) -> str | None:
    """A bare use or interest: "uni" to "What will you use it for?"."""
    topic, _ = _topic(question)
    if topic == "likes" and is_cjk(said) and len(said) <= _LIKED and "喜欢" not in said:
        return f"喜欢{said}"
    if is_cjk(question) or is_cjk(said) or topic != "use":
        return None
    plain = _form("fillers").sub("", said)
    if (
        not plain
        or any(word.endswith("ing") for word in plain.split())
        or _form("said_already").search(plain)
        or len(plain.split()) > _USE_WORDS
    ):
        return None
    return f"for {plain}"


def _accepted(said: str) -> str | None:
    """What an answer calls fine: "novel is ok"."""
    found = _form("accepted").fullmatch(said)
    return found["what"] if found else None
