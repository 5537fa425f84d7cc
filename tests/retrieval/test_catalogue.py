"""The catalogue: records, versions, and what is left to settle after a crash."""

from __future__ import annotations

import threading
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from retrieval.catalogue import Catalogue, CatalogueError, Entry
from retrieval.product import Product


def entries(*ids: str, **fields: object) -> list[Entry]:
    return [
        Entry(Product.model_validate({"id": id_, "title": f"Title {id_}", **fields}), f"hash-{id_}")
        for id_ in ids
    ]


def test_get_answers_in_the_order_asked_and_leaves_unknown_ids_out(tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path)
    catalogue.write(entries("b", "a", "c"), [], source="s", run=1)
    assert [p.id for p in catalogue.get(["c", "nobody", "a", "c"])] == ["c", "a", "c"]
    assert [p.id for p in catalogue.iter_products()] == ["a", "b", "c"]
    assert catalogue.count() == 3


def test_a_record_comes_back_as_it_went_in(tmp_path: Path) -> None:
    product = Product(
        id="x",
        title='牛仔裤 — "jeans"',
        price=Decimal("12.34"),
        sizes=["M"],
        attributes={"ram": 8, "wifi": True, "ports": ["a", "b"], "note": "x"},
    )
    Catalogue.open(tmp_path).write([Entry(product, "h")], [], source="s", run=1)
    assert Catalogue.open(tmp_path).get(["x"]) == [product]


def test_more_ids_than_a_statement_takes(tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path)
    ids = [f"p{n:05}" for n in range(1_700)]
    catalogue.write(entries(*ids), [], source="s", run=1)
    assert [p.id for p in catalogue.get(ids)] == ids
    assert len(catalogue.known(ids)) == len(ids)


def test_the_version_grows_with_changes_and_with_nothing_else(tmp_path: Path) -> None:
    catalogue, reader = Catalogue.open(tmp_path), Catalogue.open(tmp_path)
    before = reader.version()
    catalogue.write(entries("a"), [], source="s", run=1)
    written = reader.version()
    assert written > before
    catalogue.begin_run()
    catalogue.write([], ["a"], source="s", run=2)
    catalogue.get(["a"])
    assert reader.version() == written
    catalogue.mark_missing_deleted("s", 3)
    assert reader.version() > written


def test_what_the_index_still_has_to_do_is_remembered(tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path)
    catalogue.write(entries("a", "b"), [], source="s", run=1)
    catalogue.mark_indexed(["a"])
    assert [p.id for p in Catalogue.open(tmp_path).unindexed(9)] == ["b"]

    catalogue.write([], ["a"], source="s", run=2)
    assert catalogue.missing("s", 2) == 1
    catalogue.mark_missing_deleted("s", 2)
    assert Catalogue.open(tmp_path).deleted(9) == ["b"]
    assert catalogue.count() == 1
    assert catalogue.get(["b"]) == []
    catalogue.drop(["b"])
    assert catalogue.deleted(9) == []


def test_a_changed_record_is_unindexed_again(tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path)
    catalogue.write(entries("a"), [], source="s", run=1)
    catalogue.mark_indexed(["a"])
    catalogue.write(entries("a", brand="New"), [], source="s", run=2)
    assert [p.brand for p in catalogue.unindexed(9)] == ["New"]


def test_readers_see_whole_batches_while_a_writer_writes(tmp_path: Path) -> None:
    writer, reader = Catalogue.open(tmp_path), Catalogue.open(tmp_path)
    batches = [entries(*(f"{n}-{k}" for k in range(10))) for n in range(30)]
    seen: list[int] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.append(len(list(reader.iter_products())))

    thread = threading.Thread(target=read)
    thread.start()
    for batch in batches:
        writer.write(batch, [], source="s", run=1)
    done.set()
    thread.join()
    assert all(count % 10 == 0 for count in seen)
    assert seen == sorted(seen)


def test_a_full_disk_is_told_plainly_and_leaves_the_state_whole(tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path)
    catalogue.write(entries("a"), [], source="s", run=1)
    catalogue.close()

    @sa.event.listens_for(catalogue.engine, "connect")
    def _little_room(connection: object, _: object) -> None:
        connection.execute("PRAGMA max_page_count=12")  # type: ignore[attr-defined]

    version = catalogue.version()
    with pytest.raises(CatalogueError, match=r"disk is full.*run the same command again"):
        catalogue.write(entries("b", "c", description="x" * 200_000), [], source="s", run=1)
    assert [p.id for p in catalogue.iter_products()] == ["a"]
    assert catalogue.version() == version


def test_a_file_that_is_no_catalogue_is_refused(tmp_path: Path) -> None:
    (tmp_path / "catalogue.db").write_bytes(b"not a database at all, but long enough" * 100)
    with pytest.raises(CatalogueError, match="cannot open the catalogue"):
        Catalogue.open(tmp_path)


def test_another_schema_is_refused(tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path)
    with catalogue.engine.begin() as connection:
        connection.execute(sa.text("UPDATE counters SET value = 99 WHERE name = 'schema'"))
    with pytest.raises(CatalogueError, match="schema 99"):
        Catalogue.open(tmp_path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CatalogueError, match="cannot open the catalogue"):
        Catalogue.open(tmp_path / "file" / "below")
