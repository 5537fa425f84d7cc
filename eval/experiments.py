"""What an experiment's log says: conversion by arm, whether the split went wrong, who won a mix.

A unit counts in the arm of its first exposure, with what it did from then on; a unit met by two
arms is left out and counted. Conversion: Wilson interval (SciPy), the difference to the first arm
with Newcombe's interval (1998, method 10, from the two Wilson intervals) and Pearson's chi-squared
test, Fisher's exact one where an expected count is below 5. The split is checked by a chi-squared
test against the arms' shares; below 0.001 nothing else should be believed. CUPED (Deng et al. 2013)
takes the unit's own count before the exposure out of its count after; the arms are then compared by
Welch's t-test. An interleaving is decided by units: whose picks got more of a unit's clicks, by a
two-sided binomial test.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from eval.data.errors import EvalDataError

MISMATCH = 0.001
"""Below this p-value of the split check the arms are not comparable (Fabijan et al. 2019)."""
CLICKS = frozenset({"view_item", "add_to_cart", "purchase", "like"})


@dataclass
class Unit:
    """One shopper (or guest's visit): arms met, and goal events before and after the first."""

    first: datetime
    arms: set[str] = field(default_factory=set)
    before: int = 0
    after: int = 0


@dataclass
class ExperimentData:
    """An experiment's log."""

    name: str
    kind: str
    arms: dict[str, float]
    exposures: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)


def read_experiment(path: Path) -> ExperimentData:
    """The log that ``python -m assistant experiments --output`` wrote.

    Raises:
        EvalDataError: a line is not a record of one, or the first is not the experiment.
    """
    found: ExperimentData | None = None
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                kind = row["record"]
                if kind == "experiment":
                    arms = {str(arm): float(share) for arm, share in row["arms"].items()}
                    found = ExperimentData(row["name"], row["kind"], arms)
                    continue
                row["ts"] = datetime.fromisoformat(row["ts"])
                row["unit"] = str(row["unit"])
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise EvalDataError(
                    f"{path}, line {number} is no record of an experiment's log: write it with"
                    " `python -m assistant experiments --name NAME --output FILE`"
                ) from error
            if found is None:
                raise EvalDataError(f"{path}, line {number}: the experiment's own record is first")
            (found.exposures if kind == "exposure" else found.events).append(row)
    if found is None or not found.exposures:
        raise EvalDataError(f"{path} holds no exposure: nobody has met the experiment yet")
    return found


def units_of(data: ExperimentData, goal: str, window: timedelta) -> dict[str, Unit]:
    """The exposed units with their goal events, within ``window`` after the first exposure."""
    units: dict[str, Unit] = {}
    for one in sorted(data.exposures, key=lambda row: row["ts"]):
        unit = units.setdefault(one["unit"], Unit(first=one["ts"]))
        if one.get("arm"):
            unit.arms.add(one["arm"])
    for event in data.events:
        met = units.get(event["unit"])
        if met is not None and event["type"] == goal:
            if event["ts"] < met.first:
                met.before += 1
            elif event["ts"] <= met.first + window:
                met.after += 1
    return units


def split_rows(data: ExperimentData, units: Mapping[str, Unit]) -> list[dict[str, Any]]:
    """A row an arm, the control first: conversion, its interval, the difference to the control."""
    groups: dict[str, list[Unit]] = {arm: [] for arm in data.arms}
    for unit in units.values():
        if len(unit.arms) == 1 and (arm := next(iter(unit.arms))) in groups:
            groups[arm].append(unit)
    rows: list[dict[str, Any]] = []
    base: tuple[int, int] | None = None
    theta, mean = _cuped([one for group in groups.values() for one in group])
    adjusted = {
        arm: np.array([one.after - theta * (one.before - mean) for one in group])
        for arm, group in groups.items()
    }
    for arm, group in groups.items():
        won, count = sum(one.after > 0 for one in group), len(group)
        row: dict[str, Any] = {
            "system": arm,
            "units": count,
            "converted": won,
            "conversion": won / count if count else None,
        }
        if count:
            row["intervals"] = {"conversion": list(wilson(won, count))}
        if base is None:
            base = (won, count)
        elif count and base[1]:
            low, high = newcombe((won, count), base)
            row |= {
                "difference": won / count - base[0] / base[1],
                "p_value": two_proportions((won, count), base),
            }
            row["intervals"]["difference"] = [low, high]
            row |= _welch(adjusted[arm], adjusted[next(iter(groups))])
        rows.append(row)
    return rows


def wilson(won: int, count: int) -> tuple[float, float]:
    """The 95 % Wilson interval of a proportion."""
    found = stats.binomtest(won, count).proportion_ci(method="wilson")
    return float(found.low), float(found.high)


