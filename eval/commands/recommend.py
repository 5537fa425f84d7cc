"""Next-item and next-basket scores of the recommender, beside its baselines.

Every test sequence is one case: its history is the input, what came next is relevant, the whole
catalogue is ranked. Everything is fitted on the training sequences alone. Rows: `aisle`, popularity
(of all training purchases, and of the recent ones), co-occurrence, item-kNN by cosine and matrix
factorisation (ALS) of the library `implicit`, content only; and, where shoppers buy again, what
they bought before. Instead of two files of sequences, `--purchases` takes a till's line items and
divides their baskets at one moment. Intervals and tests draw whole shoppers.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

import numpy as np

from eval.commands.options import add_common, existing_file, positive
from eval.data.catalogue import read_catalogue
from eval.data.purchases import read_purchases
from eval.data.sequences import known_answers, read_sequences
from eval.errors import UsageError
from eval.metrics.coverage import coverage
from eval.metrics.diversity import diversity
from eval.metrics.judgments import Judgments, Values
from eval.metrics.mrr import reciprocal_rank
from eval.metrics.ndcg import ndcg
from eval.metrics.ranking import Ranked, percentiles_ms
from eval.metrics.recall import recall
from eval.metrics.significance import interval, paired_p
from eval.output import check_writable, meta, print_rows, write_json
from eval.progress import progress
from eval.recommenders import Rank, Training, baselines, ours
from retrieval.recommend import FitError, fit
from retrieval.recommend import Sequence as Purchases
from retrieval.recommend.items import Items

EXAMPLE = (
    "python -m eval recommend --catalog products.jsonl.gz --train train.jsonl --test test.jsonl"
)
METRICS = {"recall@10": recall, "ndcg@10": ndcg, "mrr@10": reciprocal_rank}
COMPARED = ("recall@10", "ndcg@10")
_K = 10


class _Data(NamedTuple):
    train: list[Purchases]
    test: list[Purchases]
    files: dict[str, Path]
    moment: datetime | None = None
    without_history: int = 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--catalog", type=existing_file, required=True, metavar="FILE")
    parser.add_argument("--train", type=existing_file, metavar="FILE", help="sequences, JSONL")
    parser.add_argument("--test", type=existing_file, metavar="FILE", help="later ones")
    parser.add_argument(
        "--purchases",
        type=existing_file,
        metavar="FILE",
        help="line items (CSV: user, basket, item, time) in place of --train and --test",
    )
    parser.add_argument(
        "--test-share",
        type=_share,
        default=0.2,
        metavar="S",
        help="the latest baskets of --purchases that are predicted (0.2)",
    )
    parser.add_argument(
        "--limit", type=positive, metavar="N", help="N test sequences only, drawn by the seed"
    )
    add_common(parser)


def run(options: argparse.Namespace) -> None:
    """Fits and ranks with every system, prints the table and writes the JSON."""
    check_writable(options.json)
    data = _read(options)
    catalogue = read_catalogue(options.catalog)
    items = Items.of(catalogue.products)
    test = _drawn(data.test, options.limit, options.seed)
    cases = {f"{place}": one for place, one in enumerate(test)}
    judgments = Judgments({case: dict.fromkeys(one.next, 1.0) for case, one in cases.items()})
    training = Training.of(data.train, items)
    started = time.perf_counter()
    try:
        recommender = fit(data.train, items, seed=options.seed)
    except FitError as error:
        raise UsageError(str(error)) from error
    fitted_s = round(time.perf_counter() - started, 1)
    others = baselines(training, seed=options.seed)
    systems = [
        rank_cases(name, rank, cases)
        for name, rank in {"aisle": ours(recommender), **others.ranks}.items()
    ]
    rows = _rows(systems, judgments, items, cases, options.seed)
    learned = {item for one in data.train for b in (*one.history, one.next) for item in b}
    answers = [item for one in test for item in one.next]
    about = meta(
        seed=options.seed,
        data={"catalog": options.catalog, **data.files},
        train=len(data.train),
        test=len(test),
        shoppers=len({one.user_id for one in test}),
        shoppers_in_training=len({s.user_id for s in test} & {s.user_id for s in data.train}),
        products=len(items),
        rows_rejected=catalogue.rejected,
        answers_not_in_the_catalogue=sum(item not in items.row for item in answers),
        answers_never_seen_in_training=sum(item not in learned for item in answers),
        answers_known_from_training=known_answers(data.train, test),
        repeats_in_training=round(training.repeats, 4),
        split_at=data.moment.isoformat() if data.moment else None,
        test_baskets_without_history=data.without_history,
        fit_s=fitted_s,
        baselines=dict(others.settings),
        model="linear" if recommender.trees is None else "trees",
        weights={name: round(weight, 4) for name, weight in recommender.weights.items()},
    )
    notes = [*_notes(about), _times(rows[0]["versus"])]
    print_rows(f"Recommendation: {options.catalog.absolute().parent.name}", rows, notes)
    write_json(options.json, rows, about)


def rank_cases(name: str, rank: Rank, cases: Mapping[str, Purchases]) -> Ranked:
    """Ranks every case, one after another, timing each; the first is run once more before."""
    rank(next(iter(cases.values())).history, _K)
    run: dict[str, list[str]] = {}
    times: list[float] = []
    for case, one in progress(cases.items(), name, len(cases)):
        started = time.perf_counter()
        run[case] = rank(one.history, _K)
        times.append((time.perf_counter() - started) * 1000)
    return Ranked(name, run, times)


def _read(options: argparse.Namespace) -> _Data:
    if options.purchases is not None:
        if options.train is not None or options.test is not None:
            raise UsageError("give either --purchases or --train and --test, not both")
        split = read_purchases(options.purchases, options.test_share)
        files = {"purchases": options.purchases}
        return _Data(split.train, split.test, files, split.moment, split.without_history)
    if options.train is None or options.test is None:
        raise UsageError("give --train and --test (sequences), or --purchases (line items)")
    files = {"train": options.train, "test": options.test}
    return _Data(read_sequences(options.train), read_sequences(options.test), files)


def _drawn(test: list[Purchases], limit: int | None, seed: int) -> list[Purchases]:
    if limit is None or limit >= len(test):
        return test
    chosen = np.random.default_rng(seed).choice(len(test), limit, replace=False)
    return [test[place] for place in sorted(chosen.tolist())]


def _rows(
    systems: Sequence[Ranked],
    judgments: Judgments,
    items: Items,
    cases: Mapping[str, Purchases],
    seed: int,
) -> list[dict[str, Any]]:
    """A row a system; the first has ``versus``: its ratio to each other, difference, p-value."""
    shoppers = {case: one.user_id for case, one in cases.items()}
    rows: list[dict[str, Any]] = []
    found: dict[str, dict[str, Values]] = {}
    for system in systems:
        values = {name: metric(judgments, system.run) for name, metric in METRICS.items()}
        found[system.name] = values
        spread = {name: interval(own, shoppers, seed=seed) for name, own in values.items()}
        unlike = diversity(system.run, items.texts, items.row)
        rows.append(
            {
                "system": system.name,
                **{name: round(fmean(own.values()), 4) for name, own in values.items()},
                "coverage@10": round(coverage(system.run, len(items)), 4),
                "diversity@10": round(fmean(unlike.values()), 4) if unlike else None,
                **percentiles_ms(system.times_ms),
                "intervals": {
                    name: [round(one.low, 4), round(one.high, 4)] for name, one in spread.items()
                },
            }
        )
    ours_, *others = systems
    rows[0]["versus"] = [
        {"system": other.name, "metric": name}
        | _compared(found[ours_.name][name], found[other.name][name], shoppers, seed)
        for other in others
        for name in COMPARED
    ]
    return rows


def _compared(
    mine: Values, other: Values, shoppers: Mapping[str, str], seed: int
) -> dict[str, float | None]:
    mean, theirs = fmean(mine.values()), fmean(other.values())
    return {
        "ratio": round(mean / theirs, 3) if theirs else None,
        "difference": round(mean - theirs, 4),
        "p_value": round(paired_p(mine, other, shoppers, seed=seed), 4),
    }


def _times(versus: Sequence[Mapping[str, Any]]) -> str:
    """How many times each other's figures ours are, in one line."""
    said: dict[str, list[str]] = {}
    for one in versus:
        ratio = "-" if one["ratio"] is None else f"{one['ratio']:.2f}"
        said.setdefault(one["system"], []).append(ratio)
    return f"times {' and '.join(COMPARED)} of: " + "; ".join(
        f"{system} {', '.join(ratios)}" for system, ratios in said.items()
    )


def _notes(about: Mapping[str, Any]) -> list[str]:
    count = {name: str(value) for name, value in about.items()}
    known = f"{count['test']} cases of {count['shoppers']} shoppers"
    unseen = f"answers never seen in training: {count['answers_never_seen_in_training']}"
    notes = [
        f"{known}, {count['shoppers_in_training']} of them in training",
        f"{count['train']} training sequences, {count['products']} products",
        f"intervals: 95% bootstrap over shoppers; times: one ranking; fitted in {count['fit_s']} s",
        "; ".join(f"{name}: {chosen}" for name, chosen in about["baselines"].items()),
        f"{unseen}; not in the catalogue: {count['answers_not_in_the_catalogue']}",
    ]
    if about["split_at"]:
        notes.append(
            f"divided at {about['split_at']}; {about['test_baskets_without_history']} test baskets "
            "of new shoppers left out"
        )
    if about["answers_known_from_training"]:
        notes.append(
            f"{about['answers_known_from_training']} test sequences lie within a training journey:"
            " the figures flatter, divide the files by time"
        )
    return notes


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = 0.0
    if not 0 < share < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no share between 0 and 1")
    return share
