"""Word search: BM25F over titles, brands, kinds, colours and materials, attributes, descriptions.

A word of the title counts three times and each field is measured by its own length (Robertson,
Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields", CIKM 2004), so that a
long list of attributes does not dilute the title. bm25s, which this replaces, has one field; it
ranked the electronics 0.01 to 0.02 worse. A word that the shop does not know is read as the known
word it is a misspelling of, or as the two it is made of; neighbours that the shop writes as one
word ("head set") are looked up as that one as well. English words are made singular, by rule: a
stemmer's "universe/university" hurts more than its recall helps. Chinese is cut by jieba: see
``retrieval.chinese``. A number and its unit are one word and two ("128gb", "128", "gb").
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from retrieval.chinese import all_within, characters, cut, cut_once
from retrieval.pinyin import Pinyin
from retrieval.product import Product
from retrieval.texts import attribute_texts, kind_texts, titles
from retrieval.values import is_cjk
from retrieval.values.text import tokens

Scores = npt.NDArray[np.float32]
_Ints = npt.NDArray[np.int64]

_STOP = frozenset(Path(__file__).with_name("stopwords.txt").read_text(encoding="utf-8").split())
_GLUED = re.compile(r"(\d+(?:\.\d+)?)([a-z]{1,4})")
_BOTH_WAYS = frozenset({
    "accessories", "binoculars", "earphones", "goggles", "headphones", "jeans", "joggers",
    "leggings", "pajamas", "pants", "pliers", "pyjamas", "sunglasses", "sweatpants", "tights",
    "tongs", "trousers", "tweezers",
})  # fmt: skip
"""Plurals that feeds write as singulars too; they are one word here."""
_FIELDS = {"text": 1, "title": 3, "brand": 2, "kind": 1, "look": 1, "more": 1}
"""How often a word of each field counts. The first takes words that stand before any mark."""
_MARK = "\x1f"
_MAX_QUERY_WORDS = 256
_JOINED = 0.6
"""What two words written as one count beside the two as they were asked for."""
_CHARACTER = 0.5
"""What a character of an unknown Chinese word counts."""
_PART = 1 << 14
"""Products indexed at a time."""
_SHORT = 12
"""Only queries of up to so many words are mended: a title or a whole talk has enough others."""


def units(text: str) -> list[str]:
    """The words of ``text`` side by side, no part of one inside another; stop words left out.

    Examples:
        >>> units("the running shoes"), units("笔记本电脑")
        (['running', 'shoe'], ['笔记本电脑'])
    """
    found: list[str] = []
    for token in tokens(text):
        found += cut_once(token) if is_cjk(token) else (token,)
    return [unit for unit in found if unit not in _STOP]


def words(text: str, *, within: bool = False) -> Iterator[str]:
    """The index words of ``text``, in order, stop words left out.

    Args:
        text: Of a query or a product.
        within: Whether Chinese gives all words that stand in it, as for a product.

    Examples:
        >>> list(words("The best Running Shoes for 128GB phones"))
        ['best', 'running', 'shoe', '128gb', '128', 'gb', 'phone']
        >>> list(words("Headphones")), list(words("无线蓝牙耳机"))
        (['headphone'], ['无线', '蓝牙', '耳机'])
    """
    for token in tokens(text):
        if is_cjk(token):
            parts = all_within(token) if within else cut(token)
            yield from (part for part in parts if part not in _STOP)
        elif token not in _STOP:
            yield token[:-1] if token in _BOTH_WAYS else token
            if glued := _GLUED.fullmatch(token):
                yield from glued.groups()


def document(product: Product) -> list[str]:
    """The index words of a product, each as often as it counts, behind its field's mark."""
    shown = (product.title, product.color, product.material)
    fields = {
        "title": titles(product),
        "brand": (product.brand,),
        "kind": (*kind_texts(product), product.category),
        "look": (product.color, product.material),
        "text": (product.description,),
        "more": (text for text in attribute_texts(product) if text not in shown),
    }
    found: list[str] = []
    for field, texts in fields.items():
        found.append(_MARK + field)
        for text in texts:
            found += list(words(text, within=True)) * _FIELDS[field]
    return found


