"""What a shopper who asks for nothing is shown, and what is said of why."""

import uuid
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.profiles.model import Fact
from tests.assistant.suggestions.conftest import bought


@pytest.fixture
def client(suggesting_shop):
    return TestClient(create_app(suggesting_shop))


@pytest.fixture
def shopper(suggesting_shop):
    """A shopper who bought a tent, forgotten afterwards."""
    user = f"u-{uuid.uuid4().hex[:8]}"
    suggesting_shop.events.add(bought(user, ("tent",), days_ago=2))
    yield user
    suggesting_shop.forget_shopper(user)


def asked(client, **query):
    answer = client.get("/v1/recommendations", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def ids(body) -> list[str]:
    return [one["product_id"] for one in body["results"]]


def never(shop, user, kind, value):
    shop.profiles.state(user, Fact(kind=kind, value=value, wanted=False, ts=datetime.now(UTC)))


def did(shop, kind, item, *, user=None, session=None):
    shop.events.add(
        [
            {
                "event_id": uuid.uuid4().hex,
                "ts": datetime.now(UTC).isoformat(),
                "type": kind,
                "item_id": item,
                "user_id": user,
                "session_id": session,
            }
        ]
    )


def test_what_comes_after_a_purchase_is_first_with_its_reason_and_price(
    with_model, client, shopper
):
    body = asked(client, user_id=shopper, limit=4)
    first = body["results"][0]
    assert (body["ground"], first["product_id"]) == ("history", "stove")
    assert "Tarn Ridge Tent" in first["reason"]
    assert sum(one["contribution"] for one in first["reasons"]) == pytest.approx(first["score"])
    assert (first["price"], first["offer"]["price_after"]) == (20.0, 16.0)
    assert "bought" in body["text"]
    chinese = asked(client, user_id=shopper, language="zh", limit=1)
    assert chinese["language"] == "zh"
    assert "tent 商品" in chinese["results"][0]["reason"]


def test_what_is_sold_out_is_not_recommended(with_model, client, shopper):
    assert "gone" not in ids(asked(client, user_id=shopper, limit=50))
    assert "gone" not in ids(asked(client, limit=50))


def test_what_the_shopper_never_buys_and_turned_down_is_left_out(with_model, client, shopper):
    assert {"belt", "stove", "rug"} <= set(ids(asked(client, user_id=shopper, limit=50)))
    never(with_model, shopper, "material", "leather")
    never(with_model, shopper, "category", "Home > Rug")
    did(with_model, "dislike", "stove", user=shopper)
    after = ids(asked(client, user_id=shopper, limit=50))
    assert after
    assert not {"belt", "stove", "rug"} & set(after)


def test_switched_off_nothing_personal_is_shown_or_said(with_model, client, shopper):
    with_model.profiles.statements.personalise(shopper, on=False)
    body = asked(client, user_id=shopper, limit=50)
    assert body["ground"] == "popular"
    assert ids(body) == ids(asked(client, limit=50))
    assert "Tarn Ridge Tent" not in " ".join(one["reason"] for one in body["results"])


def test_without_a_model_a_known_shopper_is_shown_what_is_near_to_their_taste(client, shopper):
    assert asked(client, user_id=shopper)["ground"] == "interests"


def test_a_stranger_is_shown_what_is_near_to_this_visit_and_else_what_is_hot(
    suggesting_shop, client
):
    session = uuid.uuid4().hex
    assert asked(client, session_id=session)["ground"] == "popular"
    did(suggesting_shop, "view_item", "vase", session=session)
    body = asked(client, session_id=session)
    assert body["ground"] == "session"
    assert "looked at" in body["text"]


def test_only_what_is_bought_or_looked_at_is_said_to_be_in_demand(suggesting_shop, client):
    for _ in range(30):
        did(suggesting_shop, "purchase", "vase", session=uuid.uuid4().hex)
    body = asked(client, limit=50)
    assert body["ground"] == "popular"
    wanted = [one["product_id"] for one in body["results"] if "In demand" in one["reason"]]
    assert "vase" in wanted
    assert len(wanted) < len(body["results"])


def test_of_whom_only_a_segment_is_known_is_shown_what_that_segment_buys(suggesting_shop, client):
    body = asked(client, user_id="fresher", limit=50)
    assert body["ground"] == "segment"
    assert "of your group" in body["text"]
    # First orders, and those of the other students: never what is bought second.
    assert set(ids(body)) == {"tent", "pan", "lamp", "mug", "rug"}
    newcomer = asked(client, user_id="just-registered", limit=50)
    assert set(ids(newcomer)[:2]) == {"tent", "pan"}
    assert "What newcomers often buy" in newcomer["results"][0]["reason"]
    assert ids(body).index("lamp") <= ids(newcomer).index("lamp")
    suggesting_shop.profiles.statements.personalise("fresher", on=False)
    try:
        off = asked(client, user_id="fresher", limit=3)
    finally:
        suggesting_shop.profiles.statements.personalise("fresher", on=True)
    assert off["ground"] == "popular"
    assert ids(off) == ids(asked(client, limit=3))


def test_merchandising_holds_among_suggestions_too(with_model, client, shopper):
    from dataclasses import replace

    from assistant.ranking.merchandising import Rule, Rules

    shop, before = with_model.shop, with_model.shop.ranker
    rules = Rules((Rule(do="pin", place=1, item_ids=frozenset({"vase"})),))
    object.__setattr__(shop, "ranker", replace(before, rules=rules))
    try:
        body = asked(client, user_id=shopper, limit=4)
    finally:
        object.__setattr__(shop, "ranker", before)
    assert ids(body)[:2] == ["vase", "stove"]


def test_the_conversation_suggests_the_same_and_says_by_what(with_model, shopper):
    turn = with_model.turn("what do you recommend for me?", user_id=shopper)
    assert turn.ground == "history"
    assert "what you have bought" in turn.text
    assert turn.cards[0].product_id == "stove"
    seen = {card.product_id for card in turn.cards}
    more = with_model.turn("show me more", user_id=shopper, conversation_id=turn.conversation_id)
    assert more.cards
    assert not seen & {card.product_id for card in more.cards}
    with_model.forget(turn.conversation_id)


def test_limits_named_hold_among_suggestions(with_model, shopper):
    turn = with_model.turn("recommend me something by Tarn", user_id=shopper)
    assert {card.product_id for card in turn.cards} <= {"tent", "mat"}
    with_model.forget(turn.conversation_id)


def test_an_order_asked_for_is_no_matter_of_taste(with_model, shopper):
    turn = with_model.turn("what's popular", user_id=shopper)
    assert turn.ground is None
    with_model.forget(turn.conversation_id)


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 51}, {"language": "tlh"},
                                   {"user_id": ""}, {"user_id": "a\nb"}])  # fmt: skip
def test_parameters_out_of_range_are_problems(client, query):
    assert client.get("/v1/recommendations", params=query).status_code == 422


def test_who_is_forgotten_is_a_stranger_to_the_suggestions_too(with_model, client):
    user = f"u-{uuid.uuid4().hex[:8]}"
    with_model.events.add(bought(user, ("tent",), days_ago=2))
    assert asked(client, user_id=user)["ground"] == "history"
    with_model.forget_shopper(user)
    assert asked(client, user_id=user)["ground"] == "segment"


def test_who_bought_nothing_the_recommender_knows_is_suggested_by_taste(with_model, client):
    user = f"u-{uuid.uuid4().hex[:8]}"
    with_model.events.add(bought(user, ("delisted",), days_ago=2))
    did(with_model, "view_item", "vase", user=user)
    assert asked(client, user_id=user)["ground"] == "interests"
    with_model.forget_shopper(user)
