"""Pairs from real logs: what the counts know of the next purchase, and of the rest of a basket."""

from __future__ import annotations

import csv
import gzip
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import orjson

from benchmarks.graph_links import K, scored
from eval.indexing import open_index
from retrieval.graph.behaviour import APART, HALF_LIFE, Behaviour, Interaction
from retrieval.graph.complements import lenders
from retrieval.graph.cooccurrence import CoOccurrence
from retrieval.graph.graph import related
from retrieval.graph.table import model_key
from retrieval.index import ProductIndex
from retrieval.recommend import Sequence as Taken
from retrieval.recommend import fit
from retrieval.similar import Likeness

_START = datetime(2018, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_CASES = 5_000
_LATER = 0.8
"""Baskets from this share of the time on are asked about; the earlier ones are learnt from."""


class Bought(NamedTuple):
    """One purchase."""

    shopper: str
    basket: str
    item: str
    at: datetime


class Case(NamedTuple):
    """What was asked about, and what was bought with it or after it."""

    item: str
    wanted: frozenset[str]
    shopper: str


Alike = Callable[[str], Mapping[str, float]]
"""From an item to those like it, and how like."""


def office(folder: Path, kept: Path) -> list[dict[str, Any]]:
    """The next purchase from the last one; sequences have an order and no dates: a day each.

    A shopper has several cases, and a later one's history holds an earlier one's answer. So of the
    cases only each shopper's first history is learnt from, without any of their answers.
    """
    earlier, later = (_sequences(folder / f"{part}.jsonl.gz") for part in ("valid", "test"))
    known: dict[str, list[str]] = defaultdict(list)
    for line in earlier:
        known[line["user_id"]] += [*line["history"], line["next"]]
    answers: dict[str, set[str]] = defaultdict(set)
    for line in later:
        answers[line["user_id"]].add(line["next"])
    first = {line["user_id"]: line["history"] for line in reversed(later)}
    for user, history in first.items():
        known[user] = [*known[user], *history]
        known[user] = [item for item in known[user] if item not in answers[user]]
    bought = [
        Bought(user, user, item, _START + at * _DAY)
        for user, items in known.items()
        for at, item in enumerate(dict.fromkeys(items))
    ]
    cases = [
        Case(line["history"][-1], frozenset({line["next"]}), line["user_id"]) for line in later
    ]
    now = _START + 30 * _DAY
    with open_index(folder / "products.jsonl.gz", kept) as opened:
        shown = _shown(opened.index, bought, known, now=now)
        alike = _alike(opened.index)
        return _compared("office, next item", bought, cases, now=now, alike=alike, shown=shown)


def grocery(folder: Path) -> list[dict[str, Any]]:
    """The rest of a later basket from one item of it."""
    with gzip.open(folder / "transactions_sample.csv.gz", "rt", encoding="utf-8") as stream:
        bought = sorted(
            (
                Bought(
                    row["household_id"],
                    row["basket_id"],
                    row["product_id"],
                    datetime.fromisoformat(row["transaction_timestamp"]).replace(tzinfo=UTC),
                )
                for row in csv.DictReader(stream)
            ),
            key=lambda one: one.at,
        )
    first, last = bought[0].at, bought[-1].at
    cut = first + _LATER * (last - first)
    baskets: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in bought:
        if one.at >= cut:
            baskets[one.basket, one.shopper].add(one.item)
    cases = [
        Case(item, frozenset(items - {item}), shopper)
        for (_, shopper), items in sorted(baskets.items())
        if len(items) > 1
        for item in sorted(items)
    ]
    return _compared(
        "grocery, rest of the basket", [one for one in bought if one.at < cut], cases, now=cut
    )


def _shown(
    index: ProductIndex,
    bought: Sequence[Bought],
    known: Mapping[str, Sequence[str]],
    *,
    now: datetime,
) -> Callable[[str], list[str]]:
    """The shop's whole list: the recommender fitted to the purchases, the counts and the rules."""
    snapshot, models = index._current(), (index.settings.english_model,)
    behaviour = Behaviour(now)
    behaviour.add(
        Interaction("bought", one.shopper, model_key(one.item, ""), one.at) for one in bought
    )
    recommender = fit(
        [
            Taken(user, tuple((item,) for item in items[:at]), (items[at],))
            for user, items in known.items()
            for at in range(1, len(items))
        ],
        index.catalogue.iter_products(),
    )

    @cache
    def shown(item: str) -> list[str]:
        found = related(
            snapshot,
            item,
            models,
            behaviour=behaviour,
            recommender=recommender,
            relations=("goes_with",),
            limit=K,
            now=now,
        )
        return [] if found is None else [edge.id for edge in found["goes_with"]]

    return shown


def _alike(index: ProductIndex) -> Alike:
    """As the shop's lists have it; none of these products is a variant of another."""
    snapshot, models = index._current(), (index.settings.english_model,)
    everything = np.ones(len(snapshot.ids), dtype=np.bool_)

    def alike(item: str) -> Mapping[str, float]:
        if (row := snapshot.rows.get(item)) is None:
            return {}
        found = lenders(Likeness(snapshot, row, models), everything)
        return {model.removeprefix("\0"): like for model, like in found.items()}

    return alike


def _compared(
    part: str,
    bought: Sequence[Bought],
    cases: Sequence[Case],
    *,
    now: datetime,
    alike: Alike | None = None,
    shown: Callable[[str], list[str]] | None = None,
) -> list[dict[str, Any]]:
    cases = random.Random(0).sample(cases, min(_CASES, len(cases)))  # noqa: S311 - a sample
    shrunk = CoOccurrence(now, half_life=HALF_LIFE, apart=APART)
    for one in bought:
        shrunk.add(one.shopper, one.item, one.at)
    plain = plain_pairs((one.basket, one.item) for one in bought)
    sold = [item for item, _ in Counter(one.item for one in bought).most_common(K + 1)]
    asked = {f"{at}": case for at, case in enumerate(cases)}

    def ours(case: str, least: int = 2, like: Mapping[str, float] | None = None) -> list[str]:
        found = shrunk.neighbours(asked[case].item, now=now, alike=like or {}, least_shoppers=least)
        return [one.model for one in found[:K]]

    lent: dict[str, Callable[[str], list[str]]] = {}
    if shown is not None:
        lent["aisle"] = lambda at: shown(asked[at].item)
    own = "aisle" if shown is None else "counts, own shoppers only"
    if alike is not None:
        lent["counts, with the shoppers of what is like it"] = lambda at: ours(
            at, 2, alike(asked[at].item)
        )
    return scored(
        part,
        {at: dict.fromkeys(case.wanted, 1.0) for at, case in asked.items()},
        {
            **lent,
            own: ours,
            "counts, pairs of one shopper too": lambda at: ours(at, 1),
            "plain co-occurrence": lambda at: [
                item for item, _ in plain.get(asked[at].item, Counter()).most_common(K)
            ],
            "most bought": lambda at: [item for item in sold if item != asked[at].item][:K],
        },
        {at: case.shopper for at, case in asked.items()},
    )


def plain_pairs(bought: Iterable[tuple[str, str]]) -> Mapping[str, Counter[str]]:
    """How many baskets hold each pair."""
    baskets: dict[str, dict[str, None]] = defaultdict(dict)
    for basket, item in bought:
        baskets[basket][item] = None
    pairs: dict[str, Counter[str]] = defaultdict(Counter)
    for items in baskets.values():
        for one, other in permutations(items, 2):
            pairs[one][other] += 1
    return pairs


def _sequences(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path) as stream:
        return [orjson.loads(line) for line in stream]
