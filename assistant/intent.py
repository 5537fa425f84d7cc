"""The intent: what a shopper wants after the turn just said, the whole state and not the change.

Field names and meanings are those of ``contracts.md``; the JSON Schema of :class:`Intent` is what
the HTTP API publishes. The language model writes a more compact form (``assistant.llm.compact``)
which is expanded to this one in code.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Action = Literal[
    "search",
    "refine",
    "more",
    "similar",
    "compare",
    "details",
    "promotions",
    "cart_add",
    "cart_remove",
    "cart_show",
    "reset",
    "help",
    "smalltalk",
    "out_of_scope",
]
Sort = Literal["relevance", "price_asc", "price_desc", "rating", "popularity", "newest", "discount"]
Ask = Literal[
    "product_type", "price", "size", "color", "brand", "occasion", "recipient", "features"
]
Source = Literal["llm", "cache", "rules"]

ACTIONS: tuple[Action, ...] = get_args(Action)
SORTS: tuple[Sort, ...] = get_args(Sort)
ASKS: tuple[Ask, ...] = get_args(Ask)

Price = Annotated[float, Field(ge=0)]


class Intent(BaseModel):
    """The shopper's need. Values are lower case, in the shopper's own words and language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    action: Action = "search"
    query: str = ""
    product_type: str | None = None
    price_min: Price | None = None
    price_max: Price | None = None
    currency: str | None = None
    brands: list[str] = Field(default_factory=list)
    exclude_brands: list[str] = Field(default_factory=list)
    colors: list[str] = Field(default_factory=list)
    exclude_colors: list[str] = Field(default_factory=list)
    sizes: list[str] = Field(default_factory=list)
    materials: list[str] = Field(default_factory=list)
    features: list[str] = Field(default_factory=list)
    exclude: list[str] = Field(default_factory=list)
    occasion: str | None = None
    recipient: str | None = None
    min_rating: float | None = None
    on_sale: bool = False
    sort: Sort = "relevance"
    refers_to: list[Annotated[int, Field(ge=1)]] = Field(default_factory=list)
    quantity: Annotated[int, Field(ge=1)] | None = None
    ask: list[Ask] = Field(default_factory=list)
    language: str = "en"


class Message(BaseModel):
    """One message of a conversation, as the intent API takes it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    role: Literal["user", "assistant"]
    content: str
    shown: list[str] = Field(
        default_factory=list, description="Titles of the products this assistant message showed."
    )


class ParsedIntent(BaseModel):
    """An intent and how it came about."""

    model_config = ConfigDict(frozen=True)

    intent: Intent
    source: Source
    ms: float = Field(ge=0, description="Wall-clock time of the parse in milliseconds.")
    confidence: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="How likely the whole intent is right, by the language model; none from rules.",
    )
    exact: bool = Field(
        default=False,
        exclude=True,
        description="Whether the rules read a closed form that no model is asked about.",
    )
    told: str = Field(
        default="",
        exclude=True,
        description="The shopper's own words for this need, for the search; not in the answer.",
    )
