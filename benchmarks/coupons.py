"""Who would redeem which coupon: grocery's real campaigns, predicted on the day each started.

For each campaign, the model has learned from the campaigns that had ended by then, and sees only
purchases and redemptions before its first day. Three questions, each beside its baselines:

- coupons: which of the campaign's coupons a household (of those that redeemed any) redeems;
- households: which of the households that got the campaign redeem anything (precision of the 20
  named first; a campaign is a case);
- offers: which household with which coupon (precision of the 50 pairs named first).

The models are conditional logits (``retrieval.recommend.choice``), one for the coupons of a
household, one for the households of a campaign; the score of an offer is the sum of both
log-chances. No demographic attribute is a feature. `popularity` ranks coupons by everybody's
purchases of their products, households by their number of visits, offers by the sum.

Example: python -m benchmarks.coupons --data ../shared/data/grocery
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np

from benchmarks.coupon_history import FILES, HOUSEHOLD, PAIR, Campaign, Floats, Grocery
from eval.errors import UsageError
from eval.metrics.significance import interval, paired_p
from eval.output import check_writable, meta, print_rows, write_json
from retrieval.recommend.choice import Cases, learn_weights

FEWEST = 20
"""Redeeming households in ended campaigns below which there is nothing to learn from."""
OFFERED, NAMED, PAIRS = 5, 20, 50
_PENALTY = 1.0
_OWN, _KIND, _POPULAR = (PAIR.index(name) for name in ("own", "kind", "popular"))
_VISITS, _USED = (HOUSEHOLD.index(name) for name in ("visits", "used"))


@dataclass
class Found:
    """A system's values by case, for each question, and the cases' households or campaigns."""

    coupons: dict[str, float] = field(default_factory=dict)
    households: dict[str, float] = field(default_factory=dict)
    offers: dict[str, float] = field(default_factory=dict)


def learned(ended: Sequence[Campaign]) -> tuple[Floats, Floats]:
    """The weights of coupons and of households, from campaigns that are over."""
    coupons: list[tuple[Floats, Any]] = []
    households: list[tuple[Floats, Any]] = []
    for one in ended:
        redeemers = one.redeemed.any(axis=1)
        coupons += [(one.pairs[n], one.redeemed[n]) for n in np.flatnonzero(redeemers)]
        if redeemers.any():
            households.append((one.of_household, redeemers))
    return _weights(coupons), _weights(households)


def _weights(cases: Sequence[tuple[Floats, Any]]) -> Floats:
    stacked = Cases(
        np.concatenate([features for features, _ in cases]),
        np.concatenate([taken for _, taken in cases]),
        np.array([len(taken) for _, taken in cases]),
    )
    return learn_weights(stacked, _PENALTY)


def scores(one: Campaign, weights: tuple[Floats, Floats]) -> dict[str, tuple[Floats, Floats]]:
    """By system, scores of coupons, shape (households, coupons), and of households."""
    of_coupon, of_household = weights
    visits = one.of_household[:, _VISITS]
    popular = one.pairs[:, :, _POPULAR]
    own = one.pairs[:, :, _OWN] + one.pairs[:, :, _KIND]
    return {
        "aisle": (one.pairs @ of_coupon, one.of_household @ of_household),
        "popularity": (popular, visits),
        "own purchases": (own + 1e-3 * popular, own.max(axis=1) + 1e-3 * visits),
        "earlier redemptions": (popular, one.of_household[:, _USED] + 1e-3 * visits),
    }


def judge(one: Campaign, system: tuple[Floats, Floats], found: Found) -> None:
    """Adds a campaign's values to a system's."""
    coupons, households = system
    redeemers = one.redeemed.any(axis=1)
    for n in np.flatnonzero(redeemers).tolist():
        case = f"{one.name} {one.households[n]}"
        found.coupons[case] = _precision(coupons[n], one.redeemed[n], OFFERED)
    found.households[one.name] = _precision(households, redeemers, NAMED)
    chances = _log_chance(coupons) + _log_chance(households[None])[0][:, None]
    found.offers[one.name] = _precision(chances.ravel(), one.redeemed.ravel(), PAIRS)


def _precision(values: Floats, right: Any, k: int) -> float:
    """The share of the ``k`` highest that are right; of fewer candidates, all are taken."""
    return float(right[np.argsort(-values, kind="stable")[:k]].mean())


def _log_chance(utilities: Floats) -> Floats:
    """``ln softmax`` along the last axis."""
    top = utilities.max(axis=-1, keepdims=True)
    total = np.log(np.exp(utilities - top).sum(axis=-1, keepdims=True))
    return np.asarray(utilities - top - total)


def rows_of(found: dict[str, Found]) -> list[dict[str, Any]]:
    """A row a system; intervals and p-values over households (coupons) or campaigns."""
    questions = {
        f"coupons p@{OFFERED}": "coupons",
        f"households p@{NAMED}": "households",
        f"offers p@{PAIRS}": "offers",
    }
    rows: list[dict[str, Any]] = []
    ours = found["aisle"]
    for name, one in found.items():
        row: dict[str, Any] = {"system": name}
        spread: dict[str, list[float]] = {}
        for said, question in questions.items():
            values = getattr(one, question)
            clusters = {case: case.rpartition(" ")[2] for case in values}
            row[said] = round(fmean(values.values()), 4)
            spread[said] = [round(side, 4) for side in interval(values, clusters)]
            if name != "aisle":
                p = paired_p(getattr(ours, question), values, clusters)
                row[f"p, {question}"] = round(p, 4)
        rows.append({**row, "intervals": spread})
    return rows


def evaluate(grocery: Grocery) -> tuple[dict[str, Found], list[Campaign], tuple[Floats, Floats]]:
    """Every campaign that has something to learn from, with the systems' values."""
    order = grocery.about.sort_values("start_date").index
    every = [grocery.campaign(name) for name in order]
    found: dict[str, Found] = {}
    asked: list[Campaign] = []
    weights = (np.zeros(len(PAIR)), np.zeros(len(HOUSEHOLD)))
    for one in every:
        ended = [other for other in every if other.ends < one.starts]
        redeemers = sum(int(other.redeemed.any(axis=1).sum()) for other in ended)
        if redeemers < FEWEST or not one.redeemed.any():
            continue
        weights = learned(ended)
        asked.append(one)
        for name, system in scores(one, weights).items():
            judge(one, system, found.setdefault(name, Found()))
    return found, asked, weights


