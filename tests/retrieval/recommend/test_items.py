"""The catalogue's texts and groups as numbers."""

from __future__ import annotations

from math import log, sqrt

import pytest

from retrieval.product import Product
from retrieval.recommend.items import Groups, Items, tf_idf


def test_weights_are_sublinear_and_rare_words_weigh_more():
    matrix = tf_idf([["red", "red", "ink"], ["red", "pen"], ["ink", "pen"], ["ink"]]).toarray()
    red = (1 + log(2)) * log(5 / 3)
    ink = log(5 / 4)
    assert matrix.shape == (4, 3)
    assert sorted(matrix[0])[1:] == pytest.approx(
        [ink / sqrt(ink**2 + red**2), red / sqrt(ink**2 + red**2)]
    )


def test_words_of_one_document_or_of_most_say_nothing():
    documents = [["common", "pair"], ["common", "pair"], *([["common"]] * 10), ["common", "alone"]]
    assert tf_idf(documents).shape == (13, 1)


def test_two_common_words_share_a_documents_length():
    matrix = tf_idf([["a", "b"], ["a", "b"], *([[]] * 6)]).toarray()
    assert matrix[0] == pytest.approx([1 / sqrt(2)] * 2)
    assert not matrix[2:].any()


def test_items_of_one_value_share_a_code_and_none_has_none():
    groups = Groups.of(["x", "x", "y", ""])
    assert groups.codes.tolist() == [1, 1, 2, 0]
    assert groups.size == 3


def test_the_later_of_two_products_with_one_id_counts():
    items = Items.of([Product(id="1", title="old"), Product(id="1", title="new", brand="B")])
    assert len(items) == 1
    assert items.brands.codes[0] == 1
