"""`/v1/products`, `/v1/search` and `/v1/promotions`."""

from __future__ import annotations

import httpx
import pytest

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
    ],
)
def test_parameters_out_of_range_are_problems(client: httpx.Client, query: dict[str, str]) -> None:
    answer = client.get("/v1/search", params=query)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith("query:")


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
