"""Reciprocal rank at a cutoff: how far down the first relevant item stands.

    RR@k = 1 / rank of the first item with a grade of at least ``min_grade``, 0 if none in the top k

Its mean over queries is MRR@k (Voorhees, TREC-8 question answering track, 1999).
"""

from __future__ import annotations

from ir_measures import RR

from eval.metrics.judgments import Judgments, Run, Values
from eval.metrics.trec import values


def reciprocal_rank(judgments: Judgments, run: Run, k: int = 10, *, min_grade: float = 0) -> Values:
    """RR@k, each 0 or in [1/k, 1]."""
    return values(RR(rel=judgments.level_from(min_grade)) @ k, judgments, run)
