"""The search phrase, composed from the slots: every positive value, nothing else.

Composed by code and not written by the model: a phrase put together from checked values cannot
hold a price, an exclusion or an invention, and costs no tokens.
"""

from __future__ import annotations

import re

from assistant.intent import Intent
from retrieval.values.text import contains_term, is_cjk

_GROUP = re.compile(r"^(?:men|women|kids|boys|girls|ladies|toddlers|unisex)$")
_TRAILING = re.compile(r"^(?:for|with|that|to|from|works?|fits?|made)\b")


def compose(intent: Intent, said: str = "") -> str:
    """The query of ``intent``.

    Args:
        intent: The whole state.
        said: The words of the product type as the shopper said them ("running shoes"), if known.
    """
    kind = said or intent.product_type or ""
    chinese = is_cjk(kind) or (not kind and any(is_cjk(v) for v in _values(intent)))
    if chinese:
        parts = [intent.recipient, intent.occasion, *intent.brands, *intent.colors]
        parts += [*intent.materials, *intent.features, kind, *intent.sizes]
        return _join([part for part in parts if part])
    leading = [f for f in intent.features if not _TRAILING.match(f)]
    trailing = [f for f in intent.features if _TRAILING.match(f)]
    named = any(feature.endswith(f" {kind}") for feature in leading)  # "boy's bag", bag
    own = [] if named else [kind]
    parts = [*intent.brands, *intent.colors, *intent.materials, *leading, *own, *trailing]
    parts += [f"size {size}" if size.isdigit() else size for size in intent.sizes]
    if who := intent.recipient:
        parts.append(f"for {who}" if kind or _GROUP.match(who) else who)
    parts.append(intent.occasion)
    return " ".join(dict.fromkeys(part for part in parts if part))


def _values(intent: Intent) -> list[str]:
    one = [value for value in (intent.recipient, intent.occasion) if value]
    return [*intent.features, *intent.colors, *intent.materials, *intent.brands, *one]


def _join(parts: list[str]) -> str:
    """Chinese words run together; a Latin word in between keeps its spaces."""
    text = ""
    for part in parts:
        if contains_term(text, part):
            continue
        gap = " " if text and not (is_cjk(text[-1]) and is_cjk(part[0])) else ""
        text = f"{text}{gap}{part}"
    return text
