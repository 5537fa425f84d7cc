"""Logs whose truth is known: shoppers who look down a list and open what pleases them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from assistant.ranking.factors import FACTORS
from assistant.ranking.training.impressions import Impression
from assistant.ranking.training.replay import Example

START = datetime(2026, 6, 1, tzinfo=UTC)
Worth = Callable[[np.ndarray], np.ndarray]


def made_log(
    lists: int, worth: Worth, *, look: float = 1.0, sorted_by: int | None = None, seed: int = 0
) -> list[Example]:
    """Lists of six products of random factors, and what was opened of them.

    Args:
        lists: how many.
        worth: log-odds of opening by factors, at a place that is looked at.
        look: a place is looked at with ``look ** place``.
        sorted_by: the factor that the lists were ordered by, so that place and factor go together.
        seed: of the draws.
    """
    draw = np.random.default_rng(seed)
    found = []
    for number in range(lists):
        values = np.round(draw.random((6, len(FACTORS))), 3)
        if sorted_by is not None:
            noisy = values[:, sorted_by] + draw.normal(0, 0.25, 6)
            values = values[np.argsort(-noisy)]
        chance = 1 / (1 + np.exp(-worth(values))) * look ** np.arange(6)
        grades = (draw.random(6) < chance).astype(int).tolist()
        items = tuple(f"p{number}-{at}" for at in range(6))
        moment = START + timedelta(hours=number)
        shown = Impression(f"e{number}", moment, f"u{number % 7}", f"s{number}", "", items, grades)
        found.append(Example(shown, items, tuple(range(6)), values, tuple(grades)))
    return found


@pytest.fixture(scope="session")
def taste() -> Worth:
    """What they like: the shopper's own interests, then ratings; relevance hardly."""
    weights = dict.fromkeys(FACTORS, 0.0) | {"profile": 3.0, "rating": 1.5, "dislikes": -3.0}
    column = np.array([weights[name] for name in FACTORS])
    return lambda values: values @ column - 2.5
