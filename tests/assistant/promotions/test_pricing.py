"""Cart prices: each kind by hand, and the whole against a brute-force reading of the rules."""

import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.promotions.eligibility import ScopeIndex, covers
from assistant.promotions.model import Promotion
from assistant.promotions.offers import price_of_one
from assistant.promotions.pricing import MOST_STEPS, Line, Quote, _Pricer, price
from benchmarks.cheapest import cheapest
from retrieval.product import Product

CENT = Decimal("0.01")


def product(name: str, cost: str, **fields: Any) -> Product:
    return Product(id=name, title=name, price=Decimal(cost), **fields)


def promo(kind: str, value: object = 0, **fields: Any) -> Promotion:
    name = fields.pop("id", kind)
    return Promotion.model_validate(
        {"id": name, "title": name, "kind": kind, "value": value, **fields}
    )


SHOES = product("shoes", "79.99", brand="Norrsken", category="Shoes > Running")
SOCKS = product("socks", "4.99", brand="Norrsken", category="Clothing > Socks")
LAMP = product("lamp", "30.00", brand="Lumo", category="Home > Lamps")


def taken(quote: Quote) -> dict[str, Decimal]:
    return {one.promotion.id: one.amount for one in quote.discounts}


def test_an_empty_cart_costs_nothing() -> None:
    quote = price([], [promo("percent", 20), promo("free_shipping")], "USD")
    assert (quote.subtotal, quote.total, quote.discounts) == (0, 0, ())


def test_a_percentage_is_rounded_half_up_by_the_piece() -> None:
    # 4.99 less 15 % is 4.2415: 4.24 a piece, 12.72 for three (12.7245 would be another price).
    quote = price([Line(SOCKS, 3)], [promo("percent", 15)], "USD")
    assert quote.total == Decimal("12.72")
    half = price([Line(product("x", "0.10"), 1)], [promo("percent", 25)], "USD")
    assert half.total == Decimal("0.08")


def test_an_amount_comes_off_once_an_order_and_never_below_zero() -> None:
    ten = promo("amount", 10, scope={"brands": ["norrsken"]})
    assert price([Line(SHOES, 2), Line(LAMP, 1)], [ten], "USD").total == Decimal("179.98")
    assert price([Line(SOCKS, 1), Line(LAMP, 1)], [ten], "USD").total == Decimal("30.00")


def test_a_bundle_has_one_price_for_each_complete_set() -> None:
    both = promo("bundle", 90, scope={"item_ids": ["shoes", "lamp"]})
    assert price([Line(SHOES, 1)], [both], "USD").discounts == ()
    quote = price([Line(SHOES, 3), Line(LAMP, 2)], [both], "USD")
    assert quote.total == 2 * 90 + Decimal("79.99")
    dear = promo("bundle", 900, scope={"item_ids": ["shoes", "lamp"]})
    assert price([Line(SHOES, 1), Line(LAMP, 1)], [dear], "USD").discounts == ()


@pytest.mark.parametrize(("pieces", "free"), [(2, 0), (3, 1), (5, 1), (6, 2)])
def test_buy_two_get_one_frees_the_cheapest_of_every_three(pieces: int, free: int) -> None:
    deal = promo("buy_x_get_y", 1, conditions={"min_quantity": 2})
    quote = price([Line(SOCKS, pieces)], [deal], "USD")
    assert quote.subtotal - quote.total == free * Decimal("4.99")
    mixed = price([Line(SHOES, 2), Line(SOCKS, 1)], [deal], "USD")
    assert taken(mixed) == {"buy_x_get_y": Decimal("4.99")}


def test_free_shipping_is_named_from_its_least_spend_and_takes_nothing_off() -> None:
    free = promo("free_shipping", conditions={"min_spend": 50})
    assert price([Line(LAMP, 1)], [free], "USD").discounts == ()
    assert taken(price([Line(LAMP, 2)], [free], "USD")) == {"free_shipping": 0}


def test_conditions_count_what_is_in_scope_before_discounts() -> None:
    deal = promo("percent", 10, scope={"categories": ["home"]}, conditions={"min_spend": 60})
    half = promo("percent", 50, id="half", stackable=True)
    assert "percent" not in taken(price([Line(LAMP, 1), Line(SHOES, 1)], [deal], "USD"))
    assert taken(price([Line(LAMP, 2)], [deal], "USD")) == {"percent": 6}
    assert taken(price([Line(LAMP, 2)], [deal, half], "USD")) == {"half": 30}


def test_stackable_ones_add_up_and_lone_ones_stand_alone() -> None:
    ten = promo("percent", 10, id="ten", stackable=True)
    five = promo("amount", 5, id="five", stackable=True)
    lone = promo("percent", 25, id="lone")
    assert taken(price([Line(LAMP, 1)], [ten, five], "USD")) == {"ten": 3, "five": 5}
    assert taken(price([Line(LAMP, 1)], [ten, five, lone], "USD")) == {"ten": 3, "five": 5}
    better = promo("percent", 30, id="better")
    assert taken(price([Line(LAMP, 1)], [ten, five, better], "USD")) == {"better": 9}


def test_lone_offers_on_different_lines_do_not_hinder_each_other() -> None:
    shoes = promo("percent", 20, id="on shoes", scope={"item_ids": ["shoes"]})
    lamps = promo("percent", 10, id="on lamps", scope={"item_ids": ["lamp"]})
    quote = price([Line(SHOES, 1), Line(LAMP, 1)], [shoes, lamps], "USD")
    assert taken(quote) == {"on shoes": Decimal("16.00"), "on lamps": Decimal("3.00")}


