"""Trains the second stage of the search and cross-validates it: ``python -m eval.reranking``.

It learns from judged queries and from logged conversations with human keywords. Judged queries of
a pool leave most products unjudged: those among the first hundred count as irrelevant at a third
of the weight, which keeps the model from pulling up what nobody looked at. Each set is scored by
models that never saw the query (folds of queries; of sessions in a log), and by a model trained on
the *other* sets alone, which is what a new shop gets. The file is written only where asked
(``--save``). Nothing is chosen here: the parameters stand below, and were set once, small.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

import lightgbm
import numpy as np

from eval.commands.options import add_common, add_index, existing_file
from eval.data.search import read_qrels, read_queries
from eval.data.sessions import cases, read_sessions
from eval.indexing import open_index
from eval.metrics.judgments import Judgments
from eval.metrics.ndcg import ndcg, ndcg_condensed
from eval.metrics.recall import recall
from eval.output import check_writable, meta, print_rows, write_json
from eval.progress import progress
from retrieval.fusion import with_tail
from retrieval.index import ProductIndex
from retrieval.rerank import NAMES, SecondStage
from retrieval.rerank.features import MONOTONE, Floats
from retrieval.rerank.model import START, shipped

UNJUDGED = 0.3
"""Weight of an unjudged candidate in a set of pooled judgments."""
FOLDS = 5
_FIRST = 100
_ROUNDS = 80
_FUSED = NAMES.index("fused")
_WORDS = NAMES.index("words")
PARAMETERS: Mapping[str, Any] = {
    "objective": "lambdarank",
    "num_leaves": 6,
    "learning_rate": 0.05,
    "min_data_in_leaf": 60,
    "lambda_l2": 5.0,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambdarank_truncation_level": 20,
    "label_gain": [0, 1, 2, 3],
    "monotone_constraints": [MONOTONE[name] for name in NAMES],
    "num_threads": 1,
    "deterministic": True,
    "verbosity": -1,
}


@dataclass(frozen=True)
class Judged:
    """One query with its candidates, their features, and what people said of them."""

    name: str
    group: str
    """Queries of one group are never split between training and test."""
    ids: Sequence[str]
    table: Floats
    grades: Mapping[str, float]


@dataclass(frozen=True)
class JudgedSet:
    """All queries of one data set."""

    name: str
    queries: Sequence[Judged]
    pooled: bool
    """Whether what is unjudged may be relevant all the same; a log's is not shown, so not."""


def gather(
    name: str,
    index: ProductIndex,
    asked: Iterable[tuple[str, str, str, str, Mapping[str, float]]],
    *,
    pooled: bool,
) -> JudgedSet:
    """The candidates of each query, by the search itself, with the features it computes.

    Args:
        name: Of the set.
        index: Of the catalogue.
        asked: Id, group, text, language and grades of each query.
        pooled: Whether what is unjudged may be relevant all the same.
    """
    found = []
    wanted = list(asked)
    for query_id, group, text, language, grades in progress(wanted, name, len(wanted)):
        ids, table = index.second_stage_view(text, language=language)
        found.append(Judged(query_id, group, ids, table, grades))
    return JudgedSet(name, found, pooled)


def train(sets: Iterable[JudgedSet], *, seed: int = 0) -> SecondStage:
    """A model of all queries of ``sets`` that have a relevant candidate; each query counts once."""
    tables, labels, weights, sizes = [], [], [], []
    for each in sets:
        ladder = sorted({g for query in each.queries for g in query.grades.values() if g > 0})
        levels = {grade: place for place, grade in enumerate(ladder, start=1)}
        for query in each.queries:
            grades = np.array([query.grades.get(id_, np.nan) for id_ in query.ids])
            first = np.argsort(-query.table[:, _FUSED], kind="stable")[:_FIRST]
            kept = np.flatnonzero(np.isfinite(grades))
            kept = np.union1d(kept, first)
            level = np.array([levels.get(float(grade), 0) for grade in grades[kept]])
            if not level.any():
                continue
            unjudged = np.isnan(grades[kept])
            tables.append(query.table[kept])
            labels.append(level)
            weights.append(np.where(unjudged, UNJUDGED if each.pooled else 1.0, 1.0))
            sizes.append(len(kept))
    table = np.concatenate(tables)
    data = lightgbm.Dataset(
        table,
        np.concatenate(labels),
        group=sizes,
        weight=np.concatenate(weights),
        init_score=START * table[:, _FUSED],
        feature_name=list(NAMES),
    )
    return SecondStage(lightgbm.train({**PARAMETERS, "seed": seed}, data, _ROUNDS))


