"""Exactly which of the shopper's and the product's fields enter the ranking."""

from decimal import Decimal
from typing import Any, get_args

import pytest

from assistant.agent.turn import Offer
from assistant.intent import Intent
from assistant.profiles import Interests, PriceBand, Profile, Shopper
from assistant.profiles.model import TagKind
from assistant.ranking import RankingContext, Weights, rank
from assistant.ranking.factors import FACTORS
from assistant.segment_popularity import Leaning
from retrieval.hit import Hit
from retrieval.product import Product
from tests.assistant.ranking.test_rank import PROFILE

READ: set[str] = set()


class WatchedProfile(Profile):
    """A profile that notes which of its fields are read."""

    def __getattribute__(self, name: str) -> Any:
        if name in Profile.model_fields:
            READ.add(f"profile.{name}")
        return super().__getattribute__(name)


class WatchedProduct(Product):
    """A product that does the same."""

    def __getattribute__(self, name: str) -> Any:
        if name in Product.model_fields:
            READ.add(f"product.{name}")
        return super().__getattribute__(name)


PROTECTED = {
    "gender", "age", "age_group", "birthday", "origin", "ethnicity", "religion", "health",
    "disability", "nationality", "orientation",
}  # fmt: skip
OF_THE_SHOPPER = {
    "profile.tags", "profile.dislikes", "profile.disliked_items", "profile.session",
    "profile.price_bands",
}  # fmt: skip
OF_A_NEWCOMER = {"profile.user_id", "profile.personalised", "profile.segments"}
"""What is read besides of a shopper of whom no interest is known."""
OF_THE_PRODUCT = {
    "product.id", "product.title", "product.description", "product.brand", "product.category",
    "product.color", "product.material", "product.sizes", "product.price", "product.sale_price",
    "product.currency", "product.rating", "product.rating_count", "product.sales",
    "product.attributes", "product.availability", "product.item_group_id",
}  # fmt: skip


def read_by_a_ranking(intent: Intent, *, newcomer: bool = False) -> set[str]:
    """The fields read while three products are ranked for a shopper of whom all is known.

    Of a newcomer all but interests is.
    """
    profile = WatchedProfile(
        user_id="u", name="Ada", language="en", segments=frozenset({"vip", "student"}),
        price_bands={"C": PriceBand(low=20, high=60, currency="USD", evidence=4)},
        tags=() if newcomer else PROFILE.tags, dislikes=PROFILE.dislikes,
        session=Interests() if newcomer else PROFILE.session,
    )  # fmt: skip
    hits = [
        Hit(
            product=WatchedProduct(
                id=f"p{at}", title="Bag", price=Decimal(50), brand="A", category="C > D",
                color="red", material="leather", sizes=["M"], rating=4.5, rating_count=9, sales=4,
                gender="female", age_group="adult", item_group_id="g",
            ),
            relevance=0.5,
        )
        for at in range(3)
    ]  # fmt: skip
    offer = Offer(promotion_id="x", title="x", price_after=40.0)
    context = RankingContext(
        intent=intent, profile=profile, offers=lambda _: [offer],
        by_segment=lambda names: Leaning({}, {name: {"p1": 9.0} for name in names}),
    )  # fmt: skip
    READ.clear()
    rank(hits, context, Weights.load(), limit=3)
    return set(READ)


@pytest.mark.parametrize(
    "intent", [Intent(features=["red"]), Intent(recipient="women", price_max=60, currency="USD")]
)
def test_these_fields_enter_and_no_other(intent: Intent) -> None:
    read = read_by_a_ranking(intent)
    of_the_shopper = {name for name in read if name.startswith("profile.")}
    # A price that is asked for stands in place of what the shopper usually pays.
    usual = set() if intent.price_max else {"profile.price_bands"}
    assert of_the_shopper == OF_THE_SHOPPER - {"profile.price_bands"} | usual
    # For whom a thing is made is read where the request names somebody: of the product, and of
    # the words, never of the shopper.
    made_for = {"product.gender"} if intent.recipient else set()
    assert read - of_the_shopper == OF_THE_PRODUCT | made_for


def test_of_a_newcomer_the_segments_enter_too() -> None:
    read = read_by_a_ranking(Intent(features=["red"]), newcomer=True)
    of_the_shopper = {name for name in read if name.startswith("profile.")}
    assert of_the_shopper == OF_THE_SHOPPER | OF_A_NEWCOMER


def test_no_protected_attribute_is_known_let_alone_read() -> None:
    known = {*Profile.model_fields, *Shopper.model_fields, *get_args(TagKind), *FACTORS}
    assert not known & PROTECTED
    read = OF_THE_SHOPPER | OF_A_NEWCOMER | OF_THE_PRODUCT
    assert not {name.split(".")[1] for name in read} & PROTECTED


def test_a_learned_ranking_sees_the_named_factors_and_nothing_else() -> None:
    assert FACTORS == (
        "relevance", "wishes", "profile", "session", "popularity", "rating", "promotion",
        "price_fit", "dislikes",
    )  # fmt: skip
