"""Judged at a cutoff: the share of the top k that somebody judged, relevant or not.

    judged@k = |judged items in the top k| / |items in the top k|

It says how far to trust the other metrics: a system at 0.6 is measured on 60 % of what it showed.
A ranking shorter than k is divided by its own length (``ir-measures``' convention).
"""

from __future__ import annotations

from ir_measures import Judged

from eval.metrics.judgments import Judgments, Run, Values
from eval.metrics.trec import values


def judged(judgments: Judgments, run: Run, k: int = 10) -> Values:
    """Judged@k, each in [0, 1]; 0 for a query with an empty ranking."""
    return values(Judged @ k, judgments, run)
