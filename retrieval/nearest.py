"""The products nearest to a query among those that fit: by a scan, or by Chroma's HNSW.

A scan compares the query with every product that fits. It is exact, and costs what its rows cost.
HNSW costs what it is asked for, and knows no constraints: asked with Chroma's metadata filter it
loses recall where few fit (chroma issue 4089) and takes longer than a scan of all, since the filter
is a query of its own. So it is asked without one, for so many more that enough of them fit, and
what does not fit is left out here. That pays where most of a large catalogue fits; ``plan`` says
where. Where what fits is far from the query (lamps asked for, only shoes fit), too few of the
answer fit, and a scan follows after all: so a narrow place in a wide filter costs time, never
products.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from retrieval.embedding import Vectors
from retrieval.settings import RetrievalSettings

Rows = npt.NDArray[np.intp]

MARGIN = 2.0
"""How many more than just enough the graph is asked for: what fits is not spread evenly, and its
last places are those it gets wrong (recall@100 at 20,000 products: 0.988 asked for the 200 wanted,
0.998 asked for 400)."""
_BLOCK = 1_024
"""Rows compared at a time: 1.5 MB of a 384-dimensional model, which stays in the cache."""
_DENSE = 0.5
"""From this share of all rows, comparing with all of them beats picking them out."""


class Plan(NamedTuple):
    """How the nearest are looked for."""

    graph: bool
    """By HNSW; otherwise by a scan."""
    asked: int
    """How many HNSW is asked for; 0 for a scan."""


def plan(eligible: int, total: int, depth: int, settings: RetrievalSettings) -> Plan:
    """Chooses the cheaper way to ``depth`` neighbours of ``eligible`` among ``total`` rows.

    A scan up to ``exact_below`` rows that fit, and where HNSW would have to be asked for more than
    ``graph_most``; both limits were measured (see :class:`RetrievalSettings`).

    Examples:
        >>> settings = RetrievalSettings(exact_below=100_000, graph_most=1_500)
        >>> plan(20_000, 20_000, 200, settings), plan(500_000, 1_000_000, 200, settings)
        (Plan(graph=False, asked=0), Plan(graph=True, asked=800))
        >>> plan(110_000, 1_000_000, 200, settings)
        Plan(graph=False, asked=0)
    """
    if eligible <= settings.exact_below:
        return Plan(graph=False, asked=0)
    share = eligible / total
    asked = int(np.ceil(MARGIN * depth / share))
    if asked > settings.graph_most:
        return Plan(graph=False, asked=0)
    return Plan(graph=True, asked=asked)


def scan(vectors: Vectors, vector: Vectors, rows: Rows, depth: int) -> Rows:
    """The ``depth`` of ``rows`` (ascending) whose vectors are nearest to ``vector``, best first.

    Exact: the inner product with each is computed in full. Ties by row.
    """
    if len(rows) >= _DENSE * len(vectors):
        scores = (vectors @ vector)[rows]
    else:
        scores = np.empty(len(rows), dtype=np.float32)
        block = np.empty((min(_BLOCK, len(rows)), vectors.shape[1]), dtype=np.float32)
        for start in range(0, len(rows), _BLOCK):
            picked = rows[start : start + _BLOCK]
            size = len(picked)
            np.take(vectors, picked, axis=0, out=block[:size], mode="clip")
            np.dot(block[:size], vector, out=scores[start : start + size])
    return rows[best(scores, depth)]


def best(scores: npt.NDArray[Any], depth: int) -> Rows:
    """The places of the ``depth`` highest scores, best first; ties by place.

    Examples:
        >>> best(np.array([1.0, 3.0, 2.0, 3.0]), 3).tolist()
        [1, 3, 2]
    """
    if depth <= 0:
        return np.empty(0, dtype=np.intp)
    if len(scores) <= 4 * depth:
        return np.argsort(-scores, kind="stable")[:depth]
    last = np.partition(scores, len(scores) - depth)[len(scores) - depth]
    among = np.flatnonzero(scores >= last)
    return among[np.argsort(-scores[among], kind="stable")[:depth]]
