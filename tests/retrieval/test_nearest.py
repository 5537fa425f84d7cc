"""The planner between scan and HNSW, and what each of them finds, against a full sort."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.constraints import Constraints
from retrieval.index import ProductIndex
from retrieval.nearest import Plan, best, plan, scan
from retrieval.product import Product
from retrieval.settings import RetrievalSettings

SETTINGS = RetrievalSettings(exact_below=100_000, graph_most=1_500)
SCAN = Plan(graph=False, asked=0)


@pytest.mark.parametrize(
    ("eligible", "total", "expected"),
    [
        (0, 1_000_000, SCAN),
        (100, 1_000_000, SCAN),  # 0.01 %
        (20_000, 20_000, SCAN),  # a small shop, nothing constrained
        (100_000, 100_000, SCAN),
        (1_000_000, 1_000_000, Plan(graph=True, asked=400)),  # nothing constrained
        (500_000, 1_000_000, Plan(graph=True, asked=800)),
        (270_000, 1_000_000, Plan(graph=True, asked=1_482)),
        (260_000, 1_000_000, SCAN),  # HNSW would have to be asked for too many
    ],
)
def test_hnsw_is_asked_only_where_most_of_a_large_shop_fits(eligible, total, expected):
    assert plan(eligible, total, 200, SETTINGS) == expected


@settings(deadline=None)
@given(
    st.integers(1, 2_000_000),
    st.integers(1, 2_000_000),
    st.integers(1, 500),
)
def test_hnsw_is_never_asked_for_fewer_than_could_fit_or_more_than_the_limit(one, other, depth):
    eligible, total = sorted((one, other))

    chosen = plan(eligible, total, depth, SETTINGS)

    if chosen.graph:
        assert chosen.asked * eligible / total >= depth * 0.999
        assert depth <= chosen.asked <= SETTINGS.graph_most
        assert eligible > SETTINGS.exact_below


@settings(deadline=None)
@given(st.integers(0, 40), st.lists(st.integers(-3, 3), max_size=400))
def test_the_best_are_those_of_a_full_sort_ties_by_place(depth, values):
    scores = np.array(values, dtype=np.float32)

    assert best(scores, depth).tolist() == np.argsort(-scores, kind="stable")[:depth].tolist()


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0, 1), st.integers(1, 60))
def test_a_scan_is_exact_however_many_fit(seed, share, depth):
    draw = np.random.default_rng(seed)
    vectors = draw.integers(-2, 3, (2_500, 8)).astype(np.float32)
    vector = draw.integers(-2, 3, 8).astype(np.float32)
    rows = np.flatnonzero(draw.random(2_500) < share)

    found = scan(vectors, vector, rows, depth)

    true = rows[np.argsort(-(vectors[rows] @ vector), kind="stable")[:depth]]
    assert found.tolist() == true.tolist()


@pytest.fixture(scope="module")
def wide(tmp_path_factory, fill_module):
    """A shop whose searches go by HNSW wherever the plan allows."""
    settings = RetrievalSettings(exact_below=10, graph_most=300, depth=10)
    index = ProductIndex.open(tmp_path_factory.mktemp("wide"), settings)
    things = ("kettle", "running shoe", "desk lamp", "wool scarf", "phone case")
    fill_module(
        index,
        [
            Product(
                id=f"p{number:03d}",
                title=f"{things[number % 5]} {number}",
                price=Decimal(number),
                category=things[number % 5],
            )
            for number in range(200)
        ],
    )
    return index


@pytest.fixture(scope="module")
def fill_module(fill):
    return fill


@pytest.mark.parametrize(
    "wish",
    [
        Constraints(),
        Constraints(price_max=Decimal(120)),  # most fit: HNSW, and what does not fit left out
        Constraints(category="desk lamp"),  # none of the kettles nearest to the query fits
        Constraints(price_max=Decimal(3)),
    ],
)
def test_the_graph_and_the_scan_find_the_same(wide, wish):
    snapshot = wide._current()
    vector = wide._embedder("minilm-int8").queries(["kettle"])[0]
    fits = snapshot.columns.mask(wish)

    found = wide._searcher._nearest(snapshot, "minilm-int8", vector, fits, depth=10)

    exact = scan(snapshot.matrices["minilm-int8"].vectors, vector, np.flatnonzero(fits), 10)
    assert set(found.tolist()) == set(exact.tolist())
