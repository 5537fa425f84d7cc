"""Assignments and exposures in the database.

An assignment is stored when the shopper first meets the arm, so that it stays theirs though the
shares are changed later. An exposure is logged once a session (and once a list, where two rankings
are mixed): who never met an arm says nothing about it and must not be counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from threading import Lock

from cachetools import LRUCache
from pydantic import AwareDatetime, BaseModel, ConfigDict
from sqlalchemy import Table, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from assistant.experiments.assignment import arm_of
from assistant.experiments.definition import Arm, Experiment
from assistant.storage import Database
from assistant.storage.tables import AssignmentRow, ExposureRow

_NOTED = 10_000
_assignments: Table = AssignmentRow.metadata.tables["experiment_assignments"]
_exposures: Table = ExposureRow.metadata.tables["experiment_exposures"]


class Exposure(BaseModel):
    """A unit (shopper, or a guest's conversation) met an experiment."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    experiment: str
    unit: str
    arm: str | None = None
    session_id: str
    ts: AwareDatetime
    teams: dict[str, str] | None = None
    """Of a mixed list: product id to the arm that picked it."""


class ExperimentLog:
    """Who is in which arm, and who met it. Safe to use from many threads."""

    def __init__(self, database: Database) -> None:
        """Read and write those of ``database``."""
        self._database = database
        self._noted: LRUCache[tuple[str, str, str], bool] = LRUCache(maxsize=_NOTED)
        self._lock = Lock()

    def arm(self, experiment: Experiment, unit: str) -> Arm:
        """The arm of a shopper who takes part: the one they were in before, else by hash."""
        statement = select(_assignments.c.arm).where(
            _assignments.c.experiment == experiment.name, _assignments.c.unit == unit
        )
        with self._database.read() as connection:
            before = connection.execute(statement).scalar()
        known = experiment.arm_named(before) if before is not None else None
        return known or arm_of(experiment, unit)

    def expose(
        self,
        experiment: Experiment,
        unit: str,
        *,
        session_id: str,
        arm: Arm | None = None,
        teams: dict[str, str] | None = None,
        now: datetime | None = None,
    ) -> None:
        """Log that a unit met its arm (once a session), or a mixed list (each time)."""
        key = (experiment.name, unit, session_id)
        with self._lock:
            if teams is None and key in self._noted:
                return
        moment = now or datetime.now(UTC)
        row = {
            "experiment": experiment.name,
            "unit": unit,
            "arm": arm.name if arm is not None else None,
            "session_id": session_id,
            "teams": teams,
            "ts": moment,
        }
        with self._database.write() as connection:
            if arm is not None:
                upsert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert
                assigned = {"experiment": experiment.name, "unit": unit, "arm": arm.name}
                connection.execute(
                    upsert(_assignments).values(**assigned, ts=moment).on_conflict_do_nothing()
                )
                met = select(_exposures.c.seq).where(
                    _exposures.c.unit == unit,
                    _exposures.c.experiment == experiment.name,
                    _exposures.c.session_id == session_id,
                )
                if connection.execute(met.limit(1)).first() is None:
                    connection.execute(insert(_exposures), row)
            else:
                connection.execute(insert(_exposures), row)
        with self._lock:
            self._noted[key] = True

    def exposures(self, experiment: str) -> Iterator[Exposure]:
        """The exposures of one experiment, oldest first."""
        columns = [_exposures.c[name] for name in Exposure.model_fields]
        statement = (
            select(*columns)
            .where(_exposures.c.experiment == experiment)
            .order_by(_exposures.c.ts, _exposures.c.seq)
        )
        with self._database.read() as connection:
            for row in connection.execute(statement.execution_options(yield_per=1000)):
                yield Exposure.model_construct(**row._mapping)

    def forget(self, units: Sequence[str]) -> int:
        """Delete what is known of ``units``; returns how many exposures there were."""
        gone = 0
        with self._database.write() as connection:
            for start in range(0, len(units), 500):
                named = units[start : start + 500]
                connection.execute(delete(_assignments).where(_assignments.c.unit.in_(named)))
                of_unit = delete(_exposures).where(_exposures.c.unit.in_(named))
                in_session = delete(_exposures).where(_exposures.c.session_id.in_(named))
                gone += connection.execute(of_unit).rowcount
                gone += connection.execute(in_session).rowcount
        with self._lock:
            for key in [one for one in self._noted if one[1] in units or one[2] in units]:
                del self._noted[key]
        return gone
