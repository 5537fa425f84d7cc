"""What a fine-tuned model wrote, with what the rules are surer of.

The model understands, the rules read closed forms: amounts, ratings, sort words and the names of
brands. Where the rules found one that the model left out, took for something else or miscalculated,
theirs counts. Which rules overrule the model was decided on 1,227 validation messages
(``docs/measured/intents.md`` has the gain); the rules' actions, references, counts, colours,
materials, sizes and features did not help, and are not used.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from assistant.intent import Action, Intent
from assistant.llm.amounts import set_prices
from assistant.llm.contrary import contradicted
from assistant.llm.makers import without_doubles
from assistant.llm.notation import Change
from assistant.llm.repair import REPAIRS
from assistant.rules.stock import is_of_stock

_WISHES: frozenset[Action] = frozenset({"search", "refine", "similar"})
_OPPOSITE = {"brands": "exclude_brands", "exclude_brands": "brands"}
_NOTHING = Intent()
_MOVED_FROM = {"brands": ("features",), "exclude_brands": ("features", "colors", "exclude")}


_TAKEN_BACK = {
    "brands": "brand", "colors": "color", "sizes": "size", "materials": "material",
    "price_min": "price", "price_max": "price", "occasion": "occasion",
}  # fmt: skip
"""Fields that a message takes back in a closed form, by the word that drops them."""


def agreed(
    change: Change,
    rules: Intent,
    *,
    started: bool,
    need: Intent = _NOTHING,
    lifted: Collection[str] = (),
) -> Change:
    """``change`` with the closed slots of the rules' reading.

    Args:
        change: What the model wrote, already checked.
        rules: What the rules read in the same message.
        started: Whether there was a need before; a price said in small talk then narrows it.
        need: The need before.
        lifted: Fields that the rules find taken back ("any colour will do").
    """
    slots = dict(change.slots)
    set_prices(slots, rules)
    action, drop = change.action, change.drop
    if action == "smalltalk" and ("price_min" in slots or "price_max" in slots):
        action = "refine" if started else "search"
    if action in _WISHES:
        _closed(slots, rules)
        for name, opposite in _OPPOSITE.items():
            # Whether a brand is wanted or not is the model's to say.
            other = slots.get(opposite, ())
            _add(slots, name, [value for value in getattr(rules, name) if value not in other])
    if action == "promotions" and not slots and not change.refs and rules.product_type:
        slots["product_type"] = rules.product_type  # "any deals on sweaters?"
    if action == "refine":
        drop = _taken_back(slots, drop, need, lifted)
        over = contradicted(slots.get("features", ()), need.features)
        drop = (*drop, *(value for value in over if value not in drop and "feature" not in drop))
    if slots != dict(change.slots) or drop != change.drop:
        REPAIRS.labels("agreed").inc()
    return replace(change, action=action, slots=slots, drop=drop)


def _taken_back(
    slots: dict[str, Any], drop: tuple[str, ...], need: Intent, lifted: Collection[str]
) -> tuple[str, ...]:
    """``drop`` with what the rules find taken back, was wanted, and is not said anew."""
    words = {
        word
        for field, word in _TAKEN_BACK.items()
        if field in lifted
        and getattr(need, field)
        and not slots.keys() & {field, f"exclude_{field}", "price_min", "price_max"}
    }
    if "price" in words and slots.get("sort") == "price_desc":
        del slots["sort"]  # "a bit more is fine" asks for nothing dear
    return (*drop, *sorted(words - set(drop)))


def _closed(slots: dict[str, Any], rules: Intent) -> None:
    if rules.min_rating is not None:
        slots["min_rating"] = rules.min_rating
    if rules.on_sale:
        slots["on_sale"] = True
    if rules.sort != "relevance":
        slots["sort"] = rules.sort
    own = list(slots.get("features", ()))
    if not any(map(is_of_stock, own)) and (stock := [*filter(is_of_stock, rules.features)]):
        slots["features"] = [*own, *stock]


def _add(slots: dict[str, Any], name: str, found: Collection[str]) -> None:
    """Adds values of the rules to a list, and takes them out of where the model put them."""
    own = without_doubles(slots.get(name, ()), found)
    if name in slots:
        slots[name] = own
    taken = [slots.get("product_type") or "", *slots.get("colors", ())]  # "hunter green"
    # "for cricut": what a thing fits is no brand of its own.
    taken += [one for one in slots.get("features", ()) if one not in found]
    if name == "brands":
        taken += list(slots.get("exclude_brands", ()))
    new = [
        value
        for value in found
        if not any(value in other or other in value for other in own)
        and not any(value in other for other in taken)
    ]
    if not new:
        return
    slots[name] = [*own, *new]
    for other in _MOVED_FROM[name]:
        if other in slots:
            left = [value for value in slots[other] if value not in new]
            slots[other] = left
            if not left:
                del slots[other]
