"""What a ranking is worth against what it costs: a point a system."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.plots.figure import figure


def quality_by_latency(
    rows: Sequence[Mapping[str, Any]], metric: str, path: Path, *, title: str
) -> None:
    """Draws each row's ``metric`` with its interval at its median time, the 95th percentile beside.

    Args:
        rows: As the commands write them: ``system``, ``p50_ms``, ``p95_ms``, ``intervals``.
        metric: Key of the figure.
        path: The PNG.
        title: Above the plot.
    """
    with figure(path, width=7.0) as axes:
        for row in rows:
            low, high = row.get("intervals", {}).get(metric, (row[metric], row[metric]))
            errors = [[max(0.0, row[metric] - low)], [max(0.0, high - row[metric])]]
            later = [[0.0], [max(0.0, row["p95_ms"] - row["p50_ms"])]]
            axes.errorbar(
                row["p50_ms"], row[metric], yerr=errors, xerr=later, fmt="o", capsize=2, lw=0.8
            )
            place = (row["p50_ms"], row[metric])
            axes.annotate(row["system"], place, (5, 5), textcoords="offset points", fontsize=8)
        axes.set(xlabel="milliseconds a query: median, and to the 95th percentile", ylabel=metric)
        axes.set_xlim(left=0)
        axes.set_title(title)
        axes.grid(color="0.92")
        axes.set_axisbelow(True)
