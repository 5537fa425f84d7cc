"""Line items of a till (one row an item bought) into next-basket sequences, divided by time.

The split is one moment for everybody: baskets before it train, baskets from it on are predicted,
each from all that its shopper bought before it, the earlier baskets of the test period included, as
a shop would. Dividing each shopper at their own share instead would train on some shoppers' future
while testing others' past.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

import pandas as pd

from eval.data.errors import EvalDataError
from retrieval.recommend import Basket, Sequence

_COLUMNS = {
    "user": ("user_id", "household_id", "customer_id", "shopper_id"),
    "basket": ("basket_id", "order_id", "transaction_id", "session_id"),
    "item": ("item_id", "product_id", "sku"),
    "at": ("ts", "transaction_timestamp", "timestamp", "date"),
}


@dataclass(frozen=True)
class Split:
    """Sequences before and from a moment on."""

    train: list[Sequence]
    test: list[Sequence]
    moment: datetime
    without_history: int
    """Baskets of the test period left out: their shopper had bought nothing before."""


def read_purchases(path: Path, test_share: float) -> Split:
    """The baskets of a CSV file (plain or gzipped), the last ``test_share`` of them to be tested.

    Raises:
        EvalDataError: The file cannot be read, has not the columns, or has nothing to test.
    """
    try:
        table = pd.read_csv(path, dtype=str)
    except (OSError, ValueError, EOFError) as error:
        problem = str(error).splitlines()[0]
        raise EvalDataError(f"cannot read {path} as CSV ({problem}): give line items") from error
    lines = pd.DataFrame({field: table[_column(path, table, field)] for field in _COLUMNS})
    if lines.isna().to_numpy().any():
        number = int(lines.isna().any(axis=1).to_numpy().argmax()) + 2
        raise EvalDataError.at(path, number, "a shopper, basket, item or time is missing")
    try:
        lines["at"] = pd.to_datetime(lines["at"], format="ISO8601", utc=True)
    except ValueError as error:
        problem = str(error).splitlines()[0]
        raise EvalDataError(f"{path}: {problem}; give times like 2026-01-31T09:30:00") from error
    # A basket is one moment: the first of its lines.
    first = lines.groupby(["user", "basket"])["at"].transform("min")
    lines = lines.assign(at=first).sort_values(["at", "user", "basket"], kind="stable")
    moments = lines.drop_duplicates(["user", "basket"])["at"]
    moment = moments.iloc[int(len(moments) * (1 - test_share))].to_pydatetime()
    train: list[Sequence] = []
    test: list[Sequence] = []
    new = 0
    for sequence in _sequences(lines):
        late = sequence.at is not None and sequence.at >= moment
        if sequence.history:
            (test if late else train).append(sequence)
        else:
            new += late
    if not train or not test:
        raise EvalDataError(f"{path}: no shopper comes back on both sides of {moment:%Y-%m-%d}")
    return Split(train, test, moment, new)


def _column(path: Path, table: pd.DataFrame, field: str) -> str:
    found = next((name for name in _COLUMNS[field] if name in table.columns), None)
    if found is None:
        known = " or ".join(_COLUMNS[field])
        raise EvalDataError(f"{path} has no column for the {field}; name it {known}")
    return found


def _sequences(lines: pd.DataFrame) -> Iterator[Sequence]:
    """Every basket as the ``next`` of what its shopper had bought, in order of time."""
    before: dict[str, tuple[Basket, ...]] = {}
    moments = [moment.to_pydatetime() for moment in lines["at"]]
    rows = zip(moments, lines["user"], lines["basket"], lines["item"], strict=True)
    for (at, user, _), group in groupby(rows, key=lambda row: row[:3]):
        basket = tuple(dict.fromkeys(item for *_, item in group))
        history = before.get(user, ())
        yield Sequence(user, history, basket, at)
        before[user] = (*history, basket)