def newcombe(one: tuple[int, int], other: tuple[int, int]) -> tuple[float, float]:
    """The 95 % interval of the difference of two proportions, each ``(converted, units)``."""
    (a, m), (b, n) = one, other
    (low_a, high_a), (low_b, high_b) = wilson(a, m), wilson(b, n)
    p, q = a / m, b / n
    below = ((p - low_a) ** 2 + (high_b - q) ** 2) ** 0.5
    above = ((high_a - p) ** 2 + (q - low_b) ** 2) ** 0.5
    return p - q - below, p - q + above


def two_proportions(one: tuple[int, int], other: tuple[int, int]) -> float:
    """The p-value of two conversions being the same."""
    table = np.array([[one[0], one[1] - one[0]], [other[0], other[1] - other[0]]])
    if not table.sum(axis=0).all():
        return 1.0
    expected = stats.contingency.expected_freq(table)
    if expected.min() < 5:
        return float(stats.fisher_exact(table).pvalue)
    return float(stats.chi2_contingency(table, correction=False).pvalue)


def split_check(data: ExperimentData, rows: Sequence[Mapping[str, Any]]) -> float:
    """The p-value of the units being split by the arms' shares."""
    counts = np.array([row["units"] for row in rows], dtype=float)
    shares = np.array([data.arms[row["system"]] for row in rows])
    expected = counts.sum() * shares / shares.sum()
    return float(stats.chisquare(counts, expected).pvalue) if counts.sum() else 1.0


def _cuped(units: Sequence[Unit]) -> tuple[float, float]:
    """The slope of the count after on the count before, over all arms, and the mean before."""
    if len(units) < 3:
        return 0.0, 0.0
    before = np.array([one.before for one in units], dtype=float)
    after = np.array([one.after for one in units], dtype=float)
    spread = float(before.var())
    if spread == 0.0:
        return 0.0, float(before.mean())
    return float(np.cov(before, after, bias=True)[0, 1]) / spread, float(before.mean())


def _welch(arm: NDArray[np.float64], control: NDArray[np.float64]) -> dict[str, Any]:
    if min(arm.size, control.size) < 2 or float(arm.var() + control.var()) == 0.0:
        return {}
    found = stats.ttest_ind(arm, control, equal_var=False)
    return {
        "cuped_difference": float(arm.mean() - control.mean()),
        "cuped_p_value": float(found.pvalue),
    }


def interleaving_row(data: ExperimentData) -> dict[str, Any]:
    """Who won the mix: units, by whose picks they clicked more.

    ``preference`` is that of the second arm: wins and half of the ties over all units that clicked
    (Chapelle et al. 2012), 0.5 being none.
    """
    first, second = list(data.arms)
    lists: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for one in sorted(data.exposures, key=lambda row: row["ts"]):
        if one.get("teams"):
            lists[one["unit"], one["session_id"]].append(one)
    credit: dict[str, Counter[str]] = defaultdict(Counter)
    for event in data.events:
        if event["type"] not in CLICKS:
            continue
        shown = lists.get((event["unit"], event.get("session_id") or ""), [])
        items = {event.get("item_id"), *(event.get("item_ids") or ())} - {None}
        for item in items:
            team = _team(shown, item, event["ts"])
            if team is not None:
                credit[event["unit"]][team] += 1
    wins = Counter[str]()
    for clicks in credit.values():
        ahead = clicks[second] - clicks[first]
        wins[second if ahead > 0 else first if ahead < 0 else "tie"] += 1
    decided = wins[first] + wins[second]
    clicked = decided + wins["tie"]
    test = stats.binomtest(wins[second], decided) if decided else None
    row: dict[str, Any] = {
        "system": f"{second} against {first}",
        "units": len({unit for unit, _ in lists}),
        "clicked": clicked,
        "wins": wins[second],
        "losses": wins[first],
        "ties": wins["tie"],
        "preference": (wins[second] + wins["tie"] / 2) / clicked if clicked else None,
        "p_value": float(test.pvalue) if test is not None else 1.0,
    }
    if test is not None:
        interval = test.proportion_ci(method="wilson")
        row["win_share"] = wins[second] / decided
        row["intervals"] = {"win_share": [float(interval.low), float(interval.high)]}
    return row


def _team(shown: Sequence[Mapping[str, Any]], item: str, ts: datetime) -> str | None:
    """The arm that picked ``item`` in the list shown last before ``ts``."""
    ends = [after["ts"] for _, after in pairwise(shown)] + [None]
    for one, end in zip(shown, ends, strict=True):
        if one["ts"] <= ts and (end is None or ts < end):
            team: str | None = one["teams"].get(item)
            return team
    return None
