"""Which promotions are a shopper's own, on which ground, and in which order."""

from typing import Any

from assistant.profiles import Profile
from assistant.promotions.model import Promotion
from assistant.promotions.personal import fitting_first, personal_of
from retrieval.product import Product


def promo(name: str, kind: str = "percent", value: object = 20, **fields: Any) -> Promotion:
    return Promotion.model_validate(
        {"id": name, "title": name, "kind": kind, "value": value, **fields}
    )


OFFERED = [
    promo("everybody"),
    promo("first", conditions={"first_order": True}),
    promo("vip", conditions={"segments": ["VIP", "staff"]}),
    promo(
        "set", "bundle", 30, scope={"item_ids": ["toner", "serum"]},
        conditions={"purchased_categories": ["Beauty > Makeup"]},
    ),
    promo("shoes", scope={"categories": ["Shoes"]}, conditions={"viewed_categories": {"Shoes": 3}}),
]  # fmt: skip
ADA = Profile(
    user_id="ada",
    segments=frozenset({"vip"}),
    viewed_categories={"Shoes": 4},
    purchased_categories={"Beauty": 2, "Beauty > Makeup": 2},
    purchased_items={"lipstick": 2},
)


def test_what_was_looked_at_comes_before_what_was_bought_and_who_they_are() -> None:
    own = personal_of(OFFERED, ADA)
    assert [(one.promotion.id, one.ground, one.value, one.count) for one in own] == [
        ("shoes", "viewed", "Shoes", 4),
        ("set", "bought", "Beauty > Makeup", 2),
        ("vip", "segment", "vip", 0),
        ("first", "first_order", "", 0),
    ]


def test_what_is_on_the_shelf_goes_first() -> None:
    toner = Product(id="toner", title="Toner", category="Beauty > Skin Care")
    own = fitting_first(personal_of(OFFERED, ADA), [toner])
    # "vip" and "first" cover the whole shop, so the toner too.
    assert [one.promotion.id for one in own] == ["set", "vip", "first", "shoes"]


def test_a_set_that_is_all_bought_is_not_offered_again() -> None:
    bought = ADA.model_copy(update={"purchased_items": {"toner": 1, "serum": 1}})
    assert "set" not in [one.promotion.id for one in personal_of(OFFERED, bought)]


def test_nothing_is_personal_where_the_shopper_switched_it_off_or_is_a_stranger() -> None:
    assert personal_of(OFFERED, ADA.model_copy(update={"personalised": False})) == []
    assert personal_of([OFFERED[1]], Profile()) == []
