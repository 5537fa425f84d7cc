"""What the shop's merchandisers decide, above the ranking and in sight: pin, boost, bury.

Rules are read from a TOML file (``AISLE_MERCHANDISING``), a ``[[rule]]`` each::

    [[rule]]
    do = "boost"                  # or "bury", or "pin"
    by = 0.2                      # added to the score (bury: taken off); not for pin
    brands = ["Fleetfoot"]        # any of item_ids, brands, categories; what lies below counts
    queries = ["running shoes"]   # only where the need speaks of one of these; always, if left out
    starts = 2026-11-01T00:00:00Z # and "ends": when the rule holds; always, if left out
    note = "Autumn campaign"      # for the shop's own eyes

A pin puts its products at ``place`` and after it. Rules order what was found: they never bring in
a product that does not fit what was asked, never lift what is out of stock above what is not, and
do not touch an order the shopper asked for. What they add is a contribution of its own, which the
reasons show.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.categories import within
from assistant.intent import Intent
from retrieval.product import Product
from retrieval.values.text import contains_term, fold

MOST = 1.0
"""A boost adds at most this: what a relevance of 1 adds."""


class MerchandisingError(ValueError):
    """The rules cannot be used; the message says which and what to do."""


class Rule(BaseModel):
    """One decision of a merchandiser."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    do: Literal["pin", "boost", "bury"]
    by: Annotated[float, Field(gt=0, le=MOST)] | None = None
    place: Annotated[int, Field(ge=1, le=50)] = 1
    item_ids: frozenset[str] = frozenset()
    brands: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()
    starts: AwareDatetime | None = None
    ends: AwareDatetime | None = None
    note: str = ""

    @model_validator(mode="after")
    def _says_what_and_how_much(self) -> Self:
        if not (self.item_ids or self.brands or self.categories):
            raise ValueError("name what it is about: item_ids, brands or categories")
        if self.do == "pin" and self.by is not None:
            raise ValueError("a pin has a place and no `by`")
        if self.do != "pin" and self.by is None:
            raise ValueError(f"say how much to {self.do} `by`, such as 0.2 (at most {MOST:g})")
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValueError("it ends before it starts")
        return self

    def holds(self, intent: Intent, now: datetime) -> bool:
        """Whether it is in force for this need at this moment."""
        if (self.starts and now < self.starts) or (self.ends and now >= self.ends):
            return False
        said = f"{intent.query} {intent.product_type or ''}"
        return not self.queries or any(contains_term(said, query) for query in self.queries)

    def covers(self, product: Product) -> bool:
        """Whether the product is one it is about."""
        return (
            product.id in self.item_ids
            or any(fold(brand) == fold(product.brand) for brand in self.brands)
            or any(within(product.category, category) for category in self.categories)
        )


@dataclass(frozen=True)
class Rules:
    """A shop's rules, in the order of the file."""

    rules: tuple[Rule, ...] = ()

    @classmethod
    def load(cls, path: Path | None) -> Self:
        """The rules of a file; none where none is given.

        Raises:
            MerchandisingError: the file is missing or a rule in it makes no sense.
        """
        if path is None:
            return cls()
        try:
            read = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise MerchandisingError(
                f"Cannot read the merchandising rules in {path} ({error}): mend the file, or leave"
                " AISLE_MERCHANDISING out."
            ) from error
        if unknown := read.keys() - {"rule"}:
            raise MerchandisingError(f"{path}: {min(unknown)}: every rule is a [[rule]].")
        found = []
        for number, row in enumerate(read.get("rule", []), start=1):
            try:
                found.append(Rule.model_validate(row))
            except ValidationError as error:
                fault = error.errors(include_url=False)[0]
                where = ".".join(str(part) for part in fault["loc"])
                raise MerchandisingError(
                    f"{path}, rule {number}: {where + ': ' if where else ''}{fault['msg']}"
                ) from error
        return cls(tuple(found))

    def in_force(self, intent: Intent, now: datetime | None = None) -> InForce:
        """Those that hold for a need, at the clock's time where none is given."""
        if not self.rules:
            return InForce()
        moment = now or datetime.now(UTC)
        return InForce(tuple(rule for rule in self.rules if rule.holds(intent, moment)))


@dataclass(frozen=True)
class InForce:
    """The rules of one turn."""

    rules: tuple[Rule, ...] = ()

    def added(self, products: Sequence[Product]) -> list[float]:
        """What boosts and buries add to each product's score, within :data:`MOST` either way."""
        moved = [rule for rule in self.rules if rule.do != "pin"]
        sums = [
            sum(_signed(rule) for rule in moved if rule.covers(product)) for product in products
        ]
        return [min(max(value, -MOST), MOST) + 0.0 for value in sums]

    def pinned(self, products: Sequence[Product]) -> dict[int, int]:
        """Index of each pinned product to the place (1-based) it is to have; in stock only."""
        wanted: dict[int, int] = {}
        for rule in self.rules:
            if rule.do == "pin":
                for at, product in enumerate(products):
                    if product.availability != "out_of_stock" and rule.covers(product):
                        wanted.setdefault(at, rule.place)
        taken: set[int] = set()
        places: dict[int, int] = {}
        for at, place in sorted(wanted.items(), key=lambda pair: (pair[1], pair[0])):
            free = place
            while free in taken:
                free += 1
            taken.add(free)
            places[at] = free
        return places


def _signed(rule: Rule) -> float:
    by = rule.by or 0.0
    return -by if rule.do == "bury" else by
