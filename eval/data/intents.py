"""Gold intents, and predictions made elsewhere.

A gold line is ``{"id", "messages": […], "intent": {…}}``; a prediction line is what
``python -m assistant parse --output`` writes. A bad gold line stops the run; a bad prediction is
the very thing to be measured, so it is kept as "no valid intent".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.intent import Intent, Message
from eval.data.errors import EvalDataError
from eval.data.lines import read_models

_GOLD = '{"id": "r1", "messages": [{"role": "user", "content": "…"}], "intent": {…}}'
_PREDICTION = '{"id": "r1", "intent": {…}, "source": "llm", "ms": 41.7}'


class GoldIntent(BaseModel):
    """One hand-labelled conversation: the intent is that after its last message."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Annotated[str, Field(min_length=1)]
    messages: Annotated[list[Message], Field(min_length=1)]
    intent: Intent
    tags: list[str] = Field(default_factory=list, description="What the line is, such as noisy.")

    @property
    def multi_turn(self) -> bool:
        """Whether there is anything before the last message."""
        return len(self.messages) > 1


@dataclass(frozen=True)
class Prediction:
    """What a system answered; ``intent`` is None where the answer is no valid Intent."""

    intent: Intent | None
    source: str = ""
    ms: float | None = None
    confidence: float | None = None
    """Probability that the whole intent is right, in [0, 1], where the system gives one."""
    cached_ms: float | None = None
    """Time of the same parse said again."""


class _PredictionLine(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    intent: Any = None
    source: str = ""
    ms: float | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None


def read_gold(path: Path) -> list[GoldIntent]:
    """The gold intents, in the file's order.

    Raises:
        EvalDataError: A bad line, an id twice, or no line at all.
    """
    gold: dict[str, GoldIntent] = {}
    for number, line in read_models(path, GoldIntent, _GOLD):
        if line.id in gold:
            raise EvalDataError.at(path, number, f"id {line.id!r} stands there twice")
        gold[line.id] = line
    if not gold:
        raise EvalDataError(f"{path} has no intent; expected lines like {_GOLD}")
    return list(gold.values())


def read_predictions(path: Path, gold: Sequence[GoldIntent]) -> list[Prediction]:
    """The predictions for ``gold``, in its order.

    Raises:
        EvalDataError: A line is no JSON object with an id, or a gold id has no prediction.
    """
    found: dict[str, Prediction] = {}
    for _, line in read_models(path, _PredictionLine, _PREDICTION):
        try:
            intent = Intent.model_validate(line.intent)
        except ValidationError:
            intent = None
        found[line.id] = Prediction(intent, line.source, line.ms, line.confidence)
    missing = [line.id for line in gold if line.id not in found]
    if missing:
        raise EvalDataError(
            f"{path} has no prediction for {len(missing)} of {len(gold)} gold intents, the first"
            f" {missing[0]!r}: parse the gold file's own messages again"
        )
    return [found[line.id] for line in gold]
