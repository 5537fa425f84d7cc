"""Which models the same shoppers buy, or view, together: counted as events arrive, decayed.

Every shopper (or session) has one time for each model, the latest; a pair counts as much as the
older of its two times is fresh, and less the further the two lie apart. Because the latest time
is the same whatever the order of arrival, counting events as they come gives what counting them
all again would give (up to the two caps below; a test holds it). Sums are kept at a fixed
reference time, as in :mod:`retrieval.trending.decay`, so that nothing has to be aged.

Few pairs have two shoppers behind them, so what is like a model lends it its shoppers: two who
bought a pen of another maker with the same ink say something of this pen and the ink.

Given up: direction. A case is bought after a phone and rarely before; the accessories' rules and
prices know that, the counts do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from heapq import nlargest
from types import MappingProxyType
from typing import NamedTuple

MAX_MODELS = 50
"""Of one shopper or session: who has more is a robot or a reseller, and the rest is not taken."""
MAX_NEIGHBOURS = 400
"""Of one model; the weakest half goes when there are twice as many."""
MAX_LENT = 1_000
"""Shoppers of models alike that are looked at for one answer: the most alike and newest first."""
_TOWARDS = 0.7
SHRINKAGE = 2.0
"""Decayed shoppers' worth of doubt: a pair two have bought counts half."""


class Neighbour(NamedTuple):
    """A model that goes together with another."""

    model: str
    score: float
    """In [0, 1]."""
    together: float
    """Decayed number of shoppers with both."""
    shoppers: int
    """How many shoppers, undecayed."""
    own: bool = True
    """Whether they had the model itself; False: it, or one like it."""


