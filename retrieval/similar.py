"""What is like a given product: near in its features, in its words and in meaning.

The weighted mean of three views that fail differently: feature distance and min-overlap of the
records (:mod:`retrieval.graph.content`), and the cosine of the embeddings. The vector alone likes
the same wording better than the same use, the features alone cannot tell two black bags apart, the
words alone know no synonyms. Words and cosines are scaled first, since their ranges differ from
product to product and from model to model (E5's cosines lie between 0.7 and 1). The other
variants of the product itself are left out.

Up to `EXACT` products every one is compared; above that, the nearest in meaning and in words are,
so that the cost is one matrix product and a bounded number of comparisons. Given up above it: a
product that is alike in features alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from retrieval.constraints import Constraints
from retrieval.fusion import min_max
from retrieval.graph.content import feature_likeness, min_overlap
from retrieval.graph.table import Floats, Rows, table_of
from retrieval.search import Scored
from retrieval.snapshot import Snapshot

EXACT = 20_000
"""Up to this many products that fit, each is compared."""
CANDIDATES = 500
"""Above it, this many of the nearest in meaning, and as many in words, are."""
WEIGHTS: Mapping[str, float] = MappingProxyType({"features": 2.0, "overlap": 1.0, "dense": 1.0})
"""The share of each view: what a thing is as much as what is said of it, or a laptop's sleeve of
the same brand is liker to it than another laptop. By that thought, not tuned."""

Mask = npt.NDArray[np.bool_]


class Likeness:
    """How like one product the others are; what several lists share is computed once."""

    def __init__(self, snapshot: Snapshot, row: int, models: Sequence[str]) -> None:
        """Compare with product ``row``; of ``models`` the first that has its vector counts."""
        self.snapshot = snapshot
        self.row = row
        self.table = table_of(snapshot)
        self._models = models

    @cached_property
    def cosines(self) -> Floats | None:
        """The cosine of every product's vector with this one's; None where it has no vector.

        A product without a vector gets the least of the others.
        """
        for model in self._models:
            matrix = self.snapshot.matrices.get(model)
            if matrix is not None and matrix.known[self.row]:
                values: Floats = (matrix.vectors @ matrix.vectors[self.row]).astype(np.float64)
                values[~matrix.known] = values[matrix.known].min()
                return values
        return None

    @cached_property
    def _words(self) -> Floats:
        title = " ".join(self.snapshot.readings[self.row].kind.titles)
        return self.snapshot.lexical.scores(title).astype(np.float64)

    def candidates(self, fits: Mask) -> Rows:
        """The rows to compare among those that fit: all, or the nearest by vector and words."""
        rows = np.flatnonzero(fits)
        if len(rows) <= EXACT:
            return rows
        near = [scores[rows] for scores in (self.cosines, self._words) if scores is not None]
        best = [rows[np.argpartition(-scores, CANDIDATES)[:CANDIDATES]] for scores in near]
        return np.unique(np.concatenate(best))

    def views(self, rows: Rows) -> dict[str, Floats]:
        """Each view's likeness of ``rows``, raw: ``features``, ``overlap`` and ``dense``."""
        views = {
            "features": feature_likeness(self.table, self.row, rows),
            "overlap": min_overlap(self.table, self.row, rows),
        }
        if self.cosines is not None:
            views["dense"] = self.cosines[rows]
        return views

    @cached_property
    def _others(self) -> Mask:
        """Every product but the variants of this one."""
        others: Mask = ~self.table.same_model(self.row)
        return others

    @cached_property
    def _ends(self) -> dict[str, tuple[float, float]]:
        """What counts as 0 and as 1 in each view: set by all others, so that lists compare."""
        ends = {"features": (0.0, 1.0), "overlap": (0.0, 1.0), "dense": (0.0, 1.0)}
        rows = self.candidates(self._others)
        if len(rows):
            ends["overlap"] = (0.0, float(min_overlap(self.table, self.row, rows).max()))
        if self.cosines is not None and self._others.any():
            cosines = self.cosines[self._others]
            ends["dense"] = (float(cosines.mean()), float(cosines.max()))
        return ends

    def scaled(self, views: dict[str, Floats]) -> Floats:
        """The views as one likeness in [0, 1]: the combined similarity.

        ``s(i, j) = sum_v w_v s'_v(i, j) / sum_v w_v`` over the views there are. ``s'`` is the
        feature likeness as it is; the overlap divided by the largest of any product with ``i``;
        and ``(c - mean) / (max - mean)`` of the cosines of all products with ``i``, at least 0.
        """
        total, weight = np.zeros(len(next(iter(views.values())))), 0.0
        for name, values in views.items():
            low, high = self._ends[name]
            scale = high - low
            if scale > 0:
                total += WEIGHTS[name] * np.clip((values - low) / scale, 0.0, 1.0)
            weight += WEIGHTS[name]
        return total / weight

    def rank(self, fits: Mask) -> Scored:
        """The products that fit, the most alike first; relevance is :meth:`scaled`, stretched."""
        rows = self.candidates(fits & self._others)
        if not rows.size:
            return Scored(rows, np.empty(0), {})
        views = self.views(rows)
        fused = self.scaled(views)
        order = np.argsort(-fused, kind="stable")
        scores = {name: values[order] for name, values in {**views, "fused": fused}.items()}
        return Scored(rows[order], min_max(fused)[order], scores)


def similar(
    snapshot: Snapshot, row: int, constraints: Constraints, models: Sequence[str]
) -> Scored:
    """Ranks the products that satisfy ``constraints`` by how like product ``row`` they are.

    ``models`` are tried in order; the first that has the product's vector is used.
    """
    return Likeness(snapshot, row, models).rank(snapshot.columns.mask(constraints))
