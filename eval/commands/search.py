"""Ranking scores of the retriever over judged queries, beside its baselines.

Rows: `aisle` (the search a shopper gets), `bm25`, `dense` and `rrf` (their reciprocal-rank
fusion), each over the same index; with --ablation, `aisle` without each of its stages in turn as
well. Every metric has a 95% bootstrap interval over queries;
ndcg_exp@10 has exponential gain, ndcg_condensed@10 takes unjudged items out first.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, get_args

from eval.commands.options import add_common, add_index, existing_file, positive
from eval.data.search import Query, read_qrels, read_queries
from eval.errors import UsageError
from eval.indexing import IndexedCatalogue, open_index
from eval.metrics.judgments import Judgments, Values
from eval.metrics.ranking import HEADLINE, Ranked, ranking_rows
from eval.output import check_writable, meta, print_rows, write_json
from eval.progress import progress
from retrieval.index import ProductIndex
from retrieval.settings import Mode, Stage

EXAMPLE = (
    "python -m eval search --catalog products.jsonl.gz --queries queries.jsonl "
    "--qrels qrels.txt --worst 10"
)
SYSTEMS: dict[str, Mode] = {"aisle": "hybrid", "bm25": "bm25", "dense": "dense", "rrf": "rrf"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--catalog", type=existing_file, required=True, metavar="FILE")
    parser.add_argument("--queries", type=existing_file, required=True, metavar="FILE")
    parser.add_argument("--qrels", type=existing_file, required=True, metavar="FILE")
    parser.add_argument(
        "--k", type=positive, default=100, metavar="N", help="items retrieved a query (100)"
    )
    parser.add_argument(
        "--min-grade",
        type=float,
        default=0.0,
        metavar="G",
        help="least grade that counts as relevant for recall and MRR (any above 0)",
    )
    parser.add_argument("--language", default="en", help="ISO 639-1 code of the queries (en)")
    parser.add_argument(
        "--worst", type=int, default=0, metavar="N", help="list the N queries that went worst"
    )
    parser.add_argument(
        "--ablation", action="store_true", help="also search without each stage in turn"
    )
    parser.add_argument(
        "--plot", type=Path, metavar="FILE", help=f"draw {HEADLINE} against the time a query takes"
    )
    add_index(parser)
    add_common(parser)


def run(options: argparse.Namespace) -> None:
    """Ranks every judged query with every system, prints the table and writes the JSON."""
    check_writable(options.json)
    queries = read_queries(options.queries)
    grades = read_qrels(options.qrels)
    judged = [query for query in queries if query.query_id in grades]
    try:
        judgments = Judgments({query.query_id: grades[query.query_id] for query in judged})
    except ValueError as error:
        raise UsageError(
            f"no query of {options.queries} has a relevant item in {options.qrels}: "
            "give files whose query ids agree"
        ) from error
    scored = [query for query in judged if query.query_id in set(judgments.query_ids)]
    with open_index(options.catalog, options.data_dir) as catalogue:
        systems = [
            rank_queries(
                name, mode, catalogue.index, scored, k=options.k, language=options.language
            )
            for name, mode in SYSTEMS.items()
        ]
        if options.ablation:
            systems += ablations(catalogue.index, scored, k=options.k, language=options.language)
    rows, by_query = ranking_rows(
        systems,
        judgments,
        catalogue_size=len(catalogue.ids),
        against=[list(SYSTEMS)[1:]],
        min_grade=options.min_grade,
        seed=options.seed,
    )
    about = meta(
        seed=options.seed,
        data={"catalog": options.catalog, "queries": options.queries, "qrels": options.qrels},
        queries=len(scored),
        queries_left_out=len(queries) - len(scored),
        products=len(catalogue.ids),
        rows_rejected=catalogue.rejected,
        judgments=sum(len(grades[query.query_id]) for query in scored),
        judged_items_not_in_the_index=_absent(judgments, catalogue),
        k=options.k,
        min_grade=options.min_grade,
        index_built_s=catalogue.built_s,
    )
    notes = [
        f"{len(scored)} queries, {len(catalogue.ids)} products; intervals: 95% bootstrap over "
        "queries; relevant: grade "
        + (f"{options.min_grade:g} and above" if options.min_grade > 0 else "above 0")
    ]
    if about["queries_left_out"]:
        notes.append(f"{about['queries_left_out']} queries left out: nothing relevant is judged")
    if about["judged_items_not_in_the_index"]:
        notes.append(
            f"{about['judged_items_not_in_the_index']} judged items are not in the index: "
            "no system can find them"
        )
    print_rows(f"Search: {options.catalog.name}", rows, notes)
    if options.worst > 0:
        print_rows(f"Worst {HEADLINE} of aisle", _worst(scored, by_query, systems, options.worst))
    write_json(options.json, rows, about)
    if options.plot is not None:
        # Ablations lie on top of one another: the table has them.
        whole = [row for row in rows if row["system"] in SYSTEMS]
        draw(whole, options.plot, title=f"{options.catalog.name}, {len(scored)} queries")


def draw(rows: Sequence[Mapping[str, Any]], path: Path, *, title: str) -> None:
    """Draws quality against latency.

    Raises:
        UsageError: matplotlib is not installed, or the file cannot be written.
    """
    try:
        from eval.plots.latency import quality_by_latency  # noqa: PLC0415 - half a second
    except ModuleNotFoundError as error:
        message = f"{error.name} is missing; install the extra: pip install 'aisle[eval]'"
        raise UsageError(message) from error
    quality_by_latency(rows, HEADLINE, path, title=title)


def rank_queries(
    name: str, mode: Mode, index: ProductIndex, queries: Sequence[Query], *, k: int, language: str
) -> Ranked:
    """Searches every query, one after another, timing each; the first is run once more before."""
    index.search(queries[0].text, limit=k, language=language, mode=mode)  # loads the models
    run: dict[str, list[str]] = {}
    times: list[float] = []
    for query in progress(queries, name, len(queries)):
        started = time.perf_counter()
        hits = index.search(query.text, limit=k, language=language, mode=mode)
        times.append((time.perf_counter() - started) * 1000)
        run[query.query_id] = [hit.product.id for hit in hits]
    return Ranked(name, run, times)


def ablations(
    index: ProductIndex, queries: Sequence[Query], *, k: int, language: str
) -> Iterator[Ranked]:
    """The hybrid search without each of its stages in turn, over the same records and vectors.

    Without words it is the system ``dense``, without vectors ``bm25``.
    """
    for stage in get_args(Stage):
        settings = index.settings.model_copy(update={"without": (stage,)})
        with closing(ProductIndex.open(index.catalogue.data_dir, settings)) as other:
            yield rank_queries(f"without {stage}", "hybrid", other, queries, k=k, language=language)


def _absent(judgments: Judgments, catalogue: IndexedCatalogue) -> int:
    judged = {item for query in judgments.query_ids for item in judgments.grades[query]}
    return len(judged - catalogue.ids)


def _worst(
    queries: Sequence[Query],
    by_query: dict[str, Values],
    systems: Sequence[Ranked],
    count: int,
) -> list[dict[str, Any]]:
    """The queries with the lowest score of the first system, with everybody's score."""
    ours = by_query[systems[0].name]
    ordered = sorted(queries, key=lambda query: (ours[query.query_id], query.query_id))
    return [
        {"query_id": query.query_id, "text": query.text}
        | {system.name: by_query[system.name][query.query_id] for system in systems}
        for query in ordered[:count]
    ]
