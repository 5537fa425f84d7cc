"""Readings of a million products in little memory, and the file that keeps them between starts.

As Python objects a reading takes about 5 kB, half of it for the objects themselves; here it is one
JSON text, and its index words lie in one array with all others. A reading is unpacked when it is
asked for (some microseconds) and the last few thousand stay unpacked, so a search that looks at the
same candidates several times pays once. The file holds the same texts, one a line, so it is read
and written in little memory as well. It is a cache: it carries a hash of the code and word lists
that made it and of every record, so a stale one is never believed, a broken one is made again, and
it can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import logging
import math
import os
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, overload

import numpy as np
import numpy.typing as npt
import orjson

from retrieval.facts import Facts
from retrieval.lexical import Vocabulary
from retrieval.readings import Reading
from retrieval.types import Kind

log = logging.getLogger(__name__)

_CODE = (
    "chinese.py",
    "facts.py",
    "lexical.py",
    "packed.py",
    "readings.py",
    "stopwords.txt",
    "texts.py",
    "types.*",
    "values/*",
)
_UNPACKED = 8_192
"""Readings kept unpacked: a few searches' candidates, about 40 MB."""
_WORDS = Reading._fields.index("words")
_PASSAGES = Reading._fields.index("passages")


class Readings(Sequence[Reading]):
    """Readings by row, packed. It only grows, so it can be read while it does."""

    def __init__(self, readings: Iterable[Reading] = ()) -> None:
        self._texts: list[bytes] = []
        self._words = array("i")
        self._starts = array("q", [0])
        self.records: list[str] = []
        """The hash of each row's record."""
        self.passages: tuple[list[str], list[str]] = ([], [])
        """The hash of each row's English passage, and of its multilingual one."""
        # A function of the texts and not of self, or the two would keep each other alive: an old
        # snapshot of a million products has to go when it is replaced.
        self._unpacked = lru_cache(_UNPACKED)(_unpacking(self._texts, self._words, self._starts))
        for reading in readings:
            self.append(reading)

    def append(self, reading: Reading) -> None:
        """Adds a row."""
        text = orjson.dumps(_without_words(reading), default=_plain)
        self._add(text, reading.words, reading.record, reading.passages)

    def take(self, other: Readings, row: int) -> None:
        """Adds a row of ``other`` as it is, sharing its text."""
        passages = other.passages[0][row], other.passages[1][row]
        self._add(other._texts[row], other.words(row), other.records[row], passages)

    def _add(
        self, text: bytes, words: npt.NDArray[np.int32], record: str, passages: tuple[str, str]
    ) -> None:
        self._texts.append(text)
        self._words.frombytes(np.ascontiguousarray(words, dtype=np.int32).tobytes())
        self._starts.append(len(self._words))
        self.records.append(record)
        english, multilingual = passages
        self.passages[0].append(english)
        self.passages[1].append(english if english == multilingual else multilingual)

    def words(self, row: int) -> npt.NDArray[np.int32]:
        """The index words of one row."""
        return _slice(self._words, self._starts, row)

    def __len__(self) -> int:
        return len(self._texts)

    @overload
    def __getitem__(self, row: int) -> Reading: ...
    @overload
    def __getitem__(self, row: slice) -> list[Reading]: ...
    def __getitem__(self, row: int | slice) -> Reading | list[Reading]:
        if isinstance(row, slice):
            return [self._unpack(at) for at in range(*row.indices(len(self)))]
        at = int(row)
        if not -len(self) <= at < len(self):
            raise IndexError(row)
        return self._unpacked(at % len(self))

    def __iter__(self) -> Iterator[Reading]:
        return map(_unpacking(self._texts, self._words, self._starts), range(len(self)))

    def _unpack(self, row: int) -> Reading:
        return _unpacking(self._texts, self._words, self._starts)(row)

    def line(self, row: int, id_: str) -> bytes:
        """One line of the file: the id, the words, and the text as it is."""
        words = self.words(row)
        head = orjson.dumps([id_, words], option=orjson.OPT_SERIALIZE_NUMPY)
        return head[:-1] + b"," + self._texts[row] + b"]\n"


