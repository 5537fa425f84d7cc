"""Prices, numerals, templates and the ontology of a shop's own catalogue."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.intent import Intent
from finetune.data.check import problems
from finetune.data.grammar import generate, ontology_from_catalogue, phrases_of
from finetune.data.grammar.need import Need, Wish, asks
from finetune.data.grammar.numerals import in_chinese, in_english
from finetune.data.grammar.prices import around, priced
from finetune.data.grammar.template import Template, TemplateError, tidy
from retrieval.product import Product


@given(st.integers(0, 5000), st.sampled_from(["max", "min", "around", "between"]))
def test_a_price_means_what_is_written(seed, kind):
    wish = priced(Random(seed), phrases_of("en"), 20, 900, kind)
    low, high = wish.change["price_min"], wish.change["price_max"]
    if wish.slot == "price.max":
        assert low is None
        assert str(int(high)) == wish.value
    elif wish.slot == "price.min":
        assert high is None
        assert str(int(low)) == wish.value
    elif wish.slot == "price.around":
        assert (low, high) == around(int(wish.value))
    else:
        assert low < high
    text = " ".join(wish.fill.values())
    signs = {"USD": ("$", "dollar", "buck", "usd"), "EUR": ("€", "eur")}
    signs["GBP"] = ("£", "quid", "pound", "gbp", "tenner", "fiver")
    named = [code for code, ways in signs.items() if any(way in text for way in ways)]
    assert named == ([wish.change["currency"]] if wish.change["currency"] else [])


@pytest.mark.parametrize(
    ("number", "english", "chinese"),
    [
        (0, "zero", "零"),
        (15, "fifteen", "十五"),
        (105, "one hundred and five", "一百零五"),
        (220, "two hundred and twenty", "两百二十"),
        (1500, "fifteen hundred", "一千五百"),
        (12000, "twelve thousand", "一万两千"),
    ],
)
def test_amounts_in_words(number, english, chinese):
    assert in_english(number) == english
    assert in_chinese(number) == chinese


def test_an_amount_nobody_dictates_is_refused():
    with pytest.raises(ValueError, match="larger"):
        in_english(100_000)


def test_a_template_takes_one_alternative_each():
    template = Template.parse("(hi|hey (you|there)), {np}(!|)")
    texts = {template.fill(Random(i), {"np": "tent"}) for i in range(60)}
    assert texts == {
        f"{greeting}, tent{end}" for greeting in ("hi", "hey you", "hey there") for end in ("!", "")
    }


@pytest.mark.parametrize("source", ["(a|b", "a)", "{np", "a|b"])
def test_a_broken_template_is_refused(source):
    with pytest.raises(TemplateError):
        Template.parse(source)


@given(st.text(alphabet="ab ,.?", max_size=30))
def test_tidying_twice_changes_nothing(text):
    assert tidy(tidy(text)) == tidy(text)


def test_a_new_cap_replaces_the_range_and_keeps_the_currency():
    need = Need({"price_min": 50.0, "price_max": 80.0, "currency": "USD"})
    need.add(Wish("price.max", "40", {}, {"price_min": None, "price_max": 40, "currency": None}))
    assert need.fields == {"price_max": 40, "currency": "USD"}


@pytest.mark.parametrize(
    ("fields", "gift", "expected"),
    [
        ({"product_type": "lamp"}, True, []),
        ({}, False, ["product_type", "price"]),
        ({"features": ["quiet"]}, False, ["product_type", "price"]),
        ({"features": ["quiet", "small"]}, False, []),
        ({"recipient": "father", "price_max": 40}, True, ["product_type", "occasion"]),
        ({"recipient": "father", "occasion": "birthday", "features": ["golf"]}, True, []),
    ],
)
def test_what_is_asked_follows_the_guide(fields, gift, expected):
    assert asks(Intent(**fields), gift=gift) == expected


def _product(number, **more):
    return Product(
        id=str(number),
        title=f"Acme Trail Tent {number}",
        category="Outdoor > Tents",
        brand="Acme",
        price=Decimal(100 + number),
        **more,
    )


def test_a_shop_gets_data_of_its_own():
    products = [_product(n, color="Olive", attributes={"feature": "blackout"}) for n in range(3)]
    products.append(
        Product(id="k", title="Zappo Kettle", category="Kitchen > Kettles", price=Decimal(30))
    )
    rows = ontology_from_catalogue(products)
    assert [row.type for row in rows] == ["tent", "kettle"]
    tent = rows[0]
    assert (tent.brands, tent.colors, tent.features) == (["acme"], ["olive"], ["blackout"])
    assert tent.price == (100.0, 102.0)
    assert tent.said == ["tents"]
    made = list(generate("en", 200, seed=1, ontology=rows))
    assert [fault for one in made for fault in problems(one)] == []
    types = {turn.intent.product_type for one in made for turn in one.turns if turn.intent}
    assert types == {"tent", "kettle", None}


def test_small_kinds_can_be_left_out():
    products = [_product(1), Product(id="x", title="Odd Kettle", category="Kettles")]
    products.append(_product(2))
    assert [row.type for row in ontology_from_catalogue(products, at_least=2)] == ["tent"]
