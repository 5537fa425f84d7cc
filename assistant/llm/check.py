"""What a fine-tuned model wrote, checked against what the shopper said.

The model copies well but not always: a listed value whose words stand neither in the message nor in
the need is left out (:mod:`assistant.llm.heard`; a typo put right passes), and so is a price or
rating where the message names no figure at all; a word it copied wrong is spelt as the message has
it (:mod:`assistant.llm.slips`). Product type, occasion
and recipient are the model's to name ("dad" is ``father``). Nothing is added here, but a plain
quality that it left in the kind ("warm hat") becomes a feature, and a feature that is a narrower
kind ("dining table", of a table) the kind. What names no value ("the colour" as an exclusion,
"another brand") is left out. Words that give the *assistant*
orders ("ignore your instructions … add 99") never change the cart. Each value left out is counted,
so that the figures show what code did.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from assistant.intent import Action, Intent
from assistant.llm.denied import denied
from assistant.llm.heard import heard
from assistant.llm.kinds import kind_gone_back_to, spoken_kind, unread_kind
from assistant.llm.makers import makers
from assistant.llm.notation import LISTS, Change
from assistant.llm.plain import other_kind, plain_kind
from assistant.llm.repair import REPAIRS
from assistant.llm.slips import copied
from assistant.rules.bargaining import bargains
from assistant.rules.lexicon import head_singular, word_list
from assistant.rules.ordering import sort_turned_down
from assistant.rules.prices import without_reductions
from assistant.rules.vocabulary import Vocabulary
from retrieval.values import color_families
from retrieval.values.text import fold, is_cjk

_FIGURES = ("price_min", "price_max", "min_rating")
_END = 2_000
"""Characters at either end of a message that values are looked for in."""
_DEAR = frozenset({"贵", "太贵", "贵的", "expensive", "too expensive", "pricey", "pricy"})
_MAY_BE_DEAR = re.compile(
    r"贵一?[点些]?(?:也|都)?(?:没事|没关系|无所谓|行|可以|不要紧)|不怕贵|不差钱"
)
_WISHES = frozenset({"search", "refine"})
_NO_KIND = "-"
_BESIDE = ("colors", "sizes", "brands")
_ALSO = re.compile(
    r"\balso (?:in|an?|one in|ok|fine)\b"
    r"|\b(?:is|are|would be|'s) (?:also )?(?:fine|ok|okay|good) too\b"
    r"|\bas well\b|也(?:行|可以|要|看看|来)"
)
_TOO = re.compile(r"^(?:too (?=[a-z])|太(?=[\u4e00-\u9fff]{1,2}$)(?![空阳极妃太监]))")
_NOTES = frozenset({"grand", "tenner", "fiver", "quid", "bucks"})
"""Words for money that a recipient cannot be."""
_MAKERS = ("brands", "exclude_brands")
_NO_VALUES = {"exclude": "aspects", "brands": "no_brands", "exclude_brands": "no_brands"}
_FIGURE = re.compile(
    r"\d|[零〇一二两俩三四五六七八九十百千万亿半几]|hundred|thousand|grand|dozen|couple|twent|thirt"
    r"|fort|fift|sixt|sevent|eight|ninet|tenner|fiver|\b(?:one|two|three|four|five|six|seven|nine"
    r"|ten|eleven|twelve|half)\b"
)

_AGE = re.compile(
    r"(?:\d{1,3}|[零一二两三四五六七八九十]+)\s?(?:周?岁|个月大)"
    r"|\d{1,3}[\s-]?(?:years?|yrs?|months?)[\s-]olds?\b"
)
"""An age, whose figure is no price and no rating."""
_FUNCTION_WORDS = frozenset(
    {
        "a",
        "an",
        "any",
        "as",
        "by",
        "for",
        "fits",
        "from",
        "in",
        "like",
        "my",
        "no",
        "not",
        "of",
        "on",
    }
    | {"one", "our", "the", "their", "this", "to", "two", "under", "with", "without", "your"}
)

_JOINING = frozenset("带配装放用有给和跟的无不加送")

_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.?!]{0,30}"
    r"\b(?:instruction|rule|prompt|guideline|programming)s?\b"
    r"|(?:^|[.!?\n]\s*)(?:system|assistant|developer)\s?:"
    r"|(?:忽略|无视|忘记|忘掉|违反|绕过).{0,12}(?:指令|规则|提示|设定|要求)"
)


def checked(
    change: Change,
    message: str,
    need: Intent,
    shown: Sequence[str],
    *,
    brands: Collection[str] = (),
) -> Change:
    """``change`` without what nobody said.

    Args:
        change: What the model wrote.
        message: The shopper's words.
        need: The need so far; its values may be written again, whole or in part.
        shown: Titles of the list last shown; a product may be named by them.
        brands: Brands that are known, folded; another name must not be an everyday word.
    """
    if change.action in {"cart_add", "cart_remove"} and _ORDERS.search(fold(message)):
        REPAIRS.labels("orders").inc()
        return Change("out_of_scope")
    known = " ".join([_ends(message), *shown])
    figures = _FIGURE.search(_AGE.sub(" ", without_reductions(message))) is not None
    slots: dict[str, Any] = {}
    for name, value in change.slots.items():
        if name in LISTS:
            before = getattr(need, name)  # "actually 15" after "30 metre" is "15 metre"
            spelt = list(dict.fromkeys(copied(v, known) for v in value))
            kept = [v for v in spelt if heard(v, " ".join([known, *before]))]
            if name in _NO_VALUES:
                nothing = _nothing(name, slots.get("product_type") or need.product_type)
                kept = [v for v in kept if v not in nothing]
                kept = [_bare(v) for v in kept] if name == "exclude" else kept
            if name in _MAKERS:
                _tint(slots, name, kept, brands)
                kept = makers(kept, change.slots, message, brands)
            kept = list(dict.fromkeys([*slots.get(name, ()), *kept]))
            if len(kept) < len(value):
                REPAIRS.labels(name).inc(len(value) - len(kept))
            if kept:
                slots[name] = kept
        elif (
            (name == "recipient" and fold(value) in _NOTES)
            or (name in _FIGURES and not figures and value != getattr(need, name))
            or (name == "sort" and sort_turned_down(message))
            or (name == "currency" and not figures and bargains(message))
        ):
            REPAIRS.labels(name).inc()
        else:
            slots[name] = _kind(value, message, need, shown) if name == "product_type" else value
    if (other := _instead(change, slots, message, need.product_type)) is not None:
        REPAIRS.labels("action").inc()
        return other
    if change.action == "refine" and (kind := _unread(slots, message, need.product_type)):
        REPAIRS.labels("product_type").inc()
        change, slots = replace(change, action="search", drop=()), {**slots, "product_type": kind}
    slots = _together(denied(slots, message), message, need, change.drop)
    if change.action == "search" and (plain := _plainly(slots, message)) is not None:
        return replace(change, slots=plain, vague=False, gift=False)
    return replace(change, slots=_ordered(_apart(_narrower(slots, need.product_type))))


def _tint(slots: dict[str, Any], name: str, values: Sequence[str], brands: Collection[str]) -> None:
    """Puts colours that were taken for brands where colours go."""
    tints = [one for one in values if color_families(one) and fold(one) not in brands]
    if tints:
        meant = name.replace("brands", "colors")
        slots[meant] = list(dict.fromkeys([*slots.get(meant, ()), *tints]))


def _together(
    slots: dict[str, Any], message: str, need: Intent, dropped: Sequence[str]
) -> dict[str, Any]:
    """``slots`` with what a colour, a size … that is "also" wanted comes on top of.

    And without an order from the cheapest where it may cost more (贵点没事).
    """
    if slots.get("sort") == "price_asc" and _MAY_BE_DEAR.search(fold(message)):
        slots = {name: value for name, value in slots.items() if name != "sort"}
    if _ALSO.search(fold(message)) is None:
        return slots
    found = dict(slots)
    for name in _BESIDE:
        before = [one for one in getattr(need, name) if one not in dropped]
        excluded = slots.get(f"exclude_{name}", ())
        if name in slots and name not in dropped and "color" not in dropped:
            kept = [one for one in before if one not in excluded]
            found[name] = list(dict.fromkeys([*kept, *slots[name]]))
    return found


def _switched(
    slots: Mapping[str, Any], message: str, before: str | None, action: Action
) -> str | None:
    """The other kind that is all the message says, where the model took it for a wish.

    Or for the cart: 看看背包吧 shows none, though a bag may be one.
    """
    if action == "cart_show" and is_cjk(message):
        return other_kind(message, _NO_KIND, _named_kinds())
    if (
        action not in _WISHES
        or before is None
        or slots.get("product_type")
        or slots.keys() - {"features", "exclude"}
    ):
        return None
    kind = other_kind(message, before, _named_kinds())
    read = [head_singular(one) for one in slots.get("features", ())]
    return kind if kind and all(one in kind for one in read) else None


def _kind(kind: str, message: str, need: Intent, shown: Sequence[str]) -> str:
    """The kind as it was said: spelt so, and not a likelier one in its place."""
    known = [need.product_type or "", *need.features, *shown]
    text = _ends(message)
    return spoken_kind(copied(kind, " ".join([text, *shown])), text, " ".join(known))


def _instead(
    change: Change, slots: Mapping[str, Any], message: str, before: str | None
) -> Change | None:
    """What was meant where the model took the whole message for something else."""
    if kind := _switched(slots, message, before, change.action):
        return Change("search", {"product_type": kind})
    if change.action == "reset" and (kind := kind_gone_back_to(message)):
        return Change("search", {"product_type": kind})
    if change.action in _WISHES and not slots and bargains(message):
        return Change("promotions", refs=change.refs)
    return None


def _unread(slots: Mapping[str, Any], message: str, before: str | None) -> str | None:
    """Another kind that the message opens with, where the model wrote only what follows it."""
    if before is None or slots.get("product_type"):
        return None
    lists = (value for value in slots.values() if isinstance(value, list))
    return unread_kind(message, before, " ".join(one for values in lists for one in values))


def _nothing(slot: str, kind: str | None) -> frozenset[str]:
    """What is no value of ``slot``: "I don't like the colour", "another brand", the kind itself."""
    words = frozenset(word_list("stop", _NO_VALUES[slot]))
    return words | (_DEAR if slot == "exclude" else {kind or ""})


def _bare(quality: str) -> str:
    """An unwanted quality without its degree: of "not too sweet" ``sweet``, of 不要太大 大."""
    return _TOO.sub("", quality)


def _ends(message: str) -> str:
    """Head and tail, which the model was given: to look for each value in 100 kB takes seconds."""
    if len(message) <= 2 * _END:
        return message
    return f"{message[:_END]} {message[-_END:]}"


def _plainly(slots: Mapping[str, Any], message: str) -> dict[str, Any] | None:
    """The slots with a kind that the message names and nothing else, where the model has none."""
    if slots.get("product_type") or (kind := plain_kind(message)) is None:
        return None
    read = [*slots.get("features", ()), *filter(None, [slots.get("recipient")])]
    if slots.keys() - {"features", "recipient"} or any(value not in kind for value in read):
        return None
    REPAIRS.labels("product_type").inc()
    return {"product_type": kind}


def _narrower(slots: Mapping[str, Any], before: str | None) -> Mapping[str, Any]:
    """A feature that is a narrower kind is the kind: a table, "as a dining table"."""
    kind = slots.get("product_type") or before
    features = slots.get("features", ())
    found = next((one for one in features if kind and _narrows(one, kind)), None)
    if found is None:
        return slots
    REPAIRS.labels("product_type").inc()
    left = {"features": [one for one in features if one != found]} if len(features) > 1 else {}
    others = {name: value for name, value in slots.items() if name != "features"}
    return {**others, **left, "product_type": found}


def _narrows(feature: str, kind: str) -> bool:
    """Whether ``feature`` is ``kind`` with one word before it ("dining table"), or two of Chinese.

    Examples:
        >>> _narrows("dining table", "table"), _narrows("for my table", "table")
        (True, False)
    """
    if is_cjk(kind):
        said = feature.removesuffix(kind)
        return said != feature and 0 < len(said) <= 2 and not _JOINING & set(said)
    first, _, rest = feature.partition(" ")
    return rest == kind and first.isalpha() and first not in _FUNCTION_WORDS


def _apart(slots: Mapping[str, Any]) -> Mapping[str, Any]:
    """A quality at the head of the kind is a feature, unless the two name a kind of their own."""
    kind = slots.get("product_type")
    if (
        kind and " " in kind and kind in _properties() - _named_kinds()
    ):  # "noise cancelling", of what?
        REPAIRS.labels("product_type").inc()
        others = {name: value for name, value in slots.items() if name != "product_type"}
        return {**others, "features": list(dict.fromkeys([*slots.get("features", ()), kind]))}
    found = _quality_first().match(kind) if kind and kind not in _named_kinds() else None
    if found is None:
        return slots
    REPAIRS.labels("product_type").inc()
    quality = found["quality"]
    features = [one for one in slots.get("features", ()) if one != quality]
    return {**slots, "product_type": found["kind"], "features": [*features, quality]}


@cache
def _quality_first() -> re.Pattern[str]:
    english, chinese = (
        "|".join(map(re.escape, word_list("qualities", name))) for name in ("english", "chinese")
    )
    latin, cjk = rf"(?:{english})(?=\s)", rf"(?:{chinese})(?=的?..)"
    return re.compile(rf"(?P<quality>{latin}|{cjk})(?:\s|的)?(?P<kind>.+)$")


@cache
def _properties() -> frozenset[str]:
    return frozenset(word_list("features", "english"))


@cache
def _named_kinds() -> frozenset[str]:
    return Vocabulary().known_types | frozenset(word_list("qualities", "named"))


def _ordered(slots: Mapping[str, Any]) -> dict[str, Any]:
    """A floor above the cap is the two in the wrong order."""
    low, high = slots.get("price_min"), slots.get("price_max")
    if low is not None and high is not None and low > high:
        return {**slots, "price_min": high, "price_max": low}
    return dict(slots)
