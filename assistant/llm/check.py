"""What a fine-tuned model wrote, checked against what the shopper said.

The model copies well but not always: a value whose words stand neither in the message nor in the
need is left out, and so is a figure that the message has in no form. Nothing is added here. Each
value left out is counted, so that the figures show what code did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.intent import Intent
from assistant.llm.notation import LISTS, Change
from assistant.llm.repair import REPAIRS, grounded


def checked(change: Change, message: str, need: Intent, shown: Sequence[str]) -> Change:
    """``change`` without what nobody said.

    Args:
        change: What the model wrote.
        message: The shopper's words.
        need: The need so far; its values may be written again.
        shown: Titles of the list last shown; a product may be named by them.
    """
    known = " ".join([message, *shown])
    slots: dict[str, Any] = {}
    for name, value in change.slots.items():
        if name in LISTS:
            kept = [v for v in value if grounded(v, known) or v in getattr(need, name)]
            if len(kept) < len(value):
                REPAIRS.labels(name).inc(len(value) - len(kept))
            if kept:
                slots[name] = kept
        else:
            slots[name] = value
    return replace(change, slots=_ordered(slots))


def _ordered(slots: Mapping[str, Any]) -> dict[str, Any]:
    """A floor above the cap is the two in the wrong order."""
    low, high = slots.get("price_min"), slots.get("price_max")
    if low is not None and high is not None and low > high:
        return {**slots, "price_min": high, "price_max": low}
    return dict(slots)
