"""What the journeys say about items: how often, how lately, and which go with or after which.

What is counted, in one pass over the journeys; the tables of pairs are sparse:

- ``follows``: decayed, directed and shrunk co-occurrence. With ``g`` baskets between two purchases,
  ``A[a, b] = Σ gap_decay^(g-1)`` over pairs with b after a (times ``backward`` for b before a; a
  shared basket counts as ``g = 1`` in both directions), and

      follows[a, b] = A[a, b] / (n_a^0.7 * n_b^0.3 + shrinkage)

  The exponents lie between a conditional probability (1, 0), which likes what everyone buys, and
  the cosine (0.5, 0.5); after Deshpande and Karypis, "Item-based top-N recommendation algorithms",
  TOIS 2004, with the shrinkage of Bell and Koren, "Scalable collaborative filtering with jointly
  derived neighborhood interpolation weights", ICDM 2007.
- ``together``: the shoppers' side, whatever the order. With X[u, i] = 1 where shopper u bought i,

      together[a, b] = ln(shoppers / n_a) * Σ_u X[u, a] X[u, b] / sqrt(items of u)

  This is the neighbourhood of sessions of Ludewig and Jannach, "Evaluation of session-based
  recommendation algorithms", UMUAI 2018, with all sessions as neighbours, which makes it a table of
  items. A shopper who buys everything says less about each pair.
- ``popular`` and ``recent``: natural logarithms of shares of purchases, the second decayed by age.
- ``regular``: how much oftener than other items it is bought again. With n purchases of the item,
  s shoppers who made them and r the same share over all items,

      regular = ln(((n - s + 5 r) / (n + 5)) / r)

  0 everywhere where nobody ever bought the same twice.
- ``shared``: which pairs two shoppers or more have bought. What rests on one shopper's purchases
  may help that shop's shoppers, but does not belong in a list that is the same for everybody.

Given up: the exact history of a pair; adding a purchase means counting again (seconds).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from scipy import sparse

from retrieval.recommend.items import Floats, Rows
from retrieval.recommend.sequences import Journey
from retrieval.recommend.settings import Settings

LEAST_SHOPPERS = 2
_TOWARDS = 0.7
_DOUBT = 5.0


@dataclass(frozen=True, eq=False)
class Associations:
    """The tables, by the rows of the catalogue."""

    follows: sparse.csr_array
    together: sparse.csr_array
    popular: Floats
    recent: Floats
    regular: Floats
    shared: sparse.csr_array
    """1 where a pair has two shoppers, shape (items, items)."""

    @classmethod
    def of(
        cls, found: Sequence[Journey], row: Mapping[str, int], settings: Settings
    ) -> Associations:
        """Counts the journeys; items that ``row`` does not know are passed over."""
        size = len(row)
        paths = [
            [[row[item] for item in dict.fromkeys(basket) if item in row] for basket in one.baskets]
            for one in found
        ]
        bought = Counter(item for path in paths for basket in path for item in basket)
        counts = np.zeros(size)
        counts[list(bought)] = list(bought.values())
        purchases = _purchases(paths, size, settings)
        return cls(
            follows=_follows(paths, counts, settings),
            together=_together(purchases),
            popular=_log_share(counts),
            recent=_log_share(_lately(found, row, settings.half_life_days)),
            regular=_regular(paths, counts),
            shared=_shared(purchases),
        )

    def between_all(self, table: sparse.csr_array, rows: Rows) -> sparse.csr_array:
        """``rows`` of ``follows`` or ``together`` without the pairs of one shopper."""
        return sparse.csr_array(table[rows].multiply(self.shared[rows]))


def counts_of(log_shares: Floats) -> Floats:
    """The counts behind log shares (``popular``; ``recent``: purchases halved by age), shape as is.

    The shares add up to ``(sum + n) / (sum + 1)``, which gives the sum. With a single item they
    are 1 whatever was counted: then 0.

    Examples:
        >>> counts_of(_log_share(np.array([3.0, 0.0, 7.0]))).round(6).tolist()
        [3.0, 0.0, 7.0]
    """
    shares = np.exp(log_shares)
    over = float(shares.sum()) - 1.0
    if len(shares) < 2 or over <= 0:
        return np.zeros(len(shares))
    return np.maximum(shares * (len(shares) - 1) / over - 1.0, 0.0)


def _regular(paths: list[list[list[int]]], counts: Floats) -> Floats:
    shoppers = Counter(item for path in paths for item in {i for basket in path for i in basket})
    first = np.zeros(len(counts))
    first[list(shoppers)] = list(shoppers.values())
    again = counts - first
    share = again.sum() / max(counts.sum(), 1)
    if not share:
        return np.zeros(len(counts))
    return np.asarray(np.log((again + _DOUBT * share) / (counts + _DOUBT) / share))


def _log_share(counts: Floats) -> Floats:
    """``ln((count + 1) / (sum + 1))``, so that other numbers of shoppers give the same scale."""
    return np.asarray(np.log((counts + 1) / (counts.sum() + 1)), dtype=np.float64)


def _lately(found: Sequence[Journey], row: Mapping[str, int], half_life_days: float) -> Floats:
    """Purchases by item, each halved every ``half_life_days``.

    Where a file gives no times, what was somebody's ``next`` is the later part of it and counts,
    what was history only does not.
    """
    times = [at for one in found for at in one.at if at is not None]
    newest = max(times, default=None)
    counts = np.zeros(len(row))
    for one in found:
        for basket, head, at in zip(one.baskets, one.heads, one.at, strict=True):
            weight = _fresh(at, newest, half_life_days) if newest is not None else float(head)
            for item in basket:
                if item in row:
                    counts[row[item]] += weight
    return counts


def _fresh(at: datetime | None, newest: datetime, half_life_days: float) -> float:
    if at is None:
        return 0.0
    return float(0.5 ** ((newest - at).total_seconds() / 86_400 / half_life_days))


def _follows(paths: list[list[list[int]]], counts: Floats, settings: Settings) -> sparse.csr_array:
    size = len(counts)
    pairs: defaultdict[int, float] = defaultdict(float)
    for path in paths:
        for place, basket in enumerate(path):
            for one in basket:
                for other in basket:
                    if one != other:
                        pairs[one * size + other] += 1.0
            for gap, later in enumerate(path[place + 1 : place + 1 + settings.window]):
                weight = settings.gap_decay**gap
                for one in basket:
                    for other in later:
                        if one != other:
                            pairs[one * size + other] += weight
                            pairs[other * size + one] += weight * settings.backward
    keys = np.fromiter(pairs, dtype=np.int64, count=len(pairs))
    seen = np.fromiter(pairs.values(), dtype=np.float64, count=len(pairs))
    ahead, after = np.divmod(keys, max(size, 1))
    expected = counts[ahead] ** _TOWARDS * counts[after] ** (1 - _TOWARDS)
    table = (seen / (expected + settings.shrinkage), (ahead, after))
    return sparse.coo_array(table, shape=(size, size)).tocsr()


def _shared(bought: sparse.csr_array) -> sparse.csr_array:
    pairs = (bought.T @ bought).tocoo()
    kept = (pairs.data >= LEAST_SHOPPERS) & (pairs.row != pairs.col)
    ones = np.ones(int(kept.sum()), dtype=np.int8)
    table = (ones, (pairs.row[kept], pairs.col[kept]))
    return sparse.coo_array(table, shape=pairs.shape).tocsr()


def _purchases(paths: list[list[list[int]]], size: int, settings: Settings) -> sparse.csr_array:
    """1 where a shopper bought an item, the latest of each, shape (shoppers, items)."""
    columns: list[int] = []
    starts = [0]
    for path in paths:
        latest = dict.fromkeys(item for basket in reversed(path) for item in basket)
        columns += list(latest)[: settings.journey_items]
        starts.append(len(columns))
    parts = (
        np.ones(len(columns)),
        np.array(columns, dtype=np.int32),
        np.array(starts, dtype=np.int32),
    )
    return sparse.csr_array(parts, shape=(len(paths), size))


def _together(bought: sparse.csr_array) -> sparse.csr_array:
    size = bought.shape[1]
    lengths: Floats = np.asarray(bought.sum(axis=1), dtype=np.float64).ravel()
    shoppers: Floats = np.asarray(bought.sum(axis=0), dtype=np.float64).ravel()
    idf = np.log(max(bought.shape[0], 1) / np.maximum(shoppers, 1)).clip(min=0.5)
    share = sparse.diags_array(1 / np.sqrt(np.maximum(lengths, 1)))
    table = (sparse.diags_array(idf) @ (bought.T @ (share @ bought))).tocoo()
    apart = table.row != table.col
    kept = (table.data[apart], (table.row[apart], table.col[apart]))
    return sparse.coo_array(kept, shape=(size, size)).tocsr()
