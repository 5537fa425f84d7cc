"""The reliability diagram (DeGroot and Fienberg, 1983): how often right, by how sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.metrics.calibration import Bin
from eval.plots.figure import figure


def reliability_plot(curves: Mapping[str, Sequence[Bin]], path: Path, *, title: str) -> None:
    """Draws each curve beside the diagonal of a perfectly calibrated system.

    A dot is as large as the share of answers it stands for.
    """
    with figure(path, width=5.2, height=5.0) as axes:
        axes.plot([0, 1], [0, 1], color="0.7", linestyle="--", label="perfect")
        for name, bins in curves.items():
            total = sum(each.n for each in bins)
            x, y = [each.confidence for each in bins], [each.accuracy for each in bins]
            (line,) = axes.plot(x, y, linewidth=1.2)
            axes.scatter(
                x, y, s=[600 * each.n / total for each in bins], color=line.get_color(), label=name
            )
        axes.set(
            xlim=(0, 1.02),
            ylim=(0, 1.02),
            xlabel="confidence",
            ylabel="share fully right",
            title=title,
        )
        axes.legend(loc="upper left", frameon=False, markerscale=0.5)
