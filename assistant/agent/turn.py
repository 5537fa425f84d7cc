"""What one turn of the conversation gives back, to the page, the API and the terminal alike.

The reply is data: text plus cards, a comparison, a cart, offers and chips. Interfaces only draw
it. Every price here comes from the catalogue through deterministic code.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.intent import Intent, Source

Ground = Literal["history", "interests", "session", "segment", "popular"]
"""What a list is picked by where nothing in particular was asked for."""


class Shape(BaseModel):
    """Base of the reply's parts."""

    model_config = ConfigDict(frozen=True)


class Reason(Shape):
    """One factor of a card's score and what it adds; contributions of a card sum to its score."""

    factor: str = Field(description="`relevance`, `profile`, `session`, `popularity`, `rating`, …")
    contribution: float = Field(description="Signed share of the score: weight times value.")
    text: str = Field(description="The factor in the shopper's language; empty if not worth saying")


class Offer(Shape):
    """A promotion that applies, worded for the shopper."""

    promotion_id: str
    title: str
    code: str | None = None
    price_after: float | None = Field(
        default=None,
        description="What checkout charges with it for this piece alone, where it earns that.",
    )
    why: str = Field(default="", description="Why it is this shopper's own, in their language.")
    item_ids: list[str] = Field(default_factory=list, description="The products of a bundle.")
    price_together: float | None = Field(
        default=None, description="What checkout charges for one of each of `item_ids`."
    )
    price_apart: float | None = Field(default=None, description="Their prices added up.")
    currency: str = "USD"


class Card(Shape):
    """One product as shown."""

    rank: int = Field(ge=1, description="1-based place in the list shown; `refers_to` counts so.")
    product_id: str
    title: str
    brand: str = ""
    image: str = ""
    price: float | None = Field(default=None, description="What is charged now.")
    list_price: float | None = Field(default=None, description="The old price, if reduced.")
    percent_off: int | None = Field(default=None, description="What a sale takes off, in percent.")
    currency: str = "USD"
    rating: float | None = None
    rating_count: int | None = None
    availability: str = "in_stock"
    offer: Offer | None = None
    reasons: list[Reason] = Field(default_factory=list)
    reason: str = Field(default="", description="The two or three deciding factors, one sentence.")
    score: float = 0.0
    fits: bool = Field(
        default=True, description="False for a near miss, shown under its own heading."
    )
    misses: list[str] = Field(
        default_factory=list, description="What a near miss violates, worded for the shopper."
    )


class Comparison(Shape):
    """A table of the attributes that differ: a row an attribute, a column a product."""

    columns: list[str]
    rows: list[tuple[str, list[str]]]


class CartLine(Shape):
    """One line of the cart."""

    product_id: str
    title: str
    quantity: int = Field(ge=1)
    unit_price: float
    line_total: float


class Cart(Shape):
    """The cart with what promotions take off it. ``total`` is what checkout would charge."""

    lines: list[CartLine] = Field(default_factory=list)
    subtotal: float = 0.0
    discounts: list[tuple[str, float]] = Field(
        default_factory=list, description="Promotion title and the amount it takes off (>= 0)."
    )
    total: float = 0.0
    currency: str = "USD"


class Chip(Shape):
    """A tappable suggestion: what it says and what tapping it sends as the next message."""

    label: str
    message: str


class Turn(Shape):
    """The assistant's side of one turn."""

    conversation_id: str
    text: str
    language: str
    intent: Intent
    source: Source
    degraded: bool = Field(
        default=False,
        description="Whether the rules read the message for want of the language model's answer.",
    )
    cards: list[Card] = Field(default_factory=list)
    comparison: Comparison | None = None
    cart: Cart | None = None
    offers: list[Offer] = Field(default_factory=list)
    chips: list[Chip] = Field(default_factory=list)
    asked: str | None = Field(default=None, description="The slot the reply asks for, if it asks.")
    ground: Ground | None = Field(
        default=None,
        description="Where nothing in particular was asked for, what the cards were picked by:"
        " what the shopper bought (`history`) or looked at (`interests`; `session`: this visit),"
        " what shoppers of their `segment` buy, or what is `popular`.",
    )
    timings_ms: dict[str, float] = Field(
        default_factory=dict, description="Milliseconds by step: parse, retrieve, rank, reply."
    )
