"""Sums that fade with a half-life, kept up to date without looking at old terms.

``S(now) = sum_e w_e * 2 ** (-(now - t_e) / H)``. Since every term fades at one rate, the sums are
kept at a fixed reference time and scaled once when read; a new term is added, in any order, and
gives what counting them all again would give.
"""

from __future__ import annotations

from datetime import datetime, timedelta


class DecayedSums:
    """Decayed sums by name. Not locked: whoever adds and reads from threads locks."""

    def __init__(self, reference: datetime, half_life: timedelta) -> None:
        """Sum with ``half_life``; ``reference`` is any moment near the terms'."""
        self._reference = reference
        self._half_life = half_life
        self._sums: dict[str, float] = {}

    def add(self, name: str, at: datetime, weight: float = 1.0) -> None:
        """Add a term that happened ``at``."""
        worth = weight * 2.0 ** ((at - self._reference) / self._half_life)
        self._sums[name] = self._sums.get(name, 0.0) + worth

    def at(self, now: datetime) -> dict[str, float]:
        """Every sum as it is at ``now``."""
        scale = 2.0 ** (-((now - self._reference) / self._half_life))
        return {name: value * scale for name, value in self._sums.items()}