def _slice(words: array[int], starts: array[int], row: int) -> npt.NDArray[np.int32]:
    return np.array(words[starts[row] : starts[row + 1]], dtype=np.int32)


def _unpacking(
    texts: Sequence[bytes], words: array[int], starts: array[int]
) -> Callable[[int], Reading]:
    return lambda row: _decode(orjson.loads(texts[row]), _slice(words, starts, row))


class Documents(Sequence[npt.NDArray[np.int32]]):
    """The index words of readings by row, for the word index, without unpacking the rest."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings

    def __len__(self) -> int:
        return len(self._readings)

    @overload
    def __getitem__(self, row: int) -> npt.NDArray[np.int32]: ...
    @overload
    def __getitem__(self, row: slice) -> list[npt.NDArray[np.int32]]: ...
    def __getitem__(self, row: int | slice) -> npt.NDArray[np.int32] | list[npt.NDArray[np.int32]]:
        if isinstance(row, slice):
            return [self._readings.words(at) for at in range(*row.indices(len(self)))]
        return self._readings.words(row)


class Kept:
    """What the file held: readings, the row of each id, and the words' numbers."""

    def __init__(self) -> None:
        self.readings = Readings()
        self.rows: dict[str, int] = {}
        self.vocabulary = Vocabulary()


def load(path: Path) -> Kept:
    """The readings kept in ``path``; none where the file cannot be used."""
    kept = Kept()
    try:
        with path.open("rb") as lines:
            head = orjson.loads(next(lines, b""))
            if head["code"] != code_hash():
                return kept
            kept.vocabulary.number(head["vocabulary"])
            for line in lines:
                id_, words, row = orjson.loads(line)
                reading = _decode(row, np.array(words, dtype=np.int32))
                kept.rows[id_] = len(kept.readings)
                kept.readings.append(reading)
    except FileNotFoundError:
        return Kept()
    except (OSError, ValueError, KeyError, TypeError, IndexError, OverflowError) as error:
        log.warning("the readings in %s cannot be used and are made again: %s", path, error)
        return Kept()
    if len(kept.rows) != head["count"]:
        log.warning("%s is cut short: its readings are made again", path)
        return Kept()
    return kept


def save(path: Path, ids: Sequence[str], readings: Readings, vocabulary: Vocabulary) -> None:
    """Keeps readings in ``path``, replaced in one step; a full disk costs only the next start."""
    head = {"code": code_hash(), "count": len(ids), "vocabulary": list(vocabulary.ids)}
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        partial = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(orjson.dumps(head) + b"\n")
                out.writelines(readings.line(row, id_) for row, id_ in enumerate(ids))
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except (OSError, orjson.JSONEncodeError) as error:
        log.warning("cannot keep readings in %s: %s", path, error)


@cache
def code_hash() -> str:
    """A hash of the code and word lists that a reading depends on."""
    here = Path(__file__).parent
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted({path for pattern in _CODE for path in here.glob(pattern)}):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _without_words(reading: Reading) -> list[Any]:
    return [value for place, value in enumerate(reading) if place != _WORDS]


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):  # NamedTuple: orjson writes only plain tuples
        return list(value)
    raise TypeError(f"cannot keep a {type(value).__name__}")


def _decode(row: list[Any], words: npt.NDArray[np.int32]) -> Reading:
    """The reading of a text's values; raises TypeError, ValueError or IndexError for others."""
    record, own, named, passages, *rest = row
    stated, titles, shelves, curated = named
    (
        price, currency, brand, colors, sizes, materials, gender, category, rating,
        on_sale, in_stock, said,
    ) = own  # fmt: skip
    facts = Facts(
        math.nan if price is None else price,
        currency,
        brand,
        frozenset(colors),
        frozenset(sizes),
        frozenset(materials),
        gender,
        tuple(category),
        math.nan if rating is None else rating,
        on_sale,
        in_stock,
        said,
    )
    kind = Kind(tuple(stated), tuple(titles), tuple(shelves), curated=curated)
    return Reading(record, facts, kind, words, (passages[0], passages[1]), *rest)
