"""Packed readings, and those kept in a file, are the ones that would be made again, or none."""

from __future__ import annotations

import logging
import math

import pytest

from retrieval import packed as module
from retrieval.lexical import Vocabulary
from retrieval.packed import Documents, Readings, load, save
from retrieval.readings import read, record_hash


@pytest.fixture
def readings(products):
    vocabulary = Vocabulary()
    return [read(p, record_hash(p), vocabulary) for p in products], vocabulary


@pytest.fixture
def kept(tmp_path, products, readings):
    rows, vocabulary = readings
    path = tmp_path / "readings.jsonl"
    save(path, [p.id for p in products], Readings(rows), vocabulary)
    return path, rows, vocabulary


def comparable(reading):
    """The reading with what has no equality (arrays, NaN) in a form that has."""
    facts = reading.facts
    numbers = [None if math.isnan(number) else number for number in (facts.price, facts.rating)]
    plain = reading._replace(words=(), facts=facts._replace(price=0.0, rating=0.0))
    return plain, numbers, reading.words.tolist(), type(facts.colors), type(facts.category)


def test_what_is_packed_comes_out_the_same(readings):
    rows, _ = readings
    packed = Readings(rows)

    assert len(packed) == len(rows)
    assert [comparable(one) for one in packed] == [comparable(one) for one in rows]
    assert comparable(packed[-1]) == comparable(rows[-1])
    assert [one.record for one in packed[2:4]] == packed.records[2:4]
    assert [words.tolist() for words in Documents(packed)[1:3]] == [
        one.words.tolist() for one in rows[1:3]
    ]
    with pytest.raises(IndexError):
        packed[len(rows)]


def test_a_row_taken_over_is_the_same_row(readings):
    packed, other = Readings(readings[0]), Readings()

    other.take(packed, 3)

    assert comparable(other[0]) == comparable(packed[3])
    assert (other.records[0], other.passages[1][0]) == (packed.records[3], packed.passages[1][3])


def test_what_is_kept_comes_back_the_same(kept, products):
    path, rows, vocabulary = kept

    loaded = load(path)

    assert loaded.vocabulary.ids == vocabulary.ids
    assert loaded.rows == {product.id: row for row, product in enumerate(products)}
    assert [comparable(one) for one in loaded.readings] == [comparable(one) for one in rows]


def test_readings_of_other_code_are_not_believed(kept, monkeypatch):
    path, _, _ = kept
    monkeypatch.setattr(module, "code_hash", lambda: "another")

    assert not load(path).rows


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"code": 1}', b"\xff\xfe"])
def test_a_broken_file_is_made_again(tmp_path, content, caplog):
    path = tmp_path / "readings.jsonl"
    path.write_bytes(content)

    with caplog.at_level(logging.WARNING):
        loaded = load(path)

    assert (loaded.rows, loaded.vocabulary.ids) == ({}, {})


@pytest.mark.parametrize(
    "harm",
    [
        lambda content: content.replace(b'"black"', b"7", 1).replace(b'["l1",[', b'["l1",[['),
        lambda content: content[: len(content) // 2],
        lambda content: b"\n".join(content.split(b"\n")[:-2]) + b"\n",
    ],
)
def test_a_broken_row_spoils_no_vocabulary(kept, harm):
    path, _, _ = kept
    path.write_bytes(harm(path.read_bytes()))

    loaded = load(path)

    assert (loaded.rows, loaded.vocabulary.ids) == ({}, {})


def test_no_file_no_readings(tmp_path):
    assert not load(tmp_path / "none.jsonl").rows
