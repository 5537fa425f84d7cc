"""Grocery's real campaigns: which households would be offered which coupon, and who redeemed it.

Each coupon of a campaign becomes a promotion of ours (its products as the scope, their types as
``purchased_categories``), and each household that the campaign was sent to a profile of what it
bought before the campaign began; :mod:`assistant.promotions.eligibility` says for whom a coupon is
meant. A household's coupons are then ordered, and compared with what it redeemed:

- ``aisle``: by what it bought, decayed by 45 days: of the coupon's own products, of their types,
  of their categories (each counts ten times the next; the order is by thought, not tuned), and by
  popularity where that is equal.
- ``most bought``: by how often all households bought the coupon's products before.
- ``most redeemed``: by how often the coupon was redeemed before the campaign began.
- ``random``.

Households that redeemed nothing say nothing of the order and count only below, where households
are ordered by who is likely to redeem at all. Campaigns of the first sixty days are left out: there
is no history. The transactions are a sample of some thirty purchases a household and year.

Example: python -m benchmarks.campaigns --data ../shared/data/grocery
"""

from __future__ import annotations

import argparse
import csv
import gzip
import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean
from typing import Any

from assistant.categories import prefixes
from assistant.profiles import Profile
from assistant.profiles.sums import HALF_LIFE
from assistant.promotions.eligibility import meant_for
from assistant.promotions.model import Conditions, Promotion, Scope
from eval.metrics.significance import interval, paired_p
from eval.output import check_writable, meta, print_rows, write_json

K = 10
_NO_HISTORY = timedelta(days=60)


@dataclass(frozen=True)
class Bought:
    """One purchase of a household."""

    household: str
    item: str
    at: datetime


@dataclass(frozen=True)
class Campaign:
    """A campaign: to whom it went, its coupons as promotions, who redeemed which."""

    name: str
    starts: datetime
    households: Sequence[str]
    coupons: Sequence[Promotion]
    redeemed: Mapping[str, frozenset[str]]


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a gzipped CSV file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def paths_of(folder: Path) -> dict[str, tuple[str, str]]:
    """Product id to its category path and its type path."""
    found = {}
    for row in rows_of(folder / "products.csv.gz"):
        names = [row["department"], row["product_category"], row["product_type"]]
        parts = [name.replace(">", "/") for name in names if name and name != "NA"]
        found[row["product_id"]] = (" > ".join(parts[:2]), " > ".join(parts))
    return found


