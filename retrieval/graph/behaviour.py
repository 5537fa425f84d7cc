"""What shoppers have bought and viewed together, behind one lock.

Two counts, because they mean different things: what is viewed in one session are mostly things to
choose between, what the same shopper buys are things to have together (J. McAuley, R. Pandey and
J. Leskovec, "Inferring networks of substitutable and complementary products", KDD 2015).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal, NamedTuple

from retrieval.graph.cooccurrence import CoOccurrence, Neighbour

Deed = Literal["bought", "viewed"]
HALF_LIFE = timedelta(days=90)
APART = timedelta(days=14)
"""Purchases of one shopper this far apart count half a pair."""


class Interaction(NamedTuple):
    """That someone bought or viewed a model."""

    deed: Deed
    shopper: str
    """For ``viewed`` the session, for ``bought`` the shopper where known."""
    model: str
    at: datetime


class Behaviour:
    """Counts of interactions. Safe to use from many threads."""

    def __init__(self, reference: datetime) -> None:
        """Count nothing yet; ``reference`` is any moment near the events'."""
        self._lock = threading.Lock()
        self._counts: dict[Deed, CoOccurrence] = {
            "bought": CoOccurrence(reference, half_life=HALF_LIFE, apart=APART),
            "viewed": CoOccurrence(reference, half_life=HALF_LIFE),
        }

    def add(self, interactions: Iterable[Interaction]) -> None:
        """Take in interactions, in any order; the same one twice counts once."""
        with self._lock:
            for one in interactions:
                self._counts[one.deed].add(one.shopper, one.model, one.at)

    def together(
        self,
        deed: Deed,
        model: str,
        *,
        now: datetime,
        alike: Mapping[str, float] = MappingProxyType({}),
    ) -> list[Neighbour]:
        """What is bought, or viewed, together with ``model``, the strongest first.

        Models ``alike`` (how like, in [0, 1], the most alike first) lend it their shoppers.
        """
        with self._lock:
            return self._counts[deed].neighbours(model, now=now, alike=alike)
