"""The product graph: for any product, what belongs beside it, each edge with a score and a reason.

Nothing is kept: edges are computed when asked for, from the index's snapshot and the counts of
behaviour, so they are never staler than either, and a product that arrived a minute ago has its
edges. Given up: what is kept could be looked up in microseconds; this takes milliseconds
(`docs/measured/graph.md`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from retrieval.graph import alternatives
from retrieval.graph.behaviour import Behaviour
from retrieval.graph.complements import Complements
from retrieval.graph.draft import Draft, best_of_models, ordered
from retrieval.graph.edge import RELATIONS, Edge, Relation
from retrieval.graph.wording import Language, reason
from retrieval.similar import Likeness

if TYPE_CHECKING:
    from retrieval.recommend import Recommender
    from retrieval.snapshot import Snapshot

_SPARE = 100
"""Variants of one model are folded into one, so this many more rows are looked at, and tenfold."""


def related(
    snapshot: Snapshot,
    product_id: str,
    models: Sequence[str],
    *,
    behaviour: Behaviour | None = None,
    recommender: Recommender | None = None,
    relations: Sequence[Relation] = RELATIONS,
    limit: int = 10,
    language: Language = "en",
    now: datetime | None = None,
) -> Mapping[Relation, list[Edge]] | None:
    """The edges of one product, by relation, in the order of ``relations``.

    A list holds each model once (``variants`` aside), never the product's own; what is out of
    stock comes last, else the highest score first.

    Args:
        snapshot: the catalogue.
        product_id: the product asked about.
        models: embedding models; the first that has its vector is used.
        behaviour: what shoppers did; None where nothing is known.
        recommender: what was fitted to their purchases; None where nothing was.
        relations: which lists to make.
        limit: edges in each, at most.
        language: of the reasons.
        now: the moment behaviour is aged to; the clock's if None.

    Returns:
        The lists; None for a product that is not in the snapshot.
    """
    row = snapshot.rows.get(product_id)
    if row is None:
        return None
    alike = Likeness(snapshot, row, models)
    beside = Complements(alike, behaviour, now or datetime.now(UTC), recommender)
    many = 10 * limit + _SPARE
    lists: Mapping[Relation, Callable[[], list[Draft]]] = {
        "similar": lambda: alternatives.similar_to(alike, many),
        "brand": lambda: alternatives.same_brand(alike, many),
        "cheaper": lambda: alternatives.other_price(alike, "cheaper", many),
        "dearer": lambda: alternatives.other_price(alike, "dearer", many),
        "accessories": lambda: beside.accessories(many),
        "goes_with": lambda: beside.goes_with(many),
        "variants": lambda: alternatives.variants_of(alike, limit),
    }
    found: dict[Relation, list[Edge]] = {}
    for relation in relations:
        drafts = lists[relation]()
        kept = (ordered if relation == "variants" else best_of_models)(drafts, alike.table)
        found[relation] = [
            Edge(
                relation=relation,
                id=snapshot.ids[draft.row],
                score=min(max(draft.score, 0.0), 1.0),
                reason=reason(draft.code, draft.evidence, language),
                in_stock=bool(alike.table.in_stock[draft.row]),
            )
            for draft in kept[:limit]
        ]
    return found
