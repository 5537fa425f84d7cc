"""The profile, as ranking, promotions and the interfaces see it.

Everything in it is computed from events, stated facts and choices, and a moment; nothing is kept
that cannot be computed again. No protected attribute (gender, age, origin, health) is a field.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.categories import SEPARATOR, parts, within

TagKind = Literal["category", "brand", "color", "material", "style", "price", "size"]


class Shape(BaseModel):
    """Base of the profile's parts."""

    model_config = ConfigDict(frozen=True)


class Tag(Shape):
    """One interest (or, among the dislikes, one aversion) and how sure it is."""

    kind: TagKind
    value: str = Field(description="As the catalogue writes it; a colour is its family's name.")
    strength: float = Field(ge=0, le=1, description="1 - exp(-decayed weight / 4)")
    evidence: int = Field(ge=0, description="How many events speak of it.")
    bought: int = Field(default=0, ge=0, description="How many of them are purchases.")
    last: datetime
    stated: bool = Field(default=False, description="Said by the shopper, not inferred.")


class Fact(Shape):
    """Something the shopper stated: a brand wanted, a material never, a tag taken off."""

    kind: TagKind
    value: str = Field(min_length=1, max_length=400)
    wanted: bool | None = Field(
        default=True, description="false: never; null: nothing may be inferred of this value."
    )
    ts: datetime


class PriceBand(Shape):
    """What a shopper usually pays: the 15th and 85th weighted percentiles of prices touched."""

    low: float = Field(ge=0)
    high: float = Field(ge=0)
    currency: str
    evidence: int = Field(ge=1, description="Different products it is computed from.")


class Interests(Shape):
    """Tags and aversions, the strongest first."""

    tags: tuple[Tag, ...] = ()
    dislikes: tuple[Tag, ...] = ()
    disliked_items: frozenset[str] = frozenset()


class Profile(Shape):
    """A shopper at a moment. The empty profile is that of a stranger."""

    user_id: str | None = None
    name: str = ""
    language: str = "en"
    at: datetime | None = None
    tags: tuple[Tag, ...] = ()
    dislikes: tuple[Tag, ...] = ()
    disliked_items: frozenset[str] = frozenset()
    session: Interests = Interests()
    facts: tuple[Fact, ...] = Field(default=(), description="What the shopper stated.")
    personalised: bool = Field(
        default=True, description="False: switched off; nothing personal is in here to be used."
    )
    price_band: PriceBand | None = Field(default=None, description="Over all categories.")
    price_bands: Mapping[str, PriceBand] = Field(
        default_factory=dict, description="By category path and each of its prefixes."
    )
    segments: frozenset[str] = frozenset()
    viewed_items: Mapping[str, int] = Field(
        default_factory=dict, description="Product id to views in the last 30 days."
    )
    viewed_categories: Mapping[str, int] = Field(
        default_factory=dict,
        description="Category path prefix to product views in the last 30 days.",
    )
    purchased_items: Mapping[str, int] = Field(
        default_factory=dict, description="Product id to pieces ever bought."
    )
    purchased_categories: Mapping[str, int] = Field(
        default_factory=dict, description="Category path prefix to pieces ever bought."
    )
    first_order: bool = Field(default=True, description="Nothing bought yet, as far as known.")
    orders: int = Field(default=0, ge=0)
    events: int = Field(default=0, ge=0, description="Events known of the shopper.")

    def band_for(self, category: str) -> PriceBand | None:
        """The price band of the deepest shared category with at least two products, if any."""
        names = parts(category)
        for depth in range(len(names), 0, -1):
            band = self.price_bands.get(SEPARATOR.join(names[:depth]))
            if band is not None and band.evidence >= 2:
                return band
        return None

    def views_in(self, category: str) -> int:
        """Product views in a category and below it, in the last 30 days."""
        return _count(self.viewed_categories, category)

    def purchases_in(self, category: str) -> int:
        """Pieces bought in a category and below it."""
        return _count(self.purchased_categories, category)


def _count(counts: Mapping[str, int], category: str) -> int:
    if category in counts:
        return counts[category]
    depth = len(parts(category))
    return sum(
        count
        for path, count in counts.items()
        if len(parts(path)) == depth and within(path, category)
    )
