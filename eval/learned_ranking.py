"""The learned ranking against the hand-set weights, on a shop's own log.

``python -m eval.learned_ranking``. The log is cut into blocks of time with whole sessions in each.
A model that saw only the blocks before orders the lists of the next one again, as the hand-set
weights, the heuristic, popularity and the logged order do, and each order is scored by what
shoppers then did with the list. What is opened depends on the place it stood at; ``ndcg_ips@10``
weighs what was opened by the inverse of how much its place was looked at (estimated from the blocks
before; Joachims, Swaminathan and Schnabel, WSDM 2017), the plain ``ndcg@10`` favours the logged
order. Certainty is by shopper.

Example: python -m eval.learned_ranking --data-dir .aisle --events .aisle/demo/events.jsonl
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np

from assistant.commands.opening import FAULTS
from assistant.events import Event
from assistant.json_lines import BadLine, read_json_lines
from assistant.ranking import Weights
from assistant.ranking.factors import FACTORS
from assistant.ranking.scoring import Floats, Linear, total
from assistant.ranking.training.fit import (
    Options,
    TooLittleToLearnError,
    grow,
    opened_of,
    raw_scores,
    train,
)
from assistant.ranking.training.replay import Example
from assistant.ranking.training.shop_log import shop_examples
from assistant.ranking.weights import HEURISTIC
from assistant.settings import Settings
from assistant.storage import Database
from eval.commands.options import add_common, existing_file, positive
from eval.errors import UsageError
from eval.metrics.judgments import Judgments
from eval.metrics.ndcg import ndcg
from eval.metrics.significance import interval, paired_p
from eval.output import check_writable, meta, print_rows, write_json
from eval.progress import progress
from retrieval.index import ProductIndex

OURS = "learned"
FREE = "learned, relevance free to fall"


@dataclass
class Scored:
    """Each system's scores of the lists of the blocks that were tested."""

    lists: list[Example] = field(default_factory=list)
    scores: dict[str, list[Floats]] = field(default_factory=dict)
    chances: list[Floats] = field(default_factory=list)
    propensities: list[Floats] = field(default_factory=list)
    prior: list[Floats] = field(default_factory=list)


