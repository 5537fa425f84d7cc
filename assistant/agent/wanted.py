"""From what a shopper wants to what a product must satisfy, and how to say it back.

Prices, brands, colours, sizes, materials, exclusions, ratings and "on sale" are hard; features and
occasion move the order only. A recipient narrows only as far as it names a gender ("for my dad"),
and only where the product says whom it is made for; what is made for children is no gift for a
grown-up while there is anything else.
"""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.agent.phrases import Phrases, money
from assistant.intent import Intent
from retrieval.constraints import Constraints
from retrieval.product import Product
from retrieval.values.genders import gender
from retrieval.values.text import fold

MOST_SAID_BACK = 60
"""Characters of what was named that a reply repeats."""

_GROWN_UP = re.compile(
    r"\b(?:father|dad|mother|mum|mom|parents?|grand(?:father|mother|pa|ma|dad|parents?)|wife"
    r"|husband|girlfriend|boyfriend|fianc[eé]e?|partner|uncle|aunt|boss|colleagues?|coworkers?"
    r"|teacher|in-?law)\b"
    r"|爸|妈|父|母|爷|奶奶|外公|外婆|姥|丈夫|老公|妻子|老婆|爱人|女朋友|男朋友|女友|男友|领导|老板|同事|老师"
)
_CHILDREN = frozenset(
    {"kids", "kid", "children", "child", "toddler", "toddlers", "infant", "newborn", "baby"}
)


def constraints_of(intent: Intent, *, exclude_ids: tuple[str, ...] = ()) -> Constraints:
    """The hard part of an intent."""
    wanted = gender(intent.recipient) if intent.recipient else ""
    return Constraints(
        price_min=_decimal(intent.price_min),
        price_max=_decimal(intent.price_max),
        currency=intent.currency,
        brands=tuple(intent.brands),
        exclude_brands=tuple(intent.exclude_brands),
        colors=tuple(intent.colors),
        exclude_colors=tuple(intent.exclude_colors),
        sizes=tuple(intent.sizes),
        materials=tuple(intent.materials),
        exclude=tuple(intent.exclude),
        genders=(wanted,) if wanted in {"male", "female"} else (),
        min_rating=intent.min_rating,
        on_sale=intent.on_sale,
        exclude_ids=exclude_ids,
    )


def for_grown_up(recipient: str | None) -> bool:
    """Whether ``recipient`` is beyond doubt no child.

    Examples:
        >>> for_grown_up("father"), for_grown_up("my wife"), for_grown_up("爸爸")
        (True, True, True)
        >>> for_grown_up("niece"), for_grown_up("women"), for_grown_up(None)
        (False, False, False)
    """
    return recipient is not None and _GROWN_UP.search(fold(recipient)) is not None


def made_for_children(product: Product) -> bool:
    """Whether the product says that it is made for children, or stands in their department."""
    department = product.category.partition(">")[0].strip()
    return fold(product.age_group) in _CHILDREN or fold(department) in _CHILDREN


def limits_in_words(constraints: Constraints, phrases: Phrases, currency: str) -> str:
    """The constraints as words that follow the noun (English) or stand before it (Chinese)."""
    shown = constraints.currency or currency
    parts: list[str] = []
    low, high = constraints.price_min, constraints.price_max
    if low is not None and high is not None:
        parts.append(phrases("limit.price_range", low=money(low, shown), high=money(high, shown)))
    elif low is not None:
        parts.append(phrases("limit.price_min", value=money(low, shown)))
    elif high is not None:
        parts.append(phrases("limit.price_max", value=money(high, shown)))
    for name in constraints.names:
        if name in {"price_min", "price_max", "category"}:
            continue
        parts.append(phrases(f"limit.{name}", value=_value(constraints, name, phrases)))
    if not parts:
        return ""
    return "".join(parts) if phrases.language == "zh" else " " + ", ".join(parts)


def constraint_in_words(name: str, constraints: Constraints, phrases: Phrases) -> str:
    """One constraint as a noun phrase, for "without …"."""
    return phrases(f"constraint.{name}", value=_value(constraints, name, phrases))


def noun_of(intent: Intent, phrases: Phrases) -> str:
    """What is being looked for, in the shopper's words; "products" where nothing was named."""
    # In Chinese, features such as 喜欢喝茶 are no noun that can follow 6件.
    features = "" if phrases.language == "zh" else " ".join(intent.features)
    noun = intent.product_type or features or phrases("words.products")
    return noun if len(noun) <= MOST_SAID_BACK else f"{noun[:MOST_SAID_BACK].rstrip()}…"


def _value(constraints: Constraints, name: str, phrases: Phrases) -> str:
    value = getattr(constraints, name, "")
    if name == "genders":
        words = {"male": phrases("words.men"), "female": phrases("words.women")}
        return phrases.join([words.get(item, item) for item in value])
    if isinstance(value, tuple):
        return phrases.join([str(item) for item in value], "or")
    return f"{value:g}" if isinstance(value, float) else str(value)


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
