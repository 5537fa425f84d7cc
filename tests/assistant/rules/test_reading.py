"""One message, as the rules read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules import Vocabulary, read

SHOWN = ["Alto Headphones", "Basso Headphones", "Cello Pro"]


def reading(text, shown=SHOWN, vocabulary=None):
    return read(text, vocabulary=vocabulary or Vocabulary(), shown=shown, before="en")


def said(text, **more):
    change = reading(text, **more).change
    return {
        name: value
        for name, value in change.model_dump(exclude_defaults=True).items()
        if name not in {"language", "action"}
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bluetooth headphones", {"product_type": "headphones", "features": ["bluetooth"]}),
        ("蓝牙耳机", {"product_type": "耳机", "features": ["蓝牙"]}),
        ("an air fryer", {"product_type": "air fryer"}),
        ("扫地机器人", {"product_type": "扫地机器人"}),
        ("gaming headset", {"product_type": "gaming headset"}),
        ("a gift", {}),
        ("men's jeans", {"product_type": "jeans", "recipient": "men"}),
        ("a case for iphone 15", {"product_type": "case", "features": ["for iphone 15"]}),
        ("shoes 42码", {"product_type": "shoe", "sizes": ["42码"]}),
        ("dress size 8", {"product_type": "dress", "sizes": ["8"]}),
        ("a 9kg dumbbell", {"product_type": "dumbbell", "sizes": ["9kg"]}),
        ("laptop with 16gb ram", {"product_type": "laptop", "features": ["16gb ram"]}),
        ("20000mah power bank", {"product_type": "power bank", "features": ["20000mah"]}),
        ("toy for a 3 year old", {"product_type": "toy", "recipient": "3 year old"}),
        ("4 tyres", {"product_type": "tyre", "quantity": 4}),
        ("pens, pack of 4", {"product_type": "pen", "features": ["pack of 4"]}),
        ("a watch, not too flashy", {"product_type": "watch", "exclude": ["flashy"]}),
        ("a dress, not in red", {"product_type": "dress", "exclude_colors": ["red"]}),
        ("shoes but no nike", {"product_type": "shoe", "exclude_brands": ["nike"]}),
        ("cheaper", {"sort": "price_asc"}),
        ("only what is on sale", {"on_sale": True}),
        ("at least 4 stars", {"min_rating": 4.0}),
        ("通勤用的包", {"product_type": "包", "features": ["通勤"]}),
        ("不要塑料的水杯", {"product_type": "水杯", "exclude": ["塑料"]}),
        ("除了小米以外的手机", {"product_type": "手机", "exclude_brands": ["小米"]}),
        ("白衬衫", {"product_type": "衬衫", "colors": ["白"]}),
        ("a bluetoth speaker", {"product_type": "speaker", "features": ["bluetooth"]}),
        ("只看四星半以上的", {"min_rating": 4.5}),
        ("the white or the black", {"colors": ["white", "black"]}),
        ("贵点没事", {}),
        ("要贵一点的", {"sort": "price_desc"}),
    ],
)
def test_the_contract_is_followed(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("the second one", [2]),
        ("the first two", [1, 2]),
        ("the last one", [3]),
        ("第二个", [2]),
        ("前两个", [1, 2]),
        ("第一个和第三个", [1, 3]),
        ("number 3", [3]),
        ("最后一个", [3]),
        ("the basso one", [2]),
    ],
)
def test_places_in_the_list_last_shown(text, places):
    assert reading(text).change.refers_to == places


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("show me more", "more"),
        ("like the second one", "similar"),
        ("compare the first two", "compare"),
        ("is the first one waterproof?", "details"),
        ("any coupons?", "promotions"),
        ("any deals on shoes", "promotions"),
        ("add the first to my cart", "cart_add"),
        ("remove it from my basket", "cart_remove"),
        ("what's in my cart", "cart_show"),
        ("start over", "reset"),
        ("what can you do?", "help"),
        ("hello", "smalltalk"),
        ("who won the election", "out_of_scope"),
        ("还有别的吗", "more"),
        ("和第二个差不多的", "similar"),
        ("前两个对比一下", "compare"),
        ("第一个多重", "details"),
        ("有优惠券吗", "promotions"),
        ("第一个加入购物车", "cart_add"),
        ("从购物车删掉第一个", "cart_remove"),
        ("看看购物车", "cart_show"),
        ("重新开始", "reset"),
        ("你能做什么", "help"),
        ("你好", "smalltalk"),
        ("明天天气怎么样", "out_of_scope"),
        ("red shoes", None),
        ("in black", None),
        ("白色的", None),
    ],
)
def test_a_wording_gives_its_action_away(text, action):
    assert reading(text).cue == action


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("two of them", 2),
        ("3 x", None),
        ("add 3", 3),
        ("chair mat 120 x 90", None),
        ("vinyl 12 inch x 20ft", None),
        ("fire station, 500 pieces", None),
        ("30 quidish she is always tired of lamps", None),
    ],
)
def test_a_count_is_told_from_measures_and_pieces(text, count):
    assert reading(text).change.quantity == count


def test_a_pipe_of_four_fen_is_no_rating():
    assert reading("4分转6分的水管接头").change.min_rating is None


def test_a_shops_own_brands_and_kinds_are_known():
    vocabulary = Vocabulary(brands=("Orvane",), product_types=("flux capacitor",))

    change = reading("an orvane flux capacitor", vocabulary=vocabulary).change

    assert change.brands == ["orvane"]
    assert change.product_type == "flux capacitor"


def test_a_question_about_a_product_is_no_wish():
    assert said("is the second one waterproof?") == {"refers_to": [2]}


@given(st.text(max_size=400))
def test_any_text_is_read(text):
    change = reading(text).change

    assert change.language


@pytest.mark.parametrize("text", ["a" * 100_000, "red " * 25_000, "不要" * 50_000, "(" * 50_000])
def test_a_hundred_kilobytes_are_read_quickly(text):
    assert reading(text).change.language in {"en", "zh"}


@pytest.mark.parametrize(
    "text", ["dress watch with a blue dial", "orange lamp", "not the pearl one"]
)
def test_a_colour_is_no_brand_though_a_maker_bears_its_name(text):
    assert reading(text).change.brands == []


@pytest.mark.parametrize(
    "text",
    [
        "on top of that, a groove",
        "keep my feet warm",
        "laser one would be cool",
        "but keep the grey",
    ],
)
def test_an_everyday_word_is_no_brand_without_a_cue(text):
    assert reading(text).change.brands == []


def test_who_is_judged_or_imitated_is_no_brand_asked_for():
    assert reading("the Thule is too dear").change.brands == []
    assert reading("a swarovski style tiara").change.brands == []
    assert reading("a Thule, mine was too small").change.brands == ["thule"]


@pytest.mark.parametrize(
    ("text", "sort", "on_sale"),
    [
        ("not the cheapest", "relevance", False),
        ("it doesn't need to be on sale", "relevance", False),
        ("不要打折的", "relevance", False),
        ("不要最便宜的", "relevance", False),
        ("the cheapest, and on sale", "price_asc", True),
        ("not red, the cheapest one", "price_asc", False),
    ],
)
def test_an_order_or_a_sale_turned_down_is_not_asked_for(text, sort, on_sale):
    change = reading(text).change
    assert (change.sort, change.on_sale) == (sort, on_sale)
