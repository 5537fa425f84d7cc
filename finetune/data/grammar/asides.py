"""Messages that are not about the search: questions, the cart, deals, thanks, nonsense.

The need is carried whole through them (``contracts.md``); only ``reset`` clears it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from assistant.intent import Action, Intent
from finetune.data.grammar.need import Need
from finetune.data.grammar.openings import frame, typed
from finetune.data.grammar.talk import Talk
from finetune.data.grammar.template import Template, tidy
from finetune.data.grammar.wishes import counted


def plain(talk: Talk, act: str, action: Action) -> bool:
    """A message without slots: help, small talk, more, the cart, out of scope."""
    family, template = frame(talk, act)
    _aside(talk, template, {}, action, family.name)
    return True


def reset(talk: Talk) -> bool:
    """Begin again."""
    if not talk.searched:
        return False
    family, template = frame(talk, "reset")
    talk.need, talk.searched, talk.shown = Need(), False, []
    talk.says(tidy(template.fill(talk.rng, {})), Intent(action="reset"), family.name)
    return True


def pointing(talk: Talk, act: str, action: Action) -> bool:
    """A message about one or several of the products shown."""
    if not talk.shown or (action in {"similar", "compare", "cart_add"} and talk.in_cart):
        return False
    family, template = frame(talk, act)
    values: dict[str, str] = {}
    places: list[int] = [1] if len(talk.shown) == 1 and action == "details" else []
    if {"ref", "refs"} & template.slots:
        several = "refs" in template.slots
        found = talk.places(None if several else 1, vague=action == "details")
        if found is None:
            return False
        values["refs" if several else "ref"], places = found
    more: dict[str, Any] = {"refers_to": places}
    if action == "cart_remove" and not talk.in_cart and not talk.cart:
        return False
    if "attribute" in template.slots:
        asked = [f for f in talk.row.features if _is_adjective(talk, f)]
        if not asked:
            return False
        values["attribute"] = talk.rng.choice(asked)
    if {"n", "words"} & template.slots:
        many = talk.rng.choice((2, 2, 3, 4, 5, 6))
        values |= counted(many, talk.phrases.language)
        more["quantity"] = many
    if "color" in template.slots:
        color = _other_color(talk)
        if color is None:
            return False
        values["color"], more["colors"] = color, [color]
    if action == "cart_add":
        talk.cart += [talk.shown[place - 1] for place in places]
    talk.pointed = talk.pointed or bool(places)
    _aside(talk, template, values, action, family.name, more=more)
    return True


def naming(talk: Talk, act: str, action: Action) -> bool:
    """A message that names a product type outright: deals, comparisons, the cart."""
    asked = talk.need.intent("search").ask if talk.searched else []
    if asked or (action == "cart_remove" and not talk.cart):
        return False
    rng = talk.rng
    row = rng.choice(talk.rows) if rng.random() < 0.4 or not talk.searched else talk.row
    singulars = [(w, lab) for w, lab, number in row.heads if number in {"singular", "none", "mass"}]
    plurals = [(w, lab) for w, lab, number in row.heads if number != "singular"]
    family, template = frame(talk, act)
    names = plurals if "types" in template.slots else singulars
    if not names:
        return False
    words, label = rng.choice(names)
    more: dict[str, Any] = {"product_type": label, "ask": []}
    values = {"type": words, "types": words}
    if {"n", "words"} & template.slots:
        if not plurals:
            return False
        many = rng.choice((2, 2, 3, 4, 5, 6))
        values |= counted(many, talk.phrases.language)
        more["quantity"] = many
    _aside(talk, template, values, action, family.name, more=more)
    return True


def injected(talk: Talk) -> bool:
    """A real wish beside an injection: the wish is labelled, the rest ignored."""
    if talk.searched:
        return False
    typed(talk, "injected_wish", "search", Need())
    return True


def _aside(
    talk: Talk,
    template: Template,
    values: Mapping[str, str],
    action: Action,
    family: str,
    *,
    more: Mapping[str, Any] | None = None,
) -> None:
    text = tidy(template.fill(talk.rng, values))
    carried: dict[str, Any] = {} if talk.searched else {"ask": []}
    talk.says(text, talk.need.intent(action, **{**carried, **(more or {})}), family)


def _is_adjective(talk: Talk, feature: str) -> bool:
    pattern = talk.phrases.adjective
    return pattern is None or pattern.search(feature) is not None


def _other_color(talk: Talk) -> str | None:
    shown = {one.color for one in talk.shown}
    colors = [c for c in talk.row.colors if c not in shown | {*talk.need.values("color")}]
    return talk.rng.choice(colors) if colors else None


ASIDES: tuple[tuple[Callable[[Talk], bool], float], ...] = (
    (partial(plain, act="more", action="more"), 5),
    (partial(pointing, act="details", action="details"), 7),
    (partial(pointing, act="similar", action="similar"), 3),
    (partial(pointing, act="similar_but", action="similar"), 1.5),
    (partial(pointing, act="compare", action="compare"), 3.5),
    (partial(pointing, act="cart_add", action="cart_add"), 5),
    (partial(naming, act="cart_add_named", action="cart_add"), 1),
    (partial(naming, act="compare_named", action="compare"), 0.8),
    (partial(pointing, act="cart_remove", action="cart_remove"), 12),
    (partial(naming, act="cart_remove_named", action="cart_remove"), 5),
    (partial(plain, act="cart_show", action="cart_show"), 2.5),
    (partial(plain, act="promotions", action="promotions"), 2),
    (partial(naming, act="promotions_named", action="promotions"), 1),
    (reset, 1.8),
    (partial(plain, act="help", action="help"), 2.5),
    (partial(plain, act="smalltalk", action="smalltalk"), 3),
    (partial(plain, act="out_of_scope", action="out_of_scope"), 1.5),
    (partial(plain, act="injection", action="out_of_scope"), 0.8),
)
"""What may come beside the search, and how often. Each says False where it does not fit."""

FIRST: tuple[tuple[Callable[[Talk], bool], float], ...] = (
    (partial(plain, act="help", action="help"), 4),
    (partial(plain, act="smalltalk", action="smalltalk"), 3.5),
    (partial(plain, act="out_of_scope", action="out_of_scope"), 4),
    (partial(plain, act="injection", action="out_of_scope"), 2.5),
    (partial(plain, act="promotions", action="promotions"), 2),
    (partial(naming, act="promotions_named", action="promotions"), 2),
    (partial(plain, act="cart_show", action="cart_show"), 1.5),
    (partial(naming, act="cart_add_named", action="cart_add"), 1.5),
    (partial(naming, act="compare_named", action="compare"), 1.2),
    (injected, 1.2),
)
"""How a conversation may begin without a search."""
