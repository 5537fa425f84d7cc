"""What a kind's name covers in the shop it is asked in: people's things, unless it says a pet's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from retrieval.catalogue import Entry
from retrieval.constraints import Constraints
from retrieval.index import ProductIndex
from retrieval.kind_match import kind_matches
from retrieval.product import Product

TEDDY = Product(id="teddy", title="Teddy toy", category="Toys > Soft Toys")
WAND = Product(id="wand", title="Feather wand toy", category="Pets > Cats > Toys")
BONE = Product(id="bone", title="Rubber bone toy", attributes={"type": "dog toy"})
LEASH = Product(id="leash", title="Rope leash", category="Pets > Dogs > Leashes")
SHIRT = Product(id="shirt", title="Cat print shirt", category="Clothing > Shirts")

Shop = Callable[..., ProductIndex]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    opened: list[ProductIndex] = []

    def selling(*products: Product) -> ProductIndex:
        index = ProductIndex.open(tmp_path)
        opened.append(index)
        run = index.catalogue.begin_run()
        entries = [Entry(product, product.id) for product in products]
        index.catalogue.write(entries, [], source="test", run=run)
        return index

    yield selling
    for index in opened:
        index.close()


def of_kind(index: ProductIndex, query: str, wanted: str, context: str = "") -> set[str]:
    hits = index.search(query, product_type=wanted, mode="bm25", context=context)
    return {hit.product.id for hit in hits if hit.type_match}


def test_toys_are_not_those_of_pets(shop):
    assert of_kind(shop(TEDDY, WAND, BONE), "toys", "toy") == {"teddy"}


@pytest.mark.parametrize(
    ("query", "context"), [("toy cat", ""), ("toy", "something for my puppy"), ("toy 狗", "")]
)
def test_where_an_animal_is_spoken_of_its_toys_are(shop, query, context):
    index = shop(TEDDY, WAND, BONE)
    assert of_kind(index, query, "toy", context) >= {"wand", "bone"}


def test_a_department_is_asked_for_as_a_whole_and_nothing_else(shop):
    index = shop(
        TEDDY,
        BONE,
        Product(id="game", title="Lighthouse board game toy", category="Toys > Games"),
        Product(id="kibble", title="Dry dog food", category="Pets > Dogs > Food"),
        Product(id="rice", title="Jasmine rice, good food", category="Groceries > Pantry"),
        Product(id="tea", title="Green tea, food for the soul", category="Groceries > Drinks"),
    )
    assert of_kind(index, "toys", "toy") == {"teddy", "game"}
    assert of_kind(index, "food", "food") == {"rice", "tea"}
    assert of_kind(index, "food dog", "food") >= {"kibble"}


def test_in_a_pet_shop_toys_are_the_pets(shop):
    assert of_kind(shop(WAND, BONE, LEASH), "toy", "toy") == {"wand", "bone"}


def test_what_only_animals_have_need_not_name_one(shop):
    assert of_kind(shop(TEDDY, LEASH), "leash", "leash") == {"leash"}


def test_an_animal_in_a_title_makes_no_animals_thing(shop):
    assert of_kind(shop(SHIRT, TEDDY), "shirt", "shirt") == {"shirt"}


def test_what_is_like_a_pets_thing_may_be_a_pets_too(shop):
    index = shop(TEDDY, WAND)
    assert kind_matches([TEDDY, WAND], "toy", index.facets(), animals=True) == [True, True]
    assert kind_matches([TEDDY, WAND], "toy", index.facets(), animals=False) == [True, False]


def typed(id_: str, title: str, category: str, type_: str) -> Product:
    return Product(id=id_, title=title, category=category, attributes={"type": type_})


def test_what_shares_a_phones_shelf_is_no_phone(shop):
    phones = "Electronics > Phones"
    index = shop(
        typed("phone", "Nova 5 phone", f"{phones} > Smartphones", "smartphone"),
        typed("case", "Nova 5 phone case", f"{phones} > Phone Cases", "phone case"),
        typed("charger", "20 W phone charger", f"{phones} > Chargers", "charger"),
        typed("bank", "Power bank, phone size", f"{phones} > Power Banks", "power bank"),
    )
    assert of_kind(index, "phone", "phone") == {"phone"}


def test_shoes_are_all_that_stands_on_their_shelf(shop):
    index = shop(
        typed("run", "Fell shoe", "Shoes > Running", "running shoe"),
        typed("boot", "Moor boot, a shoe", "Shoes > Boots", "boot"),
        typed("sandal", "Dune sandal, a shoe", "Shoes > Sandals", "sandal"),
    )
    assert of_kind(index, "shoe", "shoe") == {"run", "boot", "sandal"}


def test_what_states_the_very_name_of_a_shelf_need_not_stand_on_it(shop):
    index = shop(
        typed("run", "Fell 运动鞋", "Shoes > Sports Shoes > Running", "running shoe"),
        typed("trail", "Moor 运动鞋", "Shoes > Sports Shoes > Trail", "trail shoe"),
        typed("court", "Court 运动鞋", "Shoes > Casual Shoes", "sneaker"),
        typed("oxford", "Regent, no 运动鞋", "Shoes > Dress Shoes", "oxford"),
    )
    assert of_kind(index, "运动鞋", "运动鞋") == {"run", "trail", "court"}


def test_a_kind_that_no_product_states_is_read_at_the_end_of_titles(shop):
    index = shop(
        typed("parka", "Women's Moss Parka, Green", "Clothing > Coats", "coat"),
        typed("hood", "Parka Hood, Green", "Clothing > Accessories", "hood"),
        typed("novel", "The Empty Parka", "Books > Fiction", "novel"),
        typed("hanger", "Hanger for a parka", "Home > Storage", "hanger"),
    )
    assert of_kind(index, "parka", "parka") == {"parka"}


def test_a_stated_kind_is_believed_before_a_title(shop):
    index = shop(
        typed("laptop", "Swift 14 laptop", "Electronics > Laptops", "laptop"),
        typed("sleeve", "Felt Sleeve Laptop", "Electronics > Accessories", "laptop sleeve"),
    )
    assert of_kind(index, "laptop", "laptop") == {"laptop"}


def test_an_exclusion_names_a_kind_by_what_it_is(shop):
    index = shop(
        typed("maker", "Drip 4, makes coffee", "Kitchen > Coffee", "coffee maker"),
        typed("press", "French press for coffee", "Kitchen > Coffee", "french press"),
    )
    hits = index.search("coffee", Constraints(exclude=("machine",)), mode="bm25")
    assert {hit.product.id for hit in hits} == {"press"}
