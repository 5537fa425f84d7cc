"""Events per second, and the time from an event to its effect on the ranking, with many shoppers.

A store of shoppers is filled through the event log (500 events a transaction, as an import does),
each with a number of events drawn from a log-normal distribution (mean ``--events``), over the demo
store's products, in the demo's proportions of event types. Then single events come in, one a
transaction as ``POST /v1/events`` stores them, from one thread and from two. Then, for shoppers
drawn at random (cold: the store is larger than any cache of theirs) and for the busiest ones, the
time from handing an event over to having ranked 200 candidates with the profile that knows it; each
time is counted only after checking that the profile has moved. Products are looked up in the real
catalogue on disk. HTTP, the language model and the search are not in these figures. ``p5_ms`` is
the fast end: on a busy machine it is nearest to what the work itself takes.

Example: python -m benchmarks.profiles --json profiles.json
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from assistant.demo.products import generate_products
from assistant.event_log import EventLog
from assistant.events import Event
from assistant.profiles import Profile, Profiles
from assistant.ranking import RankingContext, Weights, rank
from assistant.ranking.learned import LearnedModel
from assistant.ranking.scoring import Scorer
from assistant.storage import Database
from benchmarks.memory import PeakMemory
from eval.metrics.ranking import percentiles_ms
from eval.output import check_writable, meta, print_rows, write_json
from retrieval.catalogue import Catalogue, Entry
from retrieval.hit import Hit
from retrieval.product import Product

# As in the demo store's events.
TYPES = {
    "view_item_list": 5318,
    "view_item": 4871,
    "search": 4726,
    "add_to_cart": 694,
    "purchase": 339,
    "rate": 129,
    "like": 121,
    "remove_from_cart": 90,
    "dislike": 72,
    "redeem_promotion": 32,
}
MONTHS = timedelta(days=180)
CANDIDATES = 200
SINGLE = 2000
BUSIEST = 50


class Traffic:
    """Random events of random shoppers; the same for the same seed."""

    def __init__(self, products: Sequence[Product], *, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - no secret
        self._ids = [product.id for product in products]
        self._number = 0
        self._now = datetime.now(UTC)

    def event(self, user_id: str, *, kind: str | None = None, fresh: bool = False) -> Event:
        """One event, now or somewhere in the last six months."""
        draw = self._random
        self._number += 1
        kind = kind or draw.choices([*TYPES], weights=[*TYPES.values()])[0]
        at = datetime.now(UTC) if fresh else self._now - MONTHS * draw.random()
        several = kind == "view_item_list"
        return Event(
            event_id=f"b{self._number}",
            ts=at,
            user_id=user_id,
            session_id=f"{user_id}-{at:%j}",
            type=kind,  # type: ignore[arg-type]
            item_id=None if several or kind == "search" else draw.choice(self._ids),
            item_ids=draw.sample(self._ids, 6) if several else [],
            query="running shoes" if kind == "search" else None,
            quantity=1 if kind == "purchase" else None,
            value=draw.choice([2.0, 4.0, 5.0]) if kind == "rate" else None,
            promotion_id="spring" if kind == "redeem_promotion" else None,
        )


def stored(folder: Path, products: Sequence[Product]) -> Catalogue:
    """The products' records on disk, as an ingest leaves them; no vectors are needed here."""
    catalogue = Catalogue.open(folder)
    entries = [Entry(product, product.id) for product in products]
    catalogue.write(entries, (), source="benchmark", run=catalogue.begin_run())
    return catalogue


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def fill(log: EventLog, traffic: Traffic, counts: Sequence[int]) -> int:
    """Stores ``counts[n]`` events of shopper ``n``, mixed as time would mix them; how many."""
    order = np.repeat(np.arange(len(counts)), counts)
    np.random.default_rng(0).shuffle(order)
    rows: Iterator[Event] = (traffic.event(f"u{shopper}") for shopper in order)
    return log.add(rows).accepted


def single(log: EventLog, traffic: Traffic, shoppers: int, threads: int) -> float:
    """Events per second, one a transaction."""
    draw = random.Random(threads)  # noqa: S311 - no secret
    events = [traffic.event(f"u{draw.randrange(shoppers)}", fresh=True) for _ in range(SINGLE)]
    with ThreadPoolExecutor(threads) as pool:
        taken = timed(lambda: list(pool.map(lambda one: log.add([one]), events)))
    return SINGLE / taken


