"""A coupon code named is acknowledged: what it does, why it is not the shopper's, or unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langgraph.runtime import Runtime

from assistant.agent.codes import code_like, codes_named
from assistant.agent.deals import promotions
from assistant.agent.talk import talk
from assistant.intent import Intent, ParsedIntent


@pytest.fixture
def answered(small_shop, request):
    """What a step says to a message that was read as one of its own."""

    def said(step, message, action, language="en", **state):
        intent = Intent(action=action, language=language)
        given = {
            "message": message,
            "conversation_id": request.node.name,
            "user_id": None,
            "parsed": ParsedIntent(intent=intent, source="rules", ms=0.0),
            **state,
        }
        return step(given, Runtime(context=small_shop.shop))

    return said


def test_a_known_code_is_taken_and_says_what_it_does(answered):
    update = answered(promotions, "use code pikko5", "promotions")
    text = update["draft"].text
    assert "Code PIKKO5 is taken: 5 off with PIKKO5." in text
    assert "It counts on Pikko." in text
    assert update["codes"] == ["pikko5"]
    assert [offer.promotion_id for offer in update["draft"].offers] == ["code5"]


def test_from_when_it_counts_is_said(answered):
    assert "from $100.00 on" in answered(promotions, "use BIG9", "promotions")["draft"].text
    said = answered(promotions, "用优惠码BIG9", "promotions", "zh")
    assert "大单减9" in said["draft"].text
    assert "满$100.00可用" in said["draft"].text
    assert said["codes"] == ["BIG9"]


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ("my code is SPRING5", "it starts on 2999-03-01"),
        ("my code is AUTUMN5", "is over"),
        ("my code is VIP5", "certain shoppers only"),
        ("my coupon is XYZZY9", "The shop has no code XYZZY9"),
    ],
)
def test_a_code_that_does_not_hold_says_why(answered, message, why):
    draft = answered(promotions, message, "promotions")["draft"]
    assert why in draft.text
    assert "is taken" not in draft.text
    assert not draft.offers


def test_a_code_read_as_something_else_is_acknowledged_all_the_same(answered):
    for action in ("out_of_scope", "help", "smalltalk"):
        assert "PIKKO5 is taken" in answered(talk, "apply PIKKO5", action)["draft"].text


def test_what_it_takes_off_the_cart_is_the_difference_at_the_till(say):
    say("pikko headphones under $50")
    total = say("add the first one to my cart").cart.total
    said = say("my coupon code is PIKKO5")
    assert said.intent.action == "promotions"
    assert "takes $5.00 off your cart" in said.text
    assert say("show my cart").cart.total == pytest.approx(total - 5)


def test_a_code_that_does_nothing_for_the_cart_says_so(say):
    say("pikko headphones under $50")
    say("add the first one to my cart")
    assert "takes nothing off" in say("my coupon code is BIG9").text


@given(st.text(max_size=200))
def test_only_a_word_of_the_message_is_ever_taken_for_a_code(message):
    word = code_like(message)
    assert word is None or word in message
    assert codes_named(message, []) == []


def test_a_question_about_deals_is_about_what_is_looked_for(say):
    say("pikko headphones")
    turn = say("any deals?")
    assert turn.intent.action == "promotions"
    assert {card.brand for card in turn.cards} == {"Pikko"}
    assert {offer.promotion_id for offer in turn.offers} == {"code5"}


def test_where_there_is_none_on_it_only_what_covers_any_order_is_named(say):
    say("a laptop")
    turn = say("any deals?")
    assert "no deal on" in turn.text
    assert {offer.promotion_id for offer in turn.offers} == {"big", "ship"}
    everything = say(turn.chips[0].message)
    assert "audio10" in {offer.promotion_id for offer in everything.offers}


@pytest.mark.parametrize(
    ("message", "language", "stated"),
    [
        ("where is my order 12345?", "en", "orders or parcels"),
        ("can you track my parcel", "en", "orders or parcels"),
        ("talk to a human", "en", "customer service"),
        ("I want to speak with a real person", "en", "customer service"),
        ("do you ship to Canada?", "en", "delivery, returns and payment"),
        ("我的订单12345到哪了", "zh", "客服"),
        ("转人工", "zh", "客服"),
        ("你们能寄到加拿大吗", "zh", "咨询店家"),
        ("what can you do?", "en", "Tell me what you need"),
    ],
)
def test_what_is_for_the_shops_own_service_is_said_to_be(answered, message, language, stated):
    assert stated in answered(talk, message, "help", language)["draft"].text


def test_an_are_you_human_is_no_wish_to_talk_to_one(answered):
    assert "customer service" not in answered(talk, "are you human?", "smalltalk")["draft"].text


@pytest.mark.parametrize(
    ("asked", "reply", "language", "stated"),
    [
        ("delete my data", "no", "en", "Nothing was deleted"),
        ("delete my data", "never mind", "en", "Nothing was deleted"),
        ("delete my data", "yes", "en", "Nothing is deleted yet"),
        ("删除我的数据", "不要", "zh", "什么都没有删除"),
        ("删除我的数据", "好的", "zh", "还没有删除"),
    ],
)
def test_what_became_of_a_wish_to_be_deleted_is_said(say, answered, asked, reply, language, stated):
    before = say(asked, user_id="w-9")
    messages = [
        {"role": "user", "content": asked},
        {"role": "assistant", "content": before.text},
    ]
    draft = answered(talk, reply, "smalltalk", language, messages=messages)["draft"]
    assert stated in draft.text
    assert stated not in answered(talk, reply, "smalltalk", language)["draft"].text


def test_a_code_taken_back_leaves_the_cart_as_it_is(say):
    say("headphones")
    say("add the Pikko Loop headphones to my cart")
    with_code = say("use code PIKKO5")
    assert say("show my cart").cart.total == 24
    turn = say("remove the code")
    assert with_code.offers
    assert [line.product_id for line in turn.cart.lines] == ["p2"]
    assert turn.cart.total == 29
    assert say("show my cart").cart.total == 29


def test_one_of_two_codes_is_taken_back_by_its_name(say):
    say("用优惠码PIKKO5")
    say("用优惠码BIG9")
    say("把Pikko Loop耳机加入购物车")
    turn = say("不用PIKKO5了")
    assert turn.cart.total == 29
    assert "PIKKO5" not in turn.text
