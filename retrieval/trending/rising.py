"""Which items rise: their recent rate against their own longer one, doubted while there is little.

Recent interest is a sum that fades with a half-life of 3 days; the longer rate is what a sum with
28 days holds beyond the recent one, so that the news is not compared with itself. Both are turned
into counts that behave like Poisson's. The rise is a ratio of rates with a Gamma prior centred on
"no change", and what counts is the lower end of its posterior: two views are no trend, twenty are.
Interest is counted once a shopper, item and day, so that one shopper's reloading is none either.

A rise of the whole shop (a holiday) is taken out: an item has to rise more than the rest.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

RECENT = timedelta(days=3)
LONGER = timedelta(days=28)
NO_CHANGE = 5.0
"""The Gamma prior's strength: as much interest as was expected, this often seen already."""
NEWCOMER = 2.0
"""The same for an item's own longer rate, centred on that of its peers."""
LEAST_RISE = 1.2
"""An item rises where even the lower end says that its rate is this many times its longer one."""
_LOW_END = -1.6449
"""The standard normal's 5 % quantile."""
_DAY = timedelta(days=1)


class Pace(NamedTuple):
    """An item's interest: decayed sums with the half-lives `RECENT` and `LONGER`."""

    recent: float
    longer: float


class Rise(NamedTuple):
    """How many times its longer rate an item's recent rate is."""

    mean: float
    low: float
    """The 5 % quantile."""
    recent: float
    """Decayed recent interest, in shoppers."""
    expected: float
    """What the longer rate would have brought."""


def gamma_low(shape: float, rate: float, z: float = _LOW_END) -> float:
    """A lower quantile of the Gamma distribution, by Wilson and Hilferty's cube.

    ``shape / rate * (1 - 1 / (9 shape) + z / (3 sqrt(shape))) ** 3``; within 1 % from shape 5 on.

    Source: E. B. Wilson and M. M. Hilferty, "The distribution of chi-square", PNAS 17, 1931.
    """
    cube = 1 - 1 / (9 * shape) + z / (3 * math.sqrt(shape))
    return shape / rate * max(cube, 0.0) ** 3


def rises(
    paces: Mapping[str, Pace], *, observed: timedelta, peers: Mapping[str, str] | None = None
) -> dict[str, Rise]:
    """The rise of each item.

    With ``S_r`` and ``S_l`` the two sums, ``E_r = H_r / ln 2`` days the mass of the recent kernel
    and ``E_b = (H_l - H_r) / ln 2`` that of the rest (both cut to the time observed):
    ``k = 2 S_r`` and ``b = f (S_l - S_r)`` are counts whose mean equals their variance; the longer
    rate is ``r = (b + c) / (f E_b + c / r_peers)``; ``mu = 2 E_r r g`` is what was expected, ``g``
    being the whole shop's rise; and the rise is ``Gamma(k + a, mu + a)``: mean
    ``(k + a) / (mu + a)``.

    Source: the Gamma-Poisson shrinker of W. DuMouchel, "Bayesian data mining in large frequency
    tables", The American Statistician 53(3), 1999 (one component; its EB05 is ``low``).

    Args:
        paces: by item.
        observed: how long events have been kept; less than both half-lives is known to be less.
        peers: each item's group (its category) for the prior of its longer rate; one group if None.
    """
    days = max(observed / _DAY, 1e-6)
    recent_mass, longer_mass = _mass(RECENT, days), _mass(LONGER, days)
    before_mass = max(longer_mass - recent_mass, 1e-9)
    factor = _count_factor()
    groups = peers or {}
    totals: dict[str, tuple[float, int]] = {}
    for item, pace in paces.items():
        total, count = totals.get(groups.get(item, ""), (0.0, 0))
        totals[groups.get(item, "")] = (total + max(pace.longer, 0.0), count + 1)
    found: dict[str, Rise] = {}
    rates = {}
    for item, pace in paces.items():
        total, count = totals[groups.get(item, "")]
        usual = max(total / count / longer_mass, 1e-9)
        before = factor * max(pace.longer - pace.recent, 0.0)
        rates[item] = (before + NEWCOMER) / (factor * before_mass + NEWCOMER / usual)
    recent_all = sum(2 * max(pace.recent, 0.0) for pace in paces.values())
    expected_all = sum(2 * recent_mass * rate for rate in rates.values())
    whole = (recent_all + NO_CHANGE) / (expected_all + NO_CHANGE)
    for item, pace in paces.items():
        seen = 2 * max(pace.recent, 0.0)
        expected = 2 * recent_mass * rates[item] * whole
        shape, rate = seen + NO_CHANGE, expected + NO_CHANGE
        found[item] = Rise(shape / rate, gamma_low(shape, rate), seen / 2, expected / 2)
    return found


def _mass(half_life: timedelta, days: float) -> float:
    """The integral of ``2 ** (-t / H)`` over the days observed."""
    half = half_life / _DAY
    return half / math.log(2) * (1 - math.exp2(-days / half))


def _count_factor() -> float:
    """What makes a sum over the longer kernel's rest a count: its mass over that of its square."""
    short, long = RECENT / _DAY, LONGER / _DAY
    squared = long / 2 + short / 2 - 2 * long * short / (long + short)
    return (long - short) / squared
