"""Scores of several systems side by side, as grouped bars with their intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from eval.plots.figure import figure


def score_plot(
    rows: Sequence[Mapping[str, Any]], metrics: Sequence[str], path: Path, *, title: str
) -> None:
    """Draws a group a row and a bar a metric.

    Args:
        rows: As the commands write them: ``system``, figures in [0, 1], maybe ``intervals``.
        metrics: Keys of the figures.
        path: The PNG.
        title: Above the plot.
    """
    places = np.arange(len(rows), dtype=np.float64)
    width = 0.8 / len(metrics)
    with figure(path, width=max(6.0, 1.1 * len(rows) + 2), height=4.2) as axes:
        for number, metric in enumerate(metrics):
            values = [float(row[metric]) for row in rows]
            bounds = [
                row.get("intervals", {}).get(metric, (v, v))
                for row, v in zip(rows, values, strict=True)
            ]
            errors = np.array(
                [
                    [max(0.0, v - low), max(0.0, high - v)]
                    for (low, high), v in zip(bounds, values, strict=True)
                ]
            ).T
            at = places + (number - (len(metrics) - 1) / 2) * width
            axes.bar(at, values, width, yerr=errors, capsize=2, label=metric, error_kw={"lw": 0.8})
        axes.set_xticks(places, [str(row["system"]) for row in rows], rotation=20, ha="right")
        axes.set(ylim=(0, 1.02))
        axes.set_title(title, pad=26)
        axes.grid(axis="y", color="0.9")
        axes.set_axisbelow(True)
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=len(metrics), frameon=False)