class Vocabulary:
    """Words to numbers; it only grows, so that documents numbered once stay valid."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}

    def number(self, document: Iterable[str]) -> npt.NDArray[np.int32]:
        """The numbers of a document's words, new words taken in."""
        ids = self.ids
        return np.array([ids.setdefault(word, len(ids)) for word in document], dtype=np.int32)


class Coverage(NamedTuple):
    """By row, the share of a query's words that a product has, each by its rarity; in [0, 1]."""

    anywhere: Scores
    title: Scores
    brand: Scores


class Postings(NamedTuple):
    """Where a word stands: rows in order, what it scores in each, and which have it in the title.

    ``titled`` has an entry a row.
    """

    rows: npt.NDArray[np.int32]
    scores: Scores
    titled: npt.NDArray[np.bool_]


class _Word(NamedTuple):
    """A known word, and how much a match of it counts."""

    id: int
    factor: float


class LexicalIndex:
    """A BM25F index of documents by row. Immutable, so safe to search from many threads."""

    def __init__(
        self,
        documents: Sequence[npt.NDArray[np.int32]],
        vocabulary: Vocabulary,
        *,
        k1: float = 1.2,
        b: float = 0.6,
    ) -> None:
        self._rows = len(documents)
        self._ids = {
            word: id_ for word, id_ in vocabulary.ids.items() if not word.startswith(_MARK)
        }
        size = len(vocabulary.ids)
        opens = _opens(vocabulary)
        # In parts, since a million products have a hundred million words.
        parts = range(0, self._rows, _PART)
        lengths = np.zeros((len(_FIELDS), self._rows))
        for start in parts:
            _, row, field = _flat(documents[start : start + _PART], opens)
            count = min(_PART, self._rows - start)
            own = np.bincount(field * count + row, minlength=len(_FIELDS) * count)
            lengths[:, start : start + count] = own.reshape(len(_FIELDS), count)
        filled = np.maximum((lengths > 0).sum(axis=1), 1)
        means = np.maximum(lengths.sum(axis=1) / filled, 1e-9)
        found = []
        for start in parts:
            term, row, field = _flat(documents[start : start + _PART], opens)
            relative = lengths[field, row + start] / means[field]
            found.append(_postings(term, row, field, 1 / (1 - b + b * relative), start))
        df = sum((part.df(size) for part in found), np.zeros(size, dtype=np.int64))
        self._starts = np.concatenate([[0], np.cumsum(df)])
        self._idf = np.log1p((self._rows - df + 0.5) / (df + 0.5))
        # One posting a word and product, in the order of words and then of rows.
        total = int(self._starts[-1])
        self._row = np.empty(total, dtype=np.int32)
        self._value = np.empty(total, dtype=np.float32)
        self._in = {name: np.empty(total, dtype=np.bool_) for name in ("title", "brand")}
        free = self._starts[:-1].copy()
        while found:
            part = found.pop(0)
            own = part.df(size)
            first = np.cumsum(own) - own
            place = free[part.term] + np.arange(len(part.term)) - first[part.term]
            free += own
            self._row[place] = part.row
            tf = part.tf
            self._value[place] = self._idf[part.term] * tf * (k1 + 1) / (tf + k1)
            self._in["title"][place] = part.in_title
            self._in["brand"][place] = part.in_brand
        self._most = k1 + 1
        said = lengths.sum(axis=1) / list(_FIELDS.values())
        title = said[list(_FIELDS).index("title")]
        self.richness = 1 - float(title / said.sum()) if said.any() else 0.0
        """The share of all words said, each once, that stand outside of titles."""
        self._spellings: dict[tuple[str, int], list[str]] = {}
        for word, id_ in self._ids.items():
            if len(word) > 4 and df[id_] and word.isalpha() and not is_cjk(word):
                self._spellings.setdefault((word[0], len(word)), []).append(word)

    def scores(self, query: str, *, mends: bool = True) -> Scores:
        """The BM25F score of every row, shape ``(rows,)``; zeros where no word is known.

        Without ``mends`` the query is read as it stands.
        """
        best = np.zeros(self._rows, dtype=np.float32)
        for reading in self._readings(query, mends=mends):
            total = np.zeros(self._rows, dtype=np.float32)
            for id_, factor in reading:
                here = slice(self._starts[id_], self._starts[id_ + 1])
                total[self._row[here]] += factor * self._value[here]
            np.maximum(best, total, out=best)
        return best

    def in_characters(self, query: str, known: Callable[[str], bool]) -> str:
        """``query`` with pinyin as the words that the shop says; see ``retrieval.pinyin``.

        Args:
            query: What was typed.
            known: Further words that are none.
        """
        return self._pinyin.read(query, lambda word: word in self._ids or known(word))

    @cached_property
    def _pinyin(self) -> Pinyin:
        """Made when the first search asks; the sounds are kept from one snapshot to the next."""
        return Pinyin(
            (word, int(self._starts[id_ + 1] - self._starts[id_]))
            for word, id_ in self._ids.items()
        )

    @property
    def size(self) -> int:
        """How many rows there are."""
        return self._rows

    def postings(self, word: str) -> Postings | None:
        """Where ``word`` stands; None where no product says it."""
        id_ = self._ids.get(word)
        if id_ is None or self._starts[id_] == self._starts[id_ + 1]:
            return None
        here = slice(self._starts[id_], self._starts[id_ + 1])
        return Postings(self._row[here], self._value[here], self._in["title"][here])

    def rarity(self, word: str) -> float:
        """The inverse document frequency of ``word``; an unknown one is as rare as can be."""
        id_ = self._ids.get(word)
        return math.log1p(2 * self._rows + 1) if id_ is None else float(self._idf[id_])

    def highest(self, query: str) -> float:
        """The score that a product could come close to if it said the query over and over."""
        return self._most * self._weights(query)[1]

    def coverage(self, query: str, *, mends: bool = True) -> Coverage:
        """How much of the query each product says at all, in its title and in its brand."""
        _, whole = self._weights(query)
        found = Coverage(*(np.zeros(self._rows, dtype=np.float32) for _ in range(3)))
        for reading in self._readings(query, mends=mends) if whole else ():
            part = Coverage(*(np.zeros(self._rows, dtype=np.float32) for _ in range(3)))
            for id_, factor in reading:
                here = slice(self._starts[id_], self._starts[id_ + 1])
                rows, share = self._row[here], factor * self._idf[id_] / whole
                part.anywhere[rows] += share
                part.title[rows[self._in["title"][here]]] += share
                part.brand[rows[self._in["brand"][here]]] += share
            for best, own in zip(found, part, strict=True):
                np.maximum(best, np.minimum(own, 1.0), out=best)
        return found

    def _weights(self, query: str) -> tuple[list[str], float]:
        """The query's words, and their rarity in sum; an unknown one is as rare as can be."""
        wanted = list(dict.fromkeys(words(query)))[:_MAX_QUERY_WORDS]
        return wanted, sum(self.rarity(word) for word in wanted)

    def _readings(self, query: str, *, mends: bool) -> Iterator[list[_Word]]:
        """The ways to read a query: as it stands, and with neighbours written as one word."""
        wanted, _ = self._weights(query)
        mend = mends and len(wanted) <= _SHORT
        yield [part for word in wanted for part in self._spelled(word, mend=mend)]
        if not mend:
            return
        for first, second in pairwise(wanted):
            joined = self._ids.get(first + second)
            if joined is None or is_cjk(first + second) or not self._idf[joined]:
                continue
            pair = self.rarity(first) + self.rarity(second)
            others = [word for word in wanted if word not in (first, second)]
            yield [
                _Word(joined, _JOINED * pair / float(self._idf[joined])),
                *(part for word in others for part in self._spelled(word, mend=True)),
            ]

    def _spelled(self, word: str, *, mend: bool) -> list[_Word]:
        """A word as the shop knows it: itself, the two it is made of, or the nearest spelling.

        A Chinese one is read as its characters, one of a single character (刀) also as part of
        others (水果刀).
        """
        whole = [] if (id_ := self._ids.get(word)) is None else [_Word(id_, 1.0)]
        if mend and is_cjk(word) and (not whole or len(word) == 1):
            own = [self._ids.get(one) for one in characters(word)]
            return whole + [_Word(id_, _CHARACTER) for id_ in own if id_ is not None]
        if whole:
            return whole
        if not mend or len(word) < 5 or not word.isalpha() or is_cjk(word):
            return []
        for at in range(3, len(word) - 2):
            halves = [self._ids.get(word[:at]), self._ids.get(word[at:])]
            if None not in halves:
                return [_Word(id_, 0.5) for id_ in halves if id_ is not None]
        most = 1 if len(word) < 8 else 2
        sizes = range(len(word) - most, len(word) + most + 1)
        near = process.extract(
            word,
            [known for size in sizes for known in self._spellings.get((word[0], size), ())],
            scorer=DamerauLevenshtein.distance,
            score_cutoff=most,
            limit=10,
        )
        same = [self._ids[found] for found, _, _ in near]
        return [_Word(min(same, key=lambda id_: self._idf[id_]), 0.8)] if same else []


