"""The demo promotions: of every kind, with every condition, about things the shop sells."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import get_args

import pytest

from assistant.demo.products import generate_products
from assistant.demo.promotions import demo_promotions
from assistant.demo.shoppers import demo_shoppers
from assistant.promotions.eligibility import covers, running
from assistant.promotions.model import Conditions, PromotionKind

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
COMPUTED = {"new", "regular", "vip", "deal_hunter", "lapsed"}


@pytest.fixture(scope="module")
def promotions():
    return demo_promotions()


@pytest.fixture(scope="module")
def products():
    return generate_products()


def test_there_are_enough_and_every_id_and_code_is_its_own(promotions):
    codes = [one.code for one in promotions if one.code]
    assert len(promotions) >= 25
    assert len({one.id for one in promotions}) == len(promotions)
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("kind", get_args(PromotionKind))
def test_every_kind_is_running_now(promotions, kind):
    assert any(one.kind == kind and running(one, NOW) for one in promotions)


@pytest.mark.parametrize("name", Conditions.model_fields)
def test_every_condition_is_used_by_a_running_promotion(promotions, name):
    assert any(getattr(one.conditions, name) and running(one, NOW) for one in promotions)


def test_some_are_over_some_to_come_some_scarce_some_stack(promotions):
    assert any(one.ends and one.ends < NOW for one in promotions)
    assert any(one.starts and one.starts > NOW for one in promotions)
    assert any(one.budget is not None and one.budget < 20 for one in promotions)
    assert {one.stackable for one in promotions} == {True, False}
    assert any(one.code for one in promotions)
    assert any(not one.code for one in promotions)


def test_every_title_is_in_both_languages(promotions):
    for one in promotions:
        assert one.title.isprintable()
        assert any("\u4e00" <= letter <= "\u9fff" for letter in one.title_zh), one.id


def test_every_promotion_covers_something_the_shop_sells(promotions, products):
    for one in promotions:
        covered = {item.id for item in products if covers(one, item)}
        assert covered, one.id
        assert set(one.scope.item_ids) <= covered, one.id


def test_segments_are_computed_or_given_to_someone(promotions):
    given = {name for shopper in demo_shoppers() for name in shopper.segments}
    asked = {name for one in promotions for name in one.conditions.segments}
    assert asked <= COMPUTED | given


def test_a_bundle_is_cheaper_than_its_parts(promotions, products):
    prices = {item.id: item.charged for item in products}
    for one in promotions:
        if one.kind == "bundle":
            assert one.value < sum((prices[key] for key in one.scope.item_ids), Decimal(0)), one.id


def test_skin_care_follows_cosmetics_and_a_coupon_follows_shoes_looked_at(promotions):
    by_id = {one.id: one for one in promotions}
    routine = by_id["skin-routine-set"]
    assert routine.kind == "bundle"
    assert routine.conditions.purchased_categories == ["Beauty > Makeup"]
    shoes = by_id["shoes-look-15"]
    assert shoes.code
    assert shoes.conditions.viewed_categories == {"Shoes": 3}
