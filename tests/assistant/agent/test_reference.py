"""Which product a turn is about, where the model's guess and the talk so far differ."""

from types import SimpleNamespace

import pytest

from assistant.agent.reference import referred
from assistant.intent import Intent
from assistant.rules.vocabulary import Vocabulary


class _Products:
    def __init__(self, titles):
        self.titles = titles

    def get(self, ids):
        from retrieval.product import Product

        return [Product(id=id_, title=self.titles[id_]) for id_ in ids]

    def search(self, *_args, **_fields):
        return []

    def facets(self):
        return SimpleNamespace(brands={})


class _Shop:
    def __init__(self, titles):
        self.index = _Products(titles)
        self.parser = SimpleNamespace(vocabulary=Vocabulary())


TITLES = {"a": "Dad mug", "b": "Teal scarf", "c": "Fleece romper"}


def about(message, refers_to, focus):
    state = {"message": message, "listed": list(TITLES), "focus": focus}
    intent = Intent(action="cart_add", refers_to=refers_to)
    return [product.id for product in referred(state, intent, _Shop(TITLES))]


@pytest.mark.parametrize("message", ["add it", "is it washable", "加上它", "就要这件"])
def test_it_is_what_was_just_talked_about_whatever_place_was_read(message) -> None:
    assert about(message, [1], "b") == ["b"]


@pytest.mark.parametrize(
    "message", ["add the first one", "that mug", "the red one of that", "add 1"]
)
def test_a_place_a_name_or_a_colour_counts_before_what_was_talked_about(message) -> None:
    assert about(message, [1], "b") == ["a"]


def test_without_a_product_talked_about_the_place_counts() -> None:
    assert about("add it", [3], None) == ["c"]
