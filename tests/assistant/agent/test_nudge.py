"""A promotion of the shopper's own is said unasked, at its place, and not too often."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from assistant.promotions import Promotion
from assistant.promotions.fatigue import Caps

COUPON = Promotion.model_validate(
    {
        "id": "hear", "title": "15% off headphones", "title_zh": "耳机八五折", "kind": "percent",
        "value": 15, "code": "HEAR15", "scope": {"categories": ["Electronics > Audio"]},
        "conditions": {"viewed_categories": {"Electronics > Audio": 3}},
    }
)  # fmt: skip


@pytest.fixture
def shop(small_shop):
    store = small_shop.promotions.store
    store.put([COUPON])
    yield small_shop
    with small_shop.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM promotions WHERE id = 'hear'")


def look(shop, count=3, **who):
    now = datetime.now(UTC)
    shop.events.add(
        {
            "event_id": uuid4().hex, "type": "view_item", "item_id": f"p{1 + number % 3}",
            "ts": (now - timedelta(minutes=number)).isoformat(), **who,
        }
        for number in range(count)
    )  # fmt: skip


def test_after_several_views_the_coupon_is_said_once_a_conversation(shop, say):
    assert say("headphones", user_id="look-1", conversation_id="look-a").offers == []
    look(shop, user_id="look-1")
    turn = say("wireless headphones", user_id="look-1", conversation_id="look-a")
    assert (
        "As you have been looking around our Audio section: 15% off headphones (code HEAR15)."
        in (turn.text)
    )
    assert [one.promotion_id for one in turn.offers] == ["hear"]
    priced = {card.product_id: card.offer for card in turn.cards}
    assert priced["p1"].code == "HEAR15"
    assert priced["p1"].price_after == 153.0
    again = say("cheaper", user_id="look-1", conversation_id="look-a")
    assert "HEAR15" not in again.text


def test_in_chinese_it_is_said_in_chinese(shop, say):
    look(shop, user_id="look-zh")
    turn = say("蓝牙耳机", user_id="look-zh", conversation_id="look-zh")
    assert turn.text.endswith("看您最近在挑“音频设备”类的商品：耳机八五折（优惠码HEAR15）。")


def test_a_guest_is_nudged_by_what_this_visit_looked_at(shop, say):
    look(shop, session_id="look-guest")
    assert "HEAR15" in say("headphones", conversation_id="look-guest").text


def test_it_is_not_said_more_often_than_the_cap_whatever_the_conversation(shop, say):
    look(shop, user_id="look-often")
    shop.promotions.impressions.caps = Caps(nudges=2, cards=2)
    try:
        turns = [
            say("headphones", user_id="look-often", conversation_id=f"often-{number}")
            for number in range(4)
        ]
    finally:
        shop.promotions.impressions.caps = Caps()
    assert ["HEAR15" in turn.text for turn in turns] == [True, True, False, False]
    coupons = [any(card.offer and card.offer.code == "HEAR15" for card in turn.cards)
               for turn in turns]  # fmt: skip
    assert coupons == [True, True, False, False]


def test_asked_for_deals_it_is_always_listed(shop, say):
    look(shop, user_id="look-asked")
    shop.promotions.impressions.caps = Caps(nudges=0, cards=1)
    try:
        for number in range(2):
            say("headphones", user_id="look-asked", conversation_id=f"asked-{number}")
        turn = say("any deals for me?", user_id="look-asked", conversation_id="asked-9")
    finally:
        shop.promotions.impressions.caps = Caps()
    (offer,) = [one for one in turn.offers if one.promotion_id == "hear"]
    assert offer.why == "As you have been looking around our Audio section"


def test_nothing_of_the_givers_own_is_said_beside_a_gift(shop, say):
    look(shop, user_id="look-gift")
    turn = say("headphones for my niece", user_id="look-gift", conversation_id="look-gift")
    assert "HEAR15" not in turn.text


def test_the_shopper_may_be_forgotten_with_what_was_shown(shop, say):
    look(shop, user_id="look-gone")
    say("headphones", user_id="look-gone", conversation_id="look-gone")
    shop.forget_shopper("look-gone")
    shop.promotions.impressions.caps = Caps(nudges=1, cards=1)
    try:
        tired = shop.promotions.impressions.tired("look-gone", session_id="x")
    finally:
        shop.promotions.impressions.caps = Caps()
    assert not tired.nudges | tired.cards
