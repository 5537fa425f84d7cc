"""A shopper as a point in the product space: how much they would like a product is a dot product.

``u = Σ w_i (v_i − μ)``, scaled to length 1, over the products touched, with ``w_i`` the decayed
weight (below 0 for what was turned down) and ``μ`` the mean of the catalogue's vectors; then
``score(u, p) = u · (v_p − μ)``. Taking the mean away matters: the vectors of one language lie in a
narrow cone (E5's cosines between 0.7 and 1), and without it everybody likes what is average. It is
Rocchio's relevance feedback (1971) with no query. The vector is computed when asked for and kept
nowhere, so there is nothing to forget.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.constraints import Constraints
from retrieval.matrix import Matrix
from retrieval.snapshot import Snapshot

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Taste:
    """A shopper's vector (length 1) in the space of one embedding model."""

    vector: Vector
    _snapshot: Snapshot
    _matrix: Matrix
    _mean: Vector

    def score(self, product_id: str) -> float | None:
        """``u · (v_p − μ)``; None for a product that has no vector."""
        row = self._snapshot.rows.get(product_id)
        if row is None or not self._matrix.known[row]:
            return None
        return float(self.vector @ (self._matrix.vectors[row] - self._mean))

    def nearest(self, constraints: Constraints, *, limit: int) -> list[str]:
        """The ids of the products that fit, the most liked first."""
        rows = np.flatnonzero(self._snapshot.columns.mask(constraints) & self._matrix.known)
        scores = self._matrix.vectors[rows] @ self.vector
        best = rows[np.argsort(-scores, kind="stable")[:limit]]
        return [self._snapshot.ids[row] for row in best.tolist()]


def taste_of(
    snapshot: Snapshot, models: Sequence[str], weights: Mapping[str, float]
) -> Taste | None:
    """The vector of who touched ``weights``; None where that says nothing.

    Args:
        snapshot: the catalogue with its vectors.
        models: of these, the first counts in which the most of the products have a vector.
        weights: product id to weight, any scale; unknown products are passed over.
    """
    rows = {
        snapshot.rows[item]: weight
        for item, weight in weights.items()
        if weight and item in snapshot.rows
    }
    matrices = [snapshot.matrices[model] for model in models if model in snapshot.matrices]
    if not rows or not matrices:
        return None
    places = np.array(sorted(rows), dtype=np.intp)
    matrix = max(matrices, key=lambda one: int(one.known[places].sum()))
    places = places[matrix.known[places]]
    mean: Vector = matrix.vectors[matrix.known].astype(np.float64).mean(axis=0)
    pull = np.array([rows[place] for place in places.tolist()], dtype=np.float64)
    summed: Vector = pull @ (matrix.vectors[places] - mean) if len(places) else np.zeros(1)
    length = float(np.linalg.norm(summed))
    if length < 1e-9:
        return None
    return Taste(summed / length, snapshot, matrix, mean)
