"""Asked why a product is on the list, the assistant says again what its card said."""

import pytest
from langgraph.runtime import Runtime

from assistant.agent.about import details
from assistant.agent.why import asks_why
from assistant.intent import ParsedIntent


@pytest.fixture
def ask(small_shop):
    """Ask about a list, as read by a parser that knows the question for one about a product."""

    def about(turn, message, *places, listed=None):
        change = {"action": "details", "refers_to": list(places)}
        intent = turn.intent.model_copy(update=change)
        state = {
            "message": message,
            "conversation_id": turn.conversation_id,
            "user_id": None,
            "parsed": ParsedIntent(intent=intent, source="rules", ms=0.0),
            "intent": turn.intent.model_dump(mode="json"),
            "listed": listed or [card.product_id for card in turn.cards],
        }
        return details(state, Runtime(context=small_shop.shop))["draft"]

    return about


@pytest.mark.parametrize(
    "message",
    [
        "why the second?",
        "Why this one?",
        "why did you put the first one on top?",
        "how come you recommend number 2?",
        "what's the reason you suggested these",
        "为什么推荐第一个",
        "为什么是第二个？",
        "第一个为啥排最前",
    ],
)
def test_a_question_for_the_reason_is_known(message):
    assert asks_why(message)


@pytest.mark.parametrize(
    "message",
    [
        "why is the second so expensive?",
        "why is it out of stock",
        "is the second one warm?",
        "the second",
        "为什么这么贵",
        "第二个怎么样",
    ],
)
def test_a_question_about_the_product_itself_is_none(message):
    assert not asks_why(message)


def test_the_reason_is_that_of_the_card(say, ask):
    turn = say("headphones under $100")
    for card in turn.cards:
        said = ask(turn, f"why number {card.rank}?", card.rank)
        assert card.title in said.text
        assert f"number {card.rank} on the list" in said.text
        assert card.reason
        assert card.reason in said.text
        assert said.focus == card.product_id


def test_in_chinese_too(say, ask):
    turn = say("想要一款蓝牙耳机")
    said = ask(turn, "为什么推荐第一个", 1)
    assert "第1位" in said.text
    assert turn.cards[0].reason in said.text


def test_an_order_that_was_asked_for_is_part_of_the_reason(say, ask):
    turn = say("the cheapest headphones")
    assert "lowest first" in ask(turn, "why the first one?", 1).text


def test_why_these_explains_the_list(say, ask):
    turn = say("headphones")
    said = ask(turn, "why these?")
    assert all(card.title in said.text for card in turn.cards[:3])


def test_a_near_miss_is_owned_up_to(say, ask):
    turn = say("laptop under $100")
    assert not turn.cards[0].fits
    said = ask(turn, "why the first one?", 1)
    assert "not all that you asked for" in said.text
    assert "$100" in said.text


def test_what_was_listed_otherwise_has_no_claim_to_match_the_words(say, ask):
    turn = say("headphones")
    said = ask(turn, "why this one?", 1, listed=["p9"])
    assert "Desk Lamp" in said.text
    assert "close match" not in said.text
