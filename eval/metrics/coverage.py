"""Catalogue coverage: how much of the shop is ever shown.

    coverage@k = |union over all queries of the top k| / |catalogue|

"Catalogue coverage" of Ge, Delgado-Battenfeld and Jannach (RecSys 2010). One number a system, not a
mean over queries, so it has no interval; with few queries its ceiling is k * queries / |catalogue|.
"""

from __future__ import annotations

from eval.metrics.judgments import Run


def coverage(run: Run, catalogue_size: int, k: int = 10) -> float:
    """Share in [0, 1] of a catalogue of ``catalogue_size`` items that stands in any top k.

    Raises:
        ValueError: ``catalogue_size`` is not positive.
    """
    if catalogue_size <= 0:
        raise ValueError(f"catalogue_size is {catalogue_size}; it has to be positive")
    return len({item for ranking in run.values() for item in ranking[:k]}) / catalogue_size
