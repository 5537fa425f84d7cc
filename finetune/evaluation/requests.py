"""Single requests beside their intents: the worst, and a sample, to see what figures hide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.intent import Intent
from eval.data.intents import GoldIntent
from eval.metrics.intents import Answer
from eval.metrics.slots import asks_match, normalised, pairs


@dataclass(frozen=True)
class Request:
    """One request: what was said, what is right, what was read and where they differ."""

    id: str
    said: list[str]
    gold: dict[str, Any]
    predicted: dict[str, Any] | None
    missing: list[str]
    wrong: list[str]
    confidence: float | None

    @property
    def faults(self) -> int:
        """How many values are missing or wrong."""
        return len(self.missing) + len(self.wrong)


def requests(lines: Sequence[GoldIntent], answers: Sequence[Answer]) -> list[Request]:
    """Each gold line beside its answer."""
    return [_request(line, answer) for line, answer in zip(lines, answers, strict=True)]


def worst(found: Sequence[Request], count: int) -> list[Request]:
    """The ``count`` requests with most faults; of equal ones, the surest first."""
    bad = [request for request in found if request.faults]
    return sorted(bad, key=lambda r: (-r.faults, -(r.confidence or 0.0)))[:count]


def sample(found: Sequence[Request], count: int) -> list[Request]:
    """``count`` requests, spread evenly over all."""
    count = min(count, len(found))
    return [found[place * len(found) // count] for place in range(count)]


def stated(intent: Intent) -> dict[str, Any]:
    """The fields of an intent that are not at their default, and the action."""
    fields = intent.model_dump(exclude_defaults=True, exclude={"query", "language"})
    return {"action": intent.action, **fields}


def _request(line: GoldIntent, answer: Answer) -> Request:
    want = _told(line.intent)
    have = _told(answer.predicted) if answer.predicted is not None else set()
    if answer.predicted is not None and asks_match(line.intent, answer.predicted):
        want, have = (
            {pair for pair in told if not pair.startswith("ask=")} for told in (want, have)
        )
    return Request(
        id=line.id,
        said=[
            f"[shown: {'; '.join(message.shown)}]" if message.shown else message.content
            for message in line.messages
            if message.role == "user" or message.shown
        ],
        gold=stated(line.intent),
        predicted=stated(answer.predicted) if answer.predicted is not None else None,
        missing=sorted(want - have),
        wrong=sorted(have - want),
        confidence=answer.confidence,
    )


def _told(intent: Intent) -> set[str]:
    told = {f"{field}={value}" for field, value in pairs(intent, normalised)}
    return told | {f"action={intent.action}"} | {f"ask={ask}" for ask in intent.ask}
