"""The catalogue as numbers: item ids to rows, brands and categories to codes, texts to vectors.

Text becomes TF-IDF over the same words as the shop's lexical search, Chinese included. Embeddings
would know synonyms, but take minutes for a catalogue and a model to load; that is given up, so that
a shop can fit a recommender in seconds, with no model.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy import sparse

from retrieval.lexical import words
from retrieval.product import Product
from retrieval.texts import attribute_texts, titles

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

_DESCRIPTION_CHARS = 300
_TITLE = 2
_MOST_COMMON = 0.3
_FEW = 10.0


@dataclass(frozen=True, eq=False)
class Groups:
    """One property that items share (brand, category): a code an item, 0 where it has none."""

    codes: Rows
    size: int
    """How many codes there are, 0 included."""

    @classmethod
    def of(cls, values: Iterable[str]) -> Groups:
        """The groups of items with these values, in the items' order; "" is no value."""
        place: dict[str, int] = {"": 0}
        codes = np.array([place.setdefault(v, len(place)) for v in values], dtype=np.intp)
        return cls(codes, len(place))


@dataclass(frozen=True, eq=False)
class Items:
    """The items that can be recommended. ``texts`` has unit rows, shape (items, words)."""

    ids: tuple[str, ...]
    row: dict[str, int]
    texts: sparse.csr_array
    brands: Groups
    kinds: Groups
    """By the whole category path."""
    categories: Groups
    """By the path without its last level."""

    @classmethod
    def of(cls, products: Iterable[Product]) -> Items:
        """Reads the products once; of two with one id the later counts."""
        found = {product.id: product for product in products}
        ids = tuple(found)
        return cls(
            ids=ids,
            row={item: row for row, item in enumerate(ids)},
            texts=tf_idf([list(_words(product)) for product in found.values()]),
            brands=Groups.of(product.brand.casefold() for product in found.values()),
            kinds=Groups.of(product.category.casefold() for product in found.values()),
            categories=Groups.of(
                product.category.casefold().rpartition(">")[0].strip() for product in found.values()
            ),
        )

    def __len__(self) -> int:
        return len(self.ids)


def tf_idf(documents: list[list[str]]) -> sparse.csr_array:
    """Unit TF-IDF rows: ``(1 + ln tf) * ln((1 + n) / (1 + df))``, then length 1.

    Sublinear term frequency and smoothed inverse document frequency (Manning, Raghavan and Schütze,
    Introduction to Information Retrieval, 2008, 6.4). Words of one document only, or of more than
    30 % of them (and of more than ten), say nothing about likeness and are left out.
    """
    counts = [Counter(document) for document in documents]
    frequency = Counter(word for count in counts for word in count)
    most = max(_FEW, _MOST_COMMON * len(documents))
    kept = {w: n for n, w in enumerate(w for w, df in frequency.items() if 1 < df <= most)}
    idf = {word: math.log((1 + len(documents)) / (1 + frequency[word])) for word in kept}
    columns: list[int] = []
    values: list[float] = []
    starts = [0]
    for count in counts:
        row = {kept[w]: (1 + math.log(tf)) * idf[w] for w, tf in count.items() if w in kept}
        length = math.sqrt(sum(value * value for value in row.values())) or 1.0
        columns += row.keys()
        values += [value / length for value in row.values()]
        starts.append(len(columns))
    parts = (
        np.array(values, dtype=np.float64),
        np.array(columns, dtype=np.int32),
        np.array(starts, dtype=np.int32),
    )
    return sparse.csr_array(parts, shape=(len(documents), max(len(kept), 1)))


def _words(product: Product) -> Iterator[str]:
    """Words, and pairs of neighbours in titles: "word wall" says more than "word" and "wall"."""
    for title in titles(product):
        said = list(words(title))
        yield from said * _TITLE
        yield from (f"{one} {two}" for one, two in pairwise(said))
    for text in (product.brand, product.category, product.color, product.material):
        yield from words(text)
    for text in attribute_texts(product):
        yield from words(text)
    yield from words(product.description[:_DESCRIPTION_CHARS])