def cross_validate(one: JudgedSet, others: Sequence[JudgedSet], *, seed: int = 0) -> dict[str, Any]:
    """Each query ordered by a model that saw the other folds' queries (and ``others``)."""
    groups = sorted({query.group for query in one.queries})
    drawn = np.random.default_rng(seed).permutation(len(groups))
    fold = {group: int(place) % FOLDS for group, place in zip(groups, drawn, strict=True)}
    run: dict[str, list[str]] = {}
    for held in range(FOLDS):
        seen = [query for query in one.queries if fold[query.group] != held]
        stage = train([JudgedSet(one.name, seen, one.pooled), *others], seed=seed)
        asked = [query for query in one.queries if fold[query.group] == held]
        run |= {query.name: ordered(query, stage) for query in asked}
    return run


def ordered(query: Judged, stage: SecondStage | None) -> list[str]:
    """The candidates in the order of ``stage``, or of the first stage."""
    if not len(query.ids):
        return []
    table = query.table
    scores = table[:, _FUSED] if stage is None else stage.scores(table)
    order = with_tail(np.argsort(-scores, kind="stable"), table[:, _WORDS])
    return [query.ids[place] for place in order[:_FIRST]]


def row(system: str, one: JudgedSet, run: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The scores of one way to order one set."""
    judgments = Judgments({query.name: query.grades for query in one.queries})
    figures = {
        "ndcg@10": fmean(ndcg(judgments, run).values()),
        "ndcg_condensed@10": fmean(ndcg_condensed(judgments, run).values()),
        "recall@10": fmean(recall(judgments, run, k=10).values()),
        "recall@100": fmean(recall(judgments, run, k=100).values()),
    }
    return {"system": system} | {name: round(value, 4) for name, value in figures.items()}


def compare(
    sets: Sequence[JudgedSet], learned: Sequence[str], *, seed: int
) -> list[dict[str, Any]]:
    """For each set: the first stage, cross-validated, trained on the other sets, and as shipped."""
    rows = []
    for one in sets:
        others = [each for each in sets if each is not one and each.name in learned]
        ways: dict[str, Mapping[str, Sequence[str]]] = {
            "first stage": {query.name: ordered(query, None) for query in one.queries},
            "cross-validated": cross_validate(one, [], seed=seed),
        }
        if others:
            stage = train(others, seed=seed)
            ways["of the other sets"] = {q.name: ordered(q, stage) for q in one.queries}
            ways["cross-validated, with the others"] = cross_validate(one, others, seed=seed)
        if (own := shipped()) is not None:
            ways["shipped (has seen it)" if one.name in learned else "shipped"] = {
                query.name: ordered(query, own) for query in one.queries
            }
        rows += [row(f"{one.name}: {way}", one, run) for way, run in ways.items()]
    return rows


def main() -> None:
    """Reads the data folder's electronics and dialogues, compares, and saves where asked."""
    parser = argparse.ArgumentParser(prog="python -m eval.reranking", description=__doc__)
    parser.add_argument("data", type=Path, help="folder with electronics/ and dialogues-*/")
    parser.add_argument("--learn", default="electronics,dialogues-en", help="sets to learn from")
    parser.add_argument("--sets", default="electronics,dialogues-en,dialogues-zh")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write the model there")
    add_index(parser)
    add_common(parser)
    options = parser.parse_args()
    check_writable(options.json)
    learned = options.learn.split(",")
    sets = [read_set(options.data / name, options.data_dir) for name in options.sets.split(",")]
    if options.save:
        stage = train([one for one in sets if one.name in learned], seed=options.seed)
        stage.booster.save_model(str(options.save))
        shipped.cache_clear()
    rows = compare(sets, learned, seed=options.seed)
    print_rows("The second stage", rows)
    write_json(options.json, rows, meta(seed=options.seed, data={}))


def read_set(folder: Path, data_dir: Path) -> JudgedSet:
    """The judged queries of a data folder: ``queries.jsonl`` and ``qrels.txt``, or a log."""
    catalogue = existing_file(
        str(next(iter(sorted(folder.glob("products.jsonl*"))), folder / "products.jsonl"))
    )
    with ExitStack() as stack:
        index = stack.enter_context(open_index(catalogue, data_dir)).index
        if (folder / "qrels.txt").is_file():
            grades = read_qrels(folder / "qrels.txt")
            asked = [
                (query.query_id, query.query_id, query.text, "en", grades[query.query_id])
                for query in read_queries(folder / "queries.jsonl")
                if any(grade > 0 for grade in grades.get(query.query_id, {}).values())
            ]
            return gather(folder.name, index, asked, pooled=True)
        return gather(
            folder.name,
            index,
            [
                (case.case_id, case.session_id, case.keywords, case.language, case.grades)
                for case in cases(read_sessions(folder / "sessions.jsonl"))
            ],
            pooled=False,
        )


if __name__ == "__main__":
    main()
