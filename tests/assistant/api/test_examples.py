"""The examples of the API's documentation say what the shop would."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from assistant.api import examples
from retrieval.graph.edge import RELATIONS, ReasonCode
from retrieval.graph.wording import reason


def related() -> Iterator[dict[str, Any]]:
    for products in examples.RELATED_REPLY["related"].values():
        yield from products


def test_every_reason_code_and_relation_has_an_example() -> None:
    assert {one["reason"]["code"] for one in related()} == set(get_args(ReasonCode))
    assert set(examples.RELATED_REPLY["related"]) == set(RELATIONS)


def test_an_examples_reason_is_worded_as_the_shop_words_it() -> None:
    for one in related():
        given = one["reason"]
        assert given["text"] == reason(given["code"], given["evidence"], "en").text


def test_no_product_stands_in_a_list_twice() -> None:
    for products in examples.RELATED_REPLY["related"].values():
        ids = [one["product"]["id"] for one in products]
        assert len(ids) == len(set(ids))
