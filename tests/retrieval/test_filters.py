"""Hard constraints are exact: the columns agree with a plain reading, product by product."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.constraints import Constraints
from retrieval.facts import facts
from retrieval.filters import Columns
from retrieval.product import Product

COLORS = {"": set(), "Black": {"black"}, "navy": {"blue"}, "Red/White": {"red", "white"}}
BRANDS = ["", "Ostra", "Corvid", "Tarn Bags"]
CATEGORIES = ["", "Home > Lamps", "Home > Kitchen > Pans", "Bags"]
prices = st.none() | st.decimals(0, 500, places=2)

products = st.builds(
    lambda **fields: Product.model_validate({"id": "p", "title": "Thing", **fields}),
    brand=st.sampled_from(BRANDS),
    category=st.sampled_from(CATEGORIES),
    price=prices,
    sale_price=prices,
    availability=st.sampled_from(["in_stock", "out_of_stock", "preorder"]),
    rating=st.none() | st.floats(0, 5),
    color=st.sampled_from(list(COLORS)),
    sizes=st.lists(st.sampled_from(["S", "M", "XL"]), unique=True),
    material=st.sampled_from(["", "Cotton", "leather"]),
)
wishes = st.builds(
    Constraints,
    price_min=prices,
    price_max=prices,
    brands=st.lists(st.sampled_from(["ostra", "CORVID", "tarn bags"]), max_size=2).map(tuple),
    exclude_brands=st.lists(st.sampled_from(["ostra", "corvid"]), max_size=2).map(tuple),
    colors=st.lists(st.sampled_from(["black", "blue", "白色"]), max_size=2).map(tuple),
    exclude_colors=st.lists(st.sampled_from(["red", "黑色"]), max_size=2).map(tuple),
    sizes=st.lists(st.sampled_from(["medium", "x-large"]), max_size=2).map(tuple),
    materials=st.lists(st.sampled_from(["棉", "leather"]), max_size=2).map(tuple),
    category=st.none() | st.sampled_from(["lamp", "home", "Home > Kitchen", "kitchen"]),
    min_rating=st.none() | st.floats(0, 5),
    on_sale=st.booleans(),
    in_stock=st.booleans(),
)
FAMILY = {"black": "black", "blue": "blue", "白色": "white", "red": "red", "黑色": "black"}
SIZE = {"medium": "M", "x-large": "XL"}
MATERIAL = {"棉": "Cotton", "leather": "leather"}
IN_CATEGORY = {
    "lamp": {"Home > Lamps"},
    "home": {"Home > Lamps", "Home > Kitchen > Pans"},
    "Home > Kitchen": {"Home > Kitchen > Pans"},
    "kitchen": {"Home > Kitchen > Pans"},
}


def plainly(p: Product, c: Constraints) -> bool:
    """The constraints read one by one, written out again for the few values used here."""
    charged = p.price if p.sale_price is None else p.sale_price
    checks = [
        c.price_min is None or (charged is not None and charged >= c.price_min),
        c.price_max is None or (charged is not None and charged <= c.price_max),
        not c.brands or p.brand.lower() in [brand.lower() for brand in c.brands],
        p.brand.lower() not in c.exclude_brands,
        not c.colors or bool(COLORS[p.color] & {FAMILY[color] for color in c.colors}),
        not COLORS[p.color] & {FAMILY[color] for color in c.exclude_colors},
        not c.sizes or bool(set(p.sizes) & {SIZE[size] for size in c.sizes}),
        not c.materials or p.material in {MATERIAL[name] for name in c.materials},
        c.category is None or p.category in IN_CATEGORY[c.category],
        c.min_rating is None or (p.rating is not None and p.rating >= c.min_rating),
        not c.on_sale or p.discounted,
        not c.in_stock or p.availability == "in_stock",
    ]
    return all(checks)


@settings(max_examples=300)
@given(st.lists(products, max_size=8), wishes)
def test_the_columns_agree_with_a_plain_reading(shelf, wish):
    columns = Columns([str(row) for row in range(len(shelf))], [facts(p) for p in shelf])

    assert columns.mask(wish).tolist() == [plainly(product, wish) for product in shelf]


def fits(wish: dict[str, object], others: tuple[Product, ...] = (), **fields: object) -> bool:
    product = Product.model_validate({"id": "p", "title": "Thing", **fields})
    shelf = [product, *others]
    columns = Columns([p.id for p in shelf], [facts(p) for p in shelf])
    return bool(columns.mask(Constraints.model_validate(wish))[0])


@pytest.mark.parametrize(
    ("wish", "fields", "expected"),
    [
        # Values may be written in many ways.
        ({"colors": ["藏青色"]}, {"color": "Navy"}, True),
        ({"colors": ["transparent"]}, {"color": "Transparent"}, True),
        ({"sizes": ["27 inch"]}, {"title": 'Monitor 68.6 cm (27")'}, True),
        ({"sizes": ["42码"]}, {"sizes": ["EU 42"]}, True),
        ({"brands": ["hp"]}, {"brand": "HP Inc."}, True),
        ({"brands": ["hp"]}, {"brand": "Sharp"}, False),
        # A field left empty is read from like attributes, then from the title.
        ({"colors": ["silver"]}, {"title": "Notebook Silver 43 cm"}, True),
        ({"colors": ["black"]}, {"title": "Silver lamp", "attributes": {"colour": "Black"}}, True),
        ({"brands": ["dell"]}, {"title": "DELL power supply"}, True),
        ({"colors": ["black"]}, {"description": "Goes with black shoes."}, False),
        ({"exclude_colors": ["black"]}, {}, True),
        # Money.
        ({"price_max": 10}, {}, False),
        ({"price_max": 10}, {"price": 20, "sale_price": 9.99}, True),
        ({"price_max": 10, "currency": "EUR"}, {"price": 9, "currency": "USD"}, True),
        # What is not wanted.
        ({"exclude": ["wool"]}, {"material": "Merino"}, False),
        ({"exclude": ["wool"]}, {"description": "Made of soft wool."}, False),
        ({"exclude": ["fragrance"]}, {"title": "Fragrance-free cream"}, True),
        ({"exclude": ["fragrance"]}, {"title": "Fragrance-free cream, rose fragrance"}, False),
        ({"exclude": ["touchscreen"]}, {"attributes": {"touchscreen": True}}, False),
        ({"exclude": ["touchscreen"]}, {"attributes": {"touchscreen": False}}, True),
        ({"exclude": ["硅油"]}, {"title": "洗发水 不含硅油"}, True),
        ({"exclude": ["硅油"]}, {"title": "硅油洗发水"}, False),
        ({"exclude": ["", "!"]}, {}, True),
        ({"exclude": ["鸡肉味的"]}, {"title": "室内成猫鸡肉干粮"}, False),
        ({"exclude": ["鸡肉味的"]}, {"title": "金枪鱼肉汁猫湿粮"}, True),
        ({"exclude": ["chicken flavour"]}, {"attributes": {"flavour": "chicken"}}, False),
        ({"exclude": ["香味的"]}, {"title": "香蕉干"}, True),
        ({"exclude": ["跑步的"]}, {"title": "Ridge", "category": "Shoes > Trail Running"}, False),
        ({"exclude": ["leather strap"]}, {"attributes": {"strap": "calf leather, 20 mm"}}, False),
        ({"exclude": ["leather strap"]}, {"attributes": {"strap": "steel mesh"}}, True),
        ({"exclude": ["leather strap"]}, {"attributes": {"upper": "leather"}}, True),
        # Sizes as bounds.
        ({"sizes": ["bigger than 50 inches"]}, {"sizes": ["55 inch"]}, True),
        ({"sizes": ["bigger than 50 inches"]}, {"sizes": ["50 inch"]}, False),
        ({"sizes": ["50寸以上"]}, {"title": "4K智能电视 55英寸"}, True),
        ({"sizes": ["at least 10l"]}, {"attributes": {"capacity": "22 l"}}, True),
        ({"sizes": ["at least 10l"]}, {}, False),
        ({"sizes": ["over 60 inch", "50 inch"]}, {"sizes": ["50 inch"]}, True),
        ({"exclude_ids": ["p"]}, {}, False),
        # For whom.
        ({"genders": ["women's"]}, {"gender": "female"}, True),
        ({"genders": ["women's"]}, {"gender": "male"}, False),
        ({"genders": ["爸爸"]}, {"gender": "unisex"}, True),
        ({"genders": ["male"]}, {"title": "Kettle"}, True),
    ],
)
def test_one_constraint_at_a_time(wish, fields, expected):
    assert fits(wish, **fields) is expected


def test_an_unknown_gender_does_not_fit_where_the_department_states_genders():
    others = (
        Product(id="a", title="Shirt", category="Clothing > Shirts", gender="male"),
        Product(id="b", title="Dress", category="Clothing > Dresses", gender="female"),
    )

    assert not fits({"genders": ["male"]}, others, category="Clothing > Socks")
    assert fits({"genders": ["male"]}, others, category="Kitchen > Kettles")


def test_handbags_decide_nothing_about_the_suitcases_beside_them():
    bags = [
        Product(id=f"b{at}", title="Tote", category="Luggage > Bags > Totes", gender="female")
        for at in range(6)
    ]
    cases = [
        Product(id=f"s{at}", title="Case", category="Luggage > Suitcases > Cabin")
        for at in range(6)
    ]

    assert fits({"genders": ["male"]}, (*bags, *cases), category="Luggage > Suitcases > Cabin")
    assert not fits({"genders": ["male"]}, (*bags, *cases), category="Luggage > Bags > Totes")


def test_novels_are_for_everyone_whoever_is_in_their_titles():
    others = tuple(
        Product(id=f"n{at}", title=title, category="Books > Novels")
        for at, title in enumerate(["The Woman Who Measured Rain", "女巫", "Two Brothers", "Her"])
    )

    for whom in ("male", "female"):
        assert fits({"genders": [whom]}, others, category="Books > Novels", title="The Salt Ledger")


def test_a_bound_is_converted_where_the_rates_are_known():
    product = Product(id="p", title="Lamp", price=Decimal(100), currency="USD")
    columns = Columns(["p"], [facts(product)], exchange_rates={"USD": 1.0, "CNY": 0.14})

    assert not columns.mask(Constraints(price_max=Decimal(500), currency="CNY"))[0]
    assert columns.mask(Constraints(price_max=Decimal(800), currency="CNY"))[0]
    assert columns.comparable("CNY")
    assert not columns.comparable("EUR")


def test_no_products_no_rows():
    assert Columns([], []).mask(Constraints(colors=("red",), exclude=("x",))).shape == (0,)


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_can_be_catalogue_and_constraint(said, wish):
    product = Product(id="p", title="x" + said, brand=said, color=said, category=said)
    columns = Columns(["p"], [facts(product)])
    wanted = (wish,)

    columns.mask(Constraints(brands=wanted, colors=wanted, sizes=wanted, category=wish))
    columns.mask(Constraints(exclude=wanted, exclude_brands=wanted, materials=wanted))
