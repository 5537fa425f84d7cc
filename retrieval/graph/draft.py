"""What the lists of the graph are made of: scored rows with their evidence, before wording."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from retrieval.graph.edge import Evidence, ReasonCode
from retrieval.graph.table import Table


class Draft(NamedTuple):
    """A row that belongs beside the product asked about."""

    row: int
    score: float
    code: ReasonCode
    evidence: Evidence


def best_of_models(drafts: Iterable[Draft], table: Table) -> list[Draft]:
    """One draft a model, best first, what is out of stock last.

    Of a model's variants the one in stock with the highest score is kept.
    """
    kept: dict[int, Draft] = {}
    for draft in ordered(drafts, table):
        kept.setdefault(int(table.models.codes[draft.row]), draft)
    return list(kept.values())


def ordered(drafts: Iterable[Draft], table: Table) -> list[Draft]:
    """Drafts with what is out of stock last, else best first; ties by row."""
    return sorted(
        drafts, key=lambda draft: (not table.in_stock[draft.row], -draft.score, draft.row)
    )
