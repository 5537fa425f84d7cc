"""``python -m finetune train``: rows in, the best adapter out."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from finetune.training.config import TrainingConfig


def train_command(
    *,
    data: Annotated[Path, typer.Option(help="Training rows, JSONL.")],
    out: Annotated[Path, typer.Option(help="The run's folder; a killed run goes on there.")],
    validation: Annotated[
        Path | None, typer.Option(help="Validation rows, JSONL; not needed with --folds.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option(help="TOML file of settings; options go before it.")
    ] = None,
    base: Annotated[
        str | None, typer.Option(help="gemma3-270m, smollm2-135m, a folder or a hub name.")
    ] = None,
    start: Annotated[Path | None, typer.Option(help="Adapter to go on from.")] = None,
    minutes: Annotated[float | None, typer.Option(help="End after so much wall time.")] = None,
    epochs: Annotated[float | None, typer.Option(help="Passes over the rows.")] = None,
    steps: Annotated[int | None, typer.Option(help="Optimiser steps, instead of epochs.")] = None,
    rank: Annotated[int | None, typer.Option(help="LoRA rank.")] = None,
    alpha: Annotated[float | None, typer.Option(help="LoRA alpha.")] = None,
    dropout: Annotated[float | None, typer.Option(help="Dropout before the adapter.")] = None,
    learning_rate: Annotated[float | None, typer.Option(help="Highest learning rate.")] = None,
    rows: Annotated[int | None, typer.Option(help="Packed rows of a forward pass.")] = None,
    row_tokens: Annotated[int | None, typer.Option(help="Tokens of a packed row.")] = None,
    accumulate: Annotated[int | None, typer.Option(help="Forward passes per step.")] = None,
    sampling: Annotated[str | None, typer.Option(help="all, weighted or balanced.")] = None,
    parallel: Annotated[str | None, typer.Option(help="Under torchrun: ddp or fsdp.")] = None,
    device: Annotated[str | None, typer.Option(help="auto, cpu or cuda.")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of order, adapter and dropout.")] = None,
    folds: Annotated[
        int, typer.Option(help="Cross-validate over so many folds by family; 0: no.")
    ] = 0,
    setting: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Any other setting.")
    ] = None,
) -> None:
    """Train a LoRA adapter on packed rows, keeping the one with the best validation slot F1.

    Example: python -m finetune train --data train.jsonl --validation validation.jsonl --out run
    """
    if (validation is None) == (folds == 0):
        raise typer.BadParameter("give either --validation or --folds")
    try:
        from finetune.training.config import read_config  # noqa: PLC0415
        from finetune.training.run import cross_validate, train  # noqa: PLC0415 - torch is an extra
    except ModuleNotFoundError as error:
        message = f"{error.name} is missing; install the extra: pip install 'aisle[finetune]'"
        raise typer.BadParameter(message) from error
    given: dict[str, Any] = {
        "base": base,
        "start": start,
        "minutes": minutes,
        "epochs": epochs,
        "steps": steps,
        "rank": rank,
        "alpha": alpha,
        "dropout": dropout,
        "learning_rate": learning_rate,
        "rows": rows,
        "row_tokens": row_tokens,
        "accumulate": accumulate,
        "sampling": sampling,
        "parallel": parallel,
        "device": device,
        "seed": seed,
    }
    chosen: TrainingConfig = read_config(config, given | settings_of_pairs(setting or []))
    if validation is None:
        report = cross_validate(chosen, data, out, folds, say=typer.echo)
    else:
        report = train(chosen, data, validation, out, say=typer.echo)
    if int(os.environ.get("RANK", "0")) == 0:
        shown = ("best", "slot_f1_mean", "slot_f1_sd", "steps", "tokens_per_second", "wall_seconds")
        typer.echo(json.dumps({key: report[key] for key in shown if key in report}))


def settings_of_pairs(pairs: list[str]) -> dict[str, Any]:
    """``["NAME=VALUE", …]`` of ``--set`` as settings of a run."""
    found: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise typer.BadParameter(f"--set takes NAME=VALUE, not {pair!r}")
        found[name] = tuple(value.split(",")) if name == "targets" else value
    return found
