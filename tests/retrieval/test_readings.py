"""Readings kept in a file are the ones that would be made again, or none."""

from __future__ import annotations

import logging
import math

import pytest

from retrieval import readings as module
from retrieval.lexical import Vocabulary
from retrieval.product import Product
from retrieval.readings import load, popularity, read, record_hash, save


@pytest.fixture
def kept(tmp_path, products):
    vocabulary = Vocabulary()
    rows = [(p.id, read(p, record_hash(p), vocabulary)) for p in products]
    path = tmp_path / "readings.json"
    save(path, rows, vocabulary)
    return path, rows, vocabulary


def test_what_is_kept_comes_back_the_same(kept):
    path, rows, vocabulary = kept

    loaded, words = load(path)

    assert words.ids == vocabulary.ids
    assert list(loaded) == [id_ for id_, _ in rows]
    for id_, reading in rows:
        assert comparable(loaded[id_]) == comparable(reading)


def comparable(reading):
    """The reading with what has no equality (arrays, NaN) in a form that has."""
    facts = reading.facts
    numbers = [None if math.isnan(number) else number for number in (facts.price, facts.rating)]
    plain = reading._replace(words=(), facts=facts._replace(price=0.0, rating=0.0))
    return plain, numbers, reading.words.tolist(), type(facts.colors), type(facts.category)


def test_readings_of_other_code_are_not_believed(kept, monkeypatch):
    path, _, _ = kept
    monkeypatch.setattr(module, "code_hash", lambda: "another")

    assert load(path)[0] == {}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"code": 1}', b"\xff\xfe"])
def test_a_broken_file_is_made_again(tmp_path, content, caplog):
    path = tmp_path / "readings.json"
    path.write_bytes(content)

    with caplog.at_level(logging.WARNING):
        loaded, vocabulary = load(path)

    assert (loaded, vocabulary.ids) == ({}, {})


def test_a_broken_row_spoils_no_vocabulary(kept):
    path, _, _ = kept
    path.write_bytes(
        path.read_bytes().replace(b'"black"', b"7", 1).replace(b'"rows":[[', b'"rows":[[[')
    )

    loaded, vocabulary = load(path)

    assert (loaded, vocabulary.ids) == ({}, {})


def test_no_file_no_readings(tmp_path):
    assert load(tmp_path / "none.json")[0] == {}


def test_a_changed_record_has_another_hash(products):
    changed = products[0].model_copy(update={"price": products[1].price})

    assert record_hash(changed) != record_hash(products[0])


def test_popularity_takes_sales_or_the_ratings_given():
    sold = popularity(Product(id="1", title="a", sales=100))
    rated = popularity(Product(id="2", title="b", rating=5, rating_count=100))

    assert rated == pytest.approx(sold + 1)
    assert popularity(Product(id="3", title="c")) == 0
