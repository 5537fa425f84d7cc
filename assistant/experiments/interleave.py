"""Team-draft interleaving: two rankings in one list, and whose product was clicked.

Radlinski, Kurup and Joachims (2008), "How does clickthrough data reflect retrieval quality?": in
each round a coin says which ranking picks first; each then adds its best product that is not there
yet. A click counts for the ranking whose pick it was.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def team_draft(
    first: Sequence[T], second: Sequence[T], *, limit: int, coin: random.Random
) -> tuple[list[T], list[int]]:
    """The mixed list, and for each place the team (0 or 1) that picked it.

    Args:
        first: one ranking, best first.
        second: the other.
        limit: how many to pick at most.
        coin: says who picks first in each round.
    """
    rankings = (first, second)
    places = [0, 0]
    picked: list[T] = []
    teams: list[int] = []
    while len(picked) < limit:
        leader = coin.randrange(2)
        before = len(picked)
        for team in (leader, 1 - leader):
            ranking = rankings[team]
            while places[team] < len(ranking) and ranking[places[team]] in picked:
                places[team] += 1
            if places[team] < len(ranking) and len(picked) < limit:
                picked.append(ranking[places[team]])
                teams.append(team)
        if len(picked) == before:
            break
    return picked, teams
