"""Next-item and next-basket sequences, one a line.

``{"user_id": "…", "history": ["id", …], "next": "id"}``, oldest first. For baskets ``next`` is a
list, and an entry of ``history`` may be one; ``ts`` says when ``next`` was bought. Lines of one
shopper stand in order of time.
"""

from __future__ import annotations

from collections.abc import Sequence as Listed
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from eval.data.errors import EvalDataError
from eval.data.lines import read_models
from retrieval.recommend import Basket, Sequence, journeys

_LINE = '{"user_id": "…", "history": ["id", …], "next": "id"}'
_Id = Annotated[str, Field(min_length=1)]
_Basket = Annotated[list[_Id], Field(min_length=1)]


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    user_id: _Id
    history: list[_Id | _Basket]
    next: _Id | _Basket
    ts: datetime | None = None


def read_sequences(path: Path) -> list[Sequence]:
    """The sequences, in the file's order.

    Raises:
        EvalDataError: A bad line, or no line at all; or only some lines have ``ts``.
    """
    found = [
        Sequence(
            user_id=line.user_id,
            history=tuple(_basket(one) for one in line.history),
            next=_basket(line.next),
            at=line.ts,
        )
        for _, line in read_models(path, _Line, _LINE)
    ]
    if not found:
        raise EvalDataError(f"{path} has no sequence; expected lines like {_LINE}")
    offsets = {None if one.at is None else one.at.tzinfo is not None for one in found}
    if len(offsets) > 1:
        raise EvalDataError(f"{path} has `ts` in some lines only, or some without offset: mend it")
    return found


def known_answers(train: Listed[Sequence], test: Listed[Sequence]) -> int:
    """How many test sequences, history and ``next``, lie within their shopper's training journey.

    Each is a leak: its answer was learned. A clean split in time has none.
    """
    learned = {journey.user_id: journey.baskets for journey in journeys(train)}
    return sum(
        _lies_in((*one.history, one.next), learned[one.user_id])
        for one in test
        if one.user_id in learned
    )


def _lies_in(row: tuple[Basket, ...], journey: tuple[Basket, ...]) -> bool:
    size = len(row)
    return any(journey[at : at + size] == row for at in range(len(journey) - size + 1))


def _basket(value: str | list[str]) -> Basket:
    return (value,) if isinstance(value, str) else tuple(dict.fromkeys(value))
