"""The state of the need, carried from turn to turn by code.

Whoever reads a message (model or rules) says only what that message changes; what holds after it
follows from the contract and is computed here. A 270M model cannot be trusted to copy twenty slots
faithfully through ten turns, and a model that sees one message at a time can be cached across all
conversations. Given up: the model cannot resolve what only an earlier message explains; places in
the list shown, answers to a question and taken-back wishes are resolved by code instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from assistant.change import NAMING, NEED, apply, asks, pointed_at
from assistant.intent import Action, Intent
from assistant.llm.notation import Change
from assistant.references import meant
from assistant.rules.ask import worth_asking
from assistant.rules.query import compose
from retrieval.values import color_families
from retrieval.values.text import contains_term, fold, is_cjk

_TOLD = 400
"""Characters of the shopper's own words that are carried: an embedding reads no more."""
_LISTS = ("brands", "colors", "sizes", "materials")
_GROWING = ("features", "exclude", "exclude_brands", "exclude_colors")
_REFUSED = frozenset({"exclude", "exclude_brands", "exclude_colors"})
"""What an embedding takes for a wish: it knows no "not"."""
_SINGLE = ("product_type", "occasion", "recipient", "min_rating", "quantity")
_CART: frozenset[Action] = frozenset({"cart_add", "cart_remove"})
_POINTING: frozenset[Action] = _CART | {"details", "similar", "promotions"}
_GIFT = re.compile(r"\b(?:gifts?|presents?|secret santa)\b|礼物|礼品|送给?(?!货|到)")
_ALSO = re.compile(r"\b(?:or|also|as well|too|and)\b|也(?:行|可以|要)|或者?|还要")
_ALSO_FOR = re.compile(
    r"\b(?:also|too|as well)\b.*\bfor (?:him|her|them)\b|也(?:是)?(?:送|给)(?:他|她)"
)
_NEW_NEED = re.compile(
    r"\b(?:instead|now (?:show|find|i)|also need|also looking|also want|another thing|"
    r"switch to|next i)\b|"
    r"换成|再(?:看看|找|买)|另外|还(?:想|要)买"
)


@dataclass(frozen=True)
class State:
    """What is known of the need so far."""

    need: Intent = field(default_factory=Intent)
    """The search as it stands, apart from what single turns pointed at."""
    said: str = ""
    """The product type in the shopper's own words."""
    gift: bool = False
    vague: bool = False
    """Whether a fine-tuned model found too little said to search well."""
    started: bool = False
    """Whether anything was searched for since the beginning or the last reset."""
    language: str = "en"
    told: str = ""
    """The shopper's own words for this need, oldest first: what no slot holds helps the search."""
    pointed: tuple[str, ...] = ()
    """Titles of what was pointed at last in the list shown: what "it" means."""

    def dump(self) -> dict[str, Any]:
        """The state as JSON-like data, for whoever stores conversations."""
        return {**asdict(replace(self, need=Intent())), "need": self.need.model_dump(mode="json")}

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> State:
        """The state that :meth:`dump` gave."""
        need = Intent.model_validate(data["need"])
        return cls(**{**data, "need": need, "pointed": tuple(data.get("pointed", ()))})


def follow(
    state: State,
    change: Intent,
    message: str,
    *,
    said: str = "",
    lifted: frozenset[str] = frozenset(),
) -> tuple[Intent, State]:
    """The intent after ``message``, and the state to carry on with.

    Args:
        state: The state before the message.
        change: What the message alone says.
        message: The message, for cues that are no slot ("also for him").
        said: The product type as said, if the message named one.
        lifted: Fields whose wish the message takes back.
    """
    language = change.language
    if change.action == "reset":
        return Intent(action="reset", language=language), State(language=language)
    if change.action not in NEED:
        return _aside(state, change, said), replace(state, language=language)
    text = fold(message)
    gift = _GIFT.search(text) is not None
    if starts_anew(state, change, text):
        need = change.model_copy(update={"action": "search"})
        if _ALSO_FOR.search(text) and state.need.recipient and not need.recipient:
            need = need.model_copy(update={"recipient": state.need.recipient})
        words = said
    else:
        need = _refined(state.need, change, text, lifted)
        gift = gift or state.gift
        words = said if change.product_type else state.said
    need = need.model_copy(
        update={
            "query": compose(need, words),
            "ask": worth_asking(need, gift=gift or _for_someone(need)),
        }
    )
    carried = need.model_copy(update={"refers_to": []})
    told = _told(state, need, message)
    return need, State(carried, words, gift, started=True, language=language, told=told)


