"""Every action of the intent contract, in conversation with a small real shop."""

import pytest

from assistant.agent.candidates import suiting
from assistant.intent import Intent
from assistant.ranking.factors import FACTORS
from assistant.ranking.served import read
from assistant.service import Assistant
from retrieval.hit import Hit
from retrieval.product import Product


def _ids(turn):
    return [card.product_id for card in turn.cards]


def test_a_search_shows_fitting_products_with_price_and_reason(say):
    turn = say("bluetooth headphones under $50")
    assert turn.intent.action == "search"
    assert _ids(turn) == ["p2"]
    card = turn.cards[0]
    assert (card.price, card.list_price, card.fits) == (29.0, 39.0, True)
    assert abs(sum(reason.contribution for reason in card.reasons) - card.score) < 1e-9
    assert {"parse", "retrieve", "rank", "reply", "total"} <= set(turn.timings_ms)


def test_an_exclusion_is_never_shown_as_fitting(say):
    turn = say("a warm jumper for my dad, not wool, under $50")
    assert "p5" in _ids(turn)
    assert "p4" not in _ids(turn)


def test_chinese_is_answered_in_chinese(say):
    turn = say("想要一款蓝牙耳机")
    assert turn.language == "zh"
    assert {"p1", "p2"} <= set(_ids(turn))
    assert turn.cards[0].title != ""
    assert any("\u4e00" <= char <= "\u9fff" for char in turn.text)
    assert any("\u4e00" <= char <= "\u9fff" for char in turn.cards[0].title)


def test_a_refinement_keeps_what_was_said_before(say):
    say("headphones")
    turn = say("in black")
    assert turn.intent.action == "refine"
    assert set(_ids(turn)) == {"p1", "p3"}
    cheaper = say("cheaper")
    assert _ids(cheaper) == ["p3", "p1"]


def test_more_shows_only_what_was_not_shown_and_says_when_that_was_all(say):
    first = say("headphones")
    again = say("show me more")
    assert not set(_ids(first)) & set(_ids(again))
    assert "everything" in again.text


def test_similar_is_like_the_one_named(say):
    first = say("headphones")
    turn = say("something like the second one")
    assert turn.intent.action == "similar"
    assert _ids(first)[1] not in _ids(turn)
    assert turn.cards


def test_compare_tables_what_differs(say):
    first = say("headphones")
    turn = say("compare the first two")
    assert turn.comparison is not None
    assert turn.comparison.columns == [card.title for card in first.cards[:2]]
    assert any(label == "Price" for label, _ in turn.comparison.rows)


def test_details_come_from_the_product_or_not_at_all(say):
    say("laptop")
    assert "1.3 kg" in say("how heavy is the first one?").text
    assert "does not say" in say("does the first one have a fingerprint reader?").text


def test_a_laptop_search_does_not_end_in_laptop_sleeves(say):
    assert _ids(say("laptop")) == ["p7"]


def test_the_cart_is_priced_with_its_promotions(say):
    shown = say("halden headphones")
    place = _ids(shown).index("p1") + 1
    added = say(f"add number {place} to my cart")
    assert added.intent.action == "cart_add"
    assert added.cart is not None
    assert (added.cart.subtotal, added.cart.total) == (180.0, 162.0)
    shown = say("show my cart")
    assert [line.product_id for line in shown.cart.lines] == ["p1"]
    removed = say("remove the first one from my cart")
    assert removed.intent.action == "cart_remove"
    assert removed.cart is not None
    assert not removed.cart.lines


def test_a_coupon_code_said_in_the_conversation_counts_at_the_cart(say):
    say("pikko headphones under $50")
    say("add the first one to my cart")
    turn = say("show my cart, my code is pikko5")
    assert turn.cart is not None
    assert turn.cart.total == pytest.approx(24.0)


def test_what_is_out_of_stock_is_not_added(say):
    say("desk lamp")
    turn = say("add the first one to my cart")
    assert "out of stock" in turn.text
    assert turn.cart is None or not turn.cart.lines


def test_promotions_are_listed(say):
    turn = say("any deals for me?")
    assert turn.intent.action == "promotions"
    assert "audio10" in [offer.promotion_id for offer in turn.offers]


def test_nothing_fits_names_what_to_loosen_and_the_nearest_never_as_fitting(say):
    turn = say("laptop under $100")
    assert turn.cards
    assert not any(card.fits for card in turn.cards)
    assert _ids(turn) == ["p7"]
    assert "price limit" in turn.text
    assert turn.cards[0].misses


