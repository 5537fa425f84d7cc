"""The promotion, as the shop writes it."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

PromotionKind = Literal["percent", "amount", "bundle", "buy_x_get_y", "free_shipping"]


class Scope(BaseModel):
    """What a promotion covers: a product matches if any list names it; empty means everything."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item_ids: list[str] = Field(default_factory=list)
    brands: list[str] = Field(default_factory=list)
    categories: list[str] = Field(default_factory=list, description="Category path prefixes.")


class Conditions(BaseModel):
    """What must hold for a shopper and a cart. All that are given must hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    min_spend: Decimal | None = None
    min_quantity: int | None = None
    segments: list[str] = Field(default_factory=list)
    viewed_categories: dict[str, int] = Field(
        default_factory=dict, description="Category path prefix to the least number of views."
    )
    purchased_categories: list[str] = Field(default_factory=list)
    first_order: bool = False


class Promotion(BaseModel):
    """A promotion. ``value``: percent (0-100), money off, bundle price, or Y free with X bought."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(min_length=1)]
    title: str
    kind: PromotionKind
    value: Decimal = Decimal(0)
    code: str | None = None
    scope: Scope = Field(default_factory=Scope)
    conditions: Conditions = Field(default_factory=Conditions)
    starts: AwareDatetime | None = None
    ends: AwareDatetime | None = None
    budget: int | None = Field(default=None, ge=0, description="Uses left; null is no limit.")
    stackable: bool = False
    priority: int = 0
    title_zh: str = ""
