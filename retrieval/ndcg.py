"""nDCG of one ranking, for what has to judge itself before it is kept.

Each part that learns compares itself with what it would replace, on cases it has not seen. Reports
are ``eval``'s, which has a maintained library and more conventions; a shop runs without it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

DEPTH = 10


def ndcg(placed: npt.ArrayLike, *, best: npt.ArrayLike | None = None, depth: int = DEPTH) -> float:
    """``DCG / ideal DCG`` at ``depth``: gains over ``log2(place + 1)``, linear.

    Source: K. Järvelin and J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM
    TOIS 20(4), 2002.

    Args:
        placed: the gains, at least 0, in the order of the ranking.
        best: the gains there are to have, in any order, where the ranking does not hold all.
        depth: places that count.

    Returns:
        In [0, 1]; 0 where there is nothing to gain.

    Examples:
        >>> round(ndcg([0, 1]), 4), ndcg([1, 0], best=[1]), ndcg([])
        (0.6309, 1.0, 0.0)
    """
    gains = np.asarray(placed, dtype=np.float64)
    all_there_are = gains if best is None else np.asarray(best, dtype=np.float64)
    ideal = _dcg(np.sort(all_there_are)[::-1][:depth])
    return _dcg(gains[:depth]) / ideal if ideal > 0 else 0.0


def _dcg(gains: npt.NDArray[np.float64]) -> float:
    return float(gains @ (1.0 / np.log2(np.arange(2, len(gains) + 2))))