def test_where_several_wishes_are_in_the_way_the_product_that_misses_fewest_is_shown(say):
    turn = say("a silver laptop under $100 by Orvane")
    assert _ids(turn) == ["p7"]
    assert (turn.cards[0].fits, len(turn.cards[0].misses)) == (False, 2)
    assert "Dropping one wish alone" in turn.text
    assert turn.chips


def test_an_excluded_thing_is_not_offered_even_as_a_near_miss(say):
    turn = say("a navy jumper, not wool")
    assert "p4" not in _ids(turn)


def test_what_the_shop_does_not_have_is_said_so(say):
    turn = say("a lawn mower")
    assert not any(card.fits for card in turn.cards)
    assert not any("lawn mower" in card.reason for card in turn.cards)


def test_closest_things_are_not_announced_where_there_are_none(say):
    turn = say("a lawn mower under $1")
    assert not turn.cards
    assert "closest" not in turn.text


def test_a_price_in_a_currency_without_a_rate_is_said_to_be_read_as_the_shops_once(say):
    first = say("想要一款蓝牙耳机，50元以内")
    assert "USD" in first.text
    assert "¥" not in first.text
    assert "$50.00" in first.text
    assert "USD" not in say("要红色的").text


def test_a_brand_is_written_as_the_shop_writes_it(say):
    assert "by Halden" in say("halden headphones").text


def test_a_gift_is_not_chosen_by_the_givers_own_taste(say):
    say("remember that I like Pikko", user_id="giver")
    own = say("headphones", user_id="giver")
    assert any("Pikko" in card.reason for card in own.cards)
    gift = say("headphones for my niece", user_id="giver")
    assert gift.cards
    assert not any("you like" in card.reason for card in gift.cards)


def test_childrens_things_are_no_gift_for_a_grown_up_while_there_is_anything_else():
    hits = [
        Hit(product=Product(id=age or "any", title="Watch", age_group=age), relevance=1.0)
        for age in ("kids", "adult", "")
    ]
    father = Intent(recipient="father")
    assert [hit.product.id for hit in suiting(hits, father, "")] == ["adult", "any"]
    assert suiting(hits, Intent(recipient="nephew"), "") == hits
    assert suiting(hits[:1], father, "") == hits[:1]


def test_something_warm_is_nothing_for_a_pet_unless_one_is_spoken_of():
    pets = Hit(product=Product(id="bed", title="Warm Bed", category="Pets > Beds"), relevance=1.0)
    scarf = Hit(product=Product(id="scarf", title="Scarf", category="Clothing"), relevance=0.5)
    warm = Intent(query="warm", features=["warm"])
    assert suiting([pets, scarf], warm, "something warm") == [scarf]
    assert suiting([pets, scarf], warm, "something warm for my cat") == [pets, scarf]
    assert suiting([pets], warm, "something warm") == [pets]
    assert suiting([pets, scarf], Intent(query="bed", product_type="bed"), "") == [pets, scarf]


def test_deals_on_what_was_looked_for_are_deals_on_it(say):
    say("headphones")
    turn = say("any deals on headphones?")
    assert turn.intent.action == "promotions"
    assert set(_ids(turn)) <= {"p1", "p2", "p3"}
    assert "p1" in _ids(turn)


def test_which_of_them_is_answered_for_each(say):
    shown = say("headphones")
    turn = say("what is the battery life of each of them?")
    assert turn.comparison is not None
    assert turn.comparison.columns == [card.title for card in shown.cards]
    ((label, values),) = turn.comparison.rows
    assert label == "Battery life"
    assert sorted(values) == ["25 hours", "40 hours", "–"]


def test_it_is_what_was_just_talked_about_however_many_are_wanted(say):
    shown = say("headphones")
    say("tell me more about the second one")
    turn = say("add it to my cart, two of them")
    assert turn.cart is not None
    assert [line.product_id for line in turn.cart.lines] == [_ids(shown)[1]]


def test_more_is_not_offered_where_there_is_no_more(say):
    assert "show me more" not in [chip.message for chip in say("headphones").chips]


def test_a_vague_need_is_asked_about_once(say):
    first = say("I need a gift")
    assert first.asked is not None
    assert first.chips
    second = say("a gift")
    assert second.asked != first.asked


def test_reset_forgets_the_need_and_the_list(small_shop, say, request):
    say("headphones under $50")
    turn = say("start over")
    assert turn.intent.action == "reset"
    assert small_shop.history(request.node.name) == []
    assert set(_ids(say("headphones"))) == {"p1", "p2", "p3"}


