"""The few numbers that are set and not learned, in one frozen place.

The decays and the shrinkage were chosen on the sequences of office's training file, in folds by
shopper, once, and are round on purpose; what is sensitive is learned from each shop's own sequences
instead (``choice``).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """How factors are counted and how the weights are learned."""

    recent_decay: float = 0.7
    """Weight of a basket against the one after it, where the latest matter (0–1)."""
    lasting_decay: float = 0.95
    """The same, where lasting habits matter."""
    gap_decay: float = 0.7
    """Weight of a pair of baskets against one a basket closer together (0–1)."""
    backward: float = 0.3
    """Weight of a pair in the order opposite to the one seen (0: direction is all, 1: none)."""
    window: int = 6
    """Baskets between which pairs are counted."""
    group_prior: float = 10.0
    """Purchases that a shop's own shares of brands and kinds count for beside a shopper's."""
    shrinkage: float = 3.0
    """Purchases that an association has to be seen beyond before it is believed by half."""
    history: int = 60
    """Baskets of a history that are looked at, from the latest."""
    journey_items: int = 200
    """Distinct items of a journey that are counted as bought by one shopper, from the latest."""
    candidates: int = 150
    """Items each source of candidates brings."""
    cases: int = 14_000
    """Sequences the weights are learned from, drawn where there are more.

    Many, since a case counts only where its answer is among the candidates: in a till's sample of a
    big shop that is one in three (docs/measured/recommendation.md)."""
    alternatives: int = 120
    """Items not taken that each case is compared with."""
    folds: int = 4
    """Parts the shoppers are divided into, so that no one's own purchases are in their factors."""
    penalty: float = 1.0
    """L2 penalty on the standardised weights."""
    half_life_days: float = 60.0
    """Of a purchase in the recent popularity, where times are known."""
