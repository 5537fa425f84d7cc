"""Two rankings to one: weighted min-max scores (the default), or reciprocal ranks.

Weighted scores keep how much better one candidate is than the next, which ranks throw away; they
need both scores of every candidate, which an exact scan has anyway. Reciprocal-rank fusion
(Cormack, Clarke and Buettcher, SIGIR 2009) is kept as a baseline and for retrievers whose scores
cannot be compared.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]


def min_max(scores: npt.NDArray[np.floating]) -> Scores:
    """Scores scaled to [0, 1]; all 1 where they are all the same.

    Examples:
        >>> min_max(np.array([2.0, 4.0, 3.0])).tolist(), min_max(np.array([7.0])).tolist()
        ([0.0, 1.0, 0.5], [1.0])
    """
    values = scores.astype(np.float64)
    if not values.size:
        return values
    low, high = values.min(), values.max()
    if high <= low:
        return np.ones_like(values)
    return np.asarray((values - low) / (high - low))


def weighted(lists: Sequence[npt.NDArray[np.floating]], weights: Sequence[float]) -> Scores:
    """The weighted sum of min-max scores; entry ``i`` of every list is candidate ``i``.

    A list whose scores are all the same says nothing, and adds nothing.
    """
    total = np.zeros(len(lists[0]), dtype=np.float64)
    for scores, weight in zip(lists, weights, strict=True):
        if scores.size and scores.max() > scores.min():
            total += weight * min_max(scores)
    return total


def reciprocal_rank(
    lists: Sequence[npt.NDArray[np.floating]], *, k: int = 60, depth: int | None = None
) -> Scores:
    """The sum of ``1 / (k + rank)``, ranks from 1; below ``depth`` a list adds nothing.

    Examples:
        >>> fused = reciprocal_rank([np.array([3.0, 1.0]), np.array([5.0, 9.0])], k=1)
        >>> [round(float(score), 3) for score in fused]
        [0.833, 0.833]
    """
    total = np.zeros(len(lists[0]), dtype=np.float64)
    for scores in lists:
        order = np.argsort(-scores, kind="stable")[:depth]
        total[order] += 1.0 / (k + 1 + np.arange(len(order)))
    return total


def with_tail(
    order: npt.NDArray[np.intp], words: npt.NDArray[np.floating], *, head: int = 50
) -> npt.NDArray[np.intp]:
    """``order`` with every second place after the first ``head`` given to the best by ``words``.

    Below the first pages nobody learned an order, and what words alone find well should not be
    lost to a hundred near vectors. A candidate with no matching word is never drawn forward.

    Examples:
        >>> with_tail(np.array([4, 3, 2, 1, 0]), np.array([9.0, 0, 0, 5, 1]), head=1).tolist()
        [4, 3, 0, 2, 1]
    """
    first, rest = order[:head], order[head:]
    ranked = rest[np.argsort(-words[rest], kind="stable")]
    ranked = ranked[words[ranked] > 0]
    taken: dict[int, None] = {}
    ours, theirs = iter(rest.tolist()), iter(ranked.tolist())
    for place in ours:
        taken.setdefault(place)
        if (other := next(theirs, None)) is not None:
            taken.setdefault(other)
    return np.concatenate([first, np.array(list(taken), dtype=order.dtype)])
