"""A product named outright is the one meant; what is not clear is asked about, never guessed."""

import pytest

from assistant.agent.named import named, said_of


@pytest.fixture
def names(small_shop):
    def read(message, listed=(), **options):
        shop = small_shop.shop
        found = named(message, shop.index.get(list(listed)), shop, "en", **options)
        return [
            one.product.id if one.product else sorted(each.id for each in one.candidates)
            for one in found
        ]

    return read


@pytest.mark.parametrize(
    ("message", "meant"),
    [
        ("add a Halden Hush headphones black to cart", ["p1"]),
        ("add the Pikko headphones to my cart", ["p2"]),
        ("把Halden耳机加入购物车", ["p1"]),
        ("compare the Halden Hush and the Pikko Loop headphones", ["p1", "p2"]),
        ("what is the difference between the Orvane headphones and the Halden?", ["p3", "p1"]),
    ],
)
def test_brand_and_model_words_name_a_product_whatever_the_intent_kept(names, message, meant):
    assert names(message) == meant


@pytest.mark.parametrize(
    ("message", "maybe"),
    [
        ("add the Skarv jumper", ["p4", "p5"]),
        ("buy the Pikko", ["p2", "p8"]),
    ],
)
def test_several_that_fit_as_well_are_candidates(names, message, maybe):
    assert names(message) == [maybe]


@pytest.mark.parametrize(
    "message",
    ["add the Halden Z9 headphones", "add the Halden headphones in red", "add the Halden laptop"],
)
def test_another_model_colour_or_kind_than_the_shop_has_is_not_taken(names, message):
    assert names(message) == [["p1"]]


def test_the_list_shown_counts_before_the_catalogue(names):
    assert names("add the Skarv jumper", ["p5", "p6"]) == ["p5"]
    assert names("add the Skarv jumper", ["p6"], catalogue=False) == []


@pytest.mark.parametrize(
    "message", ["add the headphones", "add the second one", "is it any good?", "加入购物车", ""]
)
def test_a_kind_or_a_place_names_nothing(names, message):
    assert names(message) == []


def test_what_words_describe_in_a_list(small_shop):
    shop = small_shop.shop
    shown = shop.index.get(["p4", "p5", "p6"])

    def described(message):
        return [one.id for one in said_of(message, shown, shop)]

    assert described("add the fleece jumper") == ["p5"]
    assert described("add two of the jumpers") == ["p4", "p5", "p6"]
    assert described("add that") == []
