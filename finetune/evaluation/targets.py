"""The project's targets for its fine-tuned parser, each beside what was measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_OURS = "aisle"

Rows = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Target:
    """One target; ``seen`` is None where this run did not measure it."""

    name: str
    wanted: str
    seen: float | None
    met: bool | None


def targets(rows: Rows) -> list[Target]:
    """The targets beside the figures of ``aisle``.

    Args:
        rows: Every row by its ``system`` (``aisle``, ``aisle:zh``, ``zero-shot``, …).
    """

    def figure(metric: str, part: str = "") -> float | None:
        value = rows.get(f"{_OURS}{part}", {}).get(metric)
        return None if value is None else float(value)

    clean, noisy = figure("f1", ":clean"), figure("f1", ":noisy")
    noise = None if clean is None or noisy is None else clean - noisy
    ours, zero = figure("p50_ms"), rows.get("zero-shot", {}).get("p50_ms")
    faster = float(zero) / ours if zero and ours else None
    return [
        _at_least("schema-valid", 1.0, figure("valid")),
        _at_least("action accuracy", 0.97, figure("action_accuracy")),
        _at_least("slot F1, English", 0.95, figure("f1", ":en")),
        _at_least("slot F1, Chinese", 0.92, figure("f1", ":zh")),
        _at_least("full match", 0.80, figure("full_match")),
        _at_most("slot F1 lost to noise", 0.03, noise),
        _at_least("asked rightly where vague", 0.90, figure("ask_vague")),
        _at_least("not asked where clear", 0.95, figure("no_ask_clear")),
        _at_most("p50, ms", 250, figure("p50_ms")),
        _at_most("p95, ms", 450, figure("p95_ms")),
        _at_most("p95 from the cache, ms", 2, figure("p95_cached_ms")),
        _at_least("times faster than zero-shot", 4, faster),
    ]


def _at_least(name: str, bound: float, seen: float | None) -> Target:
    return Target(name, f"≥ {bound:g}", seen, None if seen is None else seen >= bound)


def _at_most(name: str, bound: float, seen: float | None) -> Target:
    return Target(name, f"≤ {bound:g}", seen, None if seen is None else seen <= bound)
