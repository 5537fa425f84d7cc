"""The demo shoppers' months: plausible, valid, and the same every time."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time, timedelta

import pytest

from assistant.demo.events import AS_OF, DAYS, demo_events
from assistant.demo.phrases import plural
from assistant.demo.products import generate_products
from assistant.demo.promotions import demo_promotions
from assistant.demo.shoppers import tastes
from assistant.promotions.eligibility import covers, running


@pytest.fixture(scope="module")
def products():
    return {item.id: item for item in generate_products()}


@pytest.fixture(scope="module")
def events(products):
    return list(demo_events(list(products.values()), demo_promotions(), tastes()))


@pytest.fixture(scope="module")
def visits(events):
    found = defaultdict(list)
    for event in events:
        found[event.session_id].append(event)
    return found


def test_the_months_are_full_and_everyone_takes_part(events):
    assert 15_000 <= len(events) <= 40_000
    assert len({event.user_id for event in events}) == 60
    kinds = Counter(event.type for event in events)
    assert kinds["view_item_list"] > kinds["add_to_cart"] > kinds["purchase"] > kinds["rate"] > 50
    assert {"search", "like", "dislike", "remove_from_cart", "redeem_promotion"} <= kinds.keys()


def test_the_same_people_do_the_same_again(products, events):
    few = tastes()[:3]
    again = list(demo_events(list(products.values()), demo_promotions(), few))
    names = {taste.shopper.user_id for taste in few}
    assert again == [event for event in events if event.user_id in names]


def test_every_event_has_an_id_of_its_own_and_a_time_in_the_months(events):
    assert len({event.event_id for event in events}) == len(events)
    end = datetime.combine(AS_OF, time(), tzinfo=UTC)
    assert all(
        end - timedelta(days=DAYS) <= event.ts <= end + timedelta(hours=6) for event in events
    )
    assert events == sorted(events, key=lambda event: (event.ts, event.event_id))


def test_events_name_products_the_shop_sold_by_then(products, events):
    for event in events:
        for key in [event.item_id, *event.item_ids]:
            if key is not None:
                released = products[key].released
                assert released is None or released <= event.ts.date(), event.event_id


def test_what_is_looked_at_was_on_the_list_at_that_place(visits):
    for visit in visits.values():
        shown = []
        for event in visit:
            if event.type == "view_item_list":
                shown = event.item_ids
            elif event.type == "view_item":
                assert shown[event.position - 1] == event.item_id


def test_what_is_bought_was_in_the_cart(visits):
    for visit in visits.values():
        cart = set()
        for event in visit:
            if event.type == "add_to_cart":
                cart.add(event.item_id)
            elif event.type == "purchase":
                assert event.item_id in cart
                assert event.value >= 0
                assert event.quantity >= 1


def test_nothing_sold_out_is_bought(products, events):
    bought = {event.item_id for event in events if event.type == "purchase"}
    assert all(products[key].availability == "in_stock" for key in bought)


def test_ratings_are_stars_given_days_after_the_purchase(events):
    bought = {}
    for event in events:
        if event.type == "purchase":
            bought.setdefault((event.user_id, event.item_id), event.ts)
        if event.type == "rate":
            assert event.value in {1, 2, 3, 4, 5}
            assert event.ts - bought[event.user_id, event.item_id] >= timedelta(days=2)


def test_codes_are_redeemed_on_what_they_cover_while_they_run(products, visits):
    promotions = {one.id: one for one in demo_promotions()}
    redeemed = 0
    for visit in visits.values():
        for event in visit:
            if event.type != "redeem_promotion":
                continue
            redeemed += 1
            used = promotions[event.promotion_id]
            paid = [products[one.item_id] for one in visit if one.type == "purchase"]
            assert running(used, event.ts)
            assert any(covers(used, item) for item in paid)
            assert event.value > 0
    assert redeemed >= 10


def test_a_code_for_the_first_order_is_used_once_and_first(events):
    bought = set()
    for event in events:
        if event.promotion_id == "welcome-10":
            assert event.user_id not in bought
        if event.type == "purchase":
            bought.add(event.user_id)


def test_people_type_in_their_language(events):
    languages = {taste.shopper.user_id: taste.shopper.language for taste in tastes()}
    chinese = Counter()
    for event in events:
        if event.type == "search":
            written = any("\u4e00" <= letter <= "\u9fff" for letter in event.query)
            assert written == (languages[event.user_id] == "zh"), event.query
            chinese[written] += 1
    assert min(chinese.values()) > 500


def test_queries_vary(events):
    queries = {event.query for event in events if event.type == "search"}
    assert len(queries) > 1_500


def test_people_buy_what_they_want_more_than_chance_would(products, events):
    wanted = {t.shopper.user_id: {*t.wants, *t.later} for t in tastes()}
    views = [event for event in events if event.type == "view_item"]
    fitting = sum(
        products[event.item_id].attributes["type"] in wanted[event.user_id] for event in views
    )
    assert fitting / len(views) > 0.8


def test_tastes_drift_over_the_months(products, events):
    middle = datetime.combine(AS_OF - timedelta(days=DAYS // 2), time(), tzinfo=UTC)
    later = {t.shopper.user_id: set(t.later) - set(t.wants) for t in tastes()}
    share = {}
    for half in (False, True):
        views = [e for e in events if e.type == "view_item" and (e.ts >= middle) == half]
        new = sum(products[e.item_id].attributes["type"] in later[e.user_id] for e in views)
        share[half] = new / len(views)
    assert share[True] > 2 * share[False]


def test_the_months_can_end_on_another_day(products):
    moved = list(
        demo_events(
            list(products.values()), demo_promotions(), tastes()[:2], as_of=date(2027, 3, 1)
        )
    )
    assert max(event.ts for event in moved) > datetime(2027, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("one", "many"),
    [("mouse", "mice"), ("coffee beans", "coffee beans"), ("dress", "dresses"), ("rug", "rugs"),
     ("chef's knife", "chef's knives"), ("olive oil", "olive oil"), ("toy", "toys")],
)  # fmt: skip
def test_plurals_are_what_people_type(one, many):
    assert plural(one) == many
