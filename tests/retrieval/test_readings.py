"""What one reading of a product holds."""

from __future__ import annotations

import pytest

from retrieval.product import Product
from retrieval.readings import popularity, record_hash


def test_a_changed_record_has_another_hash(products):
    changed = products[0].model_copy(update={"price": products[1].price})

    assert record_hash(changed) != record_hash(products[0])


def test_popularity_takes_sales_or_the_ratings_given():
    sold = popularity(Product(id="1", title="a", sales=100))
    rated = popularity(Product(id="2", title="b", rating=5, rating_count=100))

    assert rated == pytest.approx(sold + 1)
    assert popularity(Product(id="3", title="c")) == 0
