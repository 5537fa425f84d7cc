"""What shoppers stated and chose: facts that outrank behaviour, and whether they are personalised.

A fact says of a value that it is wanted, never wanted, or (a tag the shopper took off) not to be
inferred, however often they look at it. Stating another of the three replaces it; taking the
statement back lets behaviour speak again.
"""

from __future__ import annotations

from sqlalchemy import Connection, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from assistant.profiles.interests import canonical, covers
from assistant.profiles.model import Fact, TagKind
from assistant.storage import Database
from assistant.storage.tables import FactRow, ProfileSettingsRow

MOST_FACTS = 200

_facts: Table = FactRow.metadata.tables["profile_facts"]
_settings: Table = ProfileSettingsRow.metadata.tables["profile_settings"]


class TooManyFactsError(ValueError):
    """A shopper's facts are full; the message says what to do."""


class Statements:
    """The facts and choices in the database."""

    def __init__(self, database: Database) -> None:
        """Read and write those of ``database``."""
        self._database = database

    def facts(self, user_id: str) -> list[Fact]:
        """What the shopper has stated, newest first."""
        with self._database.read() as connection:
            return _stated(connection, user_id)

    def state(self, user_id: str, fact: Fact) -> Fact:
        """Keep a fact in place of what was stated of the same value; returns it as kept.

        Raises:
            TooManyFactsError: at more than 200 facts of one shopper.
        """
        kept = fact.model_copy(update={"value": canonical(fact.kind, fact.value)})
        with self._database.write() as connection:
            before = _stated(connection, user_id)
            same = [one for one in before if _same(one, kept.kind, kept.value)]
            if not same and len(before) >= MOST_FACTS:
                raise TooManyFactsError(
                    f"No more than {MOST_FACTS} facts are kept of one shopper: take some back."
                )
            _take_back(connection, user_id, same)
            insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            statement = insert(_facts).values(user_id=user_id, **kept.model_dump())
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["user_id", "kind", "value"],
                    set_={"wanted": statement.excluded.wanted, "ts": statement.excluded.ts},
                )
            )
        return kept

    def take_back(self, user_id: str, kind: TagKind, value: str) -> bool:
        """Forget what was stated of a value; returns whether anything was."""
        name = canonical(kind, value)
        with self._database.write() as connection:
            same = [one for one in _stated(connection, user_id) if _same(one, kind, name)]
            _take_back(connection, user_id, same)
        return bool(same)

    def personalised(self, user_id: str) -> bool:
        """Whether personalisation is on, as it is until switched off."""
        statement = select(_settings.c.personalised).where(_settings.c.user_id == user_id)
        with self._database.read() as connection:
            return connection.execute(statement).scalar() is not False

    def personalise(self, user_id: str, *, on: bool) -> None:
        """Switch personalisation on or off."""
        with self._database.write() as connection:
            insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            statement = insert(_settings).values(user_id=user_id, personalised=on)
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["user_id"], set_={"personalised": on}
                )
            )

    def delete(self, user_id: str) -> int:
        """Forget facts and choices; returns how many facts."""
        with self._database.write() as connection:
            connection.execute(delete(_settings).where(_settings.c.user_id == user_id))
            return connection.execute(delete(_facts).where(_facts.c.user_id == user_id)).rowcount


def _stated(connection: Connection, user_id: str) -> list[Fact]:
    columns = (_facts.c.kind, _facts.c.value, _facts.c.wanted, _facts.c.ts)
    statement = select(*columns).where(_facts.c.user_id == user_id)
    rows = connection.execute(statement.order_by(_facts.c.ts.desc(), _facts.c.value)).all()
    return [Fact.model_validate(dict(row._mapping)) for row in rows]


def _same(fact: Fact, kind: TagKind, value: str) -> bool:
    # As wanted, so that only the very category is meant and none below it.
    return covers(fact.model_copy(update={"wanted": True}), kind, value)


def _take_back(connection: Connection, user_id: str, facts: list[Fact]) -> None:
    for fact in facts:
        connection.execute(
            delete(_facts).where(
                _facts.c.user_id == user_id,
                _facts.c.kind == fact.kind,
                _facts.c.value == fact.value,
            )
        )
