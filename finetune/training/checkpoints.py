"""The state a killed run goes on from, as one file that is always whole.

Adapter, optimiser, every process's random state, position and history go into one ``state.pt``,
written beside and renamed into place after an fsync: a kill at any moment leaves the old state or
the new one. Tensors are stored whole, so that a run may go on with another number of processes.
Given up: torch's distributed checkpoint format, whose shards pay only for adapters far larger.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import torch

from finetune.training.errors import TrainingError
from finetune.training.parallel import Parallel, put, whole

NAME = "state.pt"


def capture(
    weights: dict[str, torch.nn.Parameter],
    optimizer: torch.optim.Optimizer,
    parallel: Parallel,
    extra: dict[str, Any],
) -> dict[str, Any]:
    """The state as plain containers and whole tensors (every process must call it)."""
    moments = {}
    for name, weight in weights.items():
        state = optimizer.state.get(weight, {})
        moments[name] = {key: whole(value) for key, value in state.items()}
    own = {"cpu": torch.get_rng_state()}
    if parallel.device.type == "cuda":
        own["cuda"] = torch.cuda.get_rng_state(parallel.device)
    return {
        "weights": {name: whole(weight) for name, weight in weights.items()},
        "moments": moments,
        "random": parallel.gather(own),
        **extra,
    }


def restore(
    state: dict[str, Any],
    weights: dict[str, torch.nn.Parameter],
    optimizer: torch.optim.Optimizer,
    parallel: Parallel,
) -> None:
    """Puts a captured state back."""
    for name, weight in weights.items():
        put(weight, state["weights"][name])
        kept = state["moments"][name]
        if not kept:
            continue
        moments = {}
        for key, value in kept.items():
            if value.shape == weight.shape:
                moments[key] = torch.zeros_like(weight)
                put(moments[key], value)
            else:
                moments[key] = value
        optimizer.state[weight] = moments
    random = state["random"]
    if len(random) == parallel.size:
        torch.set_rng_state(random[parallel.rank]["cpu"])
        if parallel.device.type == "cuda" and "cuda" in random[parallel.rank]:
            torch.cuda.set_rng_state(random[parallel.rank]["cuda"], parallel.device)


def write(state: dict[str, Any], folder: Path) -> None:
    """Replaces the folder's state in one step."""
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f".{NAME}.writing"
    with partial.open("wb") as file:
        torch.save(state, file)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(folder / NAME)


def read(folder: Path) -> dict[str, Any] | None:
    """The folder's state, or None where there is none.

    Raises:
        TrainingError: the file is not a state.
    """
    path = folder / NAME
    if not path.exists():
        return None
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except (RuntimeError, EOFError, ValueError, OSError) as error:
        raise TrainingError(f"{path} cannot be read ({error}); delete it to start anew") from error
    return state
