"""What shoppers are shown who ask for nothing: does it hold what they buy next?

The demo shop as of the moment at which the last quarter of its months begins: the log until then,
and a recommender fitted on it. Each order of the last quarter is a case, its products are relevant,
the list is the one of ten cards that the chat and ``/v1/recommendations`` would show its shopper at
that moment. A row a ground: all that is known of the shopper (``aisle``), the same without the
recommender (as it was before there was one), only the shopper's segments, only what is hot; and the
recommender's own order, without the ranking. Two rows more have recommenders fitted and asked with
carts and likes as well as purchases. Shoppers are the clusters of intervals and p-values. The demo
shoppers are written by this project, so this says that the parts work together, not how large the
gain is in another shop.

Example: python -m benchmarks.start_list --index ../aisle-personal
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean
from typing import Any

from assistant.agent.turn import Ground
from assistant.demo.build import DemoPaths, build
from assistant.event_log import EventLog
from assistant.events import Event
from assistant.profiles import Profiles, Shopper
from assistant.profiles.model import Interests, Profile
from assistant.ranking import RankingContext, Weights, rank
from assistant.storage import Database
from assistant.suggestions.model_file import RecommenderFile
from assistant.suggestions.orders import Order, orders_of, sequences
from assistant.suggestions.start import GROUNDS, Suggestions
from eval.errors import UsageError
from eval.indexing import open_index
from eval.metrics.coverage import coverage
from eval.metrics.judgments import Judgments, Run
from eval.metrics.ndcg import ndcg
from eval.metrics.recall import recall
from eval.metrics.significance import interval, paired_p
from eval.output import check_writable, meta, print_rows, write_json
from eval.progress import progress
from retrieval.index import ProductIndex
from retrieval.recommend import Recommender, fit

TESTED = 0.25
AISLE, BEFORE, SEGMENT, HOT = "aisle", "without the recommender", "segment alone", "what is hot"
ALONE, WIDER = "recommender alone", "recommender alone, of carts and likes too"
_WIDE = ("purchase", "add_to_cart", "like")
_GROUNDS: dict[str, Sequence[Ground]] = {
    AISLE: GROUNDS,
    BEFORE: ("interests", "session", "segment"),
    SEGMENT: ("segment",),
    HOT: (),
}
_K = 10


class Shop:
    """The shop at the moment, and the lists it shows."""

    def __init__(self, index: ProductIndex, database: Database, folder: Path) -> None:
        self.database = database
        self.log = EventLog(database)
        self.profiles = Profiles(database, self.log, index.catalogue)
        file = RecommenderFile(folder / "recommender.npz")
        self.suggestions = Suggestions(index, database, self.profiles, file)
        products = list(index.catalogue.iter_products())
        self.recommenders: dict[str, tuple[Recommender, Sequence[str]]] = {
            ALONE: (fit(sequences(database), products), ("purchase",)),
            WIDER: (fit(sequences(database, types=_WIDE), products), _WIDE),
        }
        file.save(self.recommenders[ALONE][0])
        self._weights = Weights.load()
        self._popularity = self.log.popularity()

    def lists(self, user: str) -> dict[str, tuple[str, list[str]]]:
        """The ground and the ids by arm, best first."""
        known = self.profiles.get(user)
        found = {}
        for arm, grounds in _GROUNDS.items():
            profile = known if arm in {AISLE, BEFORE} else _stranger(known)
            found[arm] = self._shown(profile, grounds)
        for arm, (recommender, types) in self.recommenders.items():
            history = [one.basket for one in orders_of(self.database, user, types=types)]
            ids = [one.id for one in recommender.recommend(history, _K)]
            found[arm] = ("history", ids)
        return found

    def _shown(self, profile: Profile, grounds: Sequence[Ground]) -> tuple[str, list[str]]:
        start = self.suggestions.start(profile, grounds=grounds)
        context = RankingContext(
            profile=profile,
            popularity=self._popularity,
            by_segment=lambda names: self.suggestions.segments.leaning(names, self._popularity),
            because=start.because,
        )
        ranked = rank(start.hits, context, self._weights, limit=_K)
        return start.ground, [one.hit.product.id for one in ranked]


def _stranger(known: Profile) -> Profile:
    """The shopper, had they only their segments."""
    return Profile(user_id=known.user_id, segments=known.segments, session=Interests())


def measure(paths: DemoPaths, index: ProductIndex) -> dict[str, Any]:
    """The lists of every test order."""
    lines = paths.events.read_text(encoding="utf-8").splitlines()
    events = [Event.model_validate_json(line) for line in lines]
    moments = sorted(event.ts for event in events)
    since = moments[0] + (moments[-1] - moments[0]) * (1 - TESTED)
    ahead = datetime.now(UTC) - since  # so that the moment is the clock's, by which all fades
    moved = [one.model_copy(update={"ts": one.ts + ahead}) for one in events]
    given = [
        Shopper.model_validate_json(line)
        for line in paths.shoppers.read_text(encoding="utf-8").splitlines()
    ]
    with (
        tempfile.TemporaryDirectory() as name,
        Database.at(f"sqlite:///{name}/later.db") as later,
        Database.at(f"sqlite:///{name}/aisle.db") as database,
    ):
        EventLog(later).add(one for one in events if one.ts >= since)
        EventLog(database).add(
            one for one, was in zip(moved, events, strict=True) if was.ts < since
        )
        shop = Shop(index, database, Path(name))
        shop.profiles.shoppers.put(given)
        users = sorted({event.user_id for event in events if event.user_id})
        bought: dict[str, list[Order]] = {user: orders_of(later, user) for user in users}
        cases: dict[str, tuple[str, Order]] = {}
        runs: dict[str, Run] = {}
        grounds: dict[str, int] = {}
        for user, orders in progress(bought.items(), "shoppers", len(bought)):
            if not orders:
                continue
            for arm, (ground, ids) in shop.lists(user).items():
                if arm == AISLE:
                    grounds[ground] = grounds.get(ground, 0) + len(orders)
                for place in range(len(orders)):
                    runs.setdefault(arm, {})[f"{user}:{place}"] = ids
            cases |= {f"{user}:{place}": (user, order) for place, order in enumerate(orders)}
    return {"cases": cases, "runs": runs, "grounds": grounds, "since": since}


def rows_of(measured: dict[str, Any], products: int, seed: int) -> list[dict[str, Any]]:
    """A row an arm; p-values of NDCG against the list as it was without a recommender.

    The recommender of carts and likes too is compared with the one of purchases.
    """
    cases, runs = measured["cases"], measured["runs"]
    judgments = Judgments({c: dict.fromkeys(order.basket, 1.0) for c, (_, order) in cases.items()})
    shoppers = {case: user for case, (user, _) in cases.items()}
    values = {arm: ndcg(judgments, run) for arm, run in runs.items()}
    rows = []
    for arm, run in runs.items():
        low, high = interval(values[arm], shoppers, seed=seed)
        row: dict[str, Any] = {
            "system": arm,
            "cases": len(cases),
            "ndcg@10": round(fmean(values[arm].values()), 4),
            "recall@10": round(fmean(recall(judgments, run).values()), 4),
            "coverage@10": round(coverage(run, products), 4),
            "intervals": {"ndcg@10": [round(low, 4), round(high, 4)]},
        }
        against = ALONE if arm == WIDER else BEFORE
        if arm != against:
            row["against"] = against
            row["p"] = round(paired_p(values[arm], values[against], shoppers, seed=seed), 4)
        rows.append(row)
    return rows


def main() -> int:
    """Builds the demo store and its index where they are not there, measures and prints."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.start_list",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--index", type=Path, required=True, help="where store and index are kept")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write rows and meta there")
    options = parser.parse_args()
    try:
        check_writable(options.json)
        paths = build(options.index / "demo")
        with open_index(paths.products, options.index) as indexed:
            products = indexed.index.catalogue.count()
            measured = measure(paths, indexed.index)
    except (UsageError, OSError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    rows = rows_of(measured, products, options.seed)
    notes = [
        f"orders from {measured['since']:%Y-%m-%d} on, the shop as it was then",
        "grounds of aisle: " + ", ".join(f"{n} {c}" for n, c in measured["grounds"].items()),
    ]
    print_rows("Suggestions: demo shoppers", rows, notes)
    files = {"products": paths.products, "events": paths.events}
    write_json(options.json, rows, meta(seed=options.seed, data=files))
    return 0


if __name__ == "__main__":
    sys.exit(main())