class _Part(NamedTuple):
    """The postings of some rows, in the order of words and then of rows."""

    term: _Ints
    row: npt.NDArray[np.int32]
    tf: npt.NDArray[np.float64]
    in_title: npt.NDArray[np.bool_]
    in_brand: npt.NDArray[np.bool_]

    def df(self, size: int) -> _Ints:
        """How many of the rows have each of ``size`` words."""
        return np.bincount(self.term, minlength=size)


def _postings(
    term: _Ints, row: _Ints, field: _Ints, weight: npt.NDArray[np.float64], start: int
) -> _Part:
    keys, place = np.unique(term * _PART + row, return_inverse=True)
    names = list(_FIELDS)
    title, brand = (
        np.bincount(place, field == names.index(name), minlength=len(keys)) > 0
        for name in ("title", "brand")
    )
    tf = np.bincount(place, weight, minlength=len(keys)).astype(np.float64)
    at, rows = np.divmod(keys, _PART)
    return _Part(at, (rows + start).astype(np.int32), tf, title, brand)


def _opens(vocabulary: Vocabulary) -> _Ints:
    """By word, the field that it opens; -1 for all but marks."""
    opens = np.full(len(vocabulary.ids), -1, dtype=np.int64)
    for place, name in enumerate(_FIELDS):
        if (mark := vocabulary.ids.get(_MARK + name)) is not None:
            opens[mark] = place
    return opens


def _flat(documents: Sequence[npt.NDArray[np.int32]], opens: _Ints) -> tuple[_Ints, _Ints, _Ints]:
    """Word, row and field of every occurrence."""
    if not any(len(document) for document in documents):
        empty = np.empty(0, dtype=np.int64)
        return empty, empty, empty
    term = np.concatenate(documents).astype(np.int64)
    sizes = [len(document) for document in documents]
    row = np.repeat(np.arange(len(documents), dtype=np.int64), sizes)
    opened = opens[term]
    starts = np.zeros(len(term), dtype=np.bool_)
    starts[np.cumsum([0, *sizes[:-1]])[np.array(sizes) > 0]] = True
    field_at = np.where(starts & (opened < 0), 0, opened)
    last = np.maximum.accumulate(np.where(field_at >= 0, np.arange(len(term)), 0))
    word = opened < 0
    return term[word], row[word], field_at[last][word]
