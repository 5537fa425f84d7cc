"""Whether three cards are three different things: the demo shoppers ask, diversity off and on.

Every distinct query of the demo log (the first ``--requests``) is asked by the shopper who asked
it, and the list ranked with the weight of diversity at 0 and as shipped. ``same_model@3`` is the
share of lists with two variants of one model among the first three, ``avoidable@3`` the same of
lists for which the search found three models of the kind asked for (or of some relevance, where no
kind was asked for); ``ild@3`` and ``ild@6`` the
mean distance of two cards (1 less the Jaccard likeness of their titles' words, which the ranking
does not look at); ``brands@3`` different brands; ``coverage@6`` the share of the catalogue shown to
anybody; ``kept`` the share of the first six's score, before what likeness takes off, that is left.

Example: python -m benchmarks.diversity --data-dir .aisle
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from statistics import fmean
from typing import Any

from assistant.event_log import EventLog
from assistant.intent import Message
from assistant.parser import IntentParser
from assistant.profiles import Profiles
from assistant.promotions import PromotionEngine
from assistant.ranking import Ranked, RankingContext, Weights, rank
from assistant.ranking.learned import LearnedModel
from assistant.ranking.ranker import MODEL_FILE
from assistant.ranking.scoring import Scorer
from assistant.settings import Settings
from assistant.stock import vocabulary
from assistant.storage import Database
from eval.output import check_writable, meta, print_rows, write_json
from eval.progress import progress
from retrieval.index import ProductIndex
from retrieval.product import Product
from retrieval.values.text import tokens

CANDIDATES, SHOWN = 200, 6


@dataclass
class Lists:
    """What one way of ranking showed."""

    same_model: list[bool] = field(default_factory=list)
    avoidable: list[bool] = field(default_factory=list)
    ild3: list[float] = field(default_factory=list)
    ild6: list[float] = field(default_factory=list)
    brands: list[int] = field(default_factory=list)
    score: list[float] = field(default_factory=list)
    products: set[str] = field(default_factory=set)

    def add(self, shown: Sequence[Ranked], models: int) -> None:
        """Count one list, of a request for which so many models were found."""
        products = [one.hit.product for one in shown]
        first = products[:3]
        groups = [one.item_group_id or one.id for one in first]
        self.same_model.append(len(set(groups)) < len(groups))
        if models >= 3:
            self.avoidable.append(self.same_model[-1])
        self.ild3.append(distance(first))
        self.ild6.append(distance(products))
        self.brands.append(len({one.brand for one in first}))
        self.score.append(sum(one.score - one.contributions.get("diversity", 0) for one in shown))
        self.products.update(one.id for one in products)


def distance(products: Sequence[Product]) -> float:
    """The mean distance of two of the products' titles; 0 where there is one."""
    words = [set(tokens(one.title)) for one in products]
    pairs = [1 - len(one & two) / len(one | two) for one, two in combinations(words, 2)]
    return fmean(pairs) if pairs else 0.0


def main() -> None:
    """Asks, ranks both ways, prints."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.diversity",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data-dir", type=Path, default=Path(".aisle"), help="a demo store's")
    parser.add_argument("--requests", type=int, default=500, help="distinct queries asked (500)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write rows and meta there")
    options = parser.parse_args()
    check_writable(options.json)
    settings = Settings(data_dir=options.data_dir, parser="rules")
    index = ProductIndex.open(options.data_dir)
    reader = IntentParser.open(settings, vocabulary=vocabulary(index))
    with Database.open(settings) as database:
        rows = measured(options, settings, database, index, reader)
    index.close()
    print_rows("Diversity", rows, [f"the first {options.requests} distinct queries of the log"])
    write_json(options.json, rows, meta(seed=0, data={}))


def measured(
    options: argparse.Namespace,
    settings: Settings,
    database: Database,
    index: ProductIndex,
    reader: IntentParser,
) -> list[dict[str, Any]]:
    """A row for each way of ranking."""
    log, engine = EventLog(database), PromotionEngine(database)
    profiles = Profiles(database, log, index)
    asked: dict[str, str | None] = {}
    for event in log.everything():
        if event.type == "search" and event.query and len(asked) < options.requests:
            asked.setdefault(event.query, event.user_id)
    on, off = Weights.load(), Weights.load().model_copy(update={"diversity": 0.0})
    ways: dict[str, tuple[Weights, Scorer | None]] = {
        "weights, off": (off, None),
        "weights, on": (on, None),
    }
    path = settings.data_dir / MODEL_FILE
    if path.is_file():
        ways["learned, off"] = (off, LearnedModel.load(path, off))
        ways["learned, on"] = (on, LearnedModel.load(path, on))
    found = {name: Lists() for name in ways}
    popularity = log.popularity()
    for query, user in progress(asked.items(), "asking", len(asked)):
        intent = reader.parse([Message(role="user", content=query)]).intent
        hits = index.search(
            intent.query, limit=CANDIDATES, language=intent.language,
            product_type=intent.product_type,
        )  # fmt: skip
        hits = [hit for hit in hits if hit.type_match is not False]
        models = len({
            hit.product.item_group_id or hit.product.id
            for hit in hits
            if hit.type_match or (hit.type_match is None and hit.relevance >= on.promotion_floor)
        })  # fmt: skip
        profile = profiles.get(user)
        context = RankingContext(
            intent=intent, profile=profile, popularity=popularity,
            offers=engine.quoting(profile), language=intent.language,
        )  # fmt: skip
        for name, (weights, scorer) in ways.items():
            shown = rank(hits, context, weights, limit=SHOWN, scorer=scorer)
            if shown:
                found[name].add(shown, models)
    count = index.catalogue.count()
    return [
        {
            "system": name,
            "lists": len(one.ild3),
            "same_model@3": round(fmean(one.same_model), 3),
            "avoidable@3": round(fmean(one.avoidable), 3) if one.avoidable else 0.0,
            "avoidable lists": len(one.avoidable),
            "ild@3": round(fmean(one.ild3), 3),
            "ild@6": round(fmean(one.ild6), 3),
            "brands@3": round(fmean(one.brands), 2),
            "coverage@6": round(len(one.products) / count, 3),
            "kept": round(fmean(one.score) / fmean(found[_off(name)].score), 3),
        }
        for name, one in found.items()
    ]


def _off(name: str) -> str:
    return name.replace(", on", ", off")


if __name__ == "__main__":
    main()
