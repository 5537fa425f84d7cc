"""`/v1/events`: each event judged alone."""

from __future__ import annotations

import json
import uuid

import httpx
import pytest

from assistant.api import examples


def event(**fields: object) -> dict[str, object]:
    return {
        "event_id": uuid.uuid4().hex,
        "ts": "2026-05-04T10:15:30Z",
        "user_id": "u-7",
        "type": "view_item",
        "item_id": "lamp-1",
        **fields,
    }


def test_one_event_is_stored(client: httpx.Client) -> None:
    answer = client.post("/v1/events", json=event())
    assert answer.status_code == 200
    assert answer.json() == {"accepted": 1, "duplicates": 0, "rejected": []}


def test_the_same_event_id_counts_once(client: httpx.Client) -> None:
    twice = event()
    client.post("/v1/events", json=twice)
    answer = client.post("/v1/events", json=[twice, event()])
    assert (answer.json()["accepted"], answer.json()["duplicates"]) == (1, 1)


def test_good_events_are_kept_beside_bad_ones(client: httpx.Client) -> None:
    bad = [event(type="stare"), event(ts="2026-05-04 10:15"), "text", {}]
    answer = client.post("/v1/events", json=[event(), *bad])
    body = answer.json()
    assert answer.status_code == 207
    assert body["accepted"] == 1
    assert [one["index"] for one in body["rejected"]] == [1, 2, 3, 4]
    assert body["rejected"][0]["reason"].startswith("type:")
    assert "stare" not in answer.text


@pytest.mark.parametrize("body", [[event(type="stare")], {}, [], "text", 3, None])
def test_nothing_well_formed_is_a_problem(client: httpx.Client, body: object) -> None:
    answer = client.post(
        "/v1/events", content=json.dumps(body), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_more_than_a_thousand_at_once_are_refused(client: httpx.Client) -> None:
    assert client.post("/v1/events", json=[event()] * 1001).status_code == 422


def test_stored_events_move_the_profile(client: httpx.Client, assistant: object) -> None:
    user = f"u-{uuid.uuid4().hex[:8]}"
    sent = [event(user_id=user, type="purchase", ts="2026-05-04T10:15:30Z")]
    client.post("/v1/events", json=sent)
    assert assistant.profiles.get(user).purchased_items == {"lamp-1": 1}  # type: ignore[attr-defined]


def test_the_example_list_is_accepted(client: httpx.Client) -> None:
    assert client.post("/v1/events", json=examples.EVENTS).status_code == 200
