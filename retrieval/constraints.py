"""Hard constraints on a search: what a product must satisfy to be shown as fitting.

They are exact. A wish (a feature, an occasion) is no constraint: it moves the order instead.
"""

from __future__ import annotations

from decimal import Decimal

from pydantic import BaseModel, ConfigDict


class Constraints(BaseModel):
    """What must hold for every product returned. Empty fields constrain nothing.

    Text values may come in any case, in English or Chinese, singular or plural; they are
    normalised (colour families, size systems, material names) on both sides before comparing.
    """

    model_config = ConfigDict(frozen=True)

    price_min: Decimal | None = None
    price_max: Decimal | None = None
    currency: str | None = None
    brands: tuple[str, ...] = ()
    exclude_brands: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()
    exclude_colors: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    category: str | None = None
    min_rating: float | None = None
    on_sale: bool = False
    in_stock: bool = False
    exclude_ids: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The constraints in force, by field name (`currency` and `exclude_ids` aside)."""
        quiet = {"currency", "exclude_ids"}
        default = Constraints()
        return tuple(
            name
            for name in type(self).model_fields
            if name not in quiet and getattr(self, name) != getattr(default, name)
        )

    def without(self, *names: str) -> Constraints:
        """The same constraints with ``names`` lifted."""
        default = Constraints()
        return self.model_copy(update={name: getattr(default, name) for name in names})
