"""Product texts to vectors on a Ray cluster, with Ray Data, for catalogues of millions.

Off unless ``AISLE_RETRIEVAL_RAY_ADDRESS`` is set: ``local`` starts Ray on this machine, anything
else is a running cluster's address (``auto``, ``ray://head:10001``), whose nodes need Aisle
installed. Every worker holds the model once and embeds batch after batch; Ray Data gives a lost
worker's batch to another. Queries, and ingests of few products, are embedded here: a round through
Ray takes a second before its first vector.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from retrieval.embedding import Embedder, EmbeddingModelError, Vectors, embedder

if TYPE_CHECKING:
    from retrieval.settings import RetrievalSettings

LEAST = 2_000
"""Texts below which this process embeds them itself."""
_PART = 512
"""Texts a worker is handed at a time."""


class RayEmbedder:
    """An embedding model on a Ray cluster. Safe to call from many threads."""

    def __init__(self, name: str, settings: RetrievalSettings) -> None:
        """Connects when first needed.

        Args:
            name: What :func:`retrieval.embedding.embedder` takes.
            settings: The address, the workers, and the model's batch.
        """
        self._here = embedder(name, threads=settings.embed_threads, batch=settings.embed_batch)
        self._settings = settings
        self.name = name
        self.dimension = self._here.dimension

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of queries, made here."""
        return self._here.queries(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts, in order, shape ``(len(texts), dimension)``.

        Raises:
            EmbeddingModelError: Ray is not installed, or the cluster cannot be reached.
        """
        if len(texts) < LEAST:
            return self._here.passages(texts)
        data = _ray_data(self._settings.ray_address or "local")
        # Longest first, so that a part holds texts of about one length and little is padded.
        order = np.argsort([-len(text) for text in texts], kind="stable")
        rows = [{"row": int(row), "text": texts[row]} for row in order]
        found = data.from_items(rows, override_num_blocks=max(1, len(rows) // _PART)).map_batches(
            _Worker,
            fn_constructor_args=(self.name, self._settings.embed_batch),
            compute=data.ActorPoolStrategy(size=self._settings.ray_workers),
            batch_size=_PART,
            num_cpus=1,
        )
        out = np.empty((len(texts), self.dimension), dtype=np.float32)
        for part in found.iter_batches(batch_size=None, batch_format="numpy"):
            out[part["row"]] = part["vector"]
        return out


class _Worker:
    """One process of the cluster, with the model loaded once."""

    def __init__(self, name: str, batch: int) -> None:
        self._model: Embedder = embedder(name, threads=1, batch=batch)

    def __call__(self, part: dict[str, npt.NDArray[Any]]) -> dict[str, npt.NDArray[Any]]:
        return {"row": part["row"], "vector": self._model.passages(part["text"].tolist())}


def _ray_data(address: str) -> Any:
    """Ray Data, connected."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray  # noqa: PLC0415 - an extra
        import ray.data  # noqa: PLC0415
    except ImportError as error:
        raise EmbeddingModelError(
            "AISLE_RETRIEVAL_RAY_ADDRESS is set, but Ray is not installed: pip install 'aisle[ray]'"
        ) from error
    if not ray.is_initialized():
        try:
            ray.init(
                address=None if address == "local" else address,
                include_dashboard=False,
                log_to_driver=False,
                logging_level="warning",
            )
        except (ConnectionError, ValueError) as error:
            raise EmbeddingModelError(
                f"cannot reach a Ray cluster at {address!r} ({error}): start one with `ray start "
                "--head`, or set AISLE_RETRIEVAL_RAY_ADDRESS to `local` or unset it"
            ) from error
    ray.data.DataContext.get_current().enable_progress_bars = False
    return ray.data
