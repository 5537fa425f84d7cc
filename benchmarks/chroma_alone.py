"""What one would put together without Aisle: constraints as ChromaDB metadata filters."""

from __future__ import annotations

from retrieval.constraints import Constraints
from retrieval.facts import color_values, material_values
from retrieval.store import Where
from retrieval.values import size_key


def where(constraints: Constraints) -> Where | None:
    """The part of ``constraints`` that Chroma's metadata can say; the rest is checked after."""
    c = constraints
    clauses: list[Where] = []
    if c.price_max is not None and c.currency is None:
        clauses += [{"price": {"$lte": float(c.price_max)}}, {"price": {"$gte": 0.0}}]
    if c.price_min is not None and c.currency is None:
        clauses.append({"price": {"$gte": float(c.price_min)}})
    if c.min_rating is not None:
        clauses.append({"rating": {"$gte": c.min_rating}})
    if c.on_sale:
        clauses.append({"on_sale": True})
    if c.in_stock:
        clauses.append({"availability": "in_stock"})
    for field, texts, read in (
        ("colors", c.colors, color_values),
        ("materials", c.materials, material_values),
        ("sizes", c.sizes, size_key),
    ):
        names = sorted(frozenset[str]().union(*(read(text) for text in texts)))
        each: list[Where] = [{field: {"$contains": name.strip()}} for name in names]
        if each:
            clauses.append(each[0] if len(each) == 1 else {"$or": each})
    if len(clauses) < 2:
        return clauses[0] if clauses else None
    return {"$and": clauses}
