"""Products to vectors in the store: what is embedded, by which model, and what need not be again.

Every vector is stored with a hash of the text it was made from. Writing a product again compares
the hash and embeds only what changed, so an ingest that was killed can write its last batch again
at little cost, and a new price costs no embedding. The English vectors are always made. The
multilingual ones take ten times as long, so they are made where shoppers write another language
(setting ``languages``) or where the catalogue itself has Chinese text.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice

from retrieval.embedding import Embedder
from retrieval.facts import facts
from retrieval.filters import category_paths
from retrieval.live import LiveModels
from retrieval.product import Product
from retrieval.settings import RetrievalSettings
from retrieval.store import HASH, Metadata, MetadataValue, Row, Stored, VectorStore
from retrieval.texts import has_han, passage, passage_hash

log = logging.getLogger(__name__)

_BACKFILL = 256


class VectorWriter:
    """Writes products' vectors, from any thread. One process at a time; the store sees to it."""

    def __init__(
        self,
        store: VectorStore,
        settings: RetrievalSettings,
        embedder: Callable[[str], Embedder],
        products: Callable[[], Iterable[Product]],
        models: Callable[[], LiveModels],
    ) -> None:
        self._store = store
        self._settings = settings
        self._embedder = embedder
        self._products = products
        self._models = models
        self._multilingual: bool | None = None
        # One batch at a time: the model runs on every core by itself, and two at once slow it down
        # while nobody writes what the other has made.
        self._embedding = threading.Lock()

    def upsert(self, products: Sequence[Product]) -> Mapping[str, Mapping[str, Stored]]:
        """Embeds what changed and writes vectors and metadata.

        Returns:
            The vectors written, by model and id.
        """
        last = {product.id: product for product in products}  # the last of the same id counts
        if not last:
            return {}
        english, multilingual = self._models()
        written = {english: self._write(english, "en", list(last.values()))}
        if self._wants_multilingual(english, multilingual):
            written[multilingual] = self._write(multilingual, "zh", list(last.values()))
            self._backfill(english, multilingual)
        return written

    def embed(self, model: str, language: str, products: Sequence[Product]) -> int:
        """Writes one model's vectors, live or not; how many had to be made."""
        return len(self._write(model, language, products))

    def delete(self, ids: Sequence[str]) -> None:
        """Forgets these products' vectors."""
        english, multilingual = self._models()
        self._store.delete(english, ids)
        if self._store.count(multilingual):
            self._store.delete(multilingual, ids)

    def _write(self, model: str, language: str, products: Sequence[Product]) -> dict[str, Stored]:
        texts = {product.id: passage(product, language=language) for product in products}
        hashes = {id_: passage_hash(text) for id_, text in texts.items()}
        known = self._store.hashes(model, list(texts))
        changed = [product for product in products if known.get(product.id) != hashes[product.id]]
        same = [product for product in products if known.get(product.id) == hashes[product.id]]
        rows: list[Row] = []
        if changed:
            with self._embedding:
                vectors = self._embedder(model).passages([texts[product.id] for product in changed])
            for product, vector in zip(changed, vectors, strict=True):
                said = metadata(product, hashes[product.id])
                there = product.id in known
                rows.append(Row(product.id, vector, {**_UNKNOWN, **said} if there else said))
            self._store.upsert(model, rows)
        if same:
            self._store.set_metadata(
                model,
                {p.id: {**_UNKNOWN, **metadata(p, hashes[p.id])} for p in same},
            )
        return {row.id: Stored(hashes[row.id], row.vector) for row in rows}

    def _wants_multilingual(self, english: str, multilingual: str) -> bool:
        """Whether the multilingual vectors are wanted; once yes, it stays yes."""
        if not self._multilingual:
            self._multilingual = (
                any(language != "en" for language in self._settings.languages)
                or self._store.count(multilingual) > 0
                or (
                    not self._settings.languages
                    and self._store.matching(english, {"han": True})
                    >= max(1.0, self._settings.han_share * self._store.count(english))
                )
            )
        return self._multilingual

    def _backfill(self, english: str, model: str) -> None:
        """Makes the vectors of products that came before the model was wanted."""
        if self._store.count(model) >= self._store.count(english):
            return
        products = iter(self._products())
        while chunk := list(islice(products, _BACKFILL)):
            known = self._store.hashes(model, [product.id for product in chunk])
            there = self._store.hashes(english, [product.id for product in chunk])
            missing = [p for p in chunk if p.id in there and p.id not in known]
            if missing:
                log.info("embedding %d earlier products with %s", len(missing), model)
                self._write(model, "zh", missing)


def metadata(product: Product, hash_: str) -> Metadata:
    """What Chroma can filter a product by; what is unknown is left out.

    Chroma writes a row, with three indexes on it, for every field of every product: half of the
    fields of a technical catalogue are unknown, and stand-ins for them took a third of the time.
    """
    own = facts(product, words=False)
    said: dict[str, MetadataValue] = {
        HASH: hash_,
        "currency": product.currency,
        "availability": product.availability,
        "on_sale": own.on_sale,
    }
    known: dict[str, MetadataValue | None] = {
        "price": None if own.price != own.price else own.price,
        "brand": own.brand.strip() if product.brand else None,
        "category": category_paths(product.category),
        "colors": _listed(own.colors),
        "materials": _listed(own.materials),
        "sizes": _listed(own.sizes),
        "gender": own.gender,
        "rating": product.rating,
        "group": product.item_group_id,
        "han": has_han(product) or None,
    }
    said.update((name, value) for name, value in known.items() if value not in (None, "", []))
    return said


_UNKNOWN = dict.fromkeys(
    (
        *("price", "brand", "category", "colors", "materials", "sizes"),
        *("gender", "rating", "group", "han"),
    )
)
"""Written with a product that is there already: Chroma keeps a field that is not spoken of."""


def _listed(values: frozenset[str]) -> list[str]:
    return sorted(value.strip() for value in values)
