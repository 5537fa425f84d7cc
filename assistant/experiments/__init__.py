"""Experiments: which arm a shopper is in, what it changes, and who met it."""

from assistant.experiments.definition import (
    Arm,
    Experiment,
    ExperimentsError,
    load_experiments,
)
from assistant.experiments.log import ExperimentLog, Exposure

__all__ = [
    "Arm",
    "Experiment",
    "ExperimentLog",
    "ExperimentsError",
    "Exposure",
    "load_experiments",
]
