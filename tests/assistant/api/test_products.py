"""`/v1/products`, `/v1/search` and `/v1/promotions`."""

from __future__ import annotations

import httpx
import pytest

from retrieval.graph.edge import RELATIONS
from retrieval.product import Product


def test_a_product_is_given_with_its_own_fields(client: httpx.Client) -> None:
    found = Product.model_validate(client.get("/v1/products/lamp-1").json())
    assert (found.title, found.brand) == ("Arlen Desk Lamp 1", "Arlen")


def test_an_unknown_id_is_a_problem(client: httpx.Client) -> None:
    answer = client.get("/v1/products/nope")
    assert answer.status_code == 404
    assert "Ids come from /v1/search" in answer.json()["detail"]


def test_search_ranks_and_gives_scores(client: httpx.Client) -> None:
    body = client.get("/v1/search", params={"q": "desk lamp", "limit": 3}).json()
    relevance = [one["relevance"] for one in body["results"]]
    assert body["count"] == 3
    assert relevance == sorted(relevance, reverse=True)
    assert all(one["scores"] for one in body["results"])


def test_every_constraint_given_holds(client: httpx.Client) -> None:
    body = client.get("/v1/search", params={"q": "lamp", "price_max": 24, "color": "black"}).json()
    assert {one["product"]["id"] for one in body["results"]} == {"lamp-1", "lamp-3"}


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": ""},
        {"q": "lamp", "limit": 0},
        {"q": "lamp", "limit": 101},
        {"q": "lamp", "price_max": -1},
        {"q": "lamp", "price_max": "nan"},
        {"q": "lamp", "language": "tlh"},
        {"q": "   "},
        {"q": "lamp", "brand": ""},
        {"q": "lamp", "price_min": 50, "price_max": 20},
    ],
)
def test_parameters_out_of_range_are_problems(client: httpx.Client, query: dict[str, str]) -> None:
    answer = client.get("/v1/search", params=query)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith("query:")


def test_a_price_range_that_nothing_can_fit_is_told(client: httpx.Client) -> None:
    turned = client.get("/v1/search", params={"q": "lamp", "price_min": 50, "price_max": 20})
    assert "above price_max (20)" in turned.json()["detail"]
    one_price = client.get("/v1/search", params={"q": "lamp", "price_min": 22, "price_max": 22})
    assert [one["product"]["id"] for one in one_price.json()["results"]] == ["lamp-2"]


@pytest.mark.parametrize("text", ["' OR 1=1 --", "%00", "\\", "🪔", "NEAR(", '"' * 50, "*"])
def test_any_text_can_be_searched_for(client: httpx.Client, text: str) -> None:
    assert client.get("/v1/search", params={"q": text}).status_code == 200


def test_a_description_with_markup_stays_a_json_string(client: httpx.Client) -> None:
    answer = client.get("/v1/products/lamp-9")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_promotions_that_run_now_are_listed(client: httpx.Client) -> None:
    body = client.get("/v1/promotions").json()
    assert [one["id"] for one in body["promotions"]] == ["ten"]


def test_what_belongs_beside_a_product_is_listed_by_kind(client: httpx.Client) -> None:
    body = client.get("/v1/products/lamp-3/related", params={"limit": 3}).json()
    assert body["product_id"] == "lamp-3"
    assert list(body["related"]) == list(RELATIONS)
    assert len(body["related"]["similar"]) == 3
    assert {one["product"]["brand"] for one in body["related"]["brand"]} == {"Arlen"}
    for listed in body["related"].values():
        for one in listed:
            assert one["product"]["id"] != "lamp-3"
            assert 0 <= one["score"] <= 1
            assert one["reason"]["text"]


def test_one_kind_alone_and_its_reasons_in_chinese(client: httpx.Client) -> None:
    asked = {"kind": "dearer", "language": "zh"}
    body = client.get("/v1/products/lamp-3/related", params=asked).json()
    assert list(body["related"]) == ["dearer"]
    dearer = body["related"]["dearer"]
    assert all(one["product"]["price"] > 23 for one in dearer)
    assert all(one["reason"]["text"].startswith("同类，贵") for one in dearer)


def test_an_unknown_product_has_nothing_beside_it(client: httpx.Client) -> None:
    answer = client.get("/v1/products/nope/related")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Ids come from /v1/search" in answer.json()["detail"]


@pytest.mark.parametrize("query", [{"kind": "cousins"}, {"limit": 0}, {"limit": 51}])
def test_a_kind_that_does_not_exist_is_a_problem(client: httpx.Client, query) -> None:
    answer = client.get("/v1/products/lamp-3/related", params=query)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith("query:")


def test_hot_products_are_listed_best_first_with_the_parts_of_their_score(
    client: httpx.Client,
) -> None:
    body = client.get("/v1/products/trending", params={"category": "Home"}).json()
    scores = [one["score"] for one in body["results"]]
    assert body["kind"] == "hot"
    assert body["count"] == len(scores) > 0
    assert scores == sorted(scores, reverse=True)
    for one in body["results"]:
        assert sum(one["figures"].values()) == pytest.approx(one["score"], abs=1e-3)


def test_a_category_without_products_has_no_trends(client: httpx.Client) -> None:
    for kind in ("hot", "rising"):
        asked = {"category": "Nowhere", "kind": kind}
        assert client.get("/v1/products/trending", params=asked).json()["results"] == []
    assert client.get("/v1/products/trending", params={"kind": "cold"}).status_code == 422
