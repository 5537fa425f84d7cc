"""A noun that names a department asks for all that stands there, and a kind's name for the kind."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.shelves import Shelves, asked_shelves, shelf_name, shelf_names

SHOP = {
    "Toys > Soft Toys": {"plush toy": 3},
    "Toys > Games": {"board game": 4},
    "Toys > Vehicles": {"toy car": 1},
    "Pets > Cats > Toys": {"cat toy": 2},
    "Pets > Dogs > Food": {"dog food": 4},
    "Groceries > Snacks": {"chocolate": 3, "nuts": 2},
    "Groceries > Pantry": {"rice": 2},
    "Books > Non-Fiction > Food": {"cookbook": 2},
    "Clothing > Tops": {"shirt": 4},
    "Baby > Clothing": {"bodysuit": 2},
    "Watches > Dress Watches": {"dress watch": 5},
    "Watches > Straps": {"watch strap": 2},
    "Kitchen > Knives & Boards": {"knife": 1, "cutting board": 1},
    "Garden > Outdoor Living > Lights": {"string light": 1},
    "Home > Lighting": {"desk lamp": 5},
}
FASHION = {"Men > Tops > Tees": {"tee": 2}, "Women > Bottoms": {"shorts": 2}, "Gear": {"bag": 2}}


def categories(shop: dict[str, dict[str, int]]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for path, kinds in shop.items():
        for above in accumulate(path.split(" > "), lambda left, right: f"{left} > {right}"):
            counted[above] += sum(kinds.values())
    return counted


def asked(wanted: str, shop: dict[str, dict[str, int]] = SHOP) -> set[str]:
    found = asked_shelves(Shelves(categories(shop)), shop, wanted)
    return {" > ".join(part.strip() for part in shelf) for shelf in found}


@pytest.mark.parametrize(
    ("wanted", "shelves"),
    [
        ("toys", {"toy"}),
        ("玩具", {"toy"}),
        ("food", {"grocery"}),
        ("to eat", {"grocery"}),
        ("吃的", {"grocery"}),
        ("snacks", {"grocery > snack"}),
        ("零食", {"grocery > snack"}),
        ("clothes", {"clothing"}),
        ("衣服", {"clothing"}),
        ("kitchen stuff", {"kitchen"}),
        ("厨房用品", {"kitchen"}),
        ("pet supplies", {"pet"}),
    ],
)
def test_a_departments_name_asks_for_the_department(wanted: str, shelves: set[str]) -> None:
    assert asked(wanted) == shelves


@pytest.mark.parametrize("wanted", ["watch", "手表", "light", "cat toy", "board game", "wig", ""])
def test_a_kinds_name_asks_for_no_shelf(wanted: str) -> None:
    assert asked(wanted) == set()


def test_a_shop_without_the_department_has_its_parts() -> None:
    assert asked("clothes", FASHION) == {"man > top", "man > top > tee", "woman > bottom"}


def test_only_a_first_part_is_a_department() -> None:
    shelves = Shelves(categories(SHOP))
    assert shelves.is_department("厨房用品")
    assert not shelves.is_department("snacks")
    assert not shelves.is_department("knives")


@pytest.mark.parametrize(
    ("category", "shown"),
    [
        ("Clothing > Outerwear", "外套"),
        ("Watches > Straps", "表带"),
        ("Beauty > Skin Care > Masks", "面膜"),
        ("Electronics > Phones > Smartphones", "手机"),
        ("Toys & Games", "玩具和游戏"),
        ("Home > Zorblatts", "Zorblatts"),
        ("数码 > 耳机", "耳机"),
        ("", ""),
    ],
)
def test_a_shelf_is_shown_in_chinese_where_its_name_is_known(category: str, shown: str) -> None:
    assert shelf_name(category, "zh") == shown


@given(st.text())
def test_in_english_a_shelf_keeps_its_own_name(text: str) -> None:
    parts = [part.strip() for part in text.split(">") if part.strip()]
    assert shelf_name(text, "en") == (parts[-1] if parts else "")


@given(st.text(), st.lists(st.text(), max_size=5))
def test_any_text_names_shelves_that_the_shop_has(text: str, paths: list[str]) -> None:
    found = Shelves(paths).named(text)
    lengths = {len(shelf) for shelf in found}
    assert len(lengths) <= 1
    known = {tuple(one for one in path.split(">") if one.strip()) for path in paths}
    assert all(any(len(shelf) == len(path) for path in known) for shelf in found)
    assert text.strip() == "" or shelf_names(text)
