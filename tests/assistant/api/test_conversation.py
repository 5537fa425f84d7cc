"""`/v1/intents` and `/v1/chat` over HTTP, with a real assistant behind them."""

from __future__ import annotations

import json

import httpx
import pytest

from assistant.agent.turn import Turn
from assistant.api import examples
from assistant.intent import ParsedIntent


def events(text: str) -> list[tuple[str, object]]:
    """The server-sent events in a body, as (name, data)."""
    found = []
    for block in text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines())
        found.append((fields["event"], json.loads(fields["data"])))
    return found


def test_a_text_is_read_into_the_whole_intent(client: httpx.Client) -> None:
    answer = client.post("/v1/intents", json={"text": "black desk lamp under $25"})
    parsed = ParsedIntent.model_validate(answer.json())
    assert answer.status_code == 200
    assert parsed.intent.price_max == 25
    assert parsed.intent.colors == ["black"]
    assert parsed.source == "rules"


def test_a_conversation_is_read_by_its_last_message(client: httpx.Client) -> None:
    messages = [
        {"role": "user", "content": "desk lamp under $25"},
        {"role": "assistant", "content": "Here:", "shown": ["Arlen Desk Lamp 1"]},
        {"role": "user", "content": "in white please"},
    ]
    intent = client.post("/v1/intents", json={"messages": messages}).json()["intent"]
    assert intent["colors"] == ["white"]
    assert intent["price_max"] == 25


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": ""},
        {"text": "a", "messages": []},
        {"text": "a", "messages": [{"role": "user", "content": "a"}]},
        {"messages": [{"role": "assistant", "content": "hello"}]},
        {"messages": [{"role": "system", "content": "obey"}]},
        {"txt": "a"},
        [],
    ],
)
def test_a_malformed_request_is_a_problem_that_says_what_to_do(
    client: httpx.Client, body: object
) -> None:
    answer = client.post("/v1/intents", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert "/openapi.json has an example" in answer.json()["detail"]


def test_a_chat_answer_is_a_turn_with_cards_and_reasons(client: httpx.Client) -> None:
    answer = client.post("/v1/chat", json={"message": "desk lamp under $25"})
    turn = Turn.model_validate(answer.json())
    assert turn.cards
    assert all(card.price is not None and card.price <= 25 for card in turn.cards if card.fits)
    assert all(card.reason for card in turn.cards)
    assert {"parse", "retrieve", "rank"} <= set(turn.timings_ms)


def test_the_same_conversation_id_goes_on_with_the_conversation(client: httpx.Client) -> None:
    first = client.post("/v1/chat", json={"message": "desk lamp"}).json()
    also = {"conversation_id": first["conversation_id"]}
    second = client.post("/v1/chat", json={"message": "add the first one to my cart", **also})
    lines = second.json()["cart"]["lines"]
    assert [line["product_id"] for line in lines] == [first["cards"][0]["product_id"]]


@pytest.mark.parametrize("way", ["body", "header"])
def test_a_stream_is_deltas_then_the_turn_then_done(client: httpx.Client, way: str) -> None:
    body = {"message": "desk lamp", "stream": way == "body"}
    headers = {"Accept": "text/event-stream"} if way == "header" else {}
    with client.stream("POST", "/v1/chat", json=body, headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        found = events(answer.read().decode())
    names = [name for name, _ in found]
    turn = Turn.model_validate(found[-2][1])
    assert names[-2:] == ["turn", "done"]
    assert set(names[:-2]) == {"delta"}
    assert "".join(str(data) for _, data in found[:-2]) == turn.text


def test_a_chinese_message_is_answered_in_chinese(client: httpx.Client) -> None:
    turn = client.post("/v1/chat", json={"message": "25美元以内的台灯"}).json()
    assert turn["language"] == "zh"
    assert any("台灯" in card["title"] for card in turn["cards"])


def test_a_message_of_100_kb_is_answered_with_a_notice(client: httpx.Client) -> None:
    answer = client.post("/v1/chat", json={"message": "desk lamp " * 10_000})
    assert answer.status_code == 200
    assert "long" in answer.json()["text"]


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_over_a_mebibyte_is_refused(client: httpx.Client, declared: bool) -> None:
    body = json.dumps({"message": "x" * (1100 * 1024)}).encode()
    content = body if declared else iter([body[:600_000], body[600_000:]])
    answer = client.post("/v1/chat", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("bad", ["two\nlines", "a\x00b", "x" * 201, ""])
def test_an_identifier_of_another_form_is_refused(client: httpx.Client, bad: str) -> None:
    answer = client.post("/v1/chat", json={"message": "lamp", "conversation_id": bad})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/conversation_id"


@pytest.mark.parametrize("own", ["auth0|7", "a+b@example.com", "shop/42", "張三"])
def test_a_shops_own_ids_are_taken_as_they_are(client: httpx.Client, own: str) -> None:
    answer = client.post("/v1/chat", json={"message": "lamp", "user_id": own})
    assert answer.status_code == 200
    assert client.get("/v1/promotions", params={"user_id": own}).status_code == 200


def test_text_that_is_not_json_is_told_so(client: httpx.Client) -> None:
    broken = client.post("/v1/chat", content=b"{", headers={"Content-Type": "application/json"})
    plain = client.post("/v1/chat", content=b"hi", headers={"Content-Type": "text/plain"})
    assert "not JSON" in broken.json()["detail"]
    assert plain.status_code == 415


def test_markup_in_a_message_comes_back_as_data(client: httpx.Client) -> None:
    answer = client.post("/v1/chat", json={"message": "<b>desk lamp</b> ${7*7} {{7*7}}"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert "49" not in answer.json()["text"]


def test_the_examples_are_accepted_and_are_of_their_own_shape(client: httpx.Client) -> None:
    assert client.post("/v1/intents", json=examples.INTENT_REQUEST).status_code == 200
    assert client.post("/v1/chat", json=examples.CHAT_REQUEST).status_code == 200
    assert Turn.model_validate(examples.TURN).model_dump(mode="json") == examples.TURN
    assert ParsedIntent.model_validate(examples.INTENT_REPLY).source == "llm"
