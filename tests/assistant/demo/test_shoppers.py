"""The demo shoppers: sixty people who like what the shop sells."""

import pytest

from assistant.demo.products import colors, departments, generate_products
from assistant.demo.shoppers import demo_shoppers, gift_ideas, tastes

KINDS = {kind.name for shelf in departments() for kind in shelf.types}


def test_there_are_sixty_people_with_names_of_their_own():
    people = demo_shoppers()
    assert len(people) == 60
    assert len({one.user_id for one in people}) == 60
    assert len({one.name for one in people}) == 60
    assert len({one.persona for one in people}) == 60


def test_people_who_shop_in_chinese_have_a_chinese_name():
    people = demo_shoppers()
    assert {one.language for one in people} == {"en", "zh"}
    assert all(bool(one.name_zh) == (one.language == "zh") for one in people)


@pytest.mark.parametrize("taste", tastes(), ids=lambda taste: taste.shopper.user_id)
def test_people_want_what_the_shop_has(taste):
    assert {*taste.wants, *taste.later} <= KINDS
    assert {kind for saying in taste.says for kind in saying.types} <= KINDS
    assert taste.colors <= colors().keys()
    assert 0 <= taste.price <= 1


def test_every_brand_someone_likes_is_sold():
    sold = {item.brand for item in generate_products()}
    assert {brand for taste in tastes() for brand in taste.brands} <= sold


def test_gifts_are_of_types_the_shop_sells():
    assert {kind for idea in gift_ideas() for kind in idea.types} <= KINDS


def test_no_two_people_have_the_same_taste():
    seen = {(tuple(sorted(t.wants.items())), t.colors, t.price) for t in tastes()}
    assert len(seen) >= 55
