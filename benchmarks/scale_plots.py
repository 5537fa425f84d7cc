"""Recall against selectivity, and time against the size of the shop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.plots.figure import figure

_AGAINST = "department without it"


def recall_plot(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """A line a system and size: recall@100 by the share of the shop that fits."""
    with figure(path, width=7.5) as axes:
        for (system, products), own in _lines(rows).items():
            if system == "aisle, vectors alone":
                continue
            points = sorted((row["fit"] / row["products"], row["recall@100"]) for row in own)
            axes.plot(*zip(*points, strict=True), marker="o", label=f"{system}, {products:,}")
        axes.set_xscale("log")
        axes.set(xlabel="share of the shop that fits", ylabel="recall@100")
        axes.axhline(0.99, color="0.6", linewidth=0.8, linestyle="--")
        axes.legend(frameon=False, fontsize=7)


def latency_plot(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """A line a system: the median time under a filter of 10 % by the size of the shop."""
    by_system: dict[str, list[tuple[int, float]]] = {}
    for row in rows:
        if row["filter"] == "10 %":
            by_system.setdefault(row["system"], []).append((row["products"], row["p50_ms"]))
    with figure(path, width=7.5) as axes:
        for system, points in by_system.items():
            axes.plot(*zip(*sorted(points), strict=True), marker="o", label=system)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set(xlabel="products", ylabel="median ms, 10 % of the shop fits")
        axes.legend(frameon=False, fontsize=8)


def _lines(
    rows: Sequence[Mapping[str, Any]],
) -> dict[tuple[str, int], list[Mapping[str, Any]]]:
    lines: dict[tuple[str, int], list[Mapping[str, Any]]] = {}
    for row in rows:
        if row["filter"] != _AGAINST:
            lines.setdefault((row["system"], row["products"]), []).append(row)
    return lines
