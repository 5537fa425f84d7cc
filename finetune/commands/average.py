"""``python -m finetune average``: the mean of adapters that descend from one another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.llm.weights.lora import AdapterError
from finetune.export.average import average


def average_command(
    adapters: Annotated[
        list[str],
        typer.Argument(metavar="FOLDER[=SHARE]...", help="Adapters; share 1 if unsaid."),
    ],
    *,
    out: Annotated[Path, typer.Option(help="Where the averaged adapter goes.")],
) -> None:
    """Average the weights of adapters, each trained from the one before.

    Example: python -m finetune average runs/first/adapter=0.3 runs/second/adapter=0.7 --out best
    """
    shares: dict[Path, float] = {}
    for said in adapters:
        folder, equals, share = said.rpartition("=")
        try:
            shares[Path(folder if equals else said)] = float(share) if equals else 1.0
        except ValueError as error:
            raise typer.BadParameter(f"{said!r}: the share after = is a number") from error
    try:
        typer.echo(average(shares, out))
    except AdapterError as error:
        raise typer.BadParameter(str(error)) from error
