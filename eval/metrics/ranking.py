"""All ranking metrics of one system at once, and the rows of a comparison.

The first system is ours. It is compared with the best of the others by the headline metric, or the
best of each group that the caller names (see ``significance`` for the p-value). Choosing the best
baseline after looking is against ourselves, so no correction for many comparisons is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from statistics import fmean
from typing import Any

import numpy as np

from eval.metrics.coverage import coverage
from eval.metrics.judged import judged
from eval.metrics.judgments import Judgments, Run, Values
from eval.metrics.mrr import reciprocal_rank
from eval.metrics.ndcg import ndcg, ndcg_condensed, ndcg_exp
from eval.metrics.recall import recall
from eval.metrics.significance import interval, paired_p
from eval.metrics.trec import Metric

HEADLINE = "ndcg@10"


@dataclass(frozen=True)
class Ranked:
    """What one system returned, and how long each query took in milliseconds."""

    name: str
    run: Run
    times_ms: Sequence[float] = field(default_factory=tuple)


def ranking_metrics(min_grade: float = 0, *, condensed: bool = True) -> dict[str, Metric]:
    """The metrics by their name in a row.

    Args:
        min_grade: The least grade that counts as relevant for recall and MRR.
        condensed: Whether to give condensed nDCG as well. Not where only relevant items are
            judged: with the unjudged out, every ranking would look good.
    """
    return {
        HEADLINE: ndcg,
        "ndcg_exp@10": ndcg_exp,
        **({"ndcg_condensed@10": ndcg_condensed} if condensed else {}),
        "recall@10": partial(recall, k=10, min_grade=min_grade),
        "recall@100": partial(recall, k=100, min_grade=min_grade),
        "mrr@10": partial(reciprocal_rank, min_grade=min_grade),
        "judged@10": judged,
    }


def percentiles_ms(times: Sequence[float]) -> dict[str, float]:
    """``p50_ms`` and ``p95_ms`` of times in milliseconds; empty where none were taken."""
    if not len(times):
        return {}
    p50, p95 = np.percentile(np.asarray(times, dtype=np.float64), [50, 95])
    return {"p50_ms": round(float(p50), 2), "p95_ms": round(float(p95), 2)}


def ranking_rows(
    systems: Sequence[Ranked],
    judgments: Judgments,
    *,
    catalogue_size: int,
    against: Sequence[Sequence[str]] | None = None,
    clusters: Mapping[str, str] | None = None,
    min_grade: float = 0,
    condensed: bool = True,
    seed: int = 0,
) -> tuple[list[dict[str, Any]], dict[str, Values]]:
    """One row a system, and each system's headline metric by query.

    A row has every metric of :func:`ranking_metrics`, ``coverage@10``, the times, ``intervals``
    (95 %, ``{metric: [low, high]}``), and the first row ``versus``: the best system of each group
    of ``against`` (by default one group, all others), the difference and its p-value.
    """
    rows: list[dict[str, Any]] = []
    headline: dict[str, Values] = {}
    for system in systems:
        row: dict[str, Any] = {"system": system.name}
        intervals: dict[str, list[float]] = {}
        for name, metric in ranking_metrics(min_grade, condensed=condensed).items():
            found = metric(judgments, system.run)
            row[name] = round(fmean(found.values()), 4)
            low, high = interval(found, clusters, seed=seed)
            intervals[name] = [round(low, 4), round(high, 4)]
            if name == HEADLINE:
                headline[system.name] = found
        row["coverage@10"] = round(coverage(system.run, catalogue_size), 4)
        rows.append({**row, **percentiles_ms(system.times_ms), "intervals": intervals})
    mean = {name: fmean(found.values()) for name, found in headline.items()}
    others = [[system.name for system in systems[1:]]] if against is None else against
    ours = systems[0].name
    rows[0]["versus"] = [
        {
            "system": best,
            "metric": HEADLINE,
            "difference": round(mean[ours] - mean[best], 4),
            "p_value": round(paired_p(headline[ours], headline[best], clusters, seed=seed), 4),
        }
        for best in (max(group, key=lambda name: mean[name]) for group in others if group)
    ]
    return rows, headline
