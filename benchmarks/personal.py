"""Does knowing the shopper lift the ranking? The demo shoppers' searches, on and off.

Each search of the last quarter of the demo months is a case, as of its own moment: the query is
read (by the rules), searched and ranked as the chat would, once with the profile of everything the
shopper had done until then, once with personalisation switched off (`impersonal`, which is what the
shopper's own switch does). What they went on to do with items in the same visit, before the next
other search, is relevant: a purchase 3, a cart or a like 2, a view 1; a later dislike 0. Weights
are the shipped ones; nothing is fitted. Both arms have the popularity of the day the quarter
begins. Shoppers are the clusters of intervals and p-values. The demo shoppers' tastes are written
by this project, so this says that the ranking uses a taste that is there, not how large real ones
are.

Example: python -m benchmarks.personal --index ../aisle-personal
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np

from assistant.agent.candidates import CANDIDATES
from assistant.agent.wanted import constraints_of
from assistant.demo.build import DemoPaths, build
from assistant.event_log import EventLog
from assistant.events import Event
from assistant.intent import Message
from assistant.parser import IntentParser
from assistant.profiles import Profiles
from assistant.profiles.profiles import impersonal
from assistant.ranking import RankingContext, Weights, rank
from assistant.rules.vocabulary import Vocabulary
from assistant.settings import Settings
from assistant.storage import Database
from eval.errors import UsageError
from eval.indexing import open_index
from eval.metrics.coverage import coverage
from eval.metrics.diversity import diversity
from eval.metrics.judgments import Judgments, Run
from eval.metrics.ndcg import ndcg
from eval.metrics.significance import interval, paired_p
from eval.output import check_writable, meta, print_rows, write_json
from eval.progress import progress
from retrieval.index import ProductIndex
from retrieval.recommend.items import Items

GRADES = {"view_item": 1.0, "add_to_cart": 2.0, "like": 2.0, "purchase": 3.0}
TESTED = 0.25
FASHION = frozenset({"Clothing", "Shoes", "Watches", "Luggage & Travel"})
ON, OFF, FOUND = "aisle", "aisle, personalisation off", "search order"
_K = 10


@dataclass(frozen=True)
class Search:
    """One search and what came of it."""

    user_id: str
    session_id: str
    at: datetime
    query: str
    grades: dict[str, float]


def searches(events: Sequence[Event], since: datetime) -> Iterator[Search]:
    """The searches from ``since`` on after which something was looked at, in order of time."""
    visits: dict[tuple[str, str], list[Event]] = {}
    for event in sorted(events, key=lambda one: (one.ts, one.event_id)):
        visits.setdefault((event.user_id or "", event.session_id or ""), []).append(event)
    for (user, session), visit in visits.items():
        starts = [n for n, event in enumerate(visit) if event.type == "search"]
        for start, end in pairwise([*starts, len(visit)]):
            first = visit[start]
            grades = _grades(visit[start + 1 : end])
            if first.ts >= since and first.query and any(grades.values()):
                yield Search(user, session, first.ts, first.query, grades)


def _grades(after: Sequence[Event]) -> dict[str, float]:
    """The best deed of each item that stood in a list shown for this search."""
    shown = {item for event in after if event.type == "view_item_list" for item in event.item_ids}
    grades: dict[str, float] = {}
    for event in after:
        if event.item_id not in shown or event.item_id is None:
            continue
        if event.type == "dislike":
            grades[event.item_id] = 0.0
        elif event.type in GRADES:
            grades[event.item_id] = max(grades.get(event.item_id, 0.0), GRADES[event.type])
    return grades


class Arms:
    """The shop's search and ranking, asked as of a moment."""

    def __init__(
        self, index: ProductIndex, log: EventLog, profiles: Profiles, parser: IntentParser
    ) -> None:
        self._index, self._log, self._profiles, self._parser = index, log, profiles, parser
        self._weights = Weights.load()

    def ranked(self, one: Search, popularity: dict[str, float]) -> dict[str, list[str]]:
        """The ids by arm, best first."""
        parsed = self._parser.parse([Message(role="user", content=one.query)]).intent
        hits = self._index.search(
            parsed.query or one.query,
            constraints_of(parsed),
            limit=CANDIDATES,
            language=parsed.language,
            product_type=parsed.product_type,
        )
        hits = [hit for hit in hits if hit.type_match is not False]
        profile = self._profiles.get(one.user_id, session_id=one.session_id, now=one.at)
        session = self._log.for_session(one.session_id, until=one.at)
        arms = {ON: (profile, session), OFF: (impersonal(profile), [])}
        found = {FOUND: [hit.product.id for hit in hits[:_K]]}
        for arm, (known, events) in arms.items():
            context = RankingContext(
                intent=parsed,
                profile=known,
                session=events,
                popularity=popularity,
                language=parsed.language,
            )
            order = rank(hits, context, self._weights, limit=_K)
            found[arm] = [entry.hit.product.id for entry in order]
        return found


