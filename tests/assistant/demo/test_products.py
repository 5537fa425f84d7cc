"""The demo shop's products: complete, valid, distinct, and the same each time they are made."""

import re
from collections import Counter, defaultdict
from decimal import Decimal

import pytest
from pydantic import TypeAdapter

from assistant.demo import products
from assistant.demo.products import (
    MaterialError,
    colors,
    departments,
    generate_products,
    load_models,
    shape_of,
)
from retrieval.product import Product

HAN = re.compile(r"[\u4e00-\u9fff]")
WOOL = ("wool", "cashmere", "alpaca")


@pytest.fixture(scope="module")
def shop() -> list[Product]:
    return generate_products()


def by_type(shop: list[Product], *kinds: str) -> list[Product]:
    return [item for item in shop if item.attributes["type"] in kinds]


def test_two_generations_are_equal(shop):
    assert generate_products() == shop


def test_a_model_added_at_the_end_changes_no_other_product(shop, monkeypatch):
    shelf = departments()[0]
    models = load_models(shelf)
    more = {shelf.file: (*models, models[0].model_copy(update={"title": "One More Headphone"}))}
    monkeypatch.setattr(
        products, "load_models", lambda shelf: more.get(shelf.file) or load_models(shelf)
    )
    again = {item.id: item for item in generate_products()}
    assert len(again) > len(shop)
    assert all(again[item.id] == item for item in shop)


def test_ids_are_unique_and_safe_as_file_names(shop):
    assert len({item.id for item in shop}) == len(shop)
    assert all(re.fullmatch(r"[a-z0-9.-]+", item.id) for item in shop)
    assert all(item.image == f"images/{item.id}.webp" for item in shop)


def test_the_shop_has_over_600_products_in_16_departments(shop):
    counts = Counter(item.category.split(" > ")[0] for item in shop)
    assert len(counts) == 16
    assert len(shop) >= 600
    assert min(counts.values()) >= 25
    assert len({item.item_group_id for item in shop}) >= 350


def test_every_product_survives_its_own_json(shop):
    reader = TypeAdapter(list[Product])
    assert reader.validate_json(reader.dump_json(shop)) == shop


def test_every_type_of_the_taxonomy_is_sold_and_has_a_shape(shop):
    kinds = {kind.name: kind for shelf in departments() for kind in shelf.types}
    assert {item.attributes["type"] for item in shop} == set(kinds)
    for item in shop:
        kind = kinds[str(item.attributes["type"])]
        assert item.attributes["type_zh"] == kind.name_zh
        assert shape_of(item) == kind.shape


def test_variants_share_brand_text_and_category_and_differ_in_title(shop):
    groups = defaultdict(list)
    for item in shop:
        groups[item.item_group_id].append(item)
    for variants in groups.values():
        for field in ("brand", "description", "category", "material", "gender", "released"):
            assert len({getattr(item, field) for item in variants}) == 1
        assert len({item.title for item in variants}) == len(variants)
        assert len({item.attributes["title_zh"] for item in variants}) == len(variants)
    assert sum(len({item.color for item in variants}) > 1 for variants in groups.values()) >= 150


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_two_products_share_a_title(shop, language):
    repeated = [t for t, n in Counter(item.title_in(language) for item in shop).items() if n > 1]
    assert repeated == []


def test_no_two_models_share_a_description(shop):
    groups = defaultdict(set)
    for item in shop:
        groups[item.description].add(item.item_group_id)
    assert [text for text, ids in groups.items() if len(ids) > 1] == []
    assert all(len(text) >= 30 for text in groups)


def test_every_chinese_title_has_han_characters(shop):
    for item in shop:
        assert len(HAN.findall(item.title_in("zh"))) >= 2, item.id
        assert not HAN.search(item.title)


def test_prices_and_sale_prices_are_sane(shop):
    for item in shop:
        assert item.price is not None
        assert Decimal(3) <= item.price <= Decimal(2500)
        if item.sale_price is not None:
            assert item.price * Decimal("0.5") <= item.sale_price < item.price
    assert 0.18 <= sum(item.discounted for item in shop) / len(shop) <= 0.32


def test_ratings_come_with_reviews_and_reviews_with_sales(shop):
    for item in shop:
        assert item.sales is not None
        assert item.rating_count is not None
        assert (item.rating is None) == (item.rating_count == 0)
        assert item.rating_count <= item.sales
    assert 4.0 <= sum(item.rating or 4.3 for item in shop) / len(shop) <= 4.6


