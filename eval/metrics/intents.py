"""Slot and action scores of one system over a set of gold intents: one row.

Every figure is over all gold lines, an invalid answer counting as wrong in each. ``f1`` and its
kind are normalised, ``f1_exact`` and its kind are not (see ``slots``). Intervals are bootstrap over
gold lines. ``ask_vague`` is the share of vague requests (``search`` and ``refine`` whose gold asks)
where just the right things are asked, ``no_ask_clear`` that of the clear ones where nothing is.
Asides are left out of both: they repeat what the request before them asked.

Times: ``p50_ms`` and ``p95_ms`` are of parses that a model or the rules did now, ``p50_cached_ms``
and ``p95_cached_ms`` of the same messages said again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

import numpy as np

from assistant.intent import ACTIONS, Action, Intent
from eval.data.intents import GoldIntent, Prediction
from eval.metrics.judgments import Values
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
    tags: frozenset[str] = field(default_factory=frozenset)
    source: str = ""
    confidence: float | None = None
    cached_ms: float | None = None

    @classmethod
    def of(cls, line: GoldIntent, prediction: Prediction) -> Answer:
        """What a system made of one gold line."""
        return cls(
            gold=line.intent,
            predicted=prediction.intent,
            multi_turn=line.multi_turn,
            ms=prediction.ms,
            tags=frozenset(line.tags),
            source=prediction.source,
            confidence=prediction.confidence,
            cached_ms=prediction.cached_ms,
        )

    @property
    def right(self) -> bool:
        """Whether action, slots and questions are right at once."""
        return full_match(self.gold, self.predicted)


GROUPS: dict[str, frozenset[Action]] = {
    "search": frozenset({"search"}),
    "refine": frozenset({"refine"}),
    "shown-list": frozenset({"more", "similar", "compare", "details"}),
    "cart-and-deals": frozenset({"promotions", "cart_add", "cart_remove", "cart_show"}),
    "talk": frozenset({"reset", "help", "smalltalk", "out_of_scope"}),
}
"""Actions that are alike in what a mistake costs, for rows with enough cases to say something."""

_ASKING: frozenset[Action] = GROUPS["search"] | GROUPS["refine"]


def parts(system: str, answers: Sequence[Answer]) -> dict[str, list[Answer]]:
    """``answers`` by language, turns, noise (where tagged) and group of actions; none empty."""
    found = {
        f"{system}:{language}": [a for a in answers if a.gold.language == language]
        for language in sorted({a.gold.language for a in answers})
    }
    found[f"{system}:single-turn"] = [a for a in answers if not a.multi_turn]
    found[f"{system}:multi-turn"] = [a for a in answers if a.multi_turn]
    for tag in ("clean", "noisy"):
        found[f"{system}:{tag}"] = [a for a in answers if tag in a.tags]
    for group, actions in GROUPS.items():
        found[f"{system}:{group}"] = [a for a in answers if a.gold.action in actions]
    return {name: part for name, part in found.items() if part}


def intent_row(
    system: str, answers: Sequence[Answer], *, seed: int = 0, intervals: bool = True
) -> dict[str, Any]:
    """One system's row (names as in the contract), with ``fields``, ``actions``, ``intervals``.

    Args:
        system: Its name.
        answers: What it made of each gold line.
        seed: Of the intervals.
        intervals: Whether to draw them: seconds for a thousand answers.

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
        **_questions(answers),
        "query_f1": phrases.f1,
        "language_accuracy": fmean(
            float(a.predicted is not None and a.predicted.language == a.gold.language)
            for a in answers
        ),
        "valid": fmean(float(a.predicted is not None) for a in answers),
    }
    return {
        "system": system,
        **{name: round(value, 4) for name, value in figures.items()},
        **percentiles_ms([a.ms for a in answers if a.ms is not None and a.source != "cache"]),
        **_cached_ms(answers),
        "intervals": _intervals(loose, actions, full, seed) if intervals else {},
        "fields": _by_field(answers),
        "actions": _by_action(answers),
    }


def _intervals(
    slots: Sequence[Counts], actions: Values, full: Values, seed: int
) -> dict[str, list[float]]:
    twice_hits = np.array([2.0 * counts.hits for counts in slots])
    both = np.array([float(counts.predicted + counts.gold) for counts in slots])
    found = {
        "f1": ratio_interval(twice_hits, both, seed=seed),
        "action_accuracy": interval(actions, seed=seed),
        "full_match": interval(full, seed=seed),
    }
    return {name: [round(bound, 4) for bound in bounds] for name, bounds in found.items()}


def _questions(answers: Sequence[Answer]) -> dict[str, float]:
    """``ask_vague`` and ``no_ask_clear``; each only where there is a request of its kind."""
    requests = [a for a in answers if a.gold.action in _ASKING]
    vague = [asks_match(a.gold, a.predicted) for a in requests if a.gold.ask]
    clear = [asks_match(a.gold, a.predicted) for a in requests if not a.gold.ask]
    named = {"ask_vague": vague, "no_ask_clear": clear}
    return {name: fmean(map(float, found)) for name, found in named.items() if found}


def _cached_ms(answers: Sequence[Answer]) -> dict[str, float]:
    found = percentiles_ms([a.cached_ms for a in answers if a.cached_ms is not None])
    return {name.replace("_ms", "_cached_ms"): ms for name, ms in found.items()}


def _by_field(answers: Sequence[Answer]) -> dict[str, dict[str, float]]:
    """Scores of each field that the gold or the system ever filled, normalised and exact."""
    rows: dict[str, dict[str, float]] = {}
    for name in SLOT_FIELDS:
        total, strict = (
            sum((count(a.gold, a.predicted, form, [name]) for a in answers), Counts())
            for form in (normalised, exact)
        )
        if total.gold or total.predicted:
            rows[name] = {
                **_scores(total),
                **{f"{score}_exact": value for score, value in _scores(strict).items()},
                "gold": total.gold,
                "predicted": total.predicted,
            }
    return rows


def _scores(counts: Counts) -> dict[str, float]:
    return {name: round(getattr(counts, name), 4) for name in ("precision", "recall", "f1")}


def _by_action(answers: Sequence[Answer]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of each action, and of the gold's the share fully right."""
    rows: dict[str, dict[str, float]] = {}
    for action in ACTIONS:
        gold = [a for a in answers if a.gold.action == action]
        said = [a for a in answers if a.predicted is not None and a.predicted.action == action]
        hits = [a for a in said if a.gold.action == action]
        if gold or said:
            rows[action] = {
                **_scores(Counts(len(hits), len(said), len(gold))),
                "full_match": round(fmean(float(a.right) for a in gold), 4) if gold else 0.0,
                "gold": len(gold),
                "predicted": len(said),
            }
    return rows
