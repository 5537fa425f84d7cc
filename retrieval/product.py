"""The product, as the rest of Aisle sees it.

One frozen Pydantic model with the names of ``contracts.md`` (schema.org/Product and the Google
Merchant Center feed). Cleaning happens before this model is built; what gets here is trusted to
be in range, but its text is still a stranger's: it is data, never markup or instruction.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

Availability = Literal["in_stock", "out_of_stock", "preorder"]
Money = Annotated[
    Decimal,
    Field(ge=0, max_digits=14, decimal_places=4),
    PlainSerializer(float, return_type=float, when_used="json"),
]
AttributeValue = str | bool | int | float | list[str]


class Product(BaseModel):
    """One sellable variant. ``sale_price``, where present, is what is charged now."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(min_length=1, max_length=200)]
    title: Annotated[str, Field(min_length=1, max_length=1000)]
    description: str = ""
    brand: str = ""
    category: str = Field(default="", description="A path, `A > B > C`.")
    price: Money | None = None
    sale_price: Money | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "USD"
    availability: Availability = "in_stock"
    rating: Annotated[float, Field(ge=0, le=5)] | None = None
    rating_count: Annotated[int, Field(ge=0)] | None = None
    sales: Annotated[int, Field(ge=0)] | None = None
    color: str = ""
    sizes: list[str] = Field(default_factory=list)
    material: str = ""
    gender: str = ""
    age_group: str = ""
    image: str = ""
    link: str = ""
    item_group_id: str = ""
    released: date | None = None
    attributes: dict[str, AttributeValue] = Field(default_factory=dict)

    @property
    def charged(self) -> Decimal | None:
        """What the shopper pays now: the sale price where there is one."""
        return self.price if self.sale_price is None else self.sale_price

    @property
    def discounted(self) -> bool:
        """Whether the price charged now is below the list price."""
        return (
            self.price is not None and self.sale_price is not None and self.sale_price < self.price
        )

    def title_in(self, language: str) -> str:
        """The title in ``language`` where the feed has one (``attributes.title_zh``)."""
        localised = self.attributes.get(f"title_{language}")
        return localised if isinstance(localised, str) and localised else self.title
