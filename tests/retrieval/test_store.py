"""Vectors in a real Chroma: idempotent writes, and no stale answers after another process's."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import numpy as np
import pytest

from benchmarks.chroma_alone import where
from retrieval.constraints import Constraints
from retrieval.store import HASH, Row, VectorStore, VectorStoreError


def row(id_: str, angle: float, **metadata: object) -> Row:
    vector = np.array([np.cos(angle), np.sin(angle), 0], dtype=np.float32)
    return Row(id_, vector, {HASH: f"hash-{id_}", **metadata})


@pytest.fixture
def store(tmp_path):
    store = VectorStore(tmp_path)
    yield store
    store.close()


def test_vectors_come_back_with_the_hash_of_their_text(store):
    store.upsert("m", [row("a", 0.0), row("b", 1.0)])

    found = store.vectors("m", ["b", "nowhere"])

    assert list(found) == ["b"]
    assert found["b"].hash == "hash-b"
    assert np.allclose(found["b"].vector, row("b", 1.0).vector)


def test_writing_the_same_rows_twice_changes_nothing(store):
    rows = [row("a", 0.0), row("b", 1.0)]
    store.upsert("m", rows)
    store.upsert("m", rows)

    assert store.count("m") == 2


def test_models_have_collections_of_their_own(store):
    store.upsert("m", [row("a", 0.0)])

    assert store.count("org/Other-Model") == 0
    assert store.name("org/Other-Model") == "aisle-org-other-model"


def test_the_nearest_come_first_and_satisfy_the_filter(store):
    store.upsert(
        "m", [row("a", 0.1, price=5.0), row("b", 0.2, price=50.0), row("c", 1.5, price=5.0)]
    )

    found = store.nearest(
        "m", row("q", 0.0).vector, limit=2, where=where(Constraints(price_max=10))
    )

    assert list(found) == ["a", "c"]
    assert found["a"] == pytest.approx(np.cos(0.1), abs=1e-4)


def test_metadata_changes_without_touching_the_vector(store):
    store.upsert("m", [row("a", 0.3, price=5.0)])
    store.set_metadata("m", {"a": {HASH: "hash-a", "price": 4.0}})

    assert store.matching("m", {"price": 4.0}) == 1
    assert np.allclose(store.vectors("m", ["a"])["a"].vector, row("a", 0.3).vector)


def test_what_is_no_longer_known_of_a_vector_is_forgotten(store):
    store.upsert("m", [row("a", 0.3, price=5.0, colors=["red"]), row("b", 0.3, price=5.0)])
    store.upsert("m", [row("a", 0.3, price=None)])
    store.set_metadata("m", {"a": {HASH: "hash-a", "colors": None}})

    assert store.matching("m", {"price": 5.0}) == 1
    assert store.matching("m", {"colors": {"$contains": "red"}}) == 0


def test_deleting_what_is_not_there_is_no_error(store):
    store.upsert("m", [row("a", 0.0)])
    store.delete("m", ["a", "b"])

    assert store.count("m") == 0


def test_a_write_of_another_process_is_seen_at_once(store, tmp_path):
    store.upsert("m", [row("a", 0.0), row("b", 1.5), row("gone", 0.1)])
    store.nearest("m", row("q", 0.0).vector, limit=3)  # Chroma now holds the vectors in memory
    code = f"""
        import numpy as np
        from pathlib import Path
        from retrieval.store import Row, VectorStore
        store = VectorStore(Path({str(tmp_path)!r}))
        vector = np.array([1, 0, 0], dtype=np.float32)
        store.upsert("m", [Row("new", vector, {{"hash": "n"}}), Row("b", vector, {{"hash": "b2"}})])
        store.delete("m", ["gone"])
    """

    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True)

    assert set(store.nearest("m", row("q", 0.0).vector, limit=3)) == {"a", "new", "b"}
    assert store.vectors("m", ["b"])["b"].hash == "b2"
    assert np.allclose(store.vectors("m", ["b"])["b"].vector, [1, 0, 0])


def test_a_chroma_server_takes_the_place_of_the_embedded_one(server, tmp_path):
    store = VectorStore(tmp_path / "data", url=server)
    store.upsert("m", [row("a", 0.1), row("b", 1.5)])
    store.delete("m", ["b"])

    assert list(VectorStore(tmp_path / "other", url=server).vectors("m", ["a", "b"])) == ["a"]
    assert not (tmp_path / "data" / "chroma").exists()
    store.close()


def test_a_server_that_does_not_answer_is_named(tmp_path):
    with pytest.raises(VectorStoreError, match=r"cannot open ChromaDB at http://127\.0\.0\.1:9"):
        VectorStore(tmp_path, url="http://127.0.0.1:9").count("m")


@pytest.mark.parametrize(
    ("constraints", "expected"),
    [
        (Constraints(), None),
        (Constraints(on_sale=True), {"on_sale": True}),
        (
            Constraints(colors=("navy",), in_stock=True),
            {"$and": [{"availability": "in_stock"}, {"colors": {"$contains": "blue"}}]},
        ),
    ],
)
def test_constraints_become_chroma_filters(constraints, expected):
    assert where(constraints) == expected