def campaigns_of(folder: Path, paths: Mapping[str, tuple[str, str]]) -> list[Campaign]:
    """The campaigns, in the order in which they began."""
    items: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows_of(folder / "coupons.csv.gz"):
        items[row["campaign_id"]][row["coupon_upc"]].add(row["product_id"])
    sent: dict[str, list[str]] = defaultdict(list)
    for row in rows_of(folder / "campaigns.csv.gz"):
        sent[row["campaign_id"]].append(row["household_id"])
    redeemed: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows_of(folder / "coupon_redemptions.csv.gz"):
        redeemed[row["campaign_id"]][row["household_id"]].add(row["coupon_upc"])
    found = []
    for row in rows_of(folder / "campaign_descriptions.csv.gz"):
        name = row["campaign_id"]
        starts, ends = (_day(row[key]) for key in ("start_date", "end_date"))
        coupons = []
        for upc, scope in sorted(items[name].items()):
            types = sorted({paths[one][1] for one in scope if paths.get(one, ("", ""))[1]})
            coupons.append(
                Promotion(
                    id=upc,
                    title=upc,
                    kind="amount",
                    scope=Scope(item_ids=sorted(scope)),
                    conditions=Conditions(purchased_categories=types),
                    starts=starts,
                    ends=ends + timedelta(days=1),
                )
            )
        taken = {home: frozenset(upcs) for home, upcs in redeemed[name].items()}
        found.append(Campaign(name, starts, sorted(sent[name]), coupons, taken))
    return sorted(found, key=lambda one: (one.starts, one.name))


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class Histories:
    """What each household bought before a moment, decayed: products, types, categories."""

    def __init__(
        self, bought: Sequence[Bought], paths: Mapping[str, tuple[str, str]], now: datetime
    ) -> None:
        """Sum up ``bought`` before ``now``."""
        self.sums: dict[str, Counter[str]] = defaultdict(Counter)
        self.pieces: dict[str, Counter[str]] = defaultdict(Counter)
        self.all = Counter[str]()
        for one in bought:
            if one.at >= now:
                break
            weight = 2.0 ** ((one.at - now) / HALF_LIFE)
            category, kind = paths.get(one.item, ("", ""))
            for key in sorted({one.item, category, kind} - {""}):
                self.sums[one.household][key] += weight
            for path in prefixes(kind):
                self.pieces[one.household][path] += 1
            self.all[one.item] += 1

    def profile(self, household: str) -> Profile:
        """The household as our engine sees it."""
        pieces = dict(self.pieces[household])
        return Profile(user_id=household, purchased_categories=pieces, first_order=not pieces)

    def meant(self, household: str, coupons: Sequence[Promotion]) -> list[Promotion]:
        """The coupons that :func:`meant_for` lets the household have.

        By one intersection a coupon: the engine's own check is asked for one of them, so that the
        two cannot part.
        """
        bought = self.pieces[household].keys()
        found = [
            one for one in coupons if not bought.isdisjoint(one.conditions.purchased_categories)
        ]
        if coupons:
            asked = coupons[len(household) * 31 % len(coupons)]
            if meant_for(asked, self.profile(household)) != (asked in found):
                raise RuntimeError(f"The engine judges coupon {asked.id} otherwise.")
        return found

    def affinity(self, household: str, coupon: Promotion) -> float:
        """How much it bought of the coupon's products, types and categories."""
        sums = self.sums[household]
        items = coupon.scope.item_ids
        kinds = coupon.conditions.purchased_categories
        categories = {" > ".join(kind.split(" > ")[:2]) for kind in kinds}
        return (
            100 * sum(sums[one] for one in items)
            + 10 * sum(sums[one] for one in kinds)
            + sum(sums[one] for one in categories)
        )

    def popularity(self, coupon: Promotion) -> float:
        """How often all households bought the coupon's products."""
        return float(sum(self.all[one] for one in coupon.scope.item_ids))