def advance(
    state: State, change: Change, *, message: str, language: str, shown: Sequence[str] = ()
) -> tuple[Intent, State]:
    """The same for what a fine-tuned model wrote: it was given the need and decides by itself.

    Args:
        state: The state before the message.
        change: What the model wrote.
        message: The message, for the word "gift".
        language: The language of the message.
        shown: Titles of the list last shown.
    """
    if change.action in _POINTING:
        count = change.slots.get("quantity")
        whole = change.action in _CART
        refs = meant(change.refs, message, shown, state.pointed, count=count, whole=whole)
        change = replace(change, refs=refs)
    intent, need = apply(state.need, change, shown=shown, pointed=state.pointed)
    pointed = pointed_at(intent, shown, state.pointed)
    if change.action == "reset":
        return intent.model_copy(update={"language": language}), State(language=language)
    vague, gift = state.vague, state.gift
    if change.action in NEED:
        unclear = _unclear(need)
        gift = change.gift or (unclear and _GIFT.search(fold(message)) is not None)
        vague = change.vague or unclear
    need = _complete(need, vague=vague, gift=gift)
    intent = _complete(intent, vague=vague, gift=gift).model_copy(update={"language": language})
    started = state.started or change.action in NEED
    only_refused = bool(change.slots) and change.slots.keys() <= _REFUSED
    told = state.told if only_refused else _told(state, intent, message)
    return intent, State(need, "", gift, vague, started, language, told, pointed)


def _told(state: State, intent: Intent, message: str) -> str:
    """The words of the need with ``message``; a new need begins anew, an aside adds nothing."""
    if intent.action not in NEED:
        return state.told
    before = "" if intent.action == "search" else state.told
    return f"{before} {message}".strip()[-_TOLD:]


def _unclear(need: Intent) -> bool:
    """Whether there is no kind and at most one telling property: too little to search well.

    A gift with its recipient, its occasion and one interest is enough.
    """
    told = [*need.features, *need.brands, *need.materials]
    placed = bool(need.recipient and need.occasion and told)
    return need.product_type is None and len(told) <= 1 and not placed


def _complete(need: Intent, *, vague: bool, gift: bool) -> Intent:
    """``need`` with the query and the questions that follow from it."""
    found = asks(need, vague=vague, gift=gift)
    return need.model_copy(update={"query": compose(need), "ask": found})


def starts_anew(state: State, change: Intent, text: str) -> bool:
    """Whether a ``search`` or ``refine`` is a new need: nothing before it, or another kind."""
    if not state.started:
        return True
    kind, before = change.product_type, state.need.product_type
    if kind is None or before is None:
        # Without a kind it narrows what there is; the first kind named answers "what is it?".
        return kind is None and change.action == "search" and _GIFT.search(text) is not None
    if _same_kind(kind, before):
        return False
    return change.action == "search" or _NEW_NEED.search(text) is not None


def _same_kind(one: str, other: str) -> bool:
    if is_cjk(one) != is_cjk(other):
        return False
    return contains_term(one, other) or contains_term(other, one)


def _for_someone(need: Intent) -> bool:
    return need.product_type is None and (need.recipient or need.occasion) is not None


def _aside(state: State, change: Intent, said: str) -> Intent:
    """A turn that is not about the search: the state whole, plus what this turn points at."""
    update: dict[str, object] = {
        "action": change.action,
        "language": change.language,
        "refers_to": change.refers_to,
        "quantity": change.quantity,
    }
    if change.action in NAMING and change.product_type and not change.refers_to:
        update |= {"product_type": change.product_type, "query": compose(change, said)}
    if change.action == "similar":
        update |= {
            name: value for name in ("price_min", "price_max", "currency", "colors", "brands")
            if (value := getattr(change, name))
        }  # fmt: skip
        if change.sort != "relevance":
            update["sort"] = change.sort
    return state.need.model_copy(update=update)


def _refined(need: Intent, change: Intent, text: str, lifted: frozenset[str]) -> Intent:
    default = Intent()
    update: dict[str, object] = {name: getattr(default, name) for name in lifted}
    base = need.model_copy(update=update)
    update |= {"action": "refine", "language": change.language, "refers_to": change.refers_to}
    also = _ALSO.search(text) is not None
    for name in _LISTS:
        new = getattr(change, name)
        if new:
            update[name] = _union(getattr(base, name), new) if also else new
    for name in _GROWING:
        update[name] = _union(getattr(base, name), getattr(change, name))
    for name in _SINGLE:
        if (value := getattr(change, name)) is not None:
            update[name] = value
    if change.price_min is not None or change.price_max is not None:
        update |= {
            "price_min": change.price_min,
            "price_max": change.price_max,
            "currency": change.currency or base.currency,
        }
    if change.on_sale:
        update["on_sale"] = True
    if change.sort != "relevance":
        update["sort"] = change.sort
    return _consistent(base.model_copy(update=update), change)


def _consistent(need: Intent, change: Intent) -> Intent:
    """What was just excluded is no longer wanted, and the other way round."""

    def without(values: list[str], gone: list[str], *, shades: bool = False) -> list[str]:
        def same(a: str, b: str) -> bool:
            if a == b:
                return True
            return shades and bool(color_families(a) & color_families(b))

        return [value for value in values if not any(same(value, other) for other in gone)]

    return need.model_copy(
        update={
            "brands": without(need.brands, change.exclude_brands),
            "exclude_brands": without(need.exclude_brands, change.brands),
            "colors": without(need.colors, change.exclude_colors, shades=True),
            "exclude_colors": without(need.exclude_colors, change.colors, shades=True),
            "materials": without(need.materials, change.exclude),
            "features": without(need.features, change.exclude),
            "exclude": without(need.exclude, [*change.features, *change.materials]),
        }
    )


def _union(old: list[str], new: list[str]) -> list[str]:
    return list(dict.fromkeys([*old, *new]))