@pytest.mark.parametrize(
    ("message", "action"),
    [("what can you do?", "help"), ("thank you!", "smalltalk"), ("你好", "smalltalk"),
     ("what is the capital of France?", "out_of_scope")],
)  # fmt: skip
def test_talk_is_answered_without_products(say, message, action):
    turn = say(message)
    assert turn.intent.action == action
    assert not turn.cards
    assert turn.text


def test_a_hundred_kilobytes_are_read_in_part_and_said_so(say):
    turn = say("headphones under $50 " + "bla " * 25_000)
    assert "beginning and its end" in turn.text
    assert turn.cards


@pytest.mark.parametrize(
    "message", ["", "   ", "🙂🙂", "'; DROP TABLE events; --", "{0.__class__}"]
)
def test_odd_messages_get_an_ordinary_answer(say, message):
    assert say(message).text


def test_a_conversation_survives_a_restart(small_shop):
    small_shop.turn("headphones", conversation_id="restarted")
    shop = small_shop.shop
    reopened = Assistant(
        shop, small_shop.database, type(small_shop._memory).at(
            shop.settings.data_dir / "conversations.db"
        )
    )  # fmt: skip
    turn = reopened.turn("in black", conversation_id="restarted")
    assert turn.intent.product_type == "headphones"
    assert set(_ids(turn)) == {"p1", "p3"}


def test_a_turn_leaves_its_events(small_shop):
    small_shop.turn("headphones", conversation_id="eventful", user_id="u1")
    kinds = [event.type for event in small_shop.events.for_session("eventful")]
    assert kinds == ["search", "view_item_list"]


def test_what_the_shop_says_of_none_of_them_is_said_once(say):
    say("headphones")
    turn = say("what is the warranty of each of them?")
    assert turn.text == "The shop does not say that about any of them."


def test_the_factors_of_what_is_shown_are_kept_with_the_event_and_go_with_the_shopper(
    small_shop, say
):
    turn = say("headphones", user_id="kept", conversation_id="factors")
    (event,) = [
        one for one in small_shop.events.for_session("factors") if one.type == "view_item_list"
    ]
    assert event.item_ids == _ids(turn)
    table = read(small_shop.database, [event.event_id])[event.event_id]
    assert table.shape == (len(turn.cards), len(FACTORS))
    small_shop.forget_shopper("kept")
    assert not read(small_shop.database, [event.event_id])


def test_deals_on_another_kind_are_not_limited_by_the_need_before(say):
    assert [card.product_id for card in say("running shoes in blue").cards] == ["p10"]
    turn = say("any deals on headphones?")
    assert turn.intent.action == "promotions"
    assert {card.product_id for card in turn.cards} >= {"p1", "p2"}


def test_deals_on_the_same_kind_keep_its_limits(say):
    assert {card.product_id for card in say("headphones under 50").cards} == {"p2"}
    turn = say("any deals on headphones?")
    assert {card.product_id for card in turn.cards} == {"p2"}


def test_a_near_miss_of_the_size_says_which_sizes_there_are(say):
    turn = say("running shoes size 45")
    assert turn.cards[0].misses == ["not in that size, but in 42 and 43"]


def test_a_limit_for_several_together_is_said_to_hold_for_each(say):
    turn = say("a jumper, 60 dollars in total")
    assert turn.text.startswith("I hold each product to that limit")
    assert "each product" not in say("show me red ones").text


def test_things_named_alone_that_a_reader_passes_over_are_looked_for(say, read_with):
    say("headphones")
    turn = read_with("Jumpers", lambda state: state.need.model_copy(update={"action": "refine"}))
    assert {card.product_id for card in turn.cards} == {"p4", "p5", "p6"}
    assert turn.intent.action == "search"


def test_a_word_that_names_nothing_leaves_the_list_as_it_is(say, read_with):
    first = say("headphones")
    turn = read_with("hmm", lambda state: state.need.model_copy(update={"action": "refine"}))
    assert {card.product_id for card in turn.cards} == {card.product_id for card in first.cards}


def test_an_allergy_leaves_out_what_it_is_about_and_says_that_the_label_counts(say, read_with):
    def after(_state):
        return Intent(query="jumper", product_type="jumper", features=["with wool allergy"])

    turn = read_with("a jumper for someone with a wool allergy", after)
    assert {card.product_id for card in turn.cards} == {"p5", "p6"}
    assert "check the label" in turn.text


def test_an_allergy_that_a_reader_took_for_a_wish_is_an_exclusion(say, read_with):
    def after(_state):
        return Intent(query="wool jumper", product_type="jumper", features=["wool"])

    turn = read_with("a jumper, I am allergic to wool", after)
    assert turn.intent.exclude == ["wool"]
    assert turn.intent.features == []
    assert {card.product_id for card in turn.cards} == {"p5", "p6"}
