"""Which item of the history a recommendation goes back to, so that its reason can name it.

Read from the same tables and with the same decays as the factors themselves
(:mod:`retrieval.recommend.factors`): the anchor is the item that gives the factor the most.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from retrieval.recommend.factors import History, Scene
from retrieval.recommend.sequences import Basket

ANCHORED = frozenset({"follows", "together", "content", "nearest"})
"""The factors that rest on single items of the history."""


def anchor(scene: Scene, history: Sequence[Basket], factor: str, item: str) -> str | None:
    """The item of ``history`` that gives ``factor`` of ``item`` the most; None where none does.

    Args:
        scene: the recommender's.
        history: what the shopper took, oldest first.
        factor: one of :data:`ANCHORED`.
        item: what is recommended.

    Raises:
        ValueError: ``factor`` rests on no single item.
    """
    if factor not in ANCHORED:
        raise ValueError(f"{factor} rests on no single item; one of {', '.join(sorted(ANCHORED))}")
    row = scene.items.row.get(item)
    known = History.of(history, scene.items.row, scene.settings.history)
    if row is None or not len(known.rows):
        return None
    match factor:
        case "follows":
            given = scene.associations.follows[known.rows][:, [row]].toarray().ravel()
            given *= scene.settings.recent_decay**known.age
        case "together":
            given = scene.associations.together[known.rows][:, [row]].toarray().ravel()
            given *= scene.settings.lasting_decay**known.age
        case _:
            alike = scene.items.texts[known.rows] @ scene.items.texts[[row]].T
            given = alike.toarray().ravel()
            if factor == "content":
                given *= scene.settings.recent_decay**known.age
    given = np.where(known.rows == row, 0.0, given)
    best = int(np.argmax(given))
    return scene.items.ids[known.rows[best]] if given[best] > 0 else None
