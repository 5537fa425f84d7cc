"""`/v1/profiles`: read, corrected, switched off, and forgotten without a trace."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from assistant.api import profiles as shapes
from assistant.api.app import create_app
from assistant.service import Assistant
from assistant.settings import Settings


def event(
    user: str, kind: str = "view_item", item: str = "lamp-1", **fields: Any
) -> dict[str, Any]:
    return {
        "event_id": uuid.uuid4().hex,
        "ts": (datetime.now(UTC) - timedelta(hours=1)).isoformat(),
        "user_id": user,
        "type": kind,
        "item_id": item,
        **fields,
    }


@pytest.fixture
def user() -> str:
    return f"profile-{uuid.uuid4().hex[:8]}"


def tags(body: dict[str, Any], part: str = "tags") -> dict[tuple[str, str], float]:
    return {(one["kind"], one["value"]): one["strength"] for one in body["long_term"][part]}


def test_a_shopper_reads_what_is_known_of_them(client: httpx.Client, user: str) -> None:
    sent = [event(user, session_id="web-1"), event(user, "purchase", "lamp-2", value=22.0)]
    client.post("/v1/events", json=sent)
    body = client.get(f"/v1/profiles/{user}", params={"session_id": "web-1"}).json()
    brand = next(one for one in body["long_term"]["tags"] if one["kind"] == "brand")
    assert (brand["value"], brand["evidence"], brand["bought"]) == ("Arlen", 2, 1)
    assert 0 < brand["strength"] < 1
    assert brand["last"] == sent[1]["ts"].replace("+00:00", "Z")
    assert (body["long_term"]["half_life"], body["session"]["half_life"]) == ("P45D", "PT30M")
    assert {one["value"] for one in body["session"]["tags"]} >= {"Arlen", "black"}
    assert (body["personalisation"], body["events"], body["orders"]) == (True, 2, 1)
    assert body["purchased_items"] == {"lamp-2": 1}
    assert body["price_band"]["currency"] == "USD"


def test_a_stranger_has_no_profile_to_read(client: httpx.Client, user: str) -> None:
    answer = client.get(f"/v1/profiles/{user}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_fact_outranks_behaviour_until_it_is_taken_back(client: httpx.Client, user: str) -> None:
    client.post("/v1/events", json=[event(user, "purchase") for _ in range(5)])
    path = f"/v1/profiles/{user}"
    never = {"add": [{"kind": "brand", "value": "ARLEN ", "wanted": False}]}
    body = client.patch(path, json=never).json()
    assert ("brand", "Arlen") not in tags(body)
    assert tags(body, "dislikes")["brand", "ARLEN"] == 1.0
    assert body["facts"][0]["wanted"] is False
    client.post("/v1/events", json=[event(user, "purchase")])
    assert ("brand", "Arlen") not in tags(client.get(path).json())
    body = client.patch(path, json={"restore": [{"kind": "brand", "value": "arlen"}]}).json()
    assert body["facts"] == []
    assert 0 < tags(body)["brand", "Arlen"] < 1


def test_a_brand_never_wanted_counts_against_its_products_alone(
    client: httpx.Client, user: str
) -> None:
    def counted(factor: str) -> dict[str, set[float]]:
        cards = client.post("/v1/chat", json={"message": "a lamp", "user_id": user}).json()["cards"]
        found: dict[str, set[float]] = {}
        for card in cards:
            parts = {one["factor"]: one["contribution"] for one in card["reasons"]}
            found.setdefault(card["brand"], set()).add(round(parts.get(factor, 0.0), 6))
        return found

    client.post("/v1/events", json=[event(user, "purchase") for _ in range(3)])
    assert counted("dislikes")["Arlen"] == {0.0}
    never = {"add": [{"kind": "brand", "value": "Arlen", "wanted": False}]}
    client.patch(f"/v1/profiles/{user}", json=never)
    after = counted("dislikes")
    assert max(after["Arlen"]) < 0
    assert after.get("Brask", {0.0}) == {0.0}


def test_a_tag_taken_off_stays_off_whatever_is_looked_at(client: httpx.Client, user: str) -> None:
    client.post("/v1/events", json=[event(user)])
    path, name = f"/v1/profiles/{user}", {"kind": "color", "value": "Black"}
    assert ("color", "black") in tags(client.get(path).json())
    body = client.patch(path, json={"remove": [name]}).json()
    assert ("color", "black") not in tags(body) | tags(body, "dislikes")
    client.post("/v1/events", json=[event(user) for _ in range(3)])
    assert ("color", "black") not in tags(client.get(path).json())
    body = client.patch(path, json={"add": [name]}).json()
    assert tags(body)["color", "black"] == 1.0
    assert len(body["facts"]) == 1


def test_switched_off_nothing_personal_is_used_and_all_of_it_can_be_read(
    client: httpx.Client, assistant: Assistant, user: str
) -> None:
    client.post("/v1/events", json=[event(user, "purchase", session_id="web-2")])
    path = f"/v1/profiles/{user}"
    body = client.patch(path, json={"personalisation": False}).json()
    assert body["personalisation"] is False
    assert tags(body)
    used = assistant.profiles.get(user, session_id="web-2")
    assert (used.tags, used.session.tags, used.price_bands, used.viewed_items) == ((), (), {}, {})
    assert (used.personalised, used.first_order) == (False, False)
    cards = client.post("/v1/chat", json={"message": "a lamp", "user_id": user}).json()["cards"]
    factors = {reason["factor"] for card in cards for reason in card["reasons"]}
    assert not factors & {"profile", "session", "dislikes"}
    client.patch(path, json={"personalisation": True})
    assert assistant.profiles.get(user).tags


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"add": [{"kind": "gender", "value": "female"}]},
        {"add": [{"kind": "brand", "value": "  "}]},
        {"add": [{"kind": "brand", "value": "x" * 401}]},
        {"remove": [{"kind": "brand"}]},
        {"forget": True},
        {"add": [{"kind": "brand", "value": "x"}] * 51},
    ],
)
def test_a_malformed_change_is_refused(
    client: httpx.Client, user: str, change: dict[str, Any]
) -> None:
    assert client.patch(f"/v1/profiles/{user}", json=change).status_code == 422
    assert client.get(f"/v1/profiles/{user}").status_code == 404


def test_facts_are_bounded(client: httpx.Client, user: str) -> None:
    for start in range(0, 200, 50):
        add = [{"kind": "brand", "value": f"brand {n}"} for n in range(start, start + 50)]
        assert client.patch(f"/v1/profiles/{user}", json={"add": add}).status_code == 200
    one = {"add": [{"kind": "brand", "value": "one more"}]}
    assert client.patch(f"/v1/profiles/{user}", json=one).status_code == 422
    again = {"add": [{"kind": "brand", "value": "brand 7", "wanted": False}]}
    assert client.patch(f"/v1/profiles/{user}", json=again).status_code == 200


def test_the_examples_are_accepted(client: httpx.Client, user: str) -> None:
    assert client.patch(f"/v1/profiles/{user}", json=shapes.CHANGE).status_code == 200


# Forgetting -------------------------------------------------------------------------------------

GONE = "the-one-to-forget"
STAYS = "the-one-who-stays"
SAID = "zanzibar-flavoured"


@pytest.fixture
def lived_in(shop_folder: Path, tmp_path: Path) -> Iterator[Assistant]:
    """A shop of its own, in whose every corner both shoppers have left something."""
    settings = Settings(data_dir=tmp_path, parser="rules")
    with Assistant.open(
        settings,
        catalog=shop_folder / "products.jsonl",
        promotions=shop_folder / "promotions.jsonl",
    ) as opened:
        demo = tmp_path / "demo"
        demo.mkdir()
        for name in ("events.jsonl", "shoppers.jsonl"):
            rows = [json.dumps({"user_id": one}) for one in (GONE, STAYS)]
            (demo / name).write_text("\n".join(rows) + "\n")
        opened.profiles.shoppers.load(demo / "shoppers.jsonl")
        with TestClient(create_app(opened)) as client:
            for one in (GONE, STAYS):
                live(client, opened, one)
        yield opened


def live(client: httpx.Client, assistant: Assistant, user: str) -> None:
    kinds = ["view_item", "purchase", "like", "dislike", "add_to_cart"] * 8
    # A purchase before sign-in, in a session that the shopper then signs in to.
    before = {**event(user, session_id=f"web of {user}"), "user_id": None}
    sent = [event(user, kind, session_id=f"web of {user}") for kind in kinds]
    redeemed = event(user, "redeem_promotion", promotion_id="ten")
    client.post("/v1/events", json=[before, *sent, redeemed])
    for message in ("hello", f"a {SAID} lamp", "add the first one to my cart", "add the second"):
        said = {"message": message, "user_id": user, "conversation_id": f"talk-{user}"}
        assert client.post("/v1/chat", json=said).status_code == 200
    greeted = {"message": "hello", "user_id": user, "conversation_id": f"only-hello-{user}"}
    assert client.post("/v1/chat", json=greeted).status_code == 200
    assistant.carts.add(f"talk-{user}", "lamp-3")
    client.patch(f"/v1/profiles/{user}", json={**shapes.CHANGE, "personalisation": False})
    assert assistant.promotions.store.redeem("ten", order_id=f"of {user[-3:]}", user_id=user)


def rows_naming(path: Path, words: str) -> list[str]:
    """Tables of a SQLite file with a row in which ``words`` stands."""
    found = []
    with sqlite3.connect(path) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in names:
            rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608
            if any(words.encode() in _bytes(row) for row in rows):
                found.append(name)
    return found


def _bytes(row: tuple[Any, ...]) -> bytes:
    return b"\0".join(one if isinstance(one, bytes) else str(one).encode() for one in row)


def files_naming(folder: Path, words: str) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and words.encode() in path.read_bytes()
    )


def test_nothing_of_a_forgotten_shopper_is_left_in_any_table_or_file(lived_in: Assistant) -> None:
    folder = lived_in.settings.data_dir
    assert set(rows_naming(folder / "aisle.db", GONE)) == {
        "events", "shoppers", "profile_facts", "profile_settings", "profile_items",
        "profile_order_lines", "conversation_shoppers", "promotion_uses", "carts",
    }  # fmt: skip
    assert set(rows_naming(folder / "conversations.db", GONE)) >= {"checkpoints"}
    assert {"demo/events.jsonl", "demo/shoppers.jsonl"} < set(files_naming(folder, GONE))
    with TestClient(create_app(lived_in)) as client:
        answer = client.delete(f"/v1/profiles/{GONE}")
        assert answer.status_code == 200
        erased = answer.json()
        assert erased["events"] >= 43
        assert (erased["conversations"], erased["promotion_uses"], erased["facts"]) == (2, 1, 3)
        assert erased["cart_lines"] == 3
        for path in folder.glob("*.db"):
            assert rows_naming(path, GONE) == []
        assert files_naming(folder, GONE) == []
        assert client.get(f"/v1/profiles/{GONE}").status_code == 404
        assert lived_in.history(f"talk-{GONE}") == []
        assert len(lived_in.parser.cache) == 0
        assert set(client.delete(f"/v1/profiles/{GONE}").json().values()) == {0}


def test_forgetting_one_shopper_leaves_the_others_as_they_were(lived_in: Assistant) -> None:
    def state() -> tuple[Any, ...]:
        profile = lived_in.profiles.known(STAYS, session_id=f"web of {STAYS}", now=now)
        carts = (lived_in.carts.get(STAYS), lived_in.carts.get(f"talk-{STAYS}"))
        return (
            profile.model_dump(),
            carts,
            lived_in.history(f"talk-{STAYS}"),
            lived_in.events.for_session(f"web of {STAYS}"),
            lived_in.promotions.store.budget_left("ten"),
        )

    now = datetime.now(UTC) + timedelta(minutes=5)
    before = state()
    lived_in.forget_shopper(GONE)
    assert state() == before
    with lived_in.database.read() as connection:
        uses = connection.execute(text("SELECT user_id FROM promotion_uses ORDER BY 1")).all()
    assert [row[0] for row in uses] == [None, STAYS]


def test_what_others_did_in_a_shared_session_stays(lived_in: Assistant) -> None:
    lived_in.events.add([event(GONE, session_id="shared"), event(STAYS, session_id="shared")])
    lived_in.forget_shopper(GONE)
    assert [one.user_id for one in lived_in.events.for_session("shared")] == [STAYS]


def test_a_gift_in_a_conversation_does_not_shape_the_profile(lived_in: Assistant) -> None:
    said = ["a lamp for my niece", "add the first one to my cart"]
    for message in said:
        turn = lived_in.turn(message, conversation_id="gift", user_id="an aunt")
    assert turn.cart is not None
    assert turn.cart.lines
    kinds = {one.type: one.recipient for one in lived_in.events.for_user("an aunt")}
    assert kinds["add_to_cart"] == "niece"
    assert lived_in.profiles.get("an aunt").tags == ()
    lived_in.turn("a lamp", conversation_id="own", user_id="an aunt")
    lived_in.turn("add the first one to my cart", conversation_id="own", user_id="an aunt")
    assert lived_in.profiles.get("an aunt").tags != ()
