"""What is not suggested to a shopper, whatever else speaks for it.

A search puts what is disliked last and still shows it, since it was asked for. A suggestion was
not: what the shopper turned down, and what they said they never buy, is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.categories import within
from assistant.events import Event
from assistant.profiles.model import Profile
from assistant.ranking.factors import turned_down
from retrieval.constraints import Constraints
from retrieval.product import Product


def constrained(
    constraints: Constraints, profile: Profile, session: Sequence[Event] = ()
) -> Constraints:
    """``constraints``, and none of what the shopper said they never buy or turned down."""
    never: dict[str, list[str]] = {"brand": [], "color": [], "material": []}
    for fact in profile.facts:
        if fact.wanted is False and fact.kind in never:
            never[fact.kind].append(fact.value)
    return constraints.model_copy(
        update={
            "exclude_brands": (*constraints.exclude_brands, *never["brand"]),
            "exclude_colors": (*constraints.exclude_colors, *never["color"]),
            "exclude": (*constraints.exclude, *never["material"]),
            "exclude_ids": (*constraints.exclude_ids, *sorted(turned_down(profile, session))),
        }
    )


def unwanted(product: Product, profile: Profile) -> bool:
    """Whether the product is of a category the shopper said they never buy."""
    return any(
        fact.wanted is False and fact.kind == "category" and within(product.category, fact.value)
        for fact in profile.facts
    )
