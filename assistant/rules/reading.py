"""The rules put together: one message in, the change it asks for out.

The order below is the design. Closed forms come first (places in a list, prices, ratings), because
their numbers would be mistaken for sizes; negations before values, so that what is not wanted can
never be read as wanted; the kind of product before its properties; free-word features last, from
whatever nobody claimed. Given up: nesting and long-distance meaning, which is the model's part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.intent import Action, Intent
from assistant.rules.actions import cue
from assistant.rules.attributes import (
    take_brands,
    take_colors,
    take_fitted,
    take_free_of,
    take_known_features,
    take_materials,
    take_short_color,
    take_sizes,
    take_specs,
)
from assistant.rules.exclusions import take_exclusions
from assistant.rules.features import take_features, take_interests
from assistant.rules.language import language_of
from assistant.rules.line import Line
from assistant.rules.ordering import (
    take_packs,
    take_quantity,
    take_rating,
    take_sale,
    take_sort,
)
from assistant.rules.people import take_occasion, take_recipient
from assistant.rules.prices import take_price
from assistant.rules.product_type import take_asked_type, take_known_type, take_modifiers
from assistant.rules.references import take_references
from assistant.rules.relax import lifted
from assistant.rules.spelling import mended
from assistant.rules.stock import take_stock
from assistant.rules.vocabulary import Vocabulary

LONGEST = 2000
"""Characters of a message that the rules read; what comes later is taken from the tail."""

_NO_WISHES: frozenset[Action] = frozenset(
    {"more", "details", "cart_show", "reset", "help", "smalltalk", "out_of_scope"}
)
_NAMING: frozenset[Action] = frozenset(
    {"cart_add", "cart_remove", "compare", "promotions", "similar"}
)


_CHEAPEST = re.compile(
    r"cheapest|lowest|low to high|ascending|by price|最便宜|从低到高|由低到高|升序"
)


@dataclass(frozen=True)
class Reading:
    """One message as the rules read it."""

    change: Intent
    """What the message says by itself; ``query`` is left to ``assistant.state``."""
    cue: Action | None
    """The action its wording gives away; None where only its content tells."""
    said: str
    """The words of the product type as said ("running shoes"), or empty."""
    lifted: frozenset[str]
    """Intent fields whose wish it takes back."""
    rest: str
    """What no rule claimed, the claimed words struck out: where a model may still find more."""


def read(message: str, *, vocabulary: Vocabulary, shown: Sequence[str], before: str) -> Reading:
    """Read one message.

    Args:
        message: The shopper's words, of any length.
        vocabulary: What the shop sells.
        shown: Titles of the list last shown.
        before: Language of the turn before, for a message without words.
    """
    if len(message) > LONGEST:
        message = f"{message[: LONGEST * 3 // 4]} … {message[-LONGEST // 4 :]}"
    line = Line(mended(message, vocabulary, shown=shown))
    language = language_of(message, before=before)
    action = cue(line.text, shown=bool(shown))
    if action in _NO_WISHES:
        places = take_references(line, shown) if action == "details" else []
        return Reading(
            Intent(action=action, refers_to=places, language=language), action, "", frozenset(), ""
        )
    change, said = _slots(line, vocabulary, shown, naming=action in _NAMING)
    undone = lifted(message)
    quiet = action is None or action == "similar"
    update: dict[str, object] = {"action": action or "search", "language": language}
    if not quiet:
        update |= {"sort": "relevance", "on_sale": False}
    return Reading(change.model_copy(update=update), action, said, undone, line.rest)


def _slots(
    line: Line, vocabulary: Vocabulary, shown: Sequence[str], *, naming: bool
) -> tuple[Intent, str]:
    stock = take_stock(line)
    sort = take_sort(line)
    places = take_references(line, shown)
    packs = take_packs(line)
    rating = take_rating(line)
    price = take_price(line)
    if price.high is not None and sort == "price_asc" and not line.has(_CHEAPEST):
        sort = "relevance"  # "cheaper, max 40": the number says it
    sale = take_sale(line)
    unwanted = _unwanted(take_exclusions(line, vocabulary.known_types), vocabulary)
    quantity = take_quantity(line)
    features = [*take_free_of(line), *take_interests(line)]
    specs = take_specs(line)
    sizes = take_sizes(line)
    features += take_fitted(line, vocabulary)
    brands = take_brands(line, vocabulary)
    product_type, said = (None, "") if places and naming else take_known_type(line, vocabulary)
    occasion = take_occasion(line)
    recipient = take_recipient(line)
    colors = [*take_colors(line), *take_short_color(line, said)]
    materials = take_materials(line)
    known = take_known_features(line)
    if product_type is None and not naming:
        product_type, said = take_asked_type(line)
    known += take_modifiers(line, said)
    change = Intent(
        product_type=product_type,
        price_min=price.low,
        price_max=price.high,
        currency=price.currency,
        brands=brands,
        exclude_brands=unwanted.exclude_brands,
        exclude_colors=unwanted.exclude_colors,
        exclude=unwanted.exclude,
        colors=colors,
        sizes=sizes,
        materials=materials,
        features=list(
            dict.fromkeys([*packs, *specs, *known, *features, *take_features(line), *stock])
        ),
        occasion=occasion,
        recipient=recipient,
        min_rating=rating,
        on_sale=sale,
        sort=sort,
        refers_to=places,
        quantity=quantity,
    )
    return change, said


def _unwanted(phrases: Sequence[str], vocabulary: Vocabulary) -> Intent:
    """The negated phrases, sorted into brands, colours and the rest."""
    brands: list[str] = []
    colors: list[str] = []
    rest: list[str] = []
    for phrase in phrases:
        line = Line(phrase)
        if phrase in vocabulary.known_brands:
            brands.append(phrase)
            continue
        named = take_brands(line, vocabulary)
        shades = [] if named else take_colors(line)
        brands += named
        colors += shades
        if not named and not shades:
            rest.append(phrase)
    return Intent(exclude_brands=brands, exclude_colors=colors, exclude=rest)
