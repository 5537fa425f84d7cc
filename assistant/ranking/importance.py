"""How much each factor moves the order, over many lists: the global side of the reasons.

A factor's importance is the mean absolute difference between its contribution and the mean of its
list, since what is the same for all of a list moves nothing in it. For the learned ranking these
are means of SHAP values, as in Lundberg and Lee (NIPS 2017).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import numpy as np

from assistant.ranking.factors import FACTORS
from assistant.ranking.scoring import Floats, Scorer


@dataclass(frozen=True)
class Importance:
    """One factor's."""

    factor: str
    spread: float
    """Mean absolute distance of its contribution from its list's mean."""
    most: float
    """The largest contribution seen, either way."""


def importance(scorer: Scorer, lists: Sequence[Floats]) -> list[Importance]:
    """Every factor's importance over lists of factors, the greatest first.

    Args:
        scorer: what prices them.
        lists: the factors of each list, shape ``(candidates, factors)``; at least one.
    """
    rows = [scorer.contributions(one)[:, : len(FACTORS)] for one in lists]
    spread = np.mean(np.concatenate([np.abs(one - one.mean(axis=0)) for one in rows]), axis=0)
    most = np.max(np.abs(np.concatenate(rows)), axis=0)
    found = [
        Importance(name, float(spread[at]), float(most[at])) for at, name in enumerate(FACTORS)
    ]
    return sorted(found, key=lambda one: (-one.spread, one.factor))


_BAR, _ROW, _LABEL = 420, 26, 110


def drawn(rows: Sequence[Importance], title: str) -> str:
    """The importances as bars, in SVG."""
    largest = max((one.spread for one in rows), default=0.0) or 1.0
    height = 44 + _ROW * len(rows)
    width = _LABEL + _BAR + 80
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
            ' font-family="system-ui, sans-serif" font-size="13">'
        ),
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="8" y="22" font-size="15" font-weight="600">{escape(title)}</text>',
    ]
    for number, one in enumerate(rows):
        top = 36 + _ROW * number
        length = _BAR * one.spread / largest
        lines += [
            f'<text x="{_LABEL - 8}" y="{top + 15}" text-anchor="end">{escape(one.factor)}</text>',
            f'<rect x="{_LABEL}" y="{top + 3}" width="{length:.1f}" height="16" fill="#3b6ea5"/>',
            f'<text x="{_LABEL + length + 6:.1f}" y="{top + 15}">{one.spread:.3f}</text>',
        ]
    return "\n".join([*lines, "</svg>"]) + "\n"
