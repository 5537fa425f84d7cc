"""The batch form of the parser: requests in as JSON Lines, intents out, line by line.

A line that cannot be read becomes ``{"id": …, "error": …}`` and the run goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.intent import Message
from assistant.parser import IntentParser


class Request(BaseModel):
    """One line of the input."""

    model_config = ConfigDict(extra="ignore")

    id: str | int
    messages: list[Message] = Field(min_length=1)


@dataclass(frozen=True)
class Answer:
    """One line of the output; ``ok`` says whether the request was parsed."""

    row: dict[str, Any]
    ok: bool


def answers(lines: Iterable[bytes], parser: IntentParser) -> Iterator[Answer]:
    """Parse ``lines`` (JSON Lines, blank ones skipped), one answer each, in order."""
    for number, line in enumerate(lines, 1):
        text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if text.strip():
            yield _answer(text, number, parser)


def _answer(line: bytes, number: int, parser: IntentParser) -> Answer:
    given: object = None
    try:
        row = orjson.loads(line)
        given = row.get("id") if isinstance(row, dict) else None
        request = Request.model_validate(row)
    except orjson.JSONDecodeError as error:
        return _failed(None, f"line {number}: not JSON: {error}")
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the line"
        return _failed(given, f"line {number}: {place}: {first['msg']}")
    if not any(message.role == "user" for message in request.messages):
        return _failed(request.id, f"line {number}: messages: none is by the user")
    parsed = parser.parse(request.messages)
    return Answer(
        {
            "id": request.id,
            "intent": parsed.intent.model_dump(mode="json"),
            "source": parsed.source,
            "ms": round(parsed.ms, 1),
            **({} if parsed.confidence is None else {"confidence": round(parsed.confidence, 4)}),
        },
        ok=True,
    )


def _failed(given: object, reason: str) -> Answer:
    return Answer(
        {"id": given if isinstance(given, str | int) else None, "error": reason}, ok=False
    )
