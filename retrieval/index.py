"""The search index: the one door through which the rest of Aisle finds products.

It ties together the catalogue (records, the truth), the vectors in ChromaDB, the word index and
the filters. Searches read an unchanging snapshot; when the catalogue's version has grown, a small
catalogue is read again at once, and a large one in the background while the old snapshot serves.
What a search returns is always checked against the records as they are now, so a product that
was deleted or repriced a moment ago is never shown as if it still fitted.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from retrieval import similar as likeness
from retrieval import snapshot as snapshots
from retrieval.catalogue import Catalogue
from retrieval.constraints import Constraints
from retrieval.context import blended
from retrieval.embedding import Embedder, embedder
from retrieval.facts import facts
from retrieval.fusion import min_max
from retrieval.hit import Hit
from retrieval.kind_match import kind_matches
from retrieval.live import LiveModels, live, make_live
from retrieval.product import Product
from retrieval.ray_embedding import RayEmbedder
from retrieval.rerank import NAMES, features
from retrieval.search import Scored, Searcher
from retrieval.settings import Mode, RetrievalSettings
from retrieval.snapshot import Facets, Snapshot
from retrieval.store import Stored, VectorStore
from retrieval.taste import Taste, taste_of
from retrieval.types import for_animals, speaks_of_animals
from retrieval.writing import VectorWriter

log = logging.getLogger(__name__)

_SMALL = 2_000
"""Up to this many products, a changed catalogue is read again before the search goes on."""
_KEPT = 20_000
"""At most about this many vectors written are kept for the next snapshot."""
_LONGEST = 4_000
"""Characters of a query: 100,000 of Chinese take a minute and a half to embed and to cut."""
_NONE = Constraints()


class ProductIndex:
    """Searches one shop's catalogue. Safe to use from many threads."""

    def __init__(self, data_dir: Path, settings: RetrievalSettings) -> None:
        self.settings = settings
        self.catalogue = Catalogue.open(data_dir)
        self._store = VectorStore(
            data_dir, url=settings.chroma_url, prefix=settings.collection_prefix
        )
        self._writer = VectorWriter(
            self._store, settings, self._indexer, self.catalogue.iter_products, self.models
        )
        self._warned = False
        self._searcher = Searcher(settings, self._store, self._embedder)
        self._cache = data_dir / "readings.jsonl"
        self._snapshot: Snapshot | None = None
        self._pending: dict[str, dict[str, Stored]] = {}
        self._building = threading.Lock()
        self._background: threading.Thread | None = None
        self._built = 0.0

    @classmethod
    def open(cls, data_dir: Path, settings: RetrievalSettings | None = None) -> Self:
        """Opens, or creates, the index in ``data_dir``; models are loaded when first needed.

        Raises:
            CatalogueError: The folder cannot be written or holds another schema.
        """
        return cls(data_dir, settings or RetrievalSettings())

    def close(self) -> None:
        """Waits for a rebuild in the background and lets go of the files."""
        if (thread := self._background) is not None:
            thread.join()
        self._store.close()
        self.catalogue.close()

    # Writing, for the ingest ----------------------------------------------------------------------

    def upsert(self, products: Sequence[Product]) -> None:
        """Embeds what changed of ``products`` and writes their vectors; safe to repeat.

        Raises:
            VectorStoreError: ChromaDB cannot be written.
            EmbeddingModelError: The model's wheel is missing.
        """
        if live(self.catalogue.data_dir) is None:
            make_live(self.catalogue.data_dir, self.models())
        written = self._writer.upsert(products)
        with self._building:
            for model, rows in written.items():
                kept = self._pending.setdefault(model, {})
                if len(kept) > _KEPT:
                    kept.clear()  # they will be read back from the store
                kept.update(rows)

    def delete(self, ids: Sequence[str]) -> None:
        """Forgets these products' vectors; unknown ids are no error."""
        self._writer.delete(ids)

    # For a reindex beside the live vectors (``retrieval.reindex``) --------------------------------

    def embed(self, model: str, language: str, products: Sequence[Product]) -> int:
        """Writes the vectors of a model that need not be live; how many had to be made."""
        return self._writer.embed(model, language, products)

    def has_vectors(self, model: str) -> bool:
        """Whether there are any of this model."""
        return self._store.count(model) > 0

    def forget_others(self, model: str) -> int:
        """Deletes the model's vectors of products that the shop no longer has; how many."""
        there = {id_ for id_, _ in self.catalogue.iter_records()}
        gone = [id_ for id_ in self._store.ids(model) if id_ not in there]
        self._store.delete(model, gone)
        return len(gone)

    def drop_vectors(self, model: str) -> None:
        """Deletes all vectors of a model."""
        self._store.drop(model)

    # Reading --------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Takes in every change made until now; cheap when there is none."""
        if self._snapshot is None or self._snapshot.version != self.catalogue.version():
            self._rebuild()

    def search(
        self,
        query: str,
        constraints: Constraints = _NONE,
        *,
        limit: int = 50,
        language: str = "en",
        product_type: str | None = None,
        mode: Mode = "hybrid",
        context: str = "",
    ) -> list[Hit]:
        """The products that satisfy ``constraints``, those that fit ``query`` best first.

        Args:
            query: A search phrase. One without any word to search by (emoji, stop words) is
                answered like `browse`; of a very long one the first 4,000 characters count.
            constraints: What must hold for every product returned.
            limit: At most this many.
            language: ISO 639-1 of the query, which chooses the embedding model.
            product_type: The kind asked for: sets ``Hit.type_match``, and lifts what is of it.
            mode: ``hybrid``, or one of the baselines ``bm25``, ``dense`` and ``rrf``.
            context: What the shopper said of this need in their own words; with ``hybrid`` a
                second search by it adds to the order.
        """
        snapshot = self._current()
        scored = self._searcher.search(
            snapshot,
            query[:_LONGEST],
            constraints,
            language=language,
            product_type=product_type,
            mode=mode,
            limit=limit,
        )
        if scored is None:
            scored = self._popular(snapshot, constraints)
        elif mode == "hybrid" and (weight := self.settings.context_weight) and context.strip():
            about = self._searcher.search(
                snapshot,
                context[:_LONGEST],
                constraints,
                language=language,
                product_type=None,
                mode=mode,
                limit=limit,
            )
            scored = blended(scored, about, weight) if about is not None else scored
        animals = speaks_of_animals(f"{query} {product_type} {context}")
        return self._hits(snapshot, scored, constraints, limit, product_type, animals=animals)

    def second_stage_view(
        self, query: str, *, language: str = "en"
    ) -> tuple[list[str], npt.NDArray[np.float64]]:
        """The candidates that the second stage orders: their ids, and the features it sees.

        For training and looking into it; shape ``(candidates, len(retrieval.rerank.NAMES))``.
        """
        snapshot = self._current()
        pool = self._searcher.pool(snapshot, query, _NONE, language=language)
        if pool is None:
            return [], np.zeros((0, len(NAMES)))
        return [snapshot.ids[row] for row in pool.rows], features(pool)

    def browse(
        self, constraints: Constraints = _NONE, *, limit: int = 50, also: Sequence[str] = ()
    ) -> list[Hit]:
        """The products that satisfy ``constraints``, the most popular first.

        Args:
            constraints: what must hold.
            limit: how many of the most popular.
            also: ids to add to them (as popular as they are), such as what a shopper's taste is
                near to; those that do not fit are left out.
        """
        snapshot = self._current()
        popular = self._popular(snapshot, constraints)
        wanted = {snapshot.rows[one] for one in also if one in snapshot.rows}
        if wanted:
            rows = popular.rows.tolist()
            kept = np.array([at < limit or row in wanted for at, row in enumerate(rows)], bool)
            scores = {name: values[kept] for name, values in popular.scores.items()}
            popular = Scored(popular.rows[kept], popular.relevance[kept], scores)
        return self._hits(snapshot, popular, constraints, limit + len(wanted))

    def similar(
        self, product_id: str, constraints: Constraints = _NONE, *, limit: int = 20
    ) -> list[Hit]:
        """Products like ``product_id``, its own variants left out; empty for an unknown id."""
        snapshot = self._current()
        row = snapshot.rows.get(product_id)
        if row is None:
            return []
        scored = likeness.similar(snapshot, row, constraints, snapshot.models)
        its = snapshot.readings[row].kind
        own = its.stated[0].strip() if its.stated else None
        animals = for_animals(its)
        return self._hits(snapshot, scored, constraints, limit, own, animals=animals)

    def taste(self, weights: Mapping[str, float]) -> Taste | None:
        """Who touched ``weights`` (product id to weight) as a vector: :mod:`retrieval.taste`."""
        snapshot = self._current()
        return taste_of(snapshot, snapshot.models, weights)

    def get(self, ids: Sequence[str]) -> list[Product]:
        """The products with these ids, in the order asked; unknown ids are left out."""
        return self.catalogue.get(ids)

    def fitting(self, products: Sequence[Product], constraints: Constraints) -> list[Product]:
        """Those of ``products`` that satisfy ``constraints``, in their order."""
        return self._still_fit(self._current(), products, constraints)

    def count(self, constraints: Constraints = _NONE) -> int:
        """How many products satisfy ``constraints``."""
        return int(self._current().columns.mask(constraints).sum())

    def facets(self) -> Facets:
        """The values the shop has, with how many products each."""
        return self._current().facets

    def models(self) -> LiveModels:
        """The embedding models whose vectors are searched: the settings' where there are none."""
        named = LiveModels(self.settings.english_model, self.settings.multilingual_model)
        found = live(self.catalogue.data_dir)
        if found not in (None, named) and not self._warned:
            self._warned = True
            log.warning(
                "this shop is indexed with %s and %s; `python -m retrieval reindex` changes that",
                *found,
            )
        return found or named

    def names_department(self, text: str) -> bool:
        """Whether all that ``text`` says is the name of a department of this shop."""
        return self.facets().shelves.is_department(text)

    def currency(self) -> str:
        """The currency most of the catalogue is priced in."""
        return self._current().columns.main_currency()

    def comparable(self, currency: str) -> bool:
        """Whether price bounds in ``currency`` are truly compared, not read as the shop's own."""
        return self._current().columns.comparable(currency)

    # ----------------------------------------------------------------------------------------------

    def _embedder(self, model: str) -> Embedder:
        settings = self.settings
        return embedder(model, threads=settings.embed_threads, batch=settings.embed_batch)

    def _indexer(self, model: str) -> Embedder:
        """What embeds products: Ray where there is an address, else what embeds queries."""
        if self.settings.ray_address is None:
            return self._embedder(model)
        return RayEmbedder(model, self.settings)

    def _current(self) -> Snapshot:
        """The snapshot to search: the newest, or the one before while a large one is read."""
        snapshot = self._snapshot
        if snapshot is not None:
            if snapshot.version == self.catalogue.version():
                return snapshot
            if len(snapshot.ids) > _SMALL:
                self._rebuild_in_background()
                return snapshot
        return self._rebuild()

    def _rebuild(self) -> Snapshot:
        with self._building:
            before = self._snapshot
            if before is not None and before.version == self.catalogue.version():
                return before
            pending, self._pending = self._pending, {}
            self._snapshot = built = snapshots.build(
                self.catalogue,
                self._store,
                self.models(),
                before=before,
                pending=pending,
                exchange_rates=self.settings.exchange_rates,
                cache=self._cache,
            )
            self._built = time.monotonic()
            return built

    def _rebuild_in_background(self) -> None:
        if self._background is not None and self._background.is_alive():
            return
        if time.monotonic() - self._built < self.settings.rebuild_seconds:
            return
        self._background = threading.Thread(target=self._rebuild, name="index-rebuild", daemon=True)
        self._background.start()

    def _popular(self, snapshot: Snapshot, constraints: Constraints) -> Scored:
        rows = np.flatnonzero(snapshot.columns.mask(constraints))
        scores = snapshot.popularity[rows]
        order = np.argsort(-scores, kind="stable")
        return Scored(rows[order], min_max(scores[order]), {"popularity": scores[order]})

    def _hits(
        self,
        snapshot: Snapshot,
        scored: Scored,
        constraints: Constraints,
        limit: int,
        product_type: str | None = None,
        *,
        animals: bool = False,
    ) -> list[Hit]:
        """The best ``limit`` as hits, from the records as they are now."""
        hits: list[Hit] = []
        start, fresh = 0, self.catalogue.version() == snapshot.version
        while len(hits) < limit and start < len(scored.rows):
            end = start + limit - len(hits)
            places = range(start, min(end, len(scored.rows)))
            products = self.catalogue.get([snapshot.ids[scored.rows[at]] for at in places])
            if not fresh:
                products = self._still_fit(snapshot, products, constraints)
            found = {product.id: product for product in products}
            for at in places:
                product = found.get(snapshot.ids[scored.rows[at]])
                if product is not None:
                    hits.append(
                        Hit(
                            product=product,
                            relevance=float(scored.relevance[at]),
                            scores={
                                name: float(s[at])
                                for name, s in scored.scores.items()
                                if not np.isnan(s[at])
                            },
                        )
                    )
            start = end
        if not product_type:
            return hits
        listed = [hit.product for hit in hits]
        matches = kind_matches(listed, product_type, snapshot.facets, animals=animals)
        return [
            hit.model_copy(update={"type_match": match})
            for hit, match in zip(hits, matches, strict=True)
        ]

    @staticmethod
    def _still_fit(
        snapshot: Snapshot, products: Sequence[Product], constraints: Constraints
    ) -> list[Product]:
        columns = snapshot.columns.like(
            [product.id for product in products], [facts(product) for product in products]
        )
        fits = columns.mask(constraints)
        return [product for product, fit in zip(products, fits, strict=True) if fit]
