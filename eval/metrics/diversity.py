"""Intra-list diversity: how unlike each other the items of one ranking are.

    diversity@k = 1 - mean over pairs of the top k of cos(v_i, v_j)

Ziegler, McNee, Konstan and Lausen, "Improving recommendation lists through topic diversification"
(WWW 2005), as a distance. The vectors are the caller's (here TF-IDF of the catalogue text), so the
figure compares systems on one catalogue and not catalogues. High is not good by itself: random
items are the most diverse.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy import sparse

from eval.metrics.judgments import Run, Values


def diversity(run: Run, vectors: sparse.csr_array, row: Mapping[str, int], k: int = 10) -> Values:
    """Diversity@k of each ranking with at least two items, each in [0, 1].

    Args:
        run: The rankings.
        vectors: Unit vectors without negative entries, one a row; a row of zeros is unlike all.
        row: The row of each item that may be ranked.
        k: Cutoff.
    """
    found: Values = {}
    for query, ranking in run.items():
        rows = np.array([row[item] for item in ranking[:k]], dtype=np.intp)
        if len(rows) < 2:
            continue
        top = vectors[rows]
        alike = (top @ top.T).toarray()
        pairs = len(rows) * (len(rows) - 1)
        found[query] = float(min(1.0, 1 - (alike.sum() - np.trace(alike)) / pairs))
    return found
