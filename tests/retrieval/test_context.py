"""What was said besides the query moves the order, and brings in what the query misses."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.context import blended
from retrieval.search import Scored


def scored(relevance: dict[int, float], name: str = "bm25") -> Scored:
    rows = sorted(relevance, key=lambda row: -relevance[row])
    values = np.array([relevance[row] for row in rows])
    return Scored(np.array(rows, dtype=np.intp), values, {name: values})


def test_what_was_said_decides_between_products_that_fit_the_query_alike() -> None:
    found = scored({1: 1.0, 2: 1.0, 3: 0.0})

    order = blended(found, scored({2: 1.0, 3: 0.5}, "dense"), 0.5).rows.tolist()

    assert order == [2, 1, 3]


def test_a_product_that_only_the_words_find_comes_in_below_what_the_query_puts_first() -> None:
    both = blended(scored({1: 1.0, 2: 0.1}), scored({9: 1.0}, "dense"), 0.5)

    assert both.rows.tolist() == [1, 9, 2]
    assert np.isnan(both.scores["bm25"][1])


relevances = st.dictionaries(st.integers(0, 30), st.floats(0, 1), min_size=1, max_size=12)


@given(relevances, relevances)
def test_every_candidate_is_kept_once_and_weight_nought_keeps_the_order(one, other) -> None:
    found, about = scored(one), scored(other)

    assert sorted(blended(found, about, 0.7).rows) == sorted(one | other)
    kept = [row for row in blended(found, about, 0.0).rows.tolist() if row in one]
    values = [one[row] for row in kept]
    assert values == sorted(values, reverse=True)
