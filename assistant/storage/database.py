"""One database for the assistant: SQLite in the data folder, or PostgreSQL by URL.

SQLite runs in WAL mode with a busy timeout, so that readers never wait for the writer and writers
queue. Transactions that write begin as ``IMMEDIATE``: a deferred one that turns into a writer
half-way fails at once instead of queueing. Opening brings the schema to the newest migration under
a lock, so that two processes may open an empty folder at the same moment. Driver errors that are
about the machine (full disk, lock, no server) come out as :mod:`assistant.storage.errors`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.orm import Session

from assistant.storage.errors import StorageLockedError, StorageUnavailableError, named
from assistant.storage.migrate import to_head

BUSY_TIMEOUT_S = 10.0
_WRITE = "aisle_write"


class StorageSettings(Protocol):
    """The part of the settings the database needs."""

    @property
    def data_dir(self) -> Path:
        """Folder of the SQLite file."""

    @property
    def database_url(self) -> str | None:
        """SQLAlchemy URL, or None for SQLite in ``data_dir``."""


class Database:
    """The open database: an engine, read and write transactions, and the ORM session."""

    def __init__(self, engine: Engine) -> None:
        """Wrap an engine whose schema is at head; use :meth:`open` or :meth:`at`."""
        self.engine = engine

    @classmethod
    def open(cls, settings: StorageSettings) -> Self:
        """Open (and create or migrate) the database the settings name.

        Raises:
            StorageError: if it cannot be opened, written or migrated.
        """
        if settings.database_url:
            return cls.at(settings.database_url)
        folder = settings.data_dir
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageUnavailableError(
                f"Cannot make the data folder {folder} ({error.strerror}): choose another with"
                " AISLE_DATA_DIR or --data-dir."
            ) from error
        return cls.at(URL.create("sqlite", database=str(folder / "aisle.db")))

    @classmethod
    def at(cls, url: str | URL, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> Self:
        """Open the database at a SQLAlchemy URL; `busy_timeout_s` is in seconds."""
        database = cls(_engine(url, busy_timeout_s))
        to_head(database.engine, database.write)
        return database

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads, on one consistent snapshot."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes; commits at the end, rolls back on an exception."""
        with (
            self.engine.connect().execution_options(**{_WRITE: True}) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def session(self) -> Iterator[Session]:
        """An ORM session in one write transaction."""
        with self.write() as connection, Session(bind=connection) as session:
            yield session
            session.flush()

    def scrub(self) -> bool:
        """Empty SQLite's write-ahead log, where deleted rows live on; elsewhere nothing to do.

        Returns:
            False where another transaction held on to it for the whole busy timeout.
        """
        if self.engine.dialect.name != "sqlite":
            return True
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            row = cursor.fetchone()
            return row is not None and row[0] == 0
        finally:
            connection.close()

    def healthy(self) -> bool:
        """Whether the database answers."""
        try:
            with self.read() as connection:
                return connection.execute(text("SELECT 1")).scalar() == 1
        except (StorageUnavailableError, StorageLockedError):
            return False

    def close(self) -> None:
        """Close the pooled connections. The database may be used again afterwards."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _engine(url: str | URL, busy_timeout_s: float) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            engine = create_engine(parsed, connect_args={"timeout": busy_timeout_s})
            event.listen(engine, "connect", _sqlite_connection)
            event.listen(engine, "begin", _sqlite_begin)
        else:
            engine = create_engine(parsed, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError) as error:
        raise StorageUnavailableError(
            "AISLE_DATABASE_URL is not a database URL Aisle can use: write it like"
            " postgresql+psycopg://user:password@host/aisle, or leave it unset for SQLite."
        ) from error
    except ModuleNotFoundError as error:
        raise StorageUnavailableError(
            f"The driver for AISLE_DATABASE_URL is not installed (no module {error.name}):"
            " pip install 'aisle[postgres]'."
        ) from error
    where = parsed.database if parsed.get_backend_name() == "sqlite" else None
    shown = where or parsed.render_as_string(hide_password=True)

    def name_error(context: ExceptionContext) -> BaseException | None:
        return named(context.original_exception, shown)

    event.listen(engine, "handle_error", name_error, retval=True)
    return engine


def _sqlite_connection(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions by itself: `_sqlite_begin` does.
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA secure_delete=ON")
    for attempt in range(100):
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
                return
            # Two processes switching a new file at once: SQLite does not queue this one.
            mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
        except connection.OperationalError as error:
            if "locked" not in str(error) or attempt == 99:
                raise
        else:
            if mode in {"wal", "memory"}:
                return
        time.sleep(0.05)


def _sqlite_begin(connection: Connection) -> None:
    write = connection.get_execution_options().get(_WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
