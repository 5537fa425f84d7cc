"""What no route can answer is told as a problem, with the page mounted beside the API."""

from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from assistant.api.admission import PRODUCTS, with_one_segment
from assistant.api.app import create_app
from assistant.service import Assistant
from retrieval.product import Product

PROBLEM = "application/problem+json"
ODD = ("SKU/12", "SKU/12/related", "related", "a b", "..", "a//b", "/", "x%2Fy", "灯/😀", "q?z=1#f")


@pytest.fixture
def odd_ids(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue that knows the odd ids alone; the paths are what is asked here."""

    def get(ids: list[str]) -> list[Product]:
        return [Product(id=one, title=f"The one called {one}") for one in ids if one in ODD]

    monkeypatch.setattr(assistant.index, "get", get)


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("GET", "/v1/chat", "POST"),
        ("PUT", "/v1/chat", "POST"),
        ("DELETE", "/v1/products/lamp-1", "GET, HEAD"),
        ("POST", "/v1/search", "GET, HEAD"),
        ("PUT", "/healthz", "GET, HEAD"),
        ("OPTIONS", "/v1/events", "POST"),
        ("POST", "/v1/profiles/a/b", "DELETE, GET, HEAD, PATCH"),
        ("DELETE", "/openapi.json", "GET, HEAD"),
    ],
)
def test_a_wrong_method_is_told_which_are_right(
    whole: httpx.Client, method: str, path: str, allow: str
) -> None:
    answer = whole.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"] == allow
    assert answer.headers["content-type"] == PROBLEM
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    "path", ["/v1", "/v1/", "/v1/nope", "/v1/chat/", "/v1/products/", "/healthz/"]
)
def test_an_unknown_path_of_the_api_is_no_page(whole: httpx.Client, path: str) -> None:
    for method in ("GET", "POST"):
        answer = whole.request(method, path)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == PROBLEM
        assert "/openapi.json" in answer.json()["detail"]


def test_the_page_keeps_its_own_paths(whole: httpx.Client) -> None:
    assert "gradio" in whole.get("/").text
    assert whole.get("/config").status_code == 200


def test_refused_requests_are_counted_by_route(assistant: Assistant) -> None:
    with TestClient(create_app(assistant)) as client:
        client.put("/v1/chat")
        client.get("/v1/nope")
        figures = client.get("/metrics").text
    assert 'method="PUT",route="/v1/chat",status="405"' in figures
    assert 'route="unknown",status="404"' in figures


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", "", "json"])
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/v1/chat"), ("POST", "/v1/events"), ("PATCH", "/v1/profiles/nobody")],
)
def test_a_body_that_is_not_sent_as_json_is_415(
    client: httpx.Client, method: str, path: str, media: str
) -> None:
    answer = client.request(method, path, content=b"{}", headers={"Content-Type": media})
    assert answer.status_code == 415
    assert "Content-Type: application/json" in answer.json()["detail"]


@pytest.mark.parametrize("body", [b'{"message": "\xff"}', b"[" * 100_000, b"9" * 5_000])
def test_a_body_that_is_no_text_of_json_is_told_what_to_send(
    client: httpx.Client, body: bytes
) -> None:
    answer = client.post("/v1/chat", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == PROBLEM
    assert "JSON" in answer.json()["detail"]


def test_an_unknown_parameter_is_not_passed_over(client: httpx.Client) -> None:
    answer = client.get("/v1/search", params={"q": "lamp", "max_price": 24})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["pointer"] == "query:max_price"
    assert "price_max" in error["detail"]
    assert client.get("/healthz", params={"nocache": 1}).status_code == 200


@pytest.mark.usefixtures("odd_ids")
@pytest.mark.parametrize("product_id", ODD)
def test_every_id_is_addressable_percent_encoded(client: httpx.Client, product_id: str) -> None:
    path = f"/v1/products/{quote(product_id, safe='').replace('.', '%2E')}"
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.json()["id"] == product_id


@pytest.mark.usefixtures("odd_ids")
@pytest.mark.parametrize("product_id", ["SKU/12", "a b", "a//b", "灯/😀", "related"])
def test_slashes_may_stay_as_they_are(client: httpx.Client, product_id: str) -> None:
    assert client.get(f"/v1/products/{quote(product_id)}").json()["id"] == product_id


def test_what_belongs_beside_an_odd_id_is_asked_for_alike(client: httpx.Client) -> None:
    for sent in ("SKU%2F12", "SKU/12"):
        answer = client.get(f"/v1/products/{sent}/related")
        assert answer.status_code == 404
        assert "'SKU/12'" in answer.json()["detail"]


@given(st.text(min_size=1).filter(lambda text: text.encode("utf-8", "ignore").decode() == text))
def test_an_encoded_id_is_one_segment_and_comes_back(product_id: str) -> None:
    sent = quote(product_id, safe="")
    for tail in ("", "/related"):
        path = with_one_segment(f"{PRODUCTS}{sent}{tail}".encode(), "ignored")
        assert path == f"{PRODUCTS}{sent}{tail}"


@pytest.mark.parametrize("path", ["/v1/profiles/a%00b", "/v1/profiles/a%1Fb"])
def test_a_shopper_s_id_has_no_control_characters(client: httpx.Client, path: str) -> None:
    answer = client.patch(path, json={"personalisation": True})
    assert answer.status_code == 422
    assert "control characters" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/healthz", "/v1/products/lamp-1", "/v1/search?query=lamp"])
def test_head_is_what_get_says_without_the_body(whole: httpx.Client, path: str) -> None:
    got, head = whole.get(path), whole.head(path)
    assert head.status_code == got.status_code
    assert head.headers["content-type"] == got.headers["content-type"]
    assert head.content == b""


def test_head_of_what_has_no_get_is_no_method(whole: httpx.Client) -> None:
    assert whole.head("/v1/chat").status_code == 405
