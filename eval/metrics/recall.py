"""Recall at a cutoff: the share of a query's relevant items that the top k holds.

    recall@k = |relevant items in the top k| / |relevant items|

An item is relevant where its grade is at least ``min_grade`` (any grade above 0 by default, so a
shown and later disliked item counts: it was still what the person chose to show). The divisor is
all relevant items, not min(k, that): with 15 relevant items recall@10 cannot pass 0.67 (trec_eval's
``recall``).
"""

from __future__ import annotations

from ir_measures import R

from eval.metrics.judgments import Judgments, Run, Values
from eval.metrics.trec import values


def recall(judgments: Judgments, run: Run, k: int = 10, *, min_grade: float = 0) -> Values:
    """Recall@k, each in [0, 1]; 0 for a query whose grades are all below ``min_grade``."""
    return values(R(rel=judgments.level_from(min_grade)) @ k, judgments, run)