def test_sales_have_a_long_tail(shop):
    sold = sorted((item.sales or 0 for item in shop), reverse=True)
    assert sum(sold[: len(sold) // 5]) > 0.5 * sum(sold)


def test_some_stock_is_out_and_some_is_still_to_come(shop):
    stock = Counter(item.availability for item in shop)
    assert stock["in_stock"] > 0.85 * len(shop)
    assert stock["out_of_stock"] >= 10
    assert stock["preorder"] >= 2
    for item in shop:
        assert (item.released > products.TODAY) == (item.availability == "preorder")
        assert 2023 <= item.released.year <= 2026


def test_every_colour_has_a_chinese_name_and_an_srgb_value(shop):
    for item in shop:
        assert not item.color or item.color in colors()
    assert all(
        HAN.search(zh) and re.fullmatch("#[0-9a-f]{6}", rgb) for zh, rgb in colors().values()
    )


def test_clothes_and_shoes_come_in_sizes(shop):
    for item in shop:
        if item.category.startswith(("Clothing > Tops", "Clothing > Bottoms", "Shoes >")):
            assert item.sizes, item.id
        if item.category.startswith("Shoes >"):
            assert all(size.isdigit() for size in item.sizes)


def test_brands_are_many_and_some_span_departments(shop):
    shelves = defaultdict(set)
    for item in shop:
        shelves[item.brand].add(item.category.split(" > ")[0])
    assert len(shelves) >= 60
    assert sum(len(found) > 1 for found in shelves.values()) >= 4


def test_attributes_hold_only_what_the_contract_allows(shop):
    for item in shop:
        for name, value in item.attributes.items():
            assert re.fullmatch("[a-z][a-z0-9_]*", name)
            assert isinstance(value, str | int | float | list)
            assert not isinstance(value, bool)


def test_something_warm_for_dad_without_wool_under_50_can_be_bought(shop):
    fitting = {
        item.item_group_id
        for item in shop
        if item.attributes.get("warm") == "yes"
        and item.gender in ("male", "unisex")
        and item.age_group == "adult"
        and not any(word in item.material for word in WOOL)
        and item.charged < 50
    }
    assert len(fitting) >= 8


def test_bluetooth_headphones_can_be_found_in_chinese(shop):
    found = [item for item in shop if "蓝牙耳机" in item.title_in("zh")]
    assert len({item.item_group_id for item in found}) >= 5
    assert any(item.attributes.get("noise_cancelling") == "yes" for item in found)


def test_watches_have_straps_of_the_same_brand(shop):
    strapped = {item.brand for item in by_type(shop, "watch strap")}
    watches = by_type(shop, "dress watch", "dive watch", "chronograph watch", "field watch")
    assert len(strapped) >= 3
    assert strapped <= {item.brand for item in watches}


def test_no_laptop_is_as_cheap_as_a_sleeve(shop):
    sleeves = by_type(shop, "laptop sleeve")
    laptops = by_type(shop, "laptop")
    assert max(item.price for item in sleeves) < min(item.charged for item in laptops)
    assert sum(item.charged < 50 for item in sleeves) >= 5


def test_skin_care_can_be_bought_piece_by_piece_or_as_a_set(shop):
    sets = by_type(shop, "skin care set")
    pieces = by_type(shop, "cleanser", "serum", "moisturizer")
    assert {item.brand for item in sets} <= {item.brand for item in pieces}


def broken(tmp_path, monkeypatch, text: str) -> None:
    for source in products.MATERIAL.glob("*.toml"):
        (tmp_path / source.name).write_bytes(source.read_bytes())
    (tmp_path / "pets.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(products, "MATERIAL", tmp_path)
    with pytest.raises(MaterialError, match=r"pets\.toml"):
        generate_products()


GOOD = 'type = "dog toy"\nbrand = "A"\ntitle = "B"\nzh = "球"\ntext = "C"\nprice = 3.0\n'


@pytest.mark.parametrize(
    "text",
    [
        "[[model]\n",
        "[[model]]\n" + GOOD.replace("dog toy", "dog spaceship"),
        "[[model]]\n" + GOOD.replace("price = 3.0\n", ""),
        "[[model]]\n" + GOOD + 'colors = ["Sparkly"]\n',
        "[[model]]\n" + GOOD + 'sizes = "giant"\n',
        "[[model]]\n" + GOOD + "colour = 1\n",
    ],
    ids=["not toml", "unknown type", "no price", "unknown colour", "unknown sizes", "stray key"],
)
def test_malformed_material_is_refused_by_file(tmp_path, monkeypatch, text):
    broken(tmp_path, monkeypatch, text)
