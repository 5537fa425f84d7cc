from decimal import Decimal

from assistant.agent.phrases import Phrases
from assistant.agent.wanted import constraints_of, limits_in_words, noun_of
from assistant.intent import Intent
from assistant.ranking.wishes import wishes_of

INTENT = Intent(
    query="warm jumper",
    product_type="jumper",
    price_max=50,
    currency="USD",
    exclude=["wool"],
    features=["warm"],
    recipient="father",
    min_rating=4.0,
)


def test_what_is_hard_becomes_a_constraint_and_wishes_do_not():
    constraints = constraints_of(INTENT)
    assert constraints.price_max == Decimal(50)
    assert constraints.exclude == ("wool",)
    assert constraints.genders == ("male",)
    assert set(constraints.names) == {"price_max", "exclude", "genders", "min_rating"}


def test_a_recipient_without_a_gender_does_not_narrow():
    assert constraints_of(Intent(recipient="colleague")).genders == ()


def test_the_limits_are_said_back_in_the_shoppers_language():
    constraints = constraints_of(INTENT.model_copy(update={"price_min": 20.0}))
    english = limits_in_words(constraints, Phrases("en"), "USD")
    assert english == (" between $20.00 and $50.00, without wool, for men, rated 4 or better")
    chinese = limits_in_words(constraints, Phrases("zh"), "USD")
    assert chinese == "$20.00到$50.00、适合男士、评分4以上、不含wool的"
    assert limits_in_words(constraints_of(Intent()), Phrases("en"), "USD") == ""


def test_a_reply_does_not_repeat_a_very_long_name():
    assert len(noun_of(Intent(product_type="lamp " * 500), Phrases("en"))) <= 61


def test_lifting_a_constraint_leaves_the_others():
    left = constraints_of(INTENT).without("price_max")
    assert left.price_max is None
    assert left.exclude == ("wool",)


def test_a_colour_taken_for_a_material_is_still_a_colour():
    constraints = constraints_of(Intent(product_type="手表", materials=["金", "钢"]))
    assert constraints.colors == ("金",)
    assert constraints.materials == ("钢",)


def test_a_size_in_words_keeps_what_makes_it_one():
    constraints = constraints_of(Intent(sizes=["大号", "42码"]))
    words = limits_in_words(constraints, Phrases("zh"), "USD")
    assert "大号" in words
    assert "42码" in words


def test_what_must_be_in_stock_is_a_constraint_and_no_wish():
    intent = Intent(product_type="lamp", features=["in stock", "dimmable"])

    assert constraints_of(intent).in_stock
    assert wishes_of(intent) == ["dimmable"]
    assert not constraints_of(Intent(features=["dimmable"])).in_stock