def blocks(examples: Sequence[Example], count: int) -> list[list[Example]]:
    """The lists in ``count`` parts of time, a session whole in one of them."""
    first: dict[str, int] = {}
    for place, one in enumerate(examples):
        first.setdefault(one.impression.session_id, place)
    parts: list[list[Example]] = [[] for _ in range(count)]
    for one in examples:
        parts[first[one.impression.session_id] * count // len(examples)].append(one)
    return parts


def systems(
    before: Sequence[Example], asked: Sequence[Example], weights: Weights, *, ablate: bool
) -> dict[str, list[Floats]]:
    """The scores of the lists ``asked``, from models that saw ``before`` alone."""
    by_hand = Linear(weights)
    heuristic = Linear(Weights.load(HEURISTIC))
    popularity = FACTORS.index("popularity")
    found: dict[str, list[Floats]] = {
        "hand-set weights": [total(by_hand.contributions(one.values)) for one in asked],
        "heuristic": [total(heuristic.contributions(one.values)) for one in asked],
        "popularity": [one.values[:, popularity] for one in asked],
        "as logged": [-np.array(one.places, dtype=np.float64) for one in asked],
    }
    if ablate:
        for name, options in (
            ("learned, place not told apart", Options(unbiased=False)),
            ("learned, 4 leaves", Options(leaves=4)),
            ("learned, 8 leaves", Options(leaves=8)),
        ):
            found[name] = raw_scores(grow(before, options), asked)
    return found


def test(examples: Sequence[Example], weights: Weights, count: int, *, ablate: bool) -> Scored:
    """Goes forward in time: train on the blocks before, score the next."""
    parts = blocks(examples, count)
    found = Scored()
    for number in range(1, count):
        before = [one for part in parts[:number] for one in part]
        asked = parts[number]
        if not asked:
            continue
        model = train(before, weights)
        ours = [total(model.contributions(one.values)) for one in asked]
        rows = {
            OURS: ours,
            FREE: raw_scores(model.file.trees, asked),
            **systems(before, asked, weights, ablate=ablate),
        }
        for name, scores in rows.items():
            found.scores.setdefault(name, []).extend(scores)
        found.lists += asked
        offsets = np.array(model.file.places)
        rate = np.full(len(asked), np.mean(opened_of(before)))
        for one, usual in zip(asked, rate, strict=True):
            at = np.minimum(np.array(one.places), len(offsets) - 1)
            found.chances.append(model.probability(one.values, np.array(one.places)))
            found.propensities.append(np.exp(np.minimum(offsets[at], 0.0)))
            found.prior.append(np.full(len(one.items), usual))
    return found


def rows_of(found: Scored, *, seed: int) -> list[dict[str, Any]]:
    """A row a system: nDCG@10 plain and by inverse propensity, with intervals and p-values."""
    answered = [at for at, one in enumerate(found.lists) if any(one.grades)]
    cases = {f"{at}": found.lists[at] for at in answered}
    clusters = {case: one.impression.user_id or case for case, one in cases.items()}
    plain = {
        case: dict(zip(one.items, map(float, one.grades), strict=True))
        for case, one in cases.items()
    }
    weighed = {
        case: {
            item: round(grade / chance, 2)
            for item, grade, chance in zip(
                one.items, one.grades, found.propensities[int(case)], strict=True
            )
        }
        for case, one in cases.items()
    }
    measured: dict[str, dict[str, Mapping[str, float]]] = {}
    for name, scores in found.scores.items():
        run = {
            case: [one.items[at] for at in np.argsort(-scores[int(case)], kind="stable")]
            for case, one in cases.items()
        }
        measured[name] = {
            "ndcg@10": ndcg(Judgments(plain), run),
            "ndcg_ips@10": ndcg(Judgments(weighed), run),
        }
    rows = []
    for name, figures in measured.items():
        row: dict[str, Any] = {"system": name}
        row |= {metric: round(fmean(values.values()), 4) for metric, values in figures.items()}
        row["intervals"] = {
            metric: [round(edge, 4) for edge in interval(values, clusters, seed=seed)]
            for metric, values in figures.items()
        }
        if name != OURS:
            row["p_against_learned"] = round(
                paired_p(
                    dict(measured[OURS]["ndcg_ips@10"]), dict(figures["ndcg_ips@10"]), clusters,
                    seed=seed,
                ), 4,
            )  # fmt: skip
        rows.append(row)
    return rows


def calibration_row(found: Scored) -> dict[str, float]:
    """How true the chances are, over all lists tested, in their places."""
    opened = opened_of(found.lists).astype(float)
    chance, prior = np.concatenate(found.chances), np.concatenate(found.prior)
    edges = np.quantile(chance, np.linspace(0, 1, 11))
    bins = np.clip(np.searchsorted(edges, chance, side="right") - 1, 0, 9)
    gap = sum(
        (bins == one).mean() * abs(chance[bins == one].mean() - opened[bins == one].mean())
        for one in range(10)
        if (bins == one).any()
    )
    return {
        "log_loss": round(_log_loss(opened, chance), 4),
        "log_loss_of_the_rate": round(_log_loss(opened, prior), 4),
        "ece_10": round(float(gap), 4),
    }


def _log_loss(opened: Floats, chance: Floats) -> float:
    kept = np.clip(chance, 1e-9, 1 - 1e-9)
    return float(-np.mean(opened * np.log(kept) + (1 - opened) * np.log(1 - kept)))


def main() -> None:
    """Reads a shop's log, goes through time, prints."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.learned_ranking",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data-dir", type=Path, default=Path(".aisle"), help="the shop's folder")
    parser.add_argument(
        "--events", type=existing_file, help="JSON Lines of events; the shop's own log if left out"
    )
    parser.add_argument("--blocks", type=positive, default=5, help="of time (5)")
    parser.add_argument("--ablation", action="store_true", help="also without each part")
    add_common(parser)
    options = parser.parse_args()
    check_writable(options.json)
    try:
        run(options)
    except (*FAULTS, TooLittleToLearnError) as error:
        parser.exit(2, f"learned_ranking: {error}\n")


def run(options: argparse.Namespace) -> None:
    """What the command does.

    Raises:
        UsageError: too few blocks.
    """
    if options.blocks < 2:
        raise UsageError("--blocks: at least 2 are needed, one to learn from and one to test on")
    settings, weights = Settings(data_dir=options.data_dir), Weights.load()
    given = None
    if options.events:
        read = (row for _, row in read_json_lines(options.events))
        given = [Event.model_validate(row) for row in read if not isinstance(row, BadLine)]
    with Database.open(settings) as database:
        index = ProductIndex.open(options.data_dir)
        examples = shop_examples(
            settings, database, index, weights, events=given,
            progress=lambda found, count: progress(found, "replaying", count),
        )  # fmt: skip
        index.close()
    found = test(examples, weights, options.blocks, ablate=options.ablation)
    rows = rows_of(found, seed=options.seed)
    chance = calibration_row(found)
    places = train(examples, weights).file.places
    notes = [
        f"{len(examples)} lists, {sum(any(one.grades) for one in found.lists)} answered and tested",
        "calibration: " + ", ".join(f"{name} {value}" for name, value in chance.items()),
        "log-odds by place: " + " ".join(f"{value:.2f}" for value in places),
    ]
    print_rows("The order of lists that were shown", rows, notes)
    write_json(options.json, rows, meta(seed=options.seed, data={}, lists=len(examples), **chance))


if __name__ == "__main__":
    main()
