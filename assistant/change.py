"""Applies a change to the need, and finds the change that leads from one need to another.

``apply`` is what the chat does with what the model wrote; ``between`` is its inverse and makes the
training answers from labelled states. Both in one place, because a model can be no better than the
agreement of the two: ``apply(before, between(before, after)) == after`` is a property test.

A value written replaces the slot, except for features and exclusions, which grow; ``Drop`` takes
back. What is excluded stops being wanted, and the other way round. That a shopper wants another
kind of thing is the model's to say (``search`` or ``refine``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from assistant.intent import Action, Ask, Intent
from assistant.llm.notation import LISTS, SINGLE, Change
from assistant.references import as_said, places
from retrieval.values.text import contains_term

NEED: frozenset[Action] = frozenset({"search", "refine"})
"""The actions that change what is searched for."""

NAMING: frozenset[Action] = frozenset({"cart_add", "cart_remove", "compare", "promotions"})
"""Asides that may name a product of their own."""

CHANGING: frozenset[Action] = frozenset({"similar"})
GROWING = ("features", "exclude", "exclude_brands", "exclude_colors")
_DEFAULT = Intent()
_REPLACED = ("brands", "colors", "sizes", "materials")
_SCALARS = ("product_type", "occasion", "recipient", "min_rating")
_PRICE = ("price_min", "price_max", "currency")
_DROPPED: dict[str, tuple[str, ...]] = {
    "type": ("product_type",),
    "price": _PRICE,
    "rating": ("min_rating",),
    "sale": ("on_sale",),
    "sort": ("sort",),
    "count": ("quantity",),
    **{key.casefold(): (name,) for name, key in (LISTS | SINGLE).items()},
}


def apply(
    need: Intent, change: Change, *, shown: Sequence[str] = (), pointed: Sequence[str] = ()
) -> tuple[Intent, Intent]:
    """The intent after ``change``, and the need to carry on with.

    ``query`` and ``ask`` are left empty: they follow from the rest (:mod:`assistant.state`).

    Args:
        need: The need before; ``Intent()`` at the start.
        change: What the message changes.
        shown: Titles of the list last shown, for references by name.
        pointed: Those of them that were pointed at last, for "it".
    """
    refs = places(change.refs, shown, pointed)
    slots = dict(change.slots)
    if change.action == "reset":
        return Intent(action="reset"), Intent()
    fresh = change.action == "search"
    count = slots.pop("quantity", None if fresh or "count" in change.drop else need.quantity)
    if change.action in NEED:
        base = Intent() if fresh else need
        after = _changed(base, slots, change.drop).model_copy(
            update={"action": change.action, "quantity": count, "refers_to": refs}
        )
        return after, after.model_copy(update={"refers_to": []})
    update: dict[str, Any] = {"action": change.action, "refers_to": refs, "quantity": count}
    if change.action in CHANGING:
        changed = _changed(need, slots, change.drop)
        return changed.model_copy(update=update), need
    if change.action in NAMING and not refs and slots.get("product_type"):
        update["product_type"] = slots["product_type"]
    return need.model_copy(update=update), need


def between(
    before: Intent,
    after: Intent,
    *,
    message: str = "",
    shown: Sequence[str] = (),
    pointed: Sequence[str] = (),
) -> Change:
    """The shortest change that leads from ``before`` to ``after``.

    Args:
        before: The need before the message.
        after: The labelled intent after it.
        message: The message, to say references as it does ("last", or a word of the title).
        shown: Titles of the list last shown.
        pointed: Those of them that were pointed at last.
    """
    gift = bool({"recipient", "occasion"} & set(after.ask))
    refs = as_said(after.refers_to, message, shown, pointed)
    slots: dict[str, Any] = {}
    drop: tuple[str, ...] = ()
    if after.action in NEED | CHANGING:
        base = Intent() if after.action == "search" else before
        slots, drop = _difference(base, after)
    elif after.action in NAMING and not refs and after.product_type != before.product_type:
        slots["product_type"] = after.product_type
    known = None if after.action == "search" else before.quantity
    if after.quantity is not None and after.quantity != known:
        slots["quantity"] = after.quantity
    elif after.quantity is None and known is not None and after.action in NEED | CHANGING:
        drop = (*drop, "count")
    vague = bool(after.ask) if after.action in NEED else False
    return Change(after.action, slots, refs, drop, vague=vague, gift=gift and vague)


def pointed_at(intent: Intent, shown: Sequence[str], before: Sequence[str] = ()) -> tuple[str, ...]:
    """The titles that "it" means after ``intent``; ``before`` is what it meant until then."""
    if intent.refers_to:
        return tuple(title for place, title in enumerate(shown, 1) if place in intent.refers_to)
    return () if intent.action in NEED or intent.action == "reset" else tuple(before)


def asks(need: Intent, *, vague: bool, gift: bool) -> list[Ask]:
    """What is worth asking, most useful first: the contract's order.

    Args:
        need: The whole state.
        vague: Whether too little is said to search well.
        gift: Whether it is a gift.
    """
    if need.product_type or not (vague or gift):
        return []
    found: list[Ask] = ["product_type"]
    if need.price_max is None and need.price_min is None:
        found.append("price")
    if gift and not need.recipient:
        found.append("recipient")
    if gift and not need.occasion:
        found.append("occasion")
    return found


def _changed(need: Intent, slots: dict[str, Any], drop: Sequence[str]) -> Intent:
    default = Intent()
    update: dict[str, Any] = {}
    gone: set[str] = set()
    for word in drop:
        if word in _DROPPED:
            update |= {name: getattr(default, name) for name in _DROPPED[word]}
        else:
            gone.add(word)
    base = need.model_copy(update=update)
    update = {name: slots[name] for name in (*_REPLACED, *_SCALARS) if name in slots}
    for name in GROWING:
        update[name] = list(dict.fromkeys([*getattr(base, name), *slots.get(name, ())]))
    if "price_min" in slots or "price_max" in slots:
        update |= {"price_min": slots.get("price_min"), "price_max": slots.get("price_max")}
    for name in ("currency", "on_sale", "sort"):
        if name in slots:
            update[name] = slots[name]
    return _consistent(base.model_copy(update=update), slots, gone)


def _consistent(need: Intent, slots: dict[str, Any], gone: set[str]) -> Intent:
    """What was just excluded or taken back is no longer wanted, and the other way round."""

    def new(name: str) -> set[str]:
        return set(slots.get(name, ()))

    def without(name: str, unwanted: set[str], *, shades: bool = False) -> list[str]:
        left = unwanted | (gone - new(name))  # "oil, not acrylic": gone here, new among exclusions
        return [
            value
            for value in getattr(need, name)
            if value not in left
            and not (shades and any(_shade(value, colour) for colour in unwanted))
        ]

    refused = new("exclude")
    wanted = new("features") | new("materials")
    return need.model_copy(
        update={
            "brands": without("brands", new("exclude_brands")),
            "exclude_brands": without("exclude_brands", new("brands")),
            "colors": without("colors", new("exclude_colors") - new("colors"), shades=True),
            "exclude_colors": without("exclude_colors", new("colors")),
            "materials": without("materials", refused),
            "features": without("features", refused),
            "exclude": without("exclude", wanted),
            "sizes": without("sizes", set()),
        }
    )


def _shade(value: str, colour: str) -> bool:
    """Whether "light blue" is a shade of "blue", 深蓝色 of 蓝色."""
    return value.endswith(colour.removesuffix("色")) or contains_term(value, colour)


def _difference(base: Intent, after: Intent) -> tuple[dict[str, Any], tuple[str, ...]]:
    slots: dict[str, Any] = {}
    drop: list[str] = []

    def give_up(name: str) -> None:
        word = next(word for word, names in _DROPPED.items() if name in names)
        if word not in drop:
            drop.append(word)

    for name in (*_SCALARS, *_REPLACED, "on_sale", "sort"):
        old, value = getattr(base, name), getattr(after, name)
        if _same(old, value):
            continue
        if value == getattr(_DEFAULT, name):
            give_up(name)
        else:
            slots[name] = value
    _price_difference(base, after, slots, give_up)
    for name in GROWING:
        old, value = getattr(base, name), getattr(after, name)
        if added := [item for item in value if item not in old]:
            slots[name] = added
        if old and not value and len(old) > 1:
            give_up(name)
        else:
            drop += [item for item in old if item not in value]
    return slots, _needed(base, slots, drop)


def _needed(base: Intent, slots: dict[str, Any], drop: list[str]) -> tuple[str, ...]:
    """Those of ``drop`` that code does not give up by itself."""
    goal = _values_of(_changed(base, slots, drop))
    kept = list(drop)
    for word in drop:
        shorter = [other for other in kept if other != word]
        if _values_of(_changed(base, slots, shorter)) == goal:
            kept = shorter
    return tuple(kept)


def _price_difference(
    base: Intent, after: Intent, slots: dict[str, Any], give_up: Callable[[str], None]
) -> None:
    if (base.price_min, base.price_max) != (after.price_min, after.price_max):
        if after.price_min is None and after.price_max is None:
            give_up("price_min")
        for name in ("price_min", "price_max"):
            if (value := getattr(after, name)) is not None:
                slots[name] = value
    if after.currency and after.currency != base.currency:
        slots["currency"] = after.currency


def _same(old: object, new: object) -> bool:
    if isinstance(old, list) and isinstance(new, list):
        return sorted(old) == sorted(new)
    return old == new


def _values_of(need: Intent) -> dict[str, Any]:
    return {
        name: sorted(value) if isinstance(value, list) else value
        for name, value in need.model_dump(exclude={"action", "query", "language"}).items()
    }