def test_equal_prices_go_to_the_higher_priority() -> None:
    one = promo("percent", 10, id="a", priority=1)
    two = promo("percent", 10, id="b", priority=2)
    assert list(taken(price([Line(LAMP, 1)], [one, two], "USD"))) == ["b"]


def test_yen_have_no_cents() -> None:
    tea = product("tea", "1001", currency="JPY")
    assert price([Line(tea, 1)], [promo("percent", 15)], "JPY").total == 851


# --- against brute force -----------------------------------------------------------------------

SHELF = [
    product("a", "10.00", brand="x", category="C > D"),
    product("b", "7.35", brand="x", category="C"),
    product("c", "3.99", brand="y", category="C > D"),
    product("d", "0.01", brand="y", category="E"),
]
_SCOPES = st.sampled_from(
    [{}, {"brands": ["x"]}, {"categories": ["C > D"]}, {"item_ids": ["a", "d"]}]
)


@st.composite
def promotions(draw: st.DrawFn) -> Promotion:
    kind = draw(st.sampled_from(["percent", "amount", "bundle", "buy_x_get_y"]))
    scope = draw(_SCOPES)
    conditions: dict[str, object] = {}
    if kind == "bundle":
        ids = draw(st.sampled_from([["a", "b"], ["b", "c"], ["a", "b", "c"], ["c", "d"]]))
        scope = {"item_ids": ids}
    if draw(st.booleans()) and kind != "buy_x_get_y":
        conditions["min_spend"] = draw(st.integers(1, 30))
    if kind == "buy_x_get_y":
        conditions["min_quantity"] = draw(st.integers(1, 3))
    value: object = {
        "percent": draw(st.decimals(1, 100, places=1)),
        "amount": draw(st.decimals("0.01", 20, places=2)),
        "bundle": draw(st.decimals(0, 20, places=2)),
        "buy_x_get_y": draw(st.integers(1, 2)),
    }[kind]
    return promo(
        kind,
        value,
        id=f"p{draw(st.integers(0, 10**6))}",
        scope=scope,
        conditions=conditions,
        stackable=draw(st.booleans()),
        priority=draw(st.integers(0, 3)),
    )


_CARTS = st.lists(st.integers(0, 4), min_size=4, max_size=4).map(
    lambda counts: [Line(one, n) for one, n in zip(SHELF, counts, strict=True) if n]
)
_PROMOTIONS = st.lists(promotions(), max_size=6, unique_by=lambda one: one.id)


@settings(deadline=None, max_examples=250)
@given(lines=_CARTS, offered=_PROMOTIONS, seed=st.integers())
def test_a_total_is_within_bounds_adds_up_and_ignores_order(
    lines: list[Line], offered: list[Promotion], seed: int
) -> None:
    quote = price(lines, offered, "USD")
    assert 0 <= quote.total <= quote.subtotal
    assert quote.total == quote.subtotal - sum(one.amount for one in quote.discounts)
    assert quote.total == quote.total.quantize(CENT)
    assert all(one.amount > 0 for one in quote.discounts)
    mixed = random.Random(seed)
    again = price(mixed.sample(lines, len(lines)), mixed.sample(offered, len(offered)), "USD")
    assert again.total == quote.total


@settings(deadline=None, max_examples=150)
@given(lines=_CARTS, offered=_PROMOTIONS)
def test_no_allowed_selection_is_cheaper(lines: list[Line], offered: list[Promotion]) -> None:
    quote = price(lines, offered, "USD")
    assert quote.total == cheapest(lines, offered), quote.discounts


def test_a_large_cart_under_many_offers_is_priced_at_once() -> None:
    mixed = random.Random(5)
    shelf = [
        product(
            f"p{n}", str(mixed.randint(500, 9000) / 100), brand=f"B{n % 20}", category=f"C{n % 7}"
        )
        for n in range(60)
    ]
    offered = [
        promo(
            mixed.choice(["percent", "amount", "amount"]),
            mixed.randint(5, 30),
            id=f"o{n}",
            scope={"brands": [f"B{n}"]} if n % 2 else {"categories": [f"C{n % 7}"]},
        )
        for n in range(30)
    ]
    lines = [Line(one, mixed.randint(1, 5)) for one in shelf]
    pricer = _Pricer(lines, offered, "USD")
    assert sum(pricer.solve().values()) > 0
    assert pricer.steps < MOST_STEPS


@settings(deadline=None, max_examples=60)
@given(offered=_PROMOTIONS)
def test_the_index_finds_what_the_scope_covers(offered: list[Promotion]) -> None:
    index = ScopeIndex(offered)
    for one in (*SHELF, SHOES, SHELF[0].model_copy(update={"category": "", "brand": ""})):
        assert index.covering(one) == [each for each in offered if covers(each, one)]


@settings(deadline=None, max_examples=150)
@given(one=st.sampled_from(SHELF), offered=_PROMOTIONS)
def test_one_piece_alone_costs_what_its_cart_costs(one: Product, offered: list[Promotion]) -> None:
    inside = [each for each in offered if covers(each, one)]
    assert price_of_one(one, inside) == price([Line(one, 1)], offered, "USD").total