def compare(folder: Path, seed: int) -> tuple[list[dict[str, Any]], list[str], dict[str, Any]]:
    """The rows by system, the notes, and the figures of the households."""
    paths = paths_of(folder)
    bought = sorted(
        (
            Bought(row["household_id"], row["product_id"], _day(row["transaction_timestamp"]))
            for row in rows_of(folder / "transactions_sample.csv.gz")
        ),
        key=lambda one: one.at,
    )
    campaigns = campaigns_of(folder, paths)
    coin = random.Random(seed)  # noqa: S311 - a repeatable draw
    precision: dict[str, dict[str, float]] = defaultdict(dict)
    recall: dict[str, dict[str, float]] = defaultdict(dict)
    households: dict[str, str] = {}
    counts = Counter[str]()
    found: dict[str, list[int]] = defaultdict(list)
    redemptions = [
        (_day(row["redemption_date"]), row["coupon_upc"])
        for row in rows_of(folder / "coupon_redemptions.csv.gz")
    ]
    for campaign in campaigns:
        if campaign.starts >= bought[0].at + _NO_HISTORY:
            histories = Histories(bought, paths, campaign.starts)
            popular = {one.id: histories.popularity(one) for one in campaign.coupons}
            before = Counter(upc for at, upc in redemptions if at < campaign.starts)
            ways = _ways(histories, popular, before, coin)
            likely: dict[str, tuple[float, float]] = {}
            for home in campaign.households:
                own = histories.meant(home, campaign.coupons)
                counts["sent"] += 1
                counts["offered"] += bool(own)
                counts["coupons"] += len(own)
                best = max((histories.affinity(home, one) for one in own), default=0.0)
                likely[home] = (best, float(sum(histories.pieces[home].values())))
                wanted = campaign.redeemed.get(home, frozenset())
                if not wanted:
                    continue
                counts["redemptions"] += len(wanted)
                counts["offered_redeemed"] += len(wanted & {one.id for one in own})
                case = f"{campaign.name}:{home}"
                households[case] = home
                for system, way in ways.items():
                    order = sorted(campaign.coupons, key=lambda one: way(home, one), reverse=True)
                    hits = len(wanted & {one.id for one in order[:K]})
                    precision[system][case] = hits / K
                    recall[system][case] = hits / len(wanted)
            takers = {home for home in campaign.redeemed if home in likely}
            for place, system in enumerate(("aisle", "most bought")):
                first = sorted(likely, key=lambda home: (-likely[home][place], home))
                found[system].append(len(takers & set(first[: len(takers)])))
            counts["takers"] += len(takers)
            counts["expected"] += round(1000 * len(takers) ** 2 / max(len(likely), 1))
    rows: list[dict[str, Any]] = []
    for system, values in precision.items():
        row: dict[str, Any] = {
            "system": system,
            "cases": len(values),
            f"precision@{K}": fmean(values.values()),
            f"recall@{K}": fmean(recall[system].values()),
            "intervals": {
                f"precision@{K}": list(interval(values, households, seed=seed)),
                f"recall@{K}": list(interval(recall[system], households, seed=seed)),
            },
        }
        if system != "aisle":
            row["p_value"] = paired_p(precision["aisle"], values, households, seed=seed)
        rows.append(row)
    return rows, _notes(counts, found), dict(counts)


def _notes(counts: Counter[str], found: Mapping[str, Sequence[int]]) -> list[str]:
    sent, offered = counts["sent"], max(counts["offered"], 1)
    takers = max(counts["takers"], 1)
    by_affinity, by_purchases = (sum(found[one]) / takers for one in ("aisle", "most bought"))
    by_chance = counts["expected"] / 1000 / takers
    picked = f"by affinity {by_affinity:.3f}, by purchases {by_purchases:.3f}"
    picked += f", by chance {by_chance:.3f}"
    meant = f"{offered} of {sent} households in {len(found['aisle'])} campaigns"
    return [
        f"a coupon is meant for {meant}, {counts['coupons'] / offered:.1f} each",
        f"{counts['offered_redeemed']} of {counts['redemptions']} redemptions were meant for them",
        f"who redeems at all, {takers} picked of {takers}: precision {picked}",
        "p_value: precision against aisle, paired randomisation over households",
    ]


def _ways(
    histories: Histories, popular: Mapping[str, float], before: Counter[str], coin: random.Random
) -> dict[str, Callable[[str, Promotion], Any]]:
    most = max(popular.values(), default=0.0)
    return {
        "aisle": lambda home, one: (
            histories.affinity(home, one) + math.log1p(popular[one.id]) / math.log1p(most or 1.0)
        ),
        "most bought": lambda _, one: popular[one.id],
        "most redeemed": lambda _, one: (before[one.id], popular[one.id]),
        "random": lambda _, __: coin.random(),
    }


def main() -> None:
    """Compares and prints."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.campaigns",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="the grocery set")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the draws (0)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write rows and meta there")
    options = parser.parse_args()
    check_writable(options.json)
    rows, notes, counts = compare(options.data, options.seed)
    print_rows("coupons ordered for the households that redeemed one", rows, notes)
    files = {name: options.data / f"{name}.csv.gz" for name in ("coupons", "coupon_redemptions")}
    write_json(options.json, rows, meta(seed=options.seed, data=files, **counts))


if __name__ == "__main__":
    main()
