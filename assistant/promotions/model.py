"""The promotion, as the shop writes it.

What each kind takes off, with ``value`` as given (see :mod:`assistant.promotions.pricing`):

- ``percent``: ``value`` percent off each piece in scope.
- ``amount``: ``value`` off, once an order, spread over what is in scope.
- ``bundle``: one of each of ``scope.item_ids`` for ``value`` together, as often as they fit.
- ``buy_x_get_y``: of every ``conditions.min_quantity + value`` pieces in scope, ``value`` are
  free, the cheapest ones: "buy 2, get 1 free" is ``min_quantity`` 2 and ``value`` 1.
- ``free_shipping``: takes nothing off the goods; named in the cart.

Money is in the currency of the cart it is applied to.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from assistant.events import DateTime, Whole

PromotionKind = Literal["percent", "amount", "bundle", "buy_x_get_y", "free_shipping"]


class Scope(BaseModel):
    """What a promotion covers: a product matches if any list names it; empty means everything."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item_ids: list[str] = Field(default_factory=list)
    brands: list[str] = Field(default_factory=list)
    categories: list[str] = Field(default_factory=list, description="Category path prefixes.")


class Conditions(BaseModel):
    """What must hold for a shopper and a cart. All that are given must hold.

    ``min_spend`` and ``min_quantity`` count what is in scope, at the prices before promotions. Of
    several ``segments`` or ``purchased_categories`` one is enough; of ``viewed_categories`` each
    must have its views.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    min_spend: Decimal | None = None
    min_quantity: Whole | None = None
    segments: list[str] = Field(default_factory=list)
    viewed_categories: dict[str, Whole] = Field(
        default_factory=dict, description="Category path prefix to the least number of views."
    )
    purchased_categories: list[str] = Field(default_factory=list)
    first_order: StrictBool = False


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
    starts: DateTime | None = None
    ends: DateTime | None = None
    budget: Whole | None = Field(default=None, ge=0, description="Uses left; null is no limit.")
    stackable: StrictBool = False
    priority: Whole = 0
    title_zh: str = ""


def code_key(code: str) -> str:
    """A coupon code as compared: without case and surrounding space."""
    return code.strip().casefold()
