"""``python -m assistant.demo DIRECTORY``: write the demo store and say what is in it."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from assistant.demo.build import BuildError, build
from assistant.demo.products import MaterialError

app = typer.Typer(add_completion=False)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no date; write it as 2026-11-22") from error


@app.command(epilog="Example: python -m assistant.demo /var/lib/aisle/demo")
def write(
    target: Annotated[Path, typer.Argument(help="The folder to write the demo store into.")],
    as_of: Annotated[
        str, typer.Option(help="The day the shoppers' months end, as 2026-11-22; today if empty.")
    ] = "",
) -> None:
    """Write the demo store: products, pictures, promotions, shoppers and their events."""
    day = _day(as_of) if as_of else date.today()  # noqa: DTZ011 - the shop's own calendar day
    try:
        paths = build(target, as_of=day)
    except (BuildError, MaterialError) as error:
        typer.echo(f"Error: {error}", err=True)
        raise typer.Exit(2) from error
    table = Table("part", "rows", "size")
    for part in (paths.products, paths.promotions, paths.shoppers, paths.events):
        rows = sum(1 for _ in part.open("rb"))
        table.add_row(part.name, f"{rows:,}", f"{part.stat().st_size / 1e6:.1f} MB")
    pictures = list(paths.images.iterdir())
    size = sum(picture.stat().st_size for picture in pictures)
    table.add_row("images/", f"{len(pictures):,}", f"{size / 1e6:.1f} MB")
    Console(file=sys.stdout).print(table)


if __name__ == "__main__":
    app()