class CoOccurrence:
    """Pairs of models by shopper. Not locked: whoever adds and reads from threads locks."""

    def __init__(
        self, reference: datetime, *, half_life: timedelta, apart: timedelta | None = None
    ) -> None:
        """Count pairs.

        Args:
            reference: the moment sums are kept at; any, but near the events' times.
            half_life: after which a pair counts half.
            apart: two events this far apart count half a pair; None: distance does not matter.
        """
        self._reference = reference
        self._half_life = half_life
        self._apart = apart
        self._times: dict[str, dict[str, datetime]] = {}
        self._shoppers: defaultdict[str, list[str]] = defaultdict(list)
        self._totals: dict[str, float] = {}
        self._pairs: dict[str, dict[str, tuple[float, int]]] = {}

    def add(self, shopper: str, model: str, at: datetime) -> None:
        """Take in that ``shopper`` bought (or viewed) ``model``; earlier news changes nothing."""
        times = self._times.setdefault(shopper, {})
        before = times.get(model)
        if before is not None and at <= before:
            return
        if before is None:
            if len(times) >= MAX_MODELS:
                return
            self._shoppers[model].append(shopper)
        for other, when in times.items():
            if other != model:
                more = self._together(at, when)
                more -= 0.0 if before is None else self._together(before, when)
                self._count(model, other, more, first=before is None)
                self._count(other, model, more, first=before is None)
        worth = self._worth(at) - (0.0 if before is None else self._worth(before))
        self._totals[model] = self._totals.get(model, 0.0) + worth
        times[model] = at

    def neighbours(
        self,
        model: str,
        *,
        now: datetime,
        alike: Mapping[str, float] = MappingProxyType({}),
        least_shoppers: int = 2,
        shrinkage: float = SHRINKAGE,
    ) -> list[Neighbour]:
        """What goes together with ``model``, the strongest first.

        ``s(i, j) = c_ij / (c_ij + shrinkage) * c_ij / (n_i^0.7 n_j^0.3)``, shrunk towards 0 where
        few shoppers stand behind it. The exponents lie between the share of the shoppers of ``i``
        (1, 0), whose lists are the bestsellers, and the cosine (0.5, 0.5), whose are rarities.
        ``c_ij = sum_u 2^(-age_u / H) * 2^(-gap_u / G)``, ``age_u`` that of the older of the two
        and ``gap_u`` the time between them; ``n_i`` the same sum for ``i`` alone.

        With ``alike``, the shoppers of those models count too, each once and by the model that
        says most: ``c_ij = sum_u max_a s_a 2^(-age_u / H) * 2^(-gap_u / G)`` over the models
        ``a`` that ``u`` had, with ``s_i = 1``, and ``n_i`` likewise. Of at most ``MAX_LENT``
        shoppers; a pair's own sum is never taken for less.

        Source: the penalty on popular partners, M. Deshpande and G. Karypis, "Item-based top-N
        recommendation algorithms", ACM TOIS 22(1), 2004; the shrinkage
        ``n / (n + lambda)``, Y. Koren, "Factorization meets the neighborhood", KDD 2008.

        Args:
            model: the model asked about.
            now: the moment ages are counted from.
            alike: models like it, and how like, in [0, 1]; the most alike first.
            least_shoppers: pairs of fewer are left out, lent ones included. Two by default: what
                one shopper put together is no evidence, and is their own business.
            shrinkage: decayed shoppers' worth of doubt.
        """
        scale = 2.0 ** (-((now - self._reference) / self._half_life))
        own = self._pairs.get(model, {})
        total = self._totals.get(model, 0.0)
        lent: dict[str, tuple[float, int]] = {}
        if alike:
            lent, lent_total = self._lent(model, alike)
            total = max(total, lent_total)
        found = []
        for other in own.keys() | lent.keys():
            weight, shoppers = own.get(other, (0.0, 0))
            by_own = shoppers >= least_shoppers
            more, lenders = lent.get(other, (0.0, 0))
            if not by_own:
                weight, shoppers = 0.0, lenders
            weight = max(weight, more)
            if shoppers < least_shoppers or weight <= 0:
                continue
            expected = total**_TOWARDS * self._totals[other] ** (1 - _TOWARDS)
            share = weight / max(expected, weight)
            together = weight * scale
            shrunk = share * together / (together + shrinkage)
            found.append(Neighbour(other, shrunk, together, shoppers, by_own))
        return sorted(found, key=lambda one: (-one.score, one.model))

    def _lent(
        self, model: str, alike: Mapping[str, float]
    ) -> tuple[dict[str, tuple[float, int]], float]:
        """The pairs of ``model`` by its shoppers and those of models like it, and their sum."""
        worth: dict[str, float] = {}
        pairs: defaultdict[str, dict[str, float]] = defaultdict(dict)
        room = MAX_LENT
        for one, like in {model: 1.0, **alike}.items():
            newest = nlargest(
                room, self._shoppers.get(one, ()), key=lambda who: (self._times[who][one], who)
            )
            room -= len(newest)
            for shopper in newest:
                times = self._times[shopper]
                at = times[one]
                worth[shopper] = max(worth.get(shopper, 0.0), like * self._worth(at))
                for other, when in times.items():
                    if other not in {one, model}:
                        both = like * self._together(at, when)
                        by = pairs[other]
                        by[shopper] = max(by.get(shopper, 0.0), both)
            if not room:
                break
        sums = {other: (sum(by.values()), len(by)) for other, by in pairs.items()}
        return sums, sum(worth.values())

    def totals(self, *, now: datetime) -> Iterator[tuple[str, float]]:
        """Each model's decayed number of shoppers."""
        scale = 2.0 ** (-((now - self._reference) / self._half_life))
        return ((model, total * scale) for model, total in self._totals.items())

    def _count(self, model: str, other: str, more: float, *, first: bool) -> None:
        others = self._pairs.setdefault(model, {})
        weight, shoppers = others.get(other, (0.0, 0))
        others[other] = (weight + more, shoppers + first)
        if len(others) > 2 * MAX_NEIGHBOURS:
            strongest = sorted(others.items(), key=lambda one: -one[1][0])[:MAX_NEIGHBOURS]
            self._pairs[model] = dict(strongest)

    def _together(self, one: datetime, other: datetime) -> float:
        worth = self._worth(min(one, other))
        return worth if self._apart is None else worth * 2.0 ** (-(abs(one - other) / self._apart))

    def _worth(self, at: datetime) -> float:
        return float(2.0 ** ((at - self._reference) / self._half_life))
