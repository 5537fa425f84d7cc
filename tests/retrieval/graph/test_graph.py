"""The product graph of a small shop in a real index."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from retrieval.graph import graph as product_graph
from retrieval.graph.behaviour import Behaviour, Interaction
from retrieval.graph.edge import RELATIONS
from retrieval.index import ProductIndex
from retrieval.product import Product

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def shoe(id_: str, price: float, **fields: object) -> Product:
    return Product.model_validate(
        {"id": id_, "title": f"{id_} running shoe", "brand": "Skarn", "price": price,
         "category": "Shoes > Running shoes", "gender": "male", **fields}
    )  # fmt: skip


@pytest.fixture(scope="module")
def shop(tmp_path_factory, fill) -> ProductIndex:
    index = ProductIndex.open(tmp_path_factory.mktemp("graph"))
    fill(
        index,
        [
            shoe("fell-blue", 80, item_group_id="fell", color="Blue"),
            shoe("fell-red", 80, item_group_id="fell", color="Red", availability="out_of_stock"),
            shoe("brook", 60),
            shoe("brook-sold-out", 62, availability="out_of_stock"),
            shoe("peak", 110, brand="Brook"),
            shoe("summit", 300, brand="Brook"),
            shoe("lady", 60, gender="female"),
            shoe("euro", 60, currency="EUR"),
            Product(id="sock", title="Wool socks", category="Clothing > Socks", price=9),
            Product(id="sock-2", title="Thin socks", category="Clothing > Socks", price=8),
            Product(id="short", title="Mesh shorts", category="Clothing > Shorts", price=30),
            Product(id="lace", title="Laces for running shoes", category="Care", price=4),
            Product(id="novel", title="The Harbour", category="Books > Novels", price=12),
        ],
    )
    return index


def edges(shop, product_id="fell-blue", **options):
    found = product_graph.related(shop._current(), product_id, ("minilm-int8",), now=NOW, **options)
    assert found is not None
    return found


def ids(found):
    return [edge.id for edge in found]


def test_every_list_is_there_each_edge_scored_and_reasoned(shop):
    found = edges(shop)
    assert tuple(found) == RELATIONS
    for relation, listed in found.items():
        assert len(set(ids(listed))) == len(listed)
        for edge in listed:
            assert edge.relation == relation
            assert 0 <= edge.score <= 1
            assert edge.reason.text
            assert "{" not in edge.reason.text


def test_an_unknown_product_has_no_lists(shop):
    assert product_graph.related(shop._current(), "nowhere", ("minilm-int8",)) is None


def test_what_is_out_of_stock_comes_last(shop):
    for listed in edges(shop).values():
        stocked = [edge.in_stock for edge in listed]
        assert stocked == sorted(stocked, reverse=True)
    assert ids(edges(shop)["cheaper"])[-1] == "brook-sold-out"


def test_cheaper_and_dearer_are_of_the_same_kind_people_and_currency(shop):
    found = edges(shop)
    assert ids(found["cheaper"]) == ["brook", "brook-sold-out"]
    assert ids(found["dearer"]) == ["peak", "summit"]  # the nearer price first
    assert found["cheaper"][0].reason.evidence == {"percent": 25}
    assert found["cheaper"][0].reason.text == "25% cheaper"


def test_variants_are_only_under_variants(shop):
    found = edges(shop)
    assert ids(found["variants"]) == ["fell-red"]
    assert found["variants"][0].reason.text == "The same model in red"
    for relation in set(RELATIONS) - {"variants"}:
        assert "fell-red" not in ids(found[relation])


def test_a_model_stands_in_a_list_once_by_the_variant_in_stock(shop):
    listed = ids(edges(shop, "brook")["similar"])
    assert "fell-blue" in listed
    assert "fell-red" not in listed


def test_the_same_brand_is_the_same_brand(shop):
    assert set(ids(edges(shop)["brand"])) == {"brook", "brook-sold-out", "lady", "euro"}


def test_without_logs_the_rules_say_what_goes_with_it(shop):
    found = edges(shop)
    reasons = {edge.id: edge.reason for edge in found["accessories"]}
    assert reasons["lace"].code == "made_for"
    assert reasons["sock"].code == "pairs_with"
    assert reasons["sock"].evidence["kind"] == "socks"
    assert "novel" not in reasons
    assert "short" in ids(found["goes_with"])


def test_what_shoppers_buy_together_goes_before_the_rules(shop):
    behaviour = Behaviour(NOW)
    behaviour.add(
        Interaction("bought", f"u{n}", model, NOW - timedelta(days=n))
        for n in range(12)
        for model in ("fell", "\0novel")
    )
    found = edges(shop, behaviour=behaviour)
    first = found["goes_with"][0]
    assert (first.id, first.reason.code) == ("novel", "bought_together")
    assert first.reason.text == "Bought together by 12 shoppers"
    assert "novel" in ids(found["accessories"])  # another kind, at less than half the price
    assert "novel" not in ids(edges(shop)["goes_with"])


def test_shoppers_of_a_product_like_it_count_and_the_reason_says_so(shop):
    behaviour = Behaviour(NOW)
    behaviour.add(
        Interaction("bought", shopper, model, NOW)
        for shopper, model in (("u", "fell"), ("u", "\0novel"), ("v", "\0brook"), ("v", "\0novel"))
    )
    reasons = {edge.id: edge.reason for edge in edges(shop, behaviour=behaviour)["goes_with"]}
    assert reasons["novel"].code == "bought_with_alike"
    assert reasons["novel"].text == "Bought with this or products like it by 2 shoppers"
    alone = Behaviour(NOW)
    alone.add(Interaction("bought", "u", model, NOW) for model in ("fell", "\0novel"))
    assert "novel" not in ids(edges(shop, behaviour=alone)["goes_with"])


def test_reasons_are_worded_in_the_language_asked_for(shop):
    found = edges(shop, language="zh", relations=["cheaper", "variants"])
    assert found["cheaper"][0].reason.text == "便宜25%"
    assert found["variants"][0].reason.text == "同款红色"
    assert list(found) == ["cheaper", "variants"]


def test_the_candidates_of_a_large_shop_are_bounded_and_close_to_the_exact(shop, monkeypatch):
    exact = edges(shop, limit=20)
    monkeypatch.setattr("retrieval.similar.EXACT", 4)
    monkeypatch.setattr("retrieval.graph.complements.EXACT", 4)
    monkeypatch.setattr("retrieval.similar.CANDIDATES", 3)
    bounded = edges(shop, limit=20)
    assert set(ids(bounded["similar"])) <= set(ids(exact["similar"]))
    assert ids(bounded["similar"])[0] == ids(exact["similar"])[0]
    assert ids(bounded["cheaper"]) == ids(exact["cheaper"])
