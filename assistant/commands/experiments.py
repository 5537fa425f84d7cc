"""``python -m assistant experiments``: what runs, and one experiment's log for ``python -m eval``.

The log holds the experiment's arms, its exposures, and what the exposed did from thirty days before
they met their arm: a record a line.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.progress import track
from rich.text import Text

from assistant.commands.figures import write_figures
from assistant.commands.opening import CannotStartError, settings_for
from assistant.commands.usage import writable
from assistant.event_log import EventLog
from assistant.experiments import (
    Experiment,
    ExperimentLog,
    ExperimentsError,
    load_experiments,
)
from assistant.experiments.records import records
from assistant.storage import Database, StorageError


def experiments(
    *,
    name: Annotated[str | None, typer.Option(help="The experiment whose log is written.")] = None,
    output: Annotated[
        Path | None,
        typer.Option(callback=writable, help="Where to write it (JSONL); needs --name."),
    ] = None,
    json_: Annotated[
        Path | None,
        typer.Option("--json", callback=writable, help="Also write the figures of the run here."),
    ] = None,
    data_dir: Annotated[
        Path | None, typer.Option(help="Where the store is (AISLE_DATA_DIR, else .aisle).")
    ] = None,
) -> None:
    r"""List the shop's experiments (AISLE_EXPERIMENTS), or write one's log.

    Example: python -m assistant experiments --name stronger-profile --output log.jsonl
    """
    errors = Console(stderr=True, highlight=False)
    try:
        settings = settings_for(data_dir)
        found = load_experiments(settings.experiments)
        with Database.open(settings) as database:
            if name is not None and output is not None:
                _write(database, _named(found, name), output, errors)
            else:
                _refuse_half(name, output)
                _list(database, found)
            if json_ is not None:
                rows = _rows(database, found if name is None else [_named(found, name)])
                write_figures(json_, rows, command="python -m assistant experiments")
    except (CannotStartError, ExperimentsError, StorageError, OSError) as error:
        errors.print(Text(f"python -m assistant experiments: {error}"), soft_wrap=True)
        raise typer.Exit(2) from error


def _refuse_half(name: str | None, output: Path | None) -> None:
    if name is not None or output is not None:
        raise ExperimentsError("give --name and --output together, or neither")


def _named(found: Sequence[Experiment], name: str) -> Experiment:
    chosen = next((one for one in found if one.name == name), None)
    if chosen is None:
        known = ", ".join(one.name for one in found) or "no file is set"
        raise ExperimentsError(f"AISLE_EXPERIMENTS has no experiment {name!r}: {known}")
    return chosen


def _list(database: Database, found: Sequence[Experiment]) -> None:
    log = ExperimentLog(database)
    for one in found:
        units = len({exposure.unit for exposure in log.exposures(one.name)})
        arms = ", ".join(arm.name for arm in one.arm)
        typer.echo(f"{one.name}: {one.kind}, {one.share:.0%}; {arms}; {units} exposed")
    if not found:
        typer.echo("No experiment runs: name a file with AISLE_EXPERIMENTS.")


def _rows(database: Database, found: Sequence[Experiment]) -> list[dict[str, object]]:
    """A row an experiment: what it is, and how many met it."""
    log = ExperimentLog(database)
    return [
        {
            "system": "aisle",
            "experiment": one.name,
            "kind": one.kind,
            "share": one.share,
            "arms": [arm.name for arm in one.arm],
            "exposed": len({exposure.unit for exposure in log.exposures(one.name)}),
        }
        for one in found
    ]


def _write(database: Database, chosen: Experiment, output: Path, errors: Console) -> None:
    met = list(ExperimentLog(database).exposures(chosen.name))
    shown = track(
        records(chosen, met, EventLog(database)),
        description="records",
        console=errors,
        disable=not sys.stderr.isatty(),
    )
    count = 0
    with output.open("wb") as out:
        for one in shown:
            out.write(orjson.dumps(one) + b"\n")
            count += 1
    typer.echo(f"{count} records of {len({one.unit for one in met})} exposed in {output}")
