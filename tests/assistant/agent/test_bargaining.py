"""What a shopper who haggles, or asks about free shipping, is told."""

from assistant.agent.wanted import constraints_of
from assistant.intent import Intent


def test_who_haggles_is_told_that_prices_are_fixed_and_what_the_shop_takes_off(say):
    say("headphones")
    turn = say("can you do a 20% discount?")
    assert turn.intent.action == "promotions"
    assert turn.text.startswith("I cannot change a price")
    assert any(offer.title == "10% off Halden" for offer in turn.offers)


def test_what_a_thing_is_to_be_free_of_is_left_out_where_it_is_a_material():
    wanted = Intent(features=["leather-free", "sugar free", "wireless"], exclude=["buckle"])
    assert set(constraints_of(wanted).exclude) == {"buckle", "leather"}


def test_free_shipping_is_told_from_the_shop_s_own_offers(say):
    assert "Free shipping over $5,000" in say("what does delivery cost?").text
    assert "Free shipping" not in say("can I return shoes?").text
