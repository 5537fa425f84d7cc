"""The baselines, on purchases whose answer is plain."""

from __future__ import annotations

import pytest

from eval.recommenders import Training, baselines
from retrieval.product import Product
from retrieval.recommend import Sequence
from retrieval.recommend.items import Items

PRODUCTS = [
    *(Product(id=f"ink{n}", title=f"printer ink colour {n}") for n in range(4)),
    *(Product(id=f"pad{n}", title=f"paper pad size {n}") for n in range(4)),
]


def _pairs(again=False):
    """Ink n is followed by pad n; pad 3 is bought by most; with ``again``, the ink once more."""
    rows = []
    for user in range(24):
        n = user % 4
        rows.append(Sequence(f"u{user}", ((f"ink{n}",),), (f"pad{n}",)))
        rows.append(Sequence(f"u{user}", ((f"ink{n}",), (f"pad{n}",)), ("pad3",)))
        if again:
            history = ((f"ink{n}",), (f"pad{n}",), ("pad3",))
            rows.append(Sequence(f"u{user}", history, (f"ink{n}",)))
    return rows


def _fitted(rows):
    return baselines(Training.of(rows, Items.of(PRODUCTS))).ranks


@pytest.fixture(scope="module")
def fitted():
    return _fitted([row for row in _pairs() if row.history[0] != ("ink3",)])


def test_each_answers_as_many_items_as_asked_without_the_history(fitted):
    for name, rank in fitted.items():
        for history in ((), (("ink1",),), (("gone",),), (("ink1", "pad1"),)):
            found = rank(history, 5)
            assert len(found) == len(set(found)) == 5, name
            assert not {item for basket in history for item in basket} & set(found), name


def test_popularity_starts_with_the_most_bought(fitted):
    assert fitted["popularity"]((), 1) == ["pad3"]


@pytest.mark.parametrize("name", ["item-knn", "als"])
def test_neighbours_and_factors_find_what_goes_with_it(fitted, name):
    assert "pad1" in fitted[name]((("ink1",),), 2)


def test_co_occurrence_counts_without_dividing(fitted):
    assert set(fitted["co-occurrence"]((("ink1",),), 2)) == {"pad1", "pad3"}


def test_content_finds_what_reads_alike(fitted):
    assert all(item.startswith("pad") for item in fitted["content"]((("pad1",),), 3))


def test_where_people_buy_again_their_own_items_come_back():
    fitted = _fitted(_pairs(again=True))
    assert fitted["bought before"]((("ink2",), ("pad1",), ("ink2",)), 2) == ["ink2", "pad1"]
    assert "ink2" in fitted["item-knn"]((("ink2",),), 3)


def test_where_nobody_buys_again_there_is_no_such_row(fitted):
    assert "bought before" not in fitted


def test_each_library_row_tells_the_settings_it_was_given():
    chosen = baselines(Training.of(_pairs(again=True), Items.of(PRODUCTS))).settings
    assert set(chosen) == {"co-occurrence", "item-knn", "als"}
    assert all(said.endswith("items of the history") for said in chosen.values())


def test_two_shoppers_are_too_few_to_choose_settings_by():
    few = [one for one in _pairs() if one.user_id in {"u1", "u2"}]
    assert len(_fitted(few)["als"]((("ink1",),), 3)) == 3