def rows_of(
    part: str, runs: dict[str, Run], cases: dict[str, Search], items: Items, seed: int
) -> list[dict[str, Any]]:
    """A row an arm, over ``cases``; p-values against the arm that is switched off."""
    judgments = Judgments({case: one.grades for case, one in cases.items()})
    shoppers = {case: one.user_id for case, one in cases.items()}
    arms = {arm: {case: run[case] for case in cases} for arm, run in runs.items()}
    values = {arm: ndcg(judgments, run) for arm, run in arms.items()}
    unlike = {arm: diversity(run, items.texts, items.row) for arm, run in arms.items()}
    rows = []
    for arm in (ON, OFF, FOUND):
        low, high = interval(values[arm], shoppers, seed=seed)
        row: dict[str, Any] = {
            "system": f"{part}: {arm}",
            "cases": len(cases),
            "ndcg@10": round(fmean(values[arm].values()), 4),
            "diversity@10": round(fmean(unlike[arm].values()), 4) if unlike[arm] else None,
            "coverage@10": round(coverage(arms[arm], len(items)), 4),
            "intervals": {"ndcg@10": [round(low, 4), round(high, 4)]},
        }
        if arm != OFF:
            row["p against off"] = round(paired_p(values[arm], values[OFF], shoppers, seed=seed), 4)
        rows.append(row)
    return rows


def measure(paths: DemoPaths, index: ProductIndex, limit: int | None, seed: int) -> dict[str, Any]:
    """Ranks every case in every arm."""
    lines = paths.events.read_text(encoding="utf-8").splitlines()
    events = [Event.model_validate_json(line) for line in lines]
    moments = sorted(event.ts for event in events)
    since = moments[0] + (moments[-1] - moments[0]) * (1 - TESTED)
    found = list(searches(events, since))
    if limit is not None and limit < len(found):
        chosen = np.random.default_rng(seed).choice(len(found), limit, replace=False)
        found = [found[n] for n in sorted(chosen.tolist())]
    cases = {str(n): one for n, one in enumerate(found)}
    runs: dict[str, Run] = {ON: {}, OFF: {}, FOUND: {}}
    vocabulary = Vocabulary.of(index.facets())
    parser = IntentParser.open(Settings(parser="rules"), vocabulary=vocabulary)
    with (
        tempfile.TemporaryDirectory() as name,
        Database.at(f"sqlite:///{name}/aisle.db") as database,
    ):
        log = EventLog(database)
        log.add(events)
        arms = Arms(index, log, Profiles(database, log, index.catalogue), parser)
        popularity = dict(log.popularity(now=since))
        for case, one in progress(cases.items(), "searches", len(cases)):
            for arm, ids in arms.ranked(one, popularity).items():
                runs[arm][case] = ids
    parser.close()
    return {"cases": cases, "runs": runs, "since": since}


def main() -> int:
    """Builds the demo store and its index where they are not there, measures and prints."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.personal",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--index", type=Path, required=True, help="where store and index are kept")
    parser.add_argument("--limit", type=int, help="N searches only, drawn by the seed")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write rows and meta there")
    options = parser.parse_args()
    try:
        check_writable(options.json)
        paths = build(options.index / "demo")
        with open_index(paths.products, options.index) as indexed:
            items = Items.of(indexed.index.catalogue.iter_products())
            top = {
                product.id: product.category.partition(" > ")[0]
                for product in indexed.index.catalogue.iter_products()
            }
            measured = measure(paths, indexed.index, options.limit, options.seed)
    except (UsageError, OSError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    cases, runs = measured["cases"], measured["runs"]
    fashion = {
        case: one
        for case, one in cases.items()
        if all(top.get(item) in FASHION for item, grade in one.grades.items() if grade)
    }
    rows = rows_of("all", runs, cases, items, options.seed)
    if fashion:
        rows += rows_of("fashion", runs, fashion, items, options.seed)
    shoppers = len({one.user_id for one in cases.values()})
    notes = [f"searches from {measured['since']:%Y-%m-%d} on, of {shoppers} shoppers"]
    print_rows("Personalisation: demo shoppers", rows, notes)
    files = {"products": paths.products, "events": paths.events}
    write_json(options.json, rows, meta(seed=options.seed, data=files))
    return 0


if __name__ == "__main__":
    sys.exit(main())
