"""The fitted recommender: scores with reasons, and a file without pickle.

A score is the utility of the choice model, or what the trees give where they rank better; only
differences between items of one call mean anything. The shares of the factors add up to it exactly.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
from scipy import sparse

from retrieval.recommend.associations import Associations
from retrieval.recommend.factors import FACTORS, Scene
from retrieval.recommend.items import Floats, Groups, Items
from retrieval.recommend.sequences import Basket
from retrieval.recommend.settings import Settings
from retrieval.recommend.trees import BASE, Trees

_FORMAT = 3

Arrays = Mapping[str, npt.NDArray[Any]]


class ModelFileError(ValueError):
    """A file is no recommender of this version; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """An item, its score, and each factor's signed share; the shares add up to the score.

    Where trees rank, one share more is ``base``, the same for all.
    """

    id: str
    score: float
    shares: dict[str, float]


class Recommender:
    """Ranks what a shopper takes next. Immutable, so safe to use from many threads."""

    def __init__(
        self, scene: Scene, weights: Mapping[str, float], trees: Trees | None = None
    ) -> None:
        """Use :func:`retrieval.recommend.fit` or :meth:`load`."""
        self.scene = scene
        self.trees = trees
        self.weights = dict(weights)
        self._weights = np.array([self.weights[name] for name in FACTORS])

    def recommend(
        self,
        history: Sequence[str | Basket],
        k: int = 10,
        *,
        exclude: Collection[str] = (),
        for_everyone: bool = False,
    ) -> list[Recommendation]:
        """The ``k`` items most likely to be taken next, best first.

        Args:
            history: What the shopper took, oldest first: items, or baskets of items. May be
                empty, then it is popularity; unknown items are passed over.
            k: How many, from 1; fewer come back where the candidates do not suffice.
            exclude: Items not wanted: sold out, in the cart, disliked. Items of the history are
                wanted again as far as shoppers did so in training, unless they stand here.
            for_everyone: The list is no one shopper's: pairs that a single shopper made, which
                could tell of that shopper's purchases, do not count.

        Raises:
            ValueError: ``k`` is below 1.
        """
        if k < 1:
            raise ValueError(f"k is {k}; it has to be at least 1")
        baskets = [(one,) if isinstance(one, str) else tuple(one) for one in history]
        row = self.scene.items.row
        without = {row[item] for item in exclude if item in row}
        offered, factors = self.scene.offer(baskets, without=without, for_everyone=for_everyone)
        scores = factors @ self._weights if self.trees is None else self.trees.scores(factors)
        best = np.argsort(-scores, kind="stable")[:k]
        names, shares = self._shares(factors[best])
        return [
            Recommendation(
                id=self.scene.items.ids[offered[n]],
                score=float(scores[n]),
                shares=dict(zip(names, own.tolist(), strict=True)),
            )
            for n, own in zip(best.tolist(), shares, strict=True)
        ]

    def _shares(self, factors: Floats) -> tuple[Sequence[str], Floats]:
        if self.trees is None:
            return FACTORS, factors * self._weights
        return (*FACTORS, BASE), self.trees.shares(factors)

    def save(self, path: Path) -> None:
        """Writes the recommender as an NPZ archive of plain arrays."""
        items, tables = self.scene.items, self.scene.associations
        about = {
            "format": _FORMAT,
            "weights": self.weights,
            "settings": asdict(self.scene.settings),
            "ids": items.ids,
            "trees": self.trees.text if self.trees else None,
        }
        arrays: dict[str, npt.NDArray[Any]] = {
            "about": np.frombuffer(json.dumps(about).encode(), dtype=np.uint8),
            "popular": tables.popular,
            "recent": tables.recent,
            "regular": tables.regular,
            **_groups("brands", items.brands),
            **_groups("kinds", items.kinds),
            **_groups("categories", items.categories),
            **_parts("texts", items.texts),
            **_parts("follows", tables.follows),
            **_parts("together", tables.together),
            **_parts("shared", tables.shared),
        }
        with path.open("wb") as stream:
            np.savez_compressed(stream, allow_pickle=False, **arrays)

    @classmethod
    def load(cls, path: Path) -> Recommender:
        """The recommender in a file that :meth:`save` wrote.

        Raises:
            ModelFileError: The file is none, or one of another version.
        """
        try:
            with np.load(path, allow_pickle=False) as stored:
                return cls._from(stored)
        except (OSError, EOFError, BadZipFile, ValueError, KeyError, TypeError) as error:
            raise ModelFileError(
                f"{path} is no recommender of this version ({error}): fit it again"
            ) from error

    @classmethod
    def _from(cls, stored: Arrays) -> Recommender:
        about = json.loads(stored["about"].tobytes())
        if about["format"] != _FORMAT or set(about["weights"]) != set(FACTORS):
            raise ValueError(f"format {about['format']}, expected {_FORMAT}")
        ids = tuple(about["ids"])
        items = Items(
            ids=ids,
            row={item: row for row, item in enumerate(ids)},
            texts=_matrix("texts", stored),
            brands=_group("brands", stored),
            kinds=_group("kinds", stored),
            categories=_group("categories", stored),
        )
        tables = Associations(
            follows=_matrix("follows", stored),
            together=_matrix("together", stored),
            popular=stored["popular"],
            recent=stored["recent"],
            regular=stored["regular"],
            shared=_matrix("shared", stored),
        )
        scene = Scene(items, tables, Settings(**about["settings"]))
        return cls(scene, about["weights"], Trees(about["trees"]) if about["trees"] else None)


def _groups(name: str, groups: Groups) -> dict[str, npt.NDArray[Any]]:
    return {f"{name}_codes": groups.codes, f"{name}_size": np.array(groups.size)}


def _group(name: str, stored: Arrays) -> Groups:
    return Groups(stored[f"{name}_codes"], int(stored[f"{name}_size"]))


def _parts(name: str, matrix: sparse.csr_array) -> dict[str, npt.NDArray[Any]]:
    return {
        f"{name}_data": matrix.data,
        f"{name}_indices": matrix.indices,
        f"{name}_indptr": matrix.indptr,
        f"{name}_shape": np.array(matrix.shape),
    }


def _matrix(name: str, stored: Arrays) -> sparse.csr_array:
    parts = (stored[f"{name}_data"], stored[f"{name}_indices"], stored[f"{name}_indptr"])
    rows, columns = stored[f"{name}_shape"].tolist()
    return sparse.csr_array(parts, shape=(rows, columns))
