"""The product records: SQLAlchemy Core over SQLite in WAL mode, or any database by URL.

The catalogue is the truth and the search index follows it. Each record says whether the index has
it (``indexed``) and whether it is on its way out (``deleted``); both are settled only after the
index has answered, so a process killed anywhere leaves work that the next ingest sees and finishes.
Records are stored as one JSON text each: nothing is ever asked of the database but "this id" and
"all of them", and filters run in memory over all products anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Self

import sqlalchemy as sa
from sqlalchemy.pool import ConnectionPoolEntry

from retrieval.product import Product

_SCHEMA = 1
_CHUNK = 500
_READ = 8_192
"""Products remembered as they were read, by their record: some 30 MB at most."""

_tables = sa.MetaData()
_products = sa.Table(
    "products",
    _tables,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, nullable=False, index=True),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Column("record", sa.Text, nullable=False),
    sa.Column("run", sa.Integer, nullable=False),
    sa.Column("indexed", sa.Boolean, nullable=False),
    sa.Column("deleted", sa.Boolean, nullable=False),
)
sa.Index("products_unsettled", _products.c.indexed, _products.c.deleted)
_counters = sa.Table(
    "counters",
    _tables,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
)


class CatalogueError(Exception):
    """The catalogue cannot be opened, read or written; the message says what to do."""


class Known(NamedTuple):
    """What the catalogue knows of a product before it is written again."""

    hash: str
    source: str
    run: int
    deleted: bool


class Entry(NamedTuple):
    """A product on its way into the catalogue, with the hash of its content."""

    product: Product
    hash: str


class Catalogue:
    """The products of one shop. Safe to read from many threads and processes while one writes."""

    def __init__(self, engine: sa.Engine, data_dir: Path) -> None:
        self.engine = engine
        self.data_dir = data_dir

    @classmethod
    def open(cls, data_dir: Path, *, url: str | None = None) -> Self:
        """Opens, or creates, ``<data_dir>/catalogue.db`` (or the database at ``url``).

        Raises:
            CatalogueError: The folder cannot be written, the file is no catalogue, or it was made
                by another version of Aisle.
        """
        try:
            data_dir.mkdir(parents=True, exist_ok=True)
            if url is None:
                url = f"sqlite:///{data_dir / 'catalogue.db'}"
            engine = sa.create_engine(url)
            if engine.dialect.name == "sqlite":
                sa.event.listen(engine, "connect", _set_pragmas)
            with engine.begin() as connection:
                _tables.create_all(connection)
                for name, value in (("schema", _SCHEMA), ("version", 0), ("run", 0)):
                    missing = sa.select(sa.literal(name), sa.literal(value)).where(
                        ~sa.exists().where(_counters.c.name == name)
                    )
                    connection.execute(_counters.insert().from_select(["name", "value"], missing))
                schema = int(connection.scalar(_counter("schema")) or 0)
        except (OSError, sa.exc.SQLAlchemyError) as error:
            message = f"cannot open the catalogue in {data_dir}: {_brief(error)}"
            raise CatalogueError(message) from error
        if schema != _SCHEMA:
            message = (
                f"the catalogue in {data_dir} has schema {schema}, this version reads {_SCHEMA}: "
                "give another --data-dir and ingest again"
            )
            raise CatalogueError(message)
        return cls(engine, data_dir)

    def close(self) -> None:
        """Lets go of the database."""
        self.engine.dispose()

    # Reading ------------------------------------------------------------------------------------

    def get(self, ids: Sequence[str]) -> list[Product]:
        """The products with these ids, in the order asked; unknown ids are left out."""
        found: dict[str, Product] = {}
        with self.engine.connect() as connection:
            for chunk in _chunks(list(dict.fromkeys(ids))):
                rows = connection.execute(
                    sa.select(_products.c.id, _products.c.record).where(
                        _products.c.id.in_(chunk), ~_products.c.deleted
                    )
                )
                found |= {row.id: _product(row.record) for row in rows}
        return [found[wanted] for wanted in ids if wanted in found]

    def iter_products(self) -> Iterator[Product]:
        """Every product, by id: one consistent snapshot, in little memory."""
        query = sa.select(_products.c.record).where(~_products.c.deleted).order_by(_products.c.id)
        with self.engine.connect().execution_options(yield_per=_CHUNK) as connection:
            for (record,) in connection.execute(query):
                yield Product.model_validate_json(record)

    def iter_records(self) -> Iterator[tuple[str, str]]:
        """The id and the record, as its JSON text, of every product, in the order of ids."""
        columns = sa.select(_products.c.id, _products.c.record)
        query = columns.where(~_products.c.deleted).order_by(_products.c.id)
        with self.engine.connect().execution_options(yield_per=_CHUNK) as connection:
            for row in connection.execute(query):
                yield row.id, row.record

    def count(self) -> int:
        """How many products there are."""
        query = sa.select(sa.func.count()).select_from(_products).where(~_products.c.deleted)
        with self.engine.connect() as connection:
            return connection.scalar(query) or 0

    def version(self) -> int:
        """Grows with every committed change; a reader that sees it grow reads again."""
        with self.engine.connect() as connection:
            return connection.scalar(_counter("version")) or 0

    def sources(self) -> dict[str, int]:
        """How many products came from each source."""
        query = (
            sa.select(_products.c.source, sa.func.count())
            .where(~_products.c.deleted)
            .group_by(_products.c.source)
        )
        with self.engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    # Writing, for the ingest ----------------------------------------------------------------------

    def begin_run(self) -> int:
        """The number of a new ingest run; rows are marked with it as they are seen."""
        with self._writing() as connection:
            _grow(connection, "run")
            return connection.scalar(_counter("run")) or 0

    def known(self, ids: Sequence[str]) -> Mapping[str, Known]:
        """What is stored under these ids, deleted ones included."""
        columns = (_products.c.id, _products.c.hash, _products.c.source, _products.c.run)
        query = sa.select(*columns, _products.c.deleted)
        known: dict[str, Known] = {}
        with self.engine.connect() as connection:
            for chunk in _chunks(ids):
                rows = connection.execute(query.where(_products.c.id.in_(chunk)))
                known |= {row.id: Known(row.hash, row.source, row.run, row.deleted) for row in rows}
        return known

    def write(
        self, changed: Sequence[Entry], unchanged: Sequence[str], *, source: str, run: int
    ) -> None:
        """Stores ``changed`` as not yet indexed and marks ``unchanged`` ids as seen, in one go."""
        if not changed and not unchanged:
            return
        with self._writing() as connection:
            for chunk in _chunks(unchanged):
                connection.execute(
                    _products.update()
                    .where(_products.c.id.in_(chunk))
                    .values(run=run, source=source)
                )
            if changed:
                _drop(connection, [entry.product.id for entry in changed])
                connection.execute(
                    _products.insert(),
                    [
                        {
                            "id": entry.product.id,
                            "source": source,
                            "hash": entry.hash,
                            "record": entry.product.model_dump_json(exclude_defaults=True),
                            "run": run,
                            "indexed": False,
                            "deleted": False,
                        }
                        for entry in changed
                    ],
                )
                _grow(connection, "version")

    def mark_indexed(self, ids: Sequence[str]) -> None:
        """The index has these products; called after it said so."""
        with self._writing() as connection:
            for chunk in _chunks(ids):
                connection.execute(
                    _products.update().where(_products.c.id.in_(chunk)).values(indexed=True)
                )
            _grow(connection, "version")

    def mark_unindexed(self) -> None:
        """The index is to be built again from every record."""
        with self._writing() as connection:
            connection.execute(_products.update().values(indexed=False))

    def unindexed(self, limit: int) -> list[Product]:
        """Up to ``limit`` products that the index does not have yet, by id."""
        query = (
            sa.select(_products.c.record)
            .where(~_products.c.indexed, ~_products.c.deleted)
            .order_by(_products.c.id)
            .limit(limit)
        )
        with self.engine.connect() as connection:
            return [Product.model_validate_json(row.record) for row in connection.execute(query)]

    def touch(self) -> None:
        """Makes every reader read again, though no record has changed."""
        with self._writing() as connection:
            _grow(connection, "version")

    def missing(self, source: str, run: int) -> int:
        """How many live products of ``source`` the run did not see."""
        with self.engine.connect() as connection:
            query = sa.select(sa.func.count()).select_from(_products)
            return connection.scalar(query.where(*_unseen(source, run))) or 0

    def mark_missing_deleted(self, source: str, run: int) -> None:
        """Hides the products of ``source`` that the run did not see."""
        with self._writing() as connection:
            connection.execute(
                _products.update().where(*_unseen(source, run)).values(deleted=True, indexed=False)
            )
            _grow(connection, "version")

    def deleted(self, limit: int) -> list[str]:
        """Up to ``limit`` ids that are hidden and may still be in the index."""
        query = sa.select(_products.c.id).where(_products.c.deleted).limit(limit)
        with self.engine.connect() as connection:
            return list(connection.scalars(query))

    def drop(self, ids: Sequence[str]) -> None:
        """Forgets these ids for good; called after the index has forgotten them."""
        with self._writing() as connection:
            _drop(connection, ids)
            _grow(connection, "version")

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        try:
            with self.engine.begin() as connection:
                yield connection
        except sa.exc.OperationalError as error:
            message = (
                f"cannot write the catalogue: {_brief(error)}; what was stored before is whole: "
                "mend the cause (free disk space, permissions) and run the same command again"
            )
            raise CatalogueError(message) from error


@lru_cache(maxsize=_READ)
def _product(record: str) -> Product:
    """A record as a product. Products are frozen, and a page of candidates is read each turn."""
    return Product.model_validate_json(record)


def _set_pragmas(connection: sa.engine.interfaces.DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=30000")
    cursor.close()


def _counter(name: str) -> sa.Select[int]:
    return sa.select(_counters.c.value).where(_counters.c.name == name)


def _grow(connection: sa.Connection, name: str) -> None:
    more = _counters.update().where(_counters.c.name == name)
    connection.execute(more.values(value=_counters.c.value + 1))


def _drop(connection: sa.Connection, ids: Sequence[str]) -> None:
    for chunk in _chunks(ids):
        connection.execute(_products.delete().where(_products.c.id.in_(chunk)))


def _unseen(source: str, run: int) -> tuple[sa.ColumnElement[bool], ...]:
    return (_products.c.source == source, _products.c.run != run, ~_products.c.deleted)


def _chunks(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))


def _brief(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    return str(cause).splitlines()[0] if str(cause) else type(cause).__name__
