"""The database opens itself, in any number of processes, and names what the machine does to it."""

import multiprocessing
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from assistant.settings import Settings
from assistant.storage import (
    Database,
    StorageFullError,
    StorageLockedError,
    StorageReadOnlyError,
    StorageUnavailableError,
)
from assistant.storage.errors import named
from assistant.storage.tables import Base


def _open(folder: str) -> str:
    with Database.open(Settings(data_dir=Path(folder))) as database, database.read() as connection:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())


def test_the_migrations_make_exactly_the_tables_the_code_expects(tmp_path: Path) -> None:
    with Database.open(Settings(data_dir=tmp_path)) as database, database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_four_processes_open_an_empty_folder_at_once(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert pool.map(_open, [str(tmp_path)] * 4, chunksize=1) == ["0003"] * 4


def test_writers_queue_and_readers_do_not_wait(tmp_path: Path) -> None:
    with Database.open(Settings(data_dir=tmp_path)) as database:
        with database.read() as connection:
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        with database.write() as writer:
            writer.execute(text("INSERT INTO shoppers VALUES ('u', 'Ada', 'en', '', '[]')"))
            with database.read() as reader:
                assert reader.execute(text("SELECT count(*) FROM shoppers")).scalar() == 0
        with database.read() as reader:
            assert reader.execute(text("SELECT count(*) FROM shoppers")).scalar() == 1


def _write_and_fail(database: Database) -> None:
    with database.write() as writer:
        writer.execute(text("INSERT INTO shoppers VALUES ('u', 'Ada', 'en', '', '[]')"))
        raise RuntimeError("no such luck")


def test_an_exception_takes_the_whole_transaction_back(tmp_path: Path) -> None:
    with Database.open(Settings(data_dir=tmp_path)) as database:
        with pytest.raises(RuntimeError, match="no such luck"):
            _write_and_fail(database)
        with database.read() as reader:
            assert reader.execute(text("SELECT count(*) FROM shoppers")).scalar() == 0


def test_a_database_held_by_another_process_says_so(tmp_path: Path) -> None:
    Database.open(Settings(data_dir=tmp_path)).close()
    holder = sqlite3.connect(tmp_path / "aisle.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    database = Database.at(f"sqlite:///{tmp_path / 'aisle.db'}", busy_timeout_s=0.1)
    with (
        pytest.raises(StorageLockedError, match="locked by another process: try again"),
        database.write(),
    ):
        pass
    holder.execute("ROLLBACK")
    holder.close()
    with database.write():
        assert database.healthy()


def _fill(database: Database, pages: int) -> None:
    with database.write() as writer:
        writer.execute(text(f"PRAGMA max_page_count={pages}"))
        long = {"name": "x" * 1_000_000}
        writer.execute(text("INSERT INTO shoppers VALUES ('v', :name, 'en', '', '[]')"), long)


def test_a_full_disk_says_so_and_loses_only_that_transaction(tmp_path: Path) -> None:
    with Database.open(Settings(data_dir=tmp_path)) as database:
        with database.write() as connection:
            connection.execute(text("INSERT INTO shoppers VALUES ('u', 'Ada', 'en', '', '[]')"))
            pages = int(connection.execute(text("PRAGMA page_count")).scalar_one())
        with pytest.raises(StorageFullError, match="free disk space"):
            _fill(database, pages)
        with database.read() as reader:
            assert reader.execute(text("SELECT user_id FROM shoppers")).scalars().all() == ["u"]


def test_a_file_that_is_no_database_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "aisle.db").write_text("this is not a database, whatever its name says" * 40)
    with pytest.raises(StorageUnavailableError, match="check AISLE_DATA_DIR"):
        Database.open(Settings(data_dir=tmp_path))


def test_a_data_folder_that_is_a_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(StorageUnavailableError, match="choose another with AISLE_DATA_DIR"):
        Database.open(Settings(data_dir=tmp_path / "taken"))


@pytest.mark.parametrize("url", ["not a url", "oracle9i://shop", "mongodb://shop"])
def test_an_unusable_url_is_refused_without_repeating_it(url: str, tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailableError, match="AISLE_DATABASE_URL"):
        Database.open(Settings(data_dir=tmp_path, database_url=url))


def test_a_schema_from_a_newer_aisle_is_left_alone(tmp_path: Path) -> None:
    with Database.open(Settings(data_dir=tmp_path)) as database, database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageUnavailableError, match="update Aisle"):
        Database.open(Settings(data_dir=tmp_path))


def test_driver_errors_are_told_apart_and_others_left_alone() -> None:
    def kind(message: str) -> type[Exception] | None:
        error = named(sqlite3.OperationalError(message), "aisle.db")
        return None if error is None else type(error)

    assert kind("database or disk is full") is StorageFullError
    assert kind("database is locked") is StorageLockedError
    assert kind("attempt to write a readonly database") is StorageReadOnlyError
    assert kind("unable to open database file") is StorageUnavailableError
    assert kind("no such table: events") is None


def test_eight_threads_open_an_empty_folder_at_the_same_moment(tmp_path: Path) -> None:
    barrier = threading.Barrier(8)

    def open_it(_: int) -> str:
        barrier.wait()
        return _open(str(tmp_path))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(open_it, range(8))) == ["0003"] * 8
