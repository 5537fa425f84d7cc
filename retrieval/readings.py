"""Products read once: all that depends on a record alone, kept in a file between starts.

Reading a product (its facts, kind, index words) takes half a millisecond; for 20,000 products a
start would take ten seconds, from the file it takes one. The file is a cache: it carries a hash of
the code and word lists that made it and of every record, so a stale one is never believed, a
broken one is made again, and it can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import logging
import math
import os
import tempfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import orjson

from retrieval.facts import Facts, facts
from retrieval.lexical import Vocabulary, document
from retrieval.product import Product
from retrieval.texts import has_han, passage, passage_hash
from retrieval.types import Kind, kind
from retrieval.values import is_cjk

log = logging.getLogger(__name__)

_CODE = (
    "facts.py",
    "lexical.py",
    "readings.py",
    "stopwords.txt",
    "texts.py",
    "types.*",
    "values/*",
)


class Reading(NamedTuple):
    """One product, read once: everything that depends on its record alone."""

    record: str
    """A hash of the record, to tell whether it changed."""
    facts: Facts
    kind: Kind
    words: npt.NDArray[np.int32]
    passages: tuple[str, str]
    """Hashes of the English and the multilingual passage."""
    popularity: float
    group: str
    brand: str
    category: str
    han: bool
    latin: bool


def popularity(product: Product) -> float:
    """How well a product sells and is liked, for lists without a query; at least 0.

    The logarithm of the units sold, or of the ratings given where that is more (or all that is
    known), plus the rating as a share of 5.
    """
    known = max(product.sales or 0, product.rating_count or 0)
    return math.log1p(known) + (product.rating or 0) / 5


def record_hash(product: Product) -> str:
    """A hash of all that a record says."""
    text = product.model_dump_json(exclude_defaults=True)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def read(product: Product, record: str, vocabulary: Vocabulary) -> Reading:
    """Reads one product."""
    return Reading(
        record=record,
        facts=facts(product),
        kind=kind(product),
        words=vocabulary.number(document(product)),
        passages=(
            passage_hash(passage(product)),
            passage_hash(passage(product, language="zh")),
        ),
        popularity=popularity(product),
        group=product.item_group_id,
        brand=product.brand,
        category=product.category,
        han=has_han(product),
        latin=not is_cjk(product.title),
    )


@cache
def code_hash() -> str:
    """A hash of the code and word lists that a reading depends on."""
    here = Path(__file__).parent
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted({path for pattern in _CODE for path in here.glob(pattern)}):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def load(path: Path) -> tuple[dict[str, Reading], Vocabulary]:
    """The readings kept in ``path`` by product id; none where the file cannot be used."""
    vocabulary = Vocabulary()
    try:
        kept = orjson.loads(path.read_bytes())
        if kept["code"] != code_hash():
            return {}, vocabulary
        readings = {id_: _decode(row) for id_, row in kept["rows"]}
        vocabulary.number(kept["vocabulary"])
    except FileNotFoundError:
        return {}, vocabulary
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        log.warning("the readings in %s cannot be used and are made again: %s", path, error)
        return {}, Vocabulary()
    return readings, vocabulary


def save(path: Path, readings: Iterable[tuple[str, Reading]], vocabulary: Vocabulary) -> None:
    """Keeps readings in ``path``, replaced in one step; a full disk costs only the next start."""
    kept: Mapping[str, Any] = {
        "code": code_hash(),
        "vocabulary": list(vocabulary.ids),
        "rows": [(id_, reading) for id_, reading in readings],
    }
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        partial = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(orjson.dumps(kept, default=_encode, option=orjson.OPT_SERIALIZE_NUMPY))
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except (OSError, orjson.JSONEncodeError) as error:
        log.warning("cannot keep readings in %s: %s", path, error)


def _encode(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):  # NamedTuple: orjson writes only plain tuples
        return list(value)
    raise TypeError(f"cannot keep a {type(value).__name__}")


def _decode(row: list[Any]) -> Reading:
    own = Facts(*row[1])
    return Reading(
        row[0],
        own._replace(
            price=math.nan if own.price is None else own.price,
            rating=math.nan if own.rating is None else own.rating,
            colors=frozenset(own.colors),
            sizes=frozenset(own.sizes),
            materials=frozenset(own.materials),
            category=tuple(own.category),
        ),
        Kind(tuple(row[2][0]), tuple(row[2][1]), tuple(row[2][2]), curated=row[2][3]),
        np.array(row[3], dtype=np.int32),
        (row[4][0], row[4][1]),
        *row[5:],
    )
