"""What a system's confidence is worth: its calibration, and the thresholds that follow from it.

Fitted on one gold file and applied to another: a threshold chosen on the answers it is judged by
would flatter itself. The thresholds are of the calibrated confidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from eval.errors import UsageError
from eval.metrics.calibration import (
    Bin,
    Calibration,
    brier,
    expected_error,
    fall_back,
    fit,
    hold_back,
    reliability,
)
from eval.metrics.intents import Answer


class Fitted(BaseModel):
    """A calibration file: ``sigmoid(a*logit(p) + b)``, and below what to do something else.

    ``rules_below`` is 0 where the rules never do better, or were not looked at.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    a: float
    b: float
    rules_below: float = 0.0
    ask_below: float = 0.5

    @property
    def calibration(self) -> Calibration:
        """The map of probabilities."""
        return Calibration(self.a, self.b)

    def after(self, a: float, b: float) -> Fitted:
        """The map from the model's own probability, where this one was fitted on ``(a, b)``'s."""
        return self.model_copy(
            update={"a": round(self.a * a, 5), "b": round(self.a * b + self.b, 5)}
        )


def fitted(answers: Sequence[Answer], rules: Sequence[Answer] | None = None) -> Fitted:
    """The calibration that fits ``answers``, and the threshold below which ``rules`` do better.

    Raises:
        UsageError: The answers have no confidence, or are all right or all wrong.
    """
    places, sure, right = _sure(answers)
    try:
        found = fit(sure, right)
    except ValueError as error:
        raise UsageError(f"cannot fit a calibration: {error}") from error
    below = 0.0
    if rules is not None:
        others = [rules[place].right for place in places]
        below = fall_back([found(p) for p in sure], right, others).threshold
    return Fitted(a=found.a, b=found.b, rules_below=below)


def read_fitted(path: Path) -> Fitted:
    """The calibration in a file.

    Raises:
        UsageError: It is none.
    """
    try:
        return Fitted.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise UsageError(f'{path} is no calibration; expected {{"a": 1.0, "b": 0.0}}') from error


def write_fitted(path: Path, found: Fitted, about: dict[str, Any]) -> None:
    """``found`` as JSON, with what it was fitted on."""
    document = found.model_dump() | {"about": about}
    try:
        path.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")
    except OSError as error:
        raise UsageError(f"cannot write {path} ({error.strerror})") from error


def has_confidence(answers: Sequence[Answer]) -> bool:
    """Whether any answer says how sure it is."""
    return any(answer.confidence is not None for answer in answers)


def confidence_row(
    answers: Sequence[Answer],
    found: Fitted | None = None,
    rules: Sequence[Answer] | None = None,
) -> dict[str, Any]:
    """ECE and Brier of the raw and the calibrated confidence, and what the thresholds do.

    Raises:
        UsageError: The answers have no confidence.
    """
    places, sure, right = _sure(answers)
    row: dict[str, Any] = {
        "n": len(sure),
        "right": round(sum(right) / len(right), 4),
        "ece": round(expected_error(sure, right), 4),
        "brier": round(brier(sure, right), 4),
    }
    if found is None:
        return row
    mended = [found.calibration(p) for p in sure]
    row |= {
        "ece_calibrated": round(expected_error(mended, right), 4),
        "brier_calibrated": round(brier(mended, right), 4),
        "ask": asdict(hold_back(mended, right, found.ask_below)),
    }
    if rules is not None:
        mixed = [
            rules[place].right if p < found.rules_below else hit
            for place, p, hit in zip(places, mended, right, strict=True)
        ]
        low = sum(p < found.rules_below for p in mended)
        row["rules"] = {
            "threshold": found.rules_below,
            "held": round(low / len(mended), 4),
            "before": row["right"],
            "after": round(sum(mixed) / len(mixed), 4),
        }
    return row


def curves(answers: Sequence[Answer], found: Fitted | None = None) -> dict[str, list[Bin]]:
    """The reliability of the raw confidence and, with ``found``, of the calibrated one."""
    _, sure, right = _sure(answers)
    lines = {"raw": reliability(sure, right)}
    if found is not None:
        lines["calibrated"] = reliability([found.calibration(p) for p in sure], right)
    return lines


def _sure(answers: Sequence[Answer]) -> tuple[list[int], list[float], list[bool]]:
    """Places, confidences and outcomes of the answers that say how sure they are."""
    known = [(n, a.confidence, a.right) for n, a in enumerate(answers) if a.confidence is not None]
    if not known:
        raise UsageError("no answer says how sure it is: only a fine-tuned model does")
    return [n for n, _, _ in known], [p for _, p, _ in known], [hit for _, _, hit in known]
