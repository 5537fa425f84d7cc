"""Which arm a shopper is in: by hash, so that nobody needs to ask a server or remember.

Two independent 64-bit hashes of the experiment's name, its salt and the shopper: one says whether
they take part, one which arm. The same shopper is in unrelated arms of different experiments, and
raising ``share`` only adds shoppers.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from itertools import accumulate

from assistant.experiments.definition import Arm, Experiment


def point(experiment: Experiment, unit: str, purpose: str) -> float:
    """A shopper's place in [0, 1), evenly spread and always the same."""
    key = f"{experiment.name}\x1f{experiment.salt}\x1f{purpose}\x1f{unit}"
    digest = hashlib.sha256(key.encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def running(experiment: Experiment, now: datetime) -> bool:
    """Whether ``now`` is in its window (start in, end out)."""
    return (experiment.starts is None or experiment.starts <= now) and (
        experiment.ends is None or now < experiment.ends
    )


def takes_part(experiment: Experiment, unit: str) -> bool:
    """Whether the shopper is among the experiment's share."""
    return point(experiment, unit, "share") < experiment.share


def arm_of(experiment: Experiment, unit: str) -> Arm:
    """The arm of a shopper who takes part, in proportion to the arms' shares."""
    reached = list(accumulate(arm.share for arm in experiment.arm))
    place = point(experiment, unit, "arm") * reached[-1]
    return next(
        (arm for arm, end in zip(experiment.arm, reached, strict=True) if place < end),
        experiment.arm[-1],
    )
