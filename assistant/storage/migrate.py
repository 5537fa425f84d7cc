"""Bringing the schema to the newest migration, at every open.

The migrations ship inside the package and run without an ``alembic.ini``. A database already at
head costs one small read. Otherwise the write transaction is taken first (SQLite: ``BEGIN
IMMEDIATE``; PostgreSQL: an advisory lock), and the revision is looked at again inside it, so that
of two processes opening together one migrates and the other finds the work done. The whole
upgrade is one transaction: killed half-way, nothing of it stays.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text

from assistant.storage.errors import StorageUnavailableError

_LOCK_KEY = 0x4149534C45  # "AISLE", the advisory lock's number in PostgreSQL


def migrations() -> Config:
    """Alembic's configuration for the migrations inside this package."""
    config = Config()
    config.set_main_option("script_location", "assistant.storage:migrations")
    config.set_main_option("path_separator", "os")
    return config


def to_head(engine: Engine, write: Callable[[], AbstractContextManager[Connection]]) -> None:
    """Upgrade the database to the newest migration, once, whoever else is doing the same.

    Raises:
        StorageUnavailableError: if a newer Aisle has already moved the schema past this one.
    """
    config = migrations()
    script = ScriptDirectory.from_config(config)
    head = script.get_current_head()
    with engine.begin() as connection:
        if _revision(connection) == head:
            return
    with write() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
        if _revision(connection) == head:
            return
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StorageUnavailableError(
                f"The database schema is not one this version knows ({error}): update Aisle, or"
                " choose another AISLE_DATA_DIR."
            ) from error


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
