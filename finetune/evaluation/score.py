"""Every system over the same gold lines, one after another: rows, parts, confidence, comparison.

One after another because two models on one machine would share its cores, and the table compares
times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eval.commands.intents import versus
from eval.confidence import Fitted, confidence_row, fitted, has_confidence
from eval.data.intents import GoldIntent
from eval.metrics.intents import Answer, intent_row, parts
from eval.systems import parse_all, settings_of
from finetune.evaluation.systems import System


@dataclass(frozen=True)
class Scored:
    """What was measured.

    Attributes:
        lines: The gold.
        answers: System → its answers, in the order of ``lines``.
        rows: A row a system.
        parts: Rows named ``system:part``.
        calibration: Fitted on the held lines, where there were any.
    """

    lines: Sequence[GoldIntent]
    answers: dict[str, list[Answer]]
    rows: list[dict[str, Any]]
    parts: list[dict[str, Any]]
    calibration: Fitted | None = None

    @property
    def sources(self) -> dict[str, dict[str, int]]:
        """System → who read the messages (``llm``, ``cache``, ``rules``) how often."""
        return {
            name: dict(Counter(a.source for a in found)) for name, found in self.answers.items()
        }


def score(
    systems: Sequence[System],
    lines: Sequence[GoldIntent],
    *,
    held: Sequence[GoldIntent] = (),
    parallel: int = 1,
    seed: int = 0,
) -> Scored:
    """The scores of ``systems`` over ``lines``.

    Args:
        systems: The first is the one whose details are wanted.
        lines: The gold.
        held: Other gold, on which the first system's confidence is calibrated.
        parallel: Messages parsed at once.
        seed: Of the intervals.

    Raises:
        UsageError: A model does not start, or a confidence cannot be calibrated.
    """
    answers = {system.name: _answers(system, lines, parallel) for system in systems}
    rows = [intent_row(name, found, seed=seed) for name, found in answers.items()]
    if len(rows) > 1:
        rows[0]["versus"] = [versus(answers, seed=seed)]
    calibration = _calibration(systems[0], held, parallel) if held else None
    for row in rows:
        found = answers[row["system"]]
        if has_confidence(found):
            fit = calibration if row is rows[0] else None
            row["confidence"] = confidence_row(found, fit, answers.get("rules"))
    by_part = [
        intent_row(label, part, intervals=False)
        for name, found in answers.items()
        for label, part in parts(name, found).items()
    ]
    return Scored(lines, answers, rows, by_part, calibration)


def _answers(system: System, lines: Sequence[GoldIntent], parallel: int) -> list[Answer]:
    predictions = parse_all(
        system.name, lines, system.settings, parallel=parallel, need_model=system.needs_model
    )
    return [Answer.of(line, found) for line, found in zip(lines, predictions, strict=True)]


def _calibration(system: System, held: Sequence[GoldIntent], parallel: int) -> Fitted:
    rules = System("rules", settings_of("rules"))
    return fitted(_answers(system, held, parallel), _answers(rules, held, 1))
