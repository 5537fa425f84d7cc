"""One measure over a run, through ``ir-measures``.

A run is a list of ids, best first; trec_eval wants scores and breaks ties by id, so ranks become
strictly falling scores and no tie is left to break. A query that a system returned nothing for
counts as zero (``trec_eval -c``): a system gains nothing by staying silent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ir_measures

from eval.metrics.judgments import Judgments, Run, Values

Metric = Callable[[Judgments, Run], Values]


def values(measure: Any, judgments: Judgments, run: Run) -> Values:
    """The value of ``measure`` (an ``ir_measures`` measure) for each query with a relevant item.

    Raises:
        ValueError: A query's ranking names an item twice.
    """
    scored: dict[str, dict[str, float]] = {}
    for query in judgments.query_ids:
        ranking = run.get(query, ())
        scored[query] = {item: float(-rank) for rank, item in enumerate(ranking)}
        if len(scored[query]) != len(ranking):
            raise ValueError(f"the ranking of query {query!r} names an item twice")
    filled = {query: items for query, items in scored.items() if items}
    result = dict.fromkeys(judgments.query_ids, 0.0)
    if filled:
        for metric in ir_measures.iter_calc([measure], judgments.levels, filled):
            result[metric.query_id] = float(metric.value)
    return result
