"""Slot and action scores of one system over a set of gold intents: one row.

Every figure is over all gold lines, an invalid answer counting as wrong in each. ``f1`` and its
kind are normalised, ``f1_exact`` and its kind are not (see ``slots``). Intervals are bootstrap over
conversations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

import numpy as np

from assistant.intent import Intent
from eval.metrics.ranking import percentiles_ms
from eval.metrics.significance import interval, ratio_interval
from eval.metrics.slots import (
    SLOT_FIELDS,
    Counts,
    asks_match,
    count,
    exact,
    full_match,
    normalised,
    query_counts,
)


@dataclass(frozen=True)
class Answer:
    """A gold intent and what a system made of it; ``predicted`` is None where it was invalid."""

    gold: Intent
    predicted: Intent | None
    multi_turn: bool = False
    ms: float | None = None


def intent_row(system: str, answers: Sequence[Answer], *, seed: int = 0) -> dict[str, Any]:
    """The row of one system (see the contract for the names), with ``fields`` and ``intervals``.

    Raises:
        ValueError: There is no answer.
    """
    if not answers:
        raise ValueError("no answers to score")
    loose = [count(answer.gold, answer.predicted, normalised) for answer in answers]
    slots = sum(loose, Counts())
    strict = sum((count(a.gold, a.predicted, exact) for a in answers), Counts())
    phrases = sum((query_counts(a.gold, a.predicted) for a in answers), Counts())
    actions = {
        str(place): float(a.predicted is not None and a.predicted.action == a.gold.action)
        for place, a in enumerate(answers)
    }
    full = {str(place): float(full_match(a.gold, a.predicted)) for place, a in enumerate(answers)}
    figures = {
        "n": len(answers),
        "precision": slots.precision,
        "recall": slots.recall,
        "f1": slots.f1,
        "precision_exact": strict.precision,
        "recall_exact": strict.recall,
        "f1_exact": strict.f1,
        "action_accuracy": fmean(actions.values()),
        "full_match": fmean(full.values()),
        "ask_accuracy": fmean(float(asks_match(a.gold, a.predicted)) for a in answers),
        "query_f1": phrases.f1,
        "language_accuracy": fmean(
            float(a.predicted is not None and a.predicted.language == a.gold.language)
            for a in answers
        ),
        "valid": fmean(float(a.predicted is not None) for a in answers),
    }
    twice_hits = np.array([2.0 * counts.hits for counts in loose])
    both = np.array([float(counts.predicted + counts.gold) for counts in loose])
    intervals = {
        "f1": ratio_interval(twice_hits, both, seed=seed),
        "action_accuracy": interval(actions, seed=seed),
        "full_match": interval(full, seed=seed),
    }
    return {
        "system": system,
        **{name: round(value, 4) for name, value in figures.items()},
        **percentiles_ms([a.ms for a in answers if a.ms is not None]),
        "intervals": {
            name: [round(bound, 4) for bound in found] for name, found in intervals.items()
        },
        "fields": _by_field(answers),
    }


def _by_field(answers: Sequence[Answer]) -> dict[str, dict[str, float]]:
    """Normalised scores of each field that the gold or the system ever filled."""
    rows = {}
    for name in SLOT_FIELDS:
        total = sum((count(a.gold, a.predicted, normalised, [name]) for a in answers), Counts())
        if total.gold or total.predicted:
            rows[name] = {
                "precision": round(total.precision, 4),
                "recall": round(total.recall, 4),
                "f1": round(total.f1, 4),
                "gold": total.gold,
                "predicted": total.predicted,
            }
    return rows
