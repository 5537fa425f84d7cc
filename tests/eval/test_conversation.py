"""From a logged conversation to a search: what is said, what is lifted, what is ranked."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.intent import Intent
from eval.conversation import Request, messages, rank_all, request_of, unanswerable_constraints
from eval.data.sessions import LoggedTurn
from eval.indexing import open_index
from retrieval.constraints import Constraints
from retrieval.product import Product

HISTORY = [
    LoggedTurn(role="user", text="a tent"),
    LoggedTurn(role="assistant", text="these?", shown=["tn1", "unknown"]),
    LoggedTurn(role="user", text="lighter"),
    LoggedTurn(role="assistant", text="let me look"),
]


@pytest.fixture(scope="module")
def index(shop):
    with open_index(shop / "products.jsonl", shop / "indexes") as catalogue:
        yield catalogue.index


def test_the_parser_reads_up_to_the_shoppers_last_message():
    said = messages(HISTORY, {"tn1": "Two Person Tent"})
    assert [(one.role, one.content) for one in said] == [
        ("user", "a tent"),
        ("assistant", "these?"),
        ("user", "lighter"),
    ]
    assert said[1].shown == ["Two Person Tent"]


def test_a_conversation_in_which_the_shopper_said_nothing_has_no_messages():
    assert messages([LoggedTurn(role="assistant", text="hello")], {}) == []


def test_a_request_has_the_agents_constraints_but_for_those_lifted():
    intent = Intent(query="red tent", product_type="tent", colors=["red"], price_max=50)
    request = request_of(intent, ["price_max"])
    assert request.query == "red tent"
    assert request.product_type == "tent"
    assert request.constraints == Constraints(colors=("red",))


def test_constraints_are_lifted_only_where_no_product_has_the_field():
    bare = Product(id="1", title="tent")
    lifted = unanswerable_constraints([bare])
    assert {"price_min", "price_max", "min_rating", "on_sale", "sizes", "brands"} == set(lifted)
    full = bare.model_copy(
        update={
            "price": Decimal(9),
            "sale_price": Decimal(5),
            "rating": 4.0,
            "sizes": ["m"],
            "brand": "b",
        }
    )
    assert unanswerable_constraints([bare, full]) == ()


def test_what_fits_comes_first_and_nothing_is_lost(index):
    wanted = Request("headphones", "en", Constraints(colors=("white",)))
    ranking = rank_all(index, wanted, "dense", 12)
    assert ranking[0] == "hp2"
    assert len(ranking) == len(set(ranking)) == 12


def test_an_empty_query_brings_up_the_catalogue(index):
    assert len(rank_all(index, Request("", "en"), "hybrid", 12)) == 12
