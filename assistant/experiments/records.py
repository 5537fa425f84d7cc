"""An experiment's log as records: what ``python -m eval experiment`` reads.

``{"record": "experiment", "name", "kind", "arms": {name: share}}`` first, then ``exposure`` and
``event`` records. An event carries the unit that it is counted for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from assistant.event_log import EventLog
from assistant.experiments.definition import Experiment
from assistant.experiments.log import Exposure

BEFORE = timedelta(days=30)
"""Behaviour before the exposure that is written too, for the covariate of CUPED."""
GOALS = frozenset({"view_item", "add_to_cart", "purchase", "like"})


def records(
    experiment: Experiment, exposures: Sequence[Exposure], events: EventLog
) -> Iterator[dict[str, Any]]:
    """The records of one experiment.

    Args:
        experiment: for its arms.
        exposures: its exposures, oldest first.
        events: the shop's log.
    """
    arms = {arm.name: arm.share for arm in experiment.arm}
    yield {
        "record": "experiment",
        "name": experiment.name,
        "kind": experiment.kind,
        "arms": arms,
    }
    first: dict[str, datetime] = {}
    for exposure in exposures:
        first.setdefault(exposure.unit, exposure.ts)
        yield {"record": "exposure", **exposure.model_dump(mode="json")}
    for unit, ts in first.items():
        since = ts - BEFORE
        theirs = events.for_user(unit, since=since) or events.for_session(unit, since=since)
        for event in theirs:
            if event.type in GOALS:
                kept = event.model_dump(
                    mode="json",
                    include={"ts", "type", "session_id", "item_id", "item_ids", "value"},
                )
                yield {"record": "event", "unit": unit, **kept}
