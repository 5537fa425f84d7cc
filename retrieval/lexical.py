"""Word search: BM25 (`bm25s`) over titles, brands, categories, colours, attributes, descriptions.

One field, with the words that matter repeated: a word of the title counts three times. Given up:
BM25F, which weighs each field by its own length; bm25s has none. English words are made singular,
by rule: a stemmer's "universe/university" hurts more than its recall helps. Chinese is cut into
words by jieba's search mode, which also gives the parts of long words. A number and its unit are
one word and two ("128gb", "128", "gb").
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import bm25s
import jieba
import numpy as np
import numpy.typing as npt

from retrieval.product import Product
from retrieval.texts import attribute_texts, titles
from retrieval.values import is_cjk
from retrieval.values.text import tokens

Scores = npt.NDArray[np.float32]

_STOP = frozenset(Path(__file__).with_name("stopwords.txt").read_text(encoding="utf-8").split())
_GLUED = re.compile(r"(\d+(?:\.\d+)?)([a-z]{1,4})")
_TITLE, _BRAND, _CATEGORY, _COLOR = 3, 2, 1, 1
_MAX_QUERY_WORDS = 256

jieba.setLogLevel("WARNING")
_cutting = threading.Lock()


@lru_cache(maxsize=65_536)
def _cut(run: str) -> tuple[str, ...]:
    with _cutting:
        return tuple(jieba.cut_for_search(run))


def words(text: str) -> Iterator[str]:
    """The index words of ``text``, in order, stop words left out.

    Examples:
        >>> list(words("The best Running Shoes for 128GB phones"))
        ['best', 'running', 'shoe', '128gb', '128', 'gb', 'phone']
        >>> list(words("无线蓝牙耳机"))
        ['无线', '蓝牙', '耳机']
    """
    for token in tokens(text):
        if is_cjk(token):
            yield from (part for part in _cut(token) if part not in _STOP)
        elif token not in _STOP:
            yield token
            if glued := _GLUED.fullmatch(token):
                yield from glued.groups()


def document(product: Product) -> list[str]:
    """The index words of a product, each as often as it counts."""
    found: list[str] = []
    for title in titles(product):
        found += list(words(title)) * _TITLE
    found += list(words(product.brand)) * _BRAND
    found += list(words(product.category)) * _CATEGORY
    found += list(words(product.color)) * _COLOR
    found += words(product.material)
    found += words(product.description)
    for text in attribute_texts(product):
        if text not in (product.title, product.color, product.material):
            found += words(text)
    return found


class Vocabulary:
    """Words to numbers; it only grows, so that documents numbered once stay valid."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}

    def number(self, document: Iterable[str]) -> npt.NDArray[np.int32]:
        """The numbers of a document's words, new words taken in."""
        ids = self.ids
        return np.array([ids.setdefault(word, len(ids)) for word in document], dtype=np.int32)


class LexicalIndex:
    """A BM25 index of documents by row. Immutable, so safe to search from many threads."""

    def __init__(
        self,
        documents: Sequence[npt.NDArray[np.int32]],
        vocabulary: Vocabulary,
        *,
        k1: float = 1.2,
        b: float = 0.6,
    ) -> None:
        self._rows = len(documents)
        self._ids = dict(vocabulary.ids)
        self._bm25: bm25s.BM25 | None = None
        if any(len(document) for document in documents):
            self._bm25 = bm25s.BM25(k1=k1, b=b)
            numbered = [document.tolist() for document in documents]
            self._bm25.index((numbered, self._ids), show_progress=False)

    def scores(self, query: str) -> Scores:
        """The BM25 score of every row, shape ``(rows,)``; zeros where no word is known."""
        wanted = list(dict.fromkeys(words(query)))[:_MAX_QUERY_WORDS]
        known = [self._ids[word] for word in wanted if word in self._ids]
        if self._bm25 is None or not known:
            return np.zeros(self._rows, dtype=np.float32)
        return np.asarray(self._bm25.get_scores_from_ids(known), dtype=np.float32)
