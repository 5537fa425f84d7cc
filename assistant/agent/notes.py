"""What is owned up to beside a list: wishes just said that it does not meet, and stated aversions.

Whether a product states a wish is decided by the function that puts those that do first
(:func:`assistant.ranking.wishes.stated`), so the sentence and the order cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.agent.phrases import Phrases
from assistant.agent.state import ConversationState, Found
from assistant.agent.wanted import ALLERGY, free_of
from assistant.intent import Intent
from assistant.profiles.wording import trait_name
from assistant.ranking.wishes import judged, stated
from assistant.rules.stock import is_of_stock
from retrieval.product import Product
from retrieval.values.genders import gender
from retrieval.values.text import fold

_NO_QUALITY = re.compile(
    r"^(?:[美英欧]码|us|uk|eu|for (?:it|them|that|this))$"
    r"|^(?:over|under|above|below|(?:less|more|cheaper) than|up to|about|around)\b.*\d"
    r"|^[$€£¥]?\s*\d+(?:\.\d+)?\s*(?:dollars|euros|pounds|bucks|元|块)?(?:以上|以下|以内)?$"
)
"""A price or a size's system read as a wish: nothing a product could say of itself."""


TOGETHER = re.compile(
    r"\b(?:together|altogether|combined|in total|total budget|in all|all in"
    r"|for (?:both|all (?:of )?(?:them|three|it)|everything|everyone|the lot))\b"
    r"|\d\s*total\b|\btotal\b(?: of| budget)?\W{0,2}\d"
    r"|一共|总共|总预算|加起来|加一起",
    re.IGNORECASE,
)


def newly_said(intent: Intent, before: Mapping[str, Any]) -> list[str]:
    """The features that the shopper named with this turn; all of them where a need is new."""
    known = () if intent.action == "search" else before.get("features") or ()
    return [
        one
        for one in dict.fromkeys(intent.features)
        if one not in known
        and not _NO_QUALITY.search(one)
        and not gender(one)
        and not free_of([one])
        and not is_of_stock(one)
    ]


def leading(
    intent: Intent, before: Mapping[str, Any], products: Sequence[Product]
) -> tuple[str, ...]:
    """The wishes that order the list: those just said, or all where no product states those.

    None where no kind of thing is named: what is found then is not all of it an answer, and a word
    in a title makes it none.
    """
    if intent.product_type is None:
        return ()
    new = [
        wish
        for wish in newly_said(intent, before)
        if any(stated(product, wish) for product in products)
    ]
    return tuple(new or dict.fromkeys(intent.features))


def _lost(intent: Intent, before: Mapping[str, Any], products: Sequence[Product]) -> list[str]:
    """What was wished for before, where no kind is named and a new bound left nothing of it."""
    bounds = ("price_min", "price_max", "brands", "colors", "sizes", "materials", "exclude")
    now = intent.model_dump(mode="json", include=set(bounds))
    if intent.product_type is not None or all(now[name] == before.get(name) for name in bounds):
        return []
    wishes = [one for one in intent.features if one in (before.get("features") or ())]
    met = any(stated(product, wish) for product in products for wish in wishes)
    return [] if met else wishes


def wish_note(state: ConversationState, found: Found, phrases: Phrases) -> str:
    """That none, or only some, of the shown state a wish just said; empty where all do.

    A product in another language than the wish, for which no other word is known, may well have it:
    then only that its data do not mention it is said.
    """
    intent = state["parsed"].intent
    if intent.action not in {"search", "refine"}:
        return ""
    before = state.get("intent") or {}
    products = [item.hit.product for item in found.ranked]
    counts = {}
    for wish in newly_said(intent, before) or _lost(intent, before, products):
        count = sum(stated(product, wish) for product in products)
        if count < len(products):
            counts[wish] = count
    if not counts:
        return ""
    fewest = min(counts.values())
    missed = phrases.join(
        [phrases("words.quoted", what=wish) for wish, n in counts.items() if n == fewest], "or"
    )
    if fewest == 0:
        unmet = [wish for wish, count in counts.items() if count == 0]
        if not all(judged(product, wish) for product in products for wish in unmet):
            return phrases("found.wish_unread", wish=missed)
        key = "found.wish_none" if len(products) > 1 else "found.wish_none_one"
        return phrases(key, wish=missed)
    wish = next(one for one, count in counts.items() if count == fewest)
    says = [stated(product, wish) for product in products]
    first = says == sorted(says, reverse=True)
    key = "found.wish_some" if first else "found.wish_some_sorted"
    key = f"{key}_one" if fewest == 1 else key
    return phrases(key, count=fewest, all=len(products), wish=phrases("words.quoted", what=wish))


def together_note(state: ConversationState, phrases: Phrases) -> str:
    """That a limit said for several things together holds for each; the cart has the sum."""
    high, before = state["parsed"].intent.price_max, state.get("intent") or {}
    new = high is not None and high != before.get("price_max")
    return phrases("found.together") if new and TOGETHER.search(state["message"]) else ""


def allergy_note(state: ConversationState, phrases: Phrases) -> str:
    """That the label counts, where something is left out because of an allergy just spoken of."""
    intent, said = state["parsed"].intent, fold(state["message"])
    left_out = intent.exclude or free_of(intent.features)
    return phrases("found.allergy") if left_out and ALLERGY.search(said) else ""


def never_note(intent: Intent, found: Found, phrases: Phrases) -> str:
    """That what is left is what the shopper never buys, unless they just asked for that."""
    against = [item.evidence["never"] for item in found.ranked if "never" in item.evidence]
    asked = {one.casefold() for one in (*intent.brands, *intent.colors, *intent.materials)}
    tags = dict.fromkeys((str(one["kind"]), str(one["value"])) for one in against)
    if not tags or any(value.casefold() in asked for _, value in tags):
        return ""
    what = phrases.join([trait_name(kind, value, phrases.language) for kind, value in tags])
    if len(against) == len(found.ranked):
        return phrases("found.never_all", what=what)
    key = "found.never_some" if len(against) > 1 else "found.never_some_one"
    return phrases(key, what=what, count=len(against))
