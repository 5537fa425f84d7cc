"""The list of what goes with a product, where the shop has a fitted recommender."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from retrieval.graph.behaviour import Behaviour, Interaction
from retrieval.graph.graph import related
from retrieval.graph.next_bought import likely_next
from retrieval.index import ProductIndex
from retrieval.product import Product
from retrieval.recommend import Recommender, Sequence, fit

NOW = datetime(2026, 11, 1, tzinfo=UTC)
SIZES = ("42", "43")


def shoe(size: str) -> Product:
    return Product(
        id=f"fell-{size}", title="Fell running shoe", brand="Skarn", item_group_id="fell",
        category="Shoes > Running shoes", gender="male", sizes=[size], price=80,
    )  # fmt: skip


PRODUCTS = [
    *map(shoe, SIZES),
    Product(id="flask", title="Soft flask", category="Sports > Bottles", price=15),
    Product(id="tape", title="Blister tape", category="Health > Care", price=5),
    Product(id="bra", title="Sports bra", category="Clothing", gender="female", price=30),
    Product(id="sock", title="Wool socks", category="Clothing > Socks", price=9),
    Product(id="novel", title="The Harbour", category="Books > Novels", price=12),
    Product(id="atlas", title="An Atlas of Rivers", category="Books > Maps", price=40),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory, fill) -> ProductIndex:
    index = ProductIndex.open(tmp_path_factory.mktemp("next"))
    fill(index, PRODUCTS)
    return index


@pytest.fixture(scope="module")
def recommender() -> Recommender:
    """Fitted to shoppers who buy a flask after the shoe, and others a novel after the tape."""
    paths = [("fell-42", "flask") if n % 2 else ("tape", "novel") for n in range(40)]
    paths += [("fell-42", "bra")] * 8
    rows = [Sequence(f"u{n}", ((one,),), (other,)) for n, (one, other) in enumerate(paths)]
    return fit(rows, PRODUCTS)


def goes_with(index: ProductIndex, item: str, **options):
    found = related(
        index._current(), item, ("minilm-int8",), relations=["goes_with"], now=NOW, **options
    )
    assert found is not None
    return found["goes_with"]


@pytest.mark.parametrize("size", SIZES)
def test_what_is_bought_next_comes_first_for_every_variant(index, recommender, size):
    first = goes_with(index, f"fell-{size}", recommender=recommender)[0]
    assert (first.id, first.reason.code) == ("flask", "bought_next")
    assert first.reason.text == "Likely to be bought next"


def test_neither_variants_nor_what_is_for_other_people_are_listed(index, recommender):
    listed = {edge.id for edge in goes_with(index, "fell-42", recommender=recommender)}
    assert listed
    assert not listed & {"fell-42", "fell-43", "bra"}


def test_the_shoppers_who_bought_both_are_the_reason_where_there_are_two(index, recommender):
    behaviour = Behaviour(NOW)
    behaviour.add(
        Interaction("bought", shopper, model, NOW)
        for shopper in ("ann", "bo")
        for model in ("fell", "\0flask")
    )
    first = goes_with(index, "fell-42", recommender=recommender, behaviour=behaviour)[0]
    assert (first.id, first.reason.code) == ("flask", "bought_together")
    assert first.reason.evidence == {"shoppers": 2}


def test_a_product_the_recommender_never_saw_bought_keeps_its_counts_and_rules(index, recommender):
    behaviour = Behaviour(NOW)
    behaviour.add(
        Interaction("bought", shopper, model, NOW)
        for shopper in ("ann", "bo")
        for model in ("\0atlas", "\0sock")
    )
    with_it = goes_with(index, "atlas", recommender=recommender, behaviour=behaviour)
    assert with_it == goes_with(index, "atlas", behaviour=behaviour)
    assert [edge.id for edge in with_it] == ["sock"]


def test_what_the_catalogue_no_longer_has_is_passed_over(index):
    gone = Product(id="gone", title="Gaiters", category="Clothing", price=20)
    rows = [Sequence(f"u{n}", (("fell-42",),), ("gone",)) for n in range(20)]
    fitted = fit(rows, [*PRODUCTS, gone])
    assert likely_next(fitted, ["fell-42"], 3)[0].id == "gone"
    assert "gone" not in {edge.id for edge in goes_with(index, "fell-42", recommender=fitted)}


def test_scores_fall_from_the_trust_in_the_purchases(recommender):
    found = likely_next(recommender, ["fell-42", "fell-43"], 5)
    bought = 28  # twenty with the flask, eight with the bra
    assert found[0].score == pytest.approx(bought / (bought + 2))
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(0 < one.score < 1 for one in found)