class Effect:
    """From an event to the ranking that knows it."""

    def __init__(
        self,
        log: EventLog,
        profiles: Profiles,
        traffic: Traffic,
        products: Sequence[Product],
        scorer: Scorer | None = None,
    ) -> None:
        self._log, self._profiles, self._traffic = log, profiles, traffic
        draw = random.Random(1)  # noqa: S311 - no secret
        chosen = draw.sample(list(products), CANDIDATES)
        self._hits = [Hit(product=product, relevance=draw.random()) for product in chosen]
        self._weights, self._scorer = Weights.load(), scorer
        self.parts: dict[str, list[float]] = {"store": [], "profile": [], "rank": [], "whole": []}

    def measure(self, user_id: str) -> None:
        """One event of a shopper, and the ranking after it.

        Raises:
            RuntimeError: the profile did not change.
        """
        before = self._profiles.get(user_id, now=datetime.now(UTC))
        event = self._traffic.event(user_id, kind="like", fresh=True)
        marks = [time.perf_counter()]
        self._log.add([event])
        marks.append(time.perf_counter())
        after = self._profiles.get(user_id, session_id=event.session_id, now=datetime.now(UTC))
        marks.append(time.perf_counter())
        context = RankingContext(profile=after)
        rank(self._hits, context, self._weights, limit=6, scorer=self._scorer)
        marks.append(time.perf_counter())
        if after.events != before.events + 1 or _evidence(after) <= _evidence(before):
            raise RuntimeError(f"the event of {user_id} has had no effect on the profile")
        for name, start, end in (
            ("store", 0, 1),
            ("profile", 1, 2),
            ("rank", 2, 3),
            ("whole", 0, 3),
        ):
            self.parts[name].append((marks[end] - marks[start]) * 1000)


def _evidence(profile: Profile) -> int:
    return sum(tag.evidence for tag in profile.tags if tag.kind == "category")


def main() -> None:
    """Fills a store, measures, prints."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.profiles",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--shoppers", type=int, default=100_000)
    parser.add_argument("--events", type=float, default=10.0, help="mean number a shopper")
    parser.add_argument("--samples", type=int, default=1000, help="shoppers whose effect is timed")
    parser.add_argument("--model", type=Path, metavar="FILE", help="rank by it: ranking.json")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write rows and meta there")
    options = parser.parse_args()
    check_writable(options.json)
    products = generate_products()
    scorer = LearnedModel.load(options.model, Weights.load()) if options.model else None
    drawn = np.random.default_rng(0).lognormal(0.0, 1.0, options.shoppers)
    counts = np.maximum(1, np.round(drawn * options.events / drawn.mean())).astype(int)
    counts[:BUSIEST] = 2000
    traffic = Traffic(products, seed=0)
    with (
        PeakMemory() as memory,
        tempfile.TemporaryDirectory() as name,
        Database.at(f"sqlite:///{name}/aisle.db") as database,
    ):
        log = EventLog(database)
        profiles = Profiles(database, log, stored(Path(name), products))
        rows: list[dict[str, Any]] = []
        started = time.perf_counter()
        added = fill(log, traffic, counts.tolist())
        rate = added / (time.perf_counter() - started)
        rows.append({"system": "import, 500 a transaction", "per_second": round(rate)})
        for threads in (1, 2):
            rate = single(log, traffic, options.shoppers, threads)
            label = f"one a transaction, {threads} thread{'s' * (threads > 1)}"
            rows.append({"system": label, "per_second": round(rate)})
        draw = random.Random(2)  # noqa: S311 - no secret
        groups = {
            "any shopper": draw.sample(range(BUSIEST, options.shoppers), options.samples),
            "with 2,000 events": list(range(BUSIEST)) * 4,
        }
        for group, shoppers in groups.items():
            effect = Effect(log, profiles, traffic, products, scorer)
            for shopper in shoppers:
                effect.measure(f"u{shopper}")
            for part, times in effect.parts.items():
                fast = round(float(np.percentile(times, 5)), 2)
                name_of = f"{group}: {part}"
                rows.append({"system": name_of, "p5_ms": fast, **percentiles_ms(times)})
        size = sum(path.stat().st_size for path in Path(name).glob("aisle.db*")) / 2**20
    counted = f"{added:,} events of {options.shoppers:,} shoppers"
    notes = [f"{counted}; database {size:,.0f} MiB; peak memory {memory.mib:,.0f} MiB"]
    print_rows("Profiles", rows, notes)
    write_json(options.json, rows, meta(seed=0, data={}, events=added, shoppers=options.shoppers))


if __name__ == "__main__":
    main()
