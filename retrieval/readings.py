"""One product read once: all that a search needs of it and that depends on its record alone.

Reading a product (its facts, kind, index words) takes half a millisecond, so readings are kept
between starts (``retrieval.packed``) and taken over from one snapshot to the next.
"""

from __future__ import annotations

import hashlib
import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from retrieval.facts import Facts, facts
from retrieval.lexical import Vocabulary, document
from retrieval.product import Product
from retrieval.texts import has_han, passage, passage_hash
from retrieval.types import Kind, also_called, kind
from retrieval.values import is_cjk


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
    return text_hash(product.model_dump_json(exclude_defaults=True))


def text_hash(record: str) -> str:
    """The same of a record as the catalogue keeps it."""
    return hashlib.blake2b(record.encode(), digest_size=8).hexdigest()


def read(product: Product, record: str, vocabulary: Vocabulary) -> Reading:
    """Reads one product."""
    own, said = kind(product), facts(product)
    if wider := also_called(own):
        # In front: the description stays the last part of the words (retrieval.graph.pairs).
        said = said._replace(words=f" {' | '.join(wider)} |{said.words}")
    return Reading(
        record=record,
        facts=said,
        kind=own,
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