def main() -> int:
    """Predicts every campaign that has ended ones before it, and prints the table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.coupons",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True, help="the grocery set's folder")
    parser.add_argument("--show", type=int, default=3, help="households whose offers are printed")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write rows and meta there")
    options = parser.parse_args()
    try:
        check_writable(options.json)
        grocery = Grocery(options.data)
    except UsageError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    found, asked, weights = evaluate(grocery)
    if not asked:
        print("Error: no campaign has ended ones to learn from before it", file=sys.stderr)
        return 2
    households = len(found["aisle"].coupons)
    sent = sum(len(one.households) for one in asked)
    rate = sum(int(one.redeemed.any(axis=1).sum()) for one in asked) / sent
    notes = [
        f"{len(asked)} campaigns, {sent} households sent to, {households} redeemed ({rate:.1%})",
        "coupons: " + _said(PAIR, weights[0]),
        "households: " + _said(HOUSEHOLD, weights[1]),
    ]
    rows = rows_of(found)
    print_rows("Coupons: grocery", rows, notes)
    _show(grocery, asked[-1], weights, options.show)
    files = {name: options.data / f"{name}.csv.gz" for name in (*FILES, "transactions_sample")}
    write_json(options.json, rows, meta(seed=0, data=files, campaigns=[o.name for o in asked]))
    return 0


def _said(names: Sequence[str], weights: Floats) -> str:
    pairs = zip(names, weights.tolist(), strict=True)
    return "last weights " + ", ".join(f"{name} {weight:.2f}" for name, weight in pairs)


def _show(grocery: Grocery, one: Campaign, weights: tuple[Floats, Floats], count: int) -> None:
    coupons, households = scores(one, weights)["aisle"]
    for n in np.argsort(-households, kind="stable")[:count].tolist():
        best = np.argsort(-coupons[n], kind="stable")[:OFFERED].tolist()
        print(f"Campaign {one.name}, household {one.households[n]} would be offered:")
        for place in best:
            label = grocery.label(one.coupons[place], one.name)
            print(f"  {label}{' (redeemed)' if one.redeemed[n, place] else ''}")


if __name__ == "__main__":
    sys.exit(main())
