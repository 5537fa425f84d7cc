"""What Chroma is told of a product beside its vector."""

from __future__ import annotations

from decimal import Decimal

from retrieval.index import ProductIndex
from retrieval.product import Product
from retrieval.store import HASH, VectorStore
from retrieval.writing import metadata

DRESS = Product(
    id="d1",
    title="Summer dress",
    brand="Lune",
    category="Clothing > Dresses",
    price=Decimal("40.00"),
    sale_price=Decimal("30.00"),
    color="Navy",
    sizes=["M"],
    material="Cotton",
    gender="women",
    rating=0.0,
    item_group_id="summer",
    attributes={"title_zh": "夏季连衣裙"},
)


def test_what_is_known_can_be_filtered_by() -> None:
    assert metadata(DRESS, "h") == {
        HASH: "h",
        "price": 30.0,
        "currency": "USD",
        "brand": "lune",
        "category": ["clothing", "clothing > dresses"],
        "colors": ["blue"],
        "materials": ["cotton"],
        "sizes": ["m"],
        "gender": "female",
        "availability": "in_stock",
        "rating": 0.0,
        "on_sale": True,
        "group": "summer",
        "han": True,
    }


def test_what_is_unknown_is_left_out() -> None:
    assert metadata(Product(id="x", title="Thing"), "h") == {
        HASH: "h",
        "currency": "USD",
        "availability": "in_stock",
        "on_sale": False,
    }


def test_what_a_changed_product_no_longer_says_goes_from_chroma(tmp_path, fill) -> None:
    index = ProductIndex.open(tmp_path)
    fill(index, [DRESS])
    same_passage = DRESS.model_copy(update={"price": None, "sale_price": None, "rating": None})
    fill(index, [same_passage])
    other_passage = same_passage.model_copy(update={"title": "Dress", "color": "", "brand": ""})
    fill(index, [other_passage])

    store = VectorStore(tmp_path)
    model = index.models().english
    for gone in ({"price": {"$gte": 0}}, {"rating": 0.0}, {"brand": "lune"}):
        assert store.matching(model, gone) == 0
    assert store.matching(model, {"colors": {"$contains": "blue"}}) == 0
    assert store.matching(model, {"materials": {"$contains": "cotton"}}) == 1
    index.close()
