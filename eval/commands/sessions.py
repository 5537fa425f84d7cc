"""Ranking scores over logged conversations, beside their baselines.

Each assistant turn that showed items is one case: what was said before is the input, the items
shown are relevant (1; liked later 2, disliked later 0.5), the whole catalogue is ranked. Rows:
`aisle` (the parser's intent, through the search a shopper gets), then the same intent, the last
message, everything the shopper said, and the human keywords where the log has them (those of the
latest annotated turn), each with the same retrievers. A case without human keywords counts as
zero in their rows. Intervals draw whole sessions.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.intent import ParsedIntent
from assistant.parser import IntentParser
from assistant.rules import Vocabulary
from assistant.settings import Settings
from eval.commands.options import add_common, add_index, existing_file, positive
from eval.conversation import Request, messages, rank_all, request_of, unanswerable_constraints
from eval.data.sessions import Case, cases, read_sessions
from eval.errors import UsageError
from eval.indexing import open_index
from eval.metrics.judgments import Judgments
from eval.metrics.ranking import Ranked, percentiles_ms, ranking_rows
from eval.output import check_writable, meta, print_rows, write_json
from eval.progress import progress
from retrieval.index import ProductIndex
from retrieval.settings import Mode

EXAMPLE = "python -m eval sessions --catalog products.jsonl --log sessions.jsonl --parser rules"
MODES: tuple[Mode, ...] = ("hybrid", "bm25", "dense", "rrf")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--catalog", type=existing_file, required=True, metavar="FILE")
    parser.add_argument("--log", type=existing_file, required=True, metavar="FILE")
    parser.add_argument("--limit", type=positive, metavar="N", help="the first N sessions only")
    parser.add_argument(
        "--parser",
        choices=("llm", "rules"),
        help="what reads the messages (as the environment sets it)",
    )
    parser.add_argument(
        "--k", type=positive, default=100, metavar="N", help="items retrieved a case (100)"
    )
    add_index(parser)
    add_common(parser)


def run(options: argparse.Namespace) -> None:
    """Ranks every case with every system, prints the table and writes the JSON."""
    check_writable(options.json)
    sessions = read_sessions(options.log)[: options.limit]
    found = list(cases(sessions))
    if not found:
        raise UsageError(
            f"no assistant turn of {options.log} has `shown`: there is nothing to rank"
        )
    judgments = Judgments({case.case_id: case.grades for case in found})
    with open_index(options.catalog, options.data_dir) as catalogue:
        parsed = parse_cases(found, catalogue.index, options.parser)
        lifted = unanswerable_constraints(catalogue.index.catalogue.iter_products())
        earlier = {case.case_id: [i for t in case.history for i in t.shown] for case in found}
        intents = {
            place: request_of(one.intent, lifted, earlier[place], told=one.told)
            for place, one in parsed.items()
        }
        systems = [
            rank_cases(_name(source, mode), catalogue.index, requests, mode, options.k)
            for source, requests in _inputs(found, intents).items()
            for mode in MODES
        ]
    rows, _ = ranking_rows(
        systems,
        judgments,
        catalogue_size=len(catalogue.ids),
        against=[
            [s.name for s in systems if s.name.startswith(("last message", "whole history"))],
            [s.name for s in systems if s.name.startswith("human keywords")],
        ],
        clusters={case.case_id: case.session_id for case in found},
        condensed=False,
        seed=options.seed,
    )
    sources = dict(Counter(one.source for one in parsed.values()))
    shown = {item for case in found for item in case.grades}
    about = meta(
        seed=options.seed,
        data={"catalog": options.catalog, "log": options.log},
        sessions=len(sessions),
        cases=len(found),
        products=len(catalogue.ids),
        rows_rejected=catalogue.rejected,
        shown_items_not_in_the_index=len(shown - catalogue.ids),
        intents_from=sources,
        constraints_lifted=list(lifted),
        cases_with_keywords=sum(bool(case.keywords) for case in found),
        parse=percentiles_ms([one.ms for one in parsed.values()]),
        k=options.k,
        index_built_s=catalogue.built_s,
    )
    notes = [
        f"{len(found)} cases of {len(sessions)} sessions, {len(catalogue.ids)} products",
        "intervals: 95% bootstrap over sessions; times: search alone, the parse apart",
        f"intents from {sources}, parse {about['parse']}",
        f"constraints lifted, no product has such a field: {', '.join(lifted) or 'none'}",
    ]
    if about["shown_items_not_in_the_index"]:
        notes.append(
            f"{about['shown_items_not_in_the_index']} shown items are not in the index: "
            "no system can find them"
        )
    print_rows(f"Sessions: {options.log.name} of {options.log.absolute().parent.name}", rows, notes)
    write_json(options.json, rows, about)


def parse_cases(
    found: Sequence[Case], index: ProductIndex, parser: str | None
) -> dict[str, ParsedIntent]:
    """The intent of each case by case id, parsed one after another, as conversations would be.

    The parser knows the shop's own words, as it does in the product.
    """
    shown = {item for case in found for turn in case.history for item in turn.shown}
    titles = {product.id: product.title for product in index.get(sorted(shown))}
    settings = Settings(parser=parser) if parser else Settings()
    reader = IntentParser.open(settings, vocabulary=Vocabulary.of(index.facets()))
    try:
        return {
            case.case_id: reader.parse(said)
            for case in progress(found, "parse", len(found))
            if (said := messages(case.history, titles))
        }
    finally:
        reader.close()


def rank_cases(
    name: str,
    index: ProductIndex,
    requests: Mapping[str, Request],
    mode: Mode,
    k: int,
) -> Ranked:
    """Runs one system's requests, one after another, timing each."""
    run: dict[str, list[str]] = {}
    times: list[float] = []
    for case_id, request in progress(requests.items(), name, len(requests)):
        started = time.perf_counter()
        run[case_id] = rank_all(index, request, mode, k)
        times.append((time.perf_counter() - started) * 1000)
    return Ranked(name, run, times)


def _inputs(
    found: Sequence[Case], intents: Mapping[str, Request]
) -> dict[str, Mapping[str, Request]]:
    """Each way of reading a conversation: its requests by case id; the intent comes first."""
    texts: dict[str, dict[str, str]] = {
        "last message": {case.case_id: case.last_message for case in found},
        "whole history": {case.case_id: case.whole_history for case in found},
        "human keywords": {case.case_id: case.keywords for case in found},
    }
    language = {case.case_id: case.language for case in found}
    inputs: dict[str, Mapping[str, Request]] = {"intent": intents}
    for source, by_case in texts.items():
        requests = {
            case_id: Request(text, language[case_id])
            for case_id, text in by_case.items()
            if text.strip()
        }
        if requests:
            inputs[source] = requests
    return inputs


def _name(source: str, mode: Mode) -> str:
    return "aisle" if (source, mode) == ("intent", "hybrid") else f"{source}, {mode}"
