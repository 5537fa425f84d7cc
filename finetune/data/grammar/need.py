"""What the simulated shopper wants so far: the intent after every message is read off this.

The grammar decides what is meant before it decides on words, so the label is never parsed from
text. The rules of carrying, replacing and asking are the contract's (``GUIDE.md``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.intent import Action, Ask, Intent
from assistant.rules.ask import worth_asking

LIST_OF: Mapping[str, str] = {
    "brand": "brands",
    "color": "colors",
    "material": "materials",
    "size": "sizes",
    "feature": "features",
    "exclude.brand": "exclude_brands",
    "exclude.color": "exclude_colors",
    "exclude.feature": "exclude",
    "exclude.quality": "exclude",
}
"""The list field of an intent that each slot of the phrases goes to."""
_TELLING = 2


@dataclass(frozen=True)
class Wish:
    """One thing meant: its slot, what its forms may fill in, and what it does to the intent."""

    slot: str
    value: str
    fill: Mapping[str, str]
    change: Mapping[str, Any]


@dataclass
class Need:
    """The fields of the intent that are not at their default, and whether it is for a gift."""

    fields: dict[str, Any] = field(default_factory=dict)
    gift: bool = False

    def add(self, wish: Wish) -> None:
        """Take ``wish`` in: lists grow, a price replaces the earlier one, all else is set."""
        change = wish.change
        if "price_min" in change or "price_max" in change:
            self.drop_price(keep_currency=True)
        for name, value in change.items():
            if isinstance(value, list):
                self.fields[name] = list(dict.fromkeys([*self.fields.get(name, ()), *value]))
            elif value is not None:
                self.fields[name] = value

    def drop(self, name: str, value: str | None = None) -> None:
        """Take a wish back: all of the field ``name``, or one ``value`` of its list."""
        if value is not None:
            self.fields[name] = [one for one in self.fields.get(name, ()) if one != value]
        if value is None or not self.fields[name]:
            self.fields.pop(name, None)

    def drop_price(self, *, keep_currency: bool = False) -> None:
        """Take the price back; a named currency outlives a change of the amount."""
        for name in ("price_min", "price_max"):
            self.fields.pop(name, None)
        if not keep_currency:
            self.fields.pop("currency", None)

    def values(self, slot: str) -> list[str]:
        """What is wished for in a list slot so far."""
        return list(self.fields.get(LIST_OF[slot], ()))

    def intent(self, action: Action, **more: Any) -> Intent:
        """The whole state under ``action``; ``more`` is what this message alone adds."""
        plain = Intent(**self.fields)
        return Intent(
            **{"ask": asks(plain, gift=self.gift), **self.fields, **more, "action": action}
        )


def asks(intent: Intent, *, gift: bool) -> list[Ask]:
    """What is worth asking, by the contract and the guide.

    Two telling wishes narrow a need that is no gift well enough; without a type, somebody to buy
    for or an occasion makes it a gift.
    """
    gift = gift or (intent.recipient or intent.occasion) is not None
    if not gift and len(intent.features) + len(intent.materials) >= _TELLING:
        return []
    return worth_asking(intent, gift=gift)
