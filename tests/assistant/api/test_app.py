"""The application as a whole: schema, pictures, headers, figures, limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from assistant.api.app import create_app
from assistant.service import Assistant


def schema(client: httpx.Client) -> dict[str, Any]:
    return dict(client.get("/openapi.json").json())


def operations(spec: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method.upper()} {path}", operation)
        for path, methods in spec["paths"].items()
        for method, operation in methods.items()
    ]


def resolved(spec: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        node = spec["components"]["schemas"][node["$ref"].rsplit("/", 1)[1]]
    return node


def examples_of(spec: dict[str, Any], content: dict[str, Any]) -> list[Any]:
    if "example" in content:
        return [content["example"]]
    if "examples" in content:
        return [one["value"] for one in content["examples"].values()]
    return list(resolved(spec, content.get("schema", {})).get("examples", []))


def test_every_request_and_answer_has_an_example_of_its_own_schema(client: httpx.Client) -> None:
    spec = schema(client)
    for name, operation in operations(spec):
        contents = dict(operation["responses"]["200"]["content"])
        contents |= operation.get("requestBody", {}).get("content", {})
        for media, content in contents.items():
            found = examples_of(spec, content)
            assert found, f"{name} has no example for {media}"
            whole = {**content["schema"], "components": spec["components"]}
            for example in found:
                Draft202012Validator(whole).validate(example)


def test_the_page_and_the_api_share_the_port(whole: httpx.Client) -> None:
    page = whole.get("/")
    assert page.status_code == 200
    assert "gradio" in page.text
    assert whole.get("/healthz").json()["status"] == "ok"


def test_the_page_asks_no_other_origin_for_anything_it_runs(whole: httpx.Client) -> None:
    policy = whole.get("/").headers["content-security-policy"]
    sources = dict(part.split(" ", 1) for part in policy.split("; "))
    for name in ("default-src", "script-src", "style-src", "font-src", "connect-src"):
        assert "http" not in sources[name]
        assert "*" not in sources[name]


def test_another_origin_gets_no_leave_to_read(client: httpx.Client) -> None:
    answer = client.get("/healthz", headers={"Origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in answer.headers


def test_it_is_ready_once_its_parts_are(client: httpx.Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["parts"]["index"] is True


def test_it_is_not_ready_without_a_catalogue(tmp_path: Path) -> None:
    from assistant.settings import Settings

    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    settings = Settings(data_dir=tmp_path / "data", parser="rules")
    with (
        Assistant.open(settings, catalog=empty) as opened,
        TestClient(create_app(opened)) as client,
    ):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["index"] is False


def test_a_picture_of_the_catalogue_is_served(client: httpx.Client) -> None:
    answer = client.get("/images/lamp-1.png")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/png"


@pytest.mark.parametrize(
    "path",
    [
        "/images/../secret.txt",
        "/images/%2e%2e/secret.txt",
        "/images/..%2fsecret.txt",
        "/images/secret.txt",
        "/images/products.jsonl",
        "/images//etc/passwd",
        "/images/lamp-1.png%00.txt",
        "/images/",
    ],
)
def test_nothing_but_pictures_of_the_catalogue_is_served(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "not for browsers" not in answer.text


def test_figures_count_requests_by_route_and_parses_by_source(client: httpx.Client) -> None:
    client.get("/v1/products/lamp-1")
    client.post("/v1/chat", json={"message": "desk lamp"})
    text = client.get("/metrics").text
    assert 'route="/v1/products/{product_id}",status="200"' in text
    assert 'aisle_parses_total{source="rules"}' in text
    assert 'aisle_step_seconds_count{step="rank"}' in text
    assert "lamp-1" not in text


def test_a_rate_limit_answers_429_and_when_to_come_back(assistant: Assistant) -> None:
    with TestClient(create_app(assistant, rate_limit="2/minute")) as client:
        codes = [client.get("/v1/products/lamp-1").status_code for _ in range(3)]
        last = client.get("/v1/products/lamp-1")
        assert client.get("/healthz").status_code == 200
    assert codes == [200, 200, 429]
    assert int(last.headers["retry-after"]) <= 60


def test_a_rate_limit_that_cannot_be_read_is_refused_before_any_request(
    assistant: Assistant,
) -> None:
    with pytest.raises(ValueError, match="often"):
        create_app(assistant, rate_limit="often")


def test_an_unforeseen_fault_is_a_problem_without_its_traceback(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret path")

    monkeypatch.setattr(assistant.index, "get", fail)
    with TestClient(create_app(assistant), raise_server_exceptions=False) as client:
        answer = client.get("/v1/products/lamp-1")
    assert answer.status_code == 500
    assert "error id" in answer.json()["detail"]
    assert "secret" not in answer.text


@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/nope"), ("DELETE", "/v1/chat")])
def test_unknown_paths_and_methods_are_problems(
    client: httpx.Client, method: str, path: str
) -> None:
    answer = client.request(method, path)
    assert answer.status_code in {404, 405}
    assert answer.headers["content-type"] == "application/problem+json"
