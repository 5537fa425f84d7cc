"""Known shoppers: name, language, persona, and the segments the shop gave them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Table, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from assistant.event_checks import reason_of
from assistant.events import Key
from assistant.json_lines import BadLine, read_json_lines
from assistant.storage import Database
from assistant.storage.tables import ShopperRow

_shoppers: Table = ShopperRow.metadata.tables["shoppers"]


class ShopperFileError(ValueError):
    """A line of a shopper file cannot be read; the message says which and why."""


class Shopper(BaseModel):
    """One line of ``shoppers.jsonl``."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    user_id: Key
    name: Annotated[str, Field(max_length=200)] = ""
    language: Annotated[str, Field(max_length=16)] = "en"
    persona: Annotated[str, Field(max_length=4000)] = ""
    segments: list[str] = Field(default_factory=list)


class Shoppers:
    """The shoppers in the database."""

    def __init__(self, database: Database) -> None:
        """Read and write the shoppers of ``database``."""
        self._database = database

    def put(self, shoppers: Iterable[Shopper]) -> int:
        """Add or replace shoppers; returns how many."""
        rows = [shopper.model_dump() for shopper in shoppers]
        if not rows:
            return 0
        with self._database.write() as connection:
            insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            statement = insert(_shoppers)
            changed = {
                name: statement.excluded[name]
                for name in ("name", "language", "persona", "segments")
            }
            connection.execute(
                statement.on_conflict_do_update(index_elements=["user_id"], set_=changed), rows
            )
        return len(rows)

    def load(self, path: Path) -> int:
        """Add or replace the shoppers of a JSONL file (``.gz`` allowed); returns how many.

        Raises:
            ShopperFileError: at the first line that is not a shopper; nothing is stored then.
        """
        return self.put(read_shoppers(path))

    def get(self, user_id: str) -> Shopper | None:
        """One shopper, or None for one the shop was not told of."""
        with self._database.read() as connection:
            row = connection.execute(
                select(_shoppers).where(_shoppers.c.user_id == user_id)
            ).one_or_none()
        return None if row is None else Shopper.model_construct(**row._mapping)

    def all(self, *, limit: int = 1000) -> Sequence[Shopper]:
        """The shoppers by name, at most ``limit``."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(_shoppers).order_by(_shoppers.c.name, _shoppers.c.user_id).limit(limit)
            ).all()
        return [Shopper.model_construct(**row._mapping) for row in rows]

    def given_segments(self) -> dict[str, tuple[str, ...]]:
        """The segments the shop was told of, by shopper; those without are left out."""
        statement = select(_shoppers.c.user_id, _shoppers.c.segments)
        with self._database.read() as connection:
            rows = connection.execution_options(yield_per=1000).execute(statement)
            return {user: tuple(names) for user, names in rows if names}

    def count(self) -> int:
        """Shoppers stored."""
        with self._database.read() as connection:
            return int(connection.execute(select(func.count()).select_from(_shoppers)).scalar_one())

    def delete(self, user_id: str) -> bool:
        """Forget a shopper; returns whether there was one."""
        with self._database.write() as connection:
            statement = delete(_shoppers).where(_shoppers.c.user_id == user_id)
            return connection.execute(statement).rowcount > 0


def read_shoppers(path: Path) -> list[Shopper]:
    """The shoppers of a JSONL file (``.gz`` allowed).

    Raises:
        ShopperFileError: at the first line that is not a shopper.
    """
    found = []
    for number, line in read_json_lines(path):
        try:
            if isinstance(line, BadLine):
                raise ShopperFileError(f"{path}, line {number} is no shopper ({line.reason}).")
            found.append(Shopper.model_validate(line))
        except ValidationError as error:
            raise ShopperFileError(
                f"{path}, line {number} is no shopper ({reason_of(error)}): give user_id, name,"
                " language, persona, segments."
            ) from error
    return found
