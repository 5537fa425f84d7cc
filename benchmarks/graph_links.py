"""The merchant's links of the fashion set: what stands beside a product on its page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import orjson

from eval.indexing import open_index
from eval.metrics.judgments import Judgments, Run
from eval.metrics.recall import recall
from eval.metrics.significance import interval, paired_p
from retrieval.graph.edge import Relation
from retrieval.graph.graph import related
from retrieval.index import ProductIndex
from retrieval.similar import Likeness

K = 10
FOLDS = 5
RELATIONS: Mapping[str, Relation] = {
    "related": "goes_with",
    "crosssell": "accessories",
    "upsell": "dearer",
}

Links = Mapping[str, Mapping[str, float]]


def fashion(folder: Path, kept: Path) -> list[dict[str, Any]]:
    """Recall@10 of each relation, ours first."""
    rows: list[dict[str, Any]] = []
    with open_index(folder / "products.jsonl", kept) as opened:
        shop = Models(opened.index)
        reviews = Counter(one["item_id"] for one in _lines(folder / "reviews.jsonl"))
        for relation, ours in RELATIONS.items():
            links = shop.links(
                one for one in _lines(folder / "links.jsonl") if one["relation"] == relation
            )
            systems: dict[str, Callable[[str], Sequence[str]]] = {
                "aisle": lambda model, kind=ours: shop.ours(model, kind),
                "aisle, similar": lambda model: shop.ours(model, "similar"),
                "feature distance": lambda model: shop.by_view(model, "features"),
                "min-overlap": lambda model: shop.by_view(model, "overlap"),
                "embedding": lambda model: shop.by_view(model, "dense"),
                "most reviewed": lambda model: shop.popular(model, reviews),
                "most reviewed of its category": lambda model: shop.popular(
                    model, reviews, same_category=True
                ),
                "most linked (5 folds)": lambda model, links=links: most_linked(links, model),
                "linked together (5 folds)": lambda model, links=links: co_linked(links, model),
            }
            rows += scored(f"fashion, {relation}", links, systems)
    return rows


def scored(
    part: str,
    links: Links,
    systems: Mapping[str, Callable[[str], Sequence[str]]],
    shoppers: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """A row a system; ours has its interval and is compared with each of the others.

    With ``shoppers``, whose a case is, intervals and tests draw whole shoppers.
    """
    judgments = Judgments(links)
    runs: dict[str, Run] = {
        name: {model: system(model)[:K] for model in links} for name, system in systems.items()
    }
    values = {name: recall(judgments, run, K) for name, run in runs.items()}
    rows = []
    for name, found in values.items():
        row: dict[str, Any] = {
            "system": f"{part}: {name}",
            "cases": len(links),
            "recall@10": round(fmean(found.values()), 4),
        }
        if name == "aisle":
            row["intervals"] = {"recall@10": list(interval(found, shoppers))}
        else:
            row["p"] = round(paired_p(values["aisle"], found, shoppers), 4)
        rows.append(row)
    return rows


class Models:
    """The fashion set by model, as its links name it; a model is asked by its first variant."""

    def __init__(self, index: ProductIndex) -> None:
        self._index = index
        self._snapshot = index._current()
        self._models = (index.settings.english_model,)
        self._of: dict[str, str] = {}
        self._first: dict[str, str] = {}
        for id_, reading in zip(self._snapshot.ids, self._snapshot.readings, strict=True):
            model = reading.group or id_
            self._of[id_] = model
            self._first.setdefault(model, id_)

    def links(self, lines: Any) -> dict[str, dict[str, float]]:
        """Linked models by model; links from or to what is not in the catalogue are left out."""
        links: dict[str, dict[str, float]] = defaultdict(dict)
        for line in lines:
            item, linked = line["item_id"], line["linked_id"]
            if item in self._first and linked in self._first and item != linked:
                links[item][linked] = 1.0
        return dict(links)

    def ours(self, model: str, relation: Relation) -> list[str]:
        """The graph's list."""
        found = related(
            self._snapshot, self._first[model], self._models, relations=[relation], limit=K
        )
        return [self._of[edge.id] for edge in (found or {}).get(relation, [])]

    def by_view(self, model: str, view: str) -> list[str]:
        """The most alike by one view of likeness alone."""
        row = self._snapshot.rows[self._first[model]]
        alike = Likeness(self._snapshot, row, self._models)
        rows = alike.candidates(~alike.table.same_model(row))
        scores = alike.views(rows)[view]
        ranked = (self._of[self._snapshot.ids[rows[at]]] for at in (-scores).argsort(kind="stable"))
        return list(dict.fromkeys(ranked))

    def popular(
        self, model: str, counts: Mapping[str, int], *, same_category: bool = False
    ) -> list[str]:
        """The most reviewed models."""
        counted: Counter[str] = Counter()
        own = self._category(model)
        for other in self._first:
            if other != model and (not same_category or self._category(other) == own):
                counted[other] = counts.get(other, 0) + counts.get(self._first[other], 0)
        return [other for other, _ in counted.most_common(K)]

    def _category(self, model: str) -> str:
        return self._snapshot.readings[self._snapshot.rows[self._first[model]]].category


def _fold(links: Links, model: str) -> int:
    return sorted(links).index(model) % FOLDS


def _learnt(links: Links, model: str) -> list[Mapping[str, float]]:
    own = _fold(links, model)
    return [linked for at, (_, linked) in enumerate(sorted(links.items())) if at % FOLDS != own]


def most_linked(links: Links, model: str) -> list[str]:
    """What the other folds' products link to most: popularity among links."""
    counts = Counter(other for linked in _learnt(links, model) for other in linked)
    counts.pop(model, None)
    return [other for other, _ in counts.most_common(K)]


def co_linked(links: Links, model: str) -> list[str]:
    """What stands in one list with the product in the other folds: plain co-occurrence."""
    counts: Counter[str] = Counter()
    for linked in _learnt(links, model):
        if model in linked:
            counts.update(other for other in linked if other != model)
    return [other for other, _ in counts.most_common(K)]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in path.read_bytes().splitlines() if line.strip()]
