"""``python -m finetune retrain``: the adapter that ships, trained further on a shop's own material.

One command for what the others do one by one: build the training set, train from an adapter, take
the mean of where the run passed and where it began, fit the confidence, and score old and new side
by side on the test split. What a killed retraining had finished is not done again.
"""

from __future__ import annotations

import json
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from assistant.llm.confidence import FILE as CALIBRATION
from assistant.llm.weights.lora import AdapterError
from eval.errors import UsageError
from finetune.commands.data import SHARED, CatalogOption, SessionsOption, build_data
from finetune.commands.evaluate import evaluate_command
from finetune.data.build import DataConfig
from finetune.data.conversation import MaterialError
from finetune.evaluation.systems import WEIGHTS, adapter_of
from finetune.export.average import average

RECIPE = Path(__file__).parents[1] / "recipes" / "retrain.toml"
MEAN = {1.0: 0.4, 0.9: 0.2, 0.7: 0.1}
"""Part of the run → share of the adapter it had then in the mean; the start has what is left."""


def retrain_command(
    *,
    out: Annotated[Path, typer.Option(help="Folder of everything made; goes on where it was.")],
    catalog: CatalogOption = None,
    sessions: SessionsOption = None,
    start: Annotated[
        Path | None, typer.Option(help="Adapter to go on from; the shipped one if left out.")
    ] = None,
    base: Annotated[str, typer.Option(help="The base of that adapter.")] = "gemma3-270m",
    recipe: Annotated[Path, typer.Option(help="TOML file of a DataConfig.")] = RECIPE,
    steps: Annotated[int, typer.Option(help="Optimiser steps, of 960 tokens.", min=20)] = 1550,
    setting: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Any setting of `train`."),
    ] = None,
    held: Annotated[
        int, typer.Option(help="Validation messages that the confidence is fitted on.", min=50)
    ] = 1500,
    limit: Annotated[
        int | None, typer.Option(help="Score so many test messages only.", min=1)
    ] = None,
) -> None:
    """Build data, train from the shipped adapter, average, calibrate and compare: one command.

    Example: python -m finetune retrain --catalog .aisle --sessions sessions.jsonl --out runs/mine
    """
    began = time.monotonic()
    try:
        origin = adapter_of(start, base)
        data = out / "data"
        if not (data / "card.json").is_file():
            typer.echo("building the training set …")
            chosen = DataConfig.model_validate(tomllib.loads(recipe.read_text(encoding="utf-8")))
            build_data(chosen, data, catalog=catalog, sessions=sessions or (), shared=SHARED)
        if not (out / "run" / "training.json").is_file():
            _train(origin, data, out / "run", base=base, steps=steps, pairs=setting or [])
        average(shares_of(origin, out / "run", steps), out / "adapter")
    except (AdapterError, MaterialError, UsageError, ValidationError, ValueError, OSError) as error:
        typer.echo(f"finetune retrain: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(2) from error
    evaluate_command(
        adapter=out / "adapter",
        base=base,
        data=data,
        names="aisle,rules",
        runs=[f"before={origin}"],
        calibrate=out / "adapter" / CALIBRATION,
        held_limit=held,
        json_file=out / "scores.json",
        page=out / "report.md",
        limit=limit,
    )
    typer.echo(_verdict(out, (time.monotonic() - began) / 60))


def _train(origin: Path, data: Path, run: Path, *, base: str, steps: int, pairs: list[str]) -> None:
    try:
        from finetune.commands.train import settings_of_pairs  # noqa: PLC0415
        from finetune.training.config import read_config  # noqa: PLC0415
        from finetune.training.run import train  # noqa: PLC0415 - torch is an extra
    except ModuleNotFoundError as error:
        message = f"{error.name} is missing; run ./aisle setup finetune"
        raise UsageError(message) from error
    given: dict[str, Any] = {
        "base": base,
        "start": origin,
        "steps": steps,
        "learning_rate": 6e-4,
        "dropout": 0.2,
        "seed": 22,
        "evaluate_steps": max(1, steps // 3),
        "keep_steps": max(1, steps // 10),
    }
    config = read_config(None, given | settings_of_pairs(pairs))
    say: Callable[[str], None] = typer.echo
    train(config, data / "train.jsonl", data / "validation.jsonl", run, say=say)


def shares_of(origin: Path, run: Path, steps: int) -> dict[Path, float]:
    """Adapter folder → share: the run's end, two places it passed, and where it began."""
    every = max(1, steps // 10)
    found = {run / "adapter": MEAN[1.0]}
    for part in (0.9, 0.7):
        kept = run / "kept" / str(round(part * 10) * every)
        if (kept / WEIGHTS).is_file():
            found[kept] = MEAN[part]
    found[origin] = 1 - sum(MEAN.values())
    return found


def _verdict(out: Path, minutes: float) -> str:
    """What changed, and how to serve the new adapter."""
    rows = json.loads((out / "scores.json").read_text(encoding="utf-8"))["rows"]
    scores = {row["system"]: row for row in rows}
    told = ", ".join(
        f"{name} {scores['before'][key]:.3f} before and {scores['aisle'][key]:.3f} now"
        for key, name in (("f1", "slot F1"), ("full_match", "full match"))
    )
    return (
        f"{told}; {minutes:.0f} minutes. Serve it with AISLE_LLM_ADAPTER={out / 'adapter'};"
        f" the scores are in {out / 'report.md'}"
    )
