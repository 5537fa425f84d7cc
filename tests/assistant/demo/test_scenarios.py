"""The eight uses and the two shoppers side by side: that each scene shows what it is for.

They play on the shoes, watches and beauty of the demo store (and a little of the rest), with its
promotions and its shoppers' months, read by the rules.
"""

from decimal import Decimal

import orjson
import pytest

from assistant.demo.events import demo_events
from assistant.demo.products import generate_products
from assistant.demo.promotions import demo_promotions
from assistant.demo.scenarios import SCENES, Stage
from assistant.demo.scenarios.cases import PAIR
from assistant.demo.shoppers import demo_shoppers, tastes
from assistant.profiles import Shopper
from assistant.service import Assistant
from assistant.settings import Settings
from retrieval.values.text import fold

DEPARTMENTS = ("Shoes", "Watches", "Beauty")
PLAYED = {scene.name: scene.play for scene in SCENES}


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scenes")
    products, promotions = generate_products(), demo_promotions()
    kept = [
        product for place, product in enumerate(products)
        if product.category.startswith(DEPARTMENTS) or place % 12 == 0
    ]  # fmt: skip
    for name, rows in (("products", kept), ("promotions", promotions)):
        lines = (row.model_dump(mode="json", exclude_none=True) for row in rows)
        (folder / f"{name}.jsonl").write_bytes(b"\n".join(map(orjson.dumps, lines)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AISLE_RETRIEVAL_LANGUAGES", "en")
        settings = Settings(data_dir=folder / "data", parser="rules")
        with Assistant.open(
            settings,
            catalog=folder / "products.jsonl",
            promotions=folder / "promotions.jsonl",
        ) as assistant:
            people = [Shopper(**one.model_dump()) for one in demo_shoppers()]
            assistant.profiles.shoppers.put(people)
            of_pair = [taste for taste in tastes() if taste.shopper.user_id in PAIR]
            assistant.events.add(demo_events(products, promotions, of_pair))
            yield assistant


@pytest.fixture
def stage(shop):
    with Stage(shop) as opened:
        yield opened


def test_after_sign_in_the_tags_are_there_with_the_promotions_that_are_theirs(stage):
    profile, offers, turn = PLAYED["interests"](stage)
    assert any(tag.kind == "category" and "Watches" in tag.value for tag in profile.tags)
    assert all(0 < tag.strength <= 1 for tag in profile.tags)
    assert offers
    assert all(one.why for one in offers)
    assert turn.cards
    assert "Interest tags of" in stage.transcript


def test_beside_a_watch_stand_its_brands_others_and_what_is_made_for_it(stage, shop):
    mates, accessories = PLAYED["watch"](stage)
    (watch,) = shop.index.get(["wa-001-silver"])
    others = shop.index.get([edge.id for edge in mates])
    assert others
    assert {fold(one.brand) for one in others} == {fold(watch.brand)}
    assert watch.item_group_id not in {one.item_group_id for one in others}
    beside = shop.index.get([edge.id for edge in accessories])
    assert any(one.category.startswith("Watches > Accessories") for one in beside)
    assert all(edge.reason.text for edge in (*mates, *accessories))


def test_looks_at_one_brand_type_and_price_bring_more_of_them_forward(stage):
    plain, after = PLAYED["alike"](stage)
    slate = [card for card in after.cards if card.brand == "Meridian & Co"]
    assert after.cards[0].brand == "Meridian & Co"
    assert 100 < after.cards[0].price < 170
    before = [card.product_id for card in plain.cards]
    assert before.index(slate[0].product_id) > 0 if slate[0].product_id in before else True
    reasons = {one.factor: one.contribution for one in slate[0].reasons}
    assert reasons["session"] > 0
    plainly = {card.product_id: card.score for card in plain.cards}
    if slate[0].product_id in plainly:
        assert slate[0].score > plainly[slate[0].product_id]


def test_hot_has_figures_and_a_burst_of_interest_rises(stage):
    hot, before, after = PLAYED["trends"](stage)
    assert [one.score for one in hot] == sorted((one.score for one in hot), reverse=True)
    assert all(one.product.category.startswith("Shoes") for one in hot)
    assert "wa-011-sand" not in [one.product.id for one in before]
    assert after[0].product.item_group_id == "wa-011"
    assert after[0].figures["recent"] > after[0].figures["expected"]


def test_several_shoes_looked_at_bring_the_coupon_once_at_the_price_of_the_till(stage, shop):
    before, after, later = PLAYED["shoes"](stage)
    assert "SOLEMATE15" not in before.text
    assert "SOLEMATE15" in after.text
    assert "looking around our Shoes section" in after.text
    assert "SOLEMATE15" not in later.text
    priced = [card for card in after.cards if card.offer and card.offer.code == "SOLEMATE15"]
    assert priced
    user = stage._made[0]
    profile = shop.profiles.get(user)
    for card in priced:
        (product,) = shop.index.get([card.product_id])
        quote = shop.promotions.quote([(product, 1)], profile, codes=["SOLEMATE15"])
        assert float(quote.total) == card.offer.price_after < card.price


def test_after_cosmetics_the_set_is_offered_at_what_the_till_charges(stage):
    turn, cart = PLAYED["cosmetics"](stage)
    (offer,) = [one for one in turn.offers if one.item_ids]
    assert offer.promotion_id == "skin-routine-set"
    assert offer.why == "To go with what you bought from our Makeup section"
    assert (offer.price_together, offer.price_apart) == (59.0, 74.0)
    assert "$59.00 together instead of $74.00" in turn.text
    assert cart.cart is not None
    assert Decimal(str(cart.cart.total)) == Decimal("59.0")


@pytest.mark.parametrize("name", ["picture", "spoken"])
def test_what_the_shop_cannot_do_yet_is_said_plainly(stage, name):
    turn = PLAYED[name](stage)
    assert "This version" in stage.transcript
    assert turn.cards


def test_two_shoppers_get_different_orders_and_each_is_told_why(stage):
    found = PLAYED["side-by-side"](stage)
    assert len(found) == 10
    shown = [[[card.product_id for card in turn.cards] for turn in turns] for turns in found]
    whole = [(one, other) for one, other in shown if len(one) == 6]
    assert len(whole) >= 3
    assert all(one != other for one, other in whole)
    for turns in found:
        for turn in turns:
            for card in turn.cards:
                total = sum(one.contribution for one in card.reasons)
                assert total == pytest.approx(card.score, abs=1e-6)
    factors = {
        one.factor for turns in found for turn in turns for card in turn.cards
        for one in card.reasons if one.text
    }  # fmt: skip
    assert "profile" in factors


def test_a_scene_leaves_none_of_its_own_shoppers_behind(shop):
    with Stage(shop) as stage:
        PLAYED["watch"](stage)
        made = list(stage._made)
        assert shop.events.for_user(made[0])
    assert not any(shop.events.for_user(user) for user in made)
