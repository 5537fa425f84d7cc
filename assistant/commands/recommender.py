"""``python -m assistant recommender``: learn from the shop's orders what shoppers buy next."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import orjson
import typer
from rich.console import Console
from rich.table import Table

from assistant.commands.opening import FAULTS, CannotStartError, settings_for
from assistant.commands.usage import writable
from assistant.storage import Database
from assistant.suggestions.fitting import Verdict, fit_judged
from assistant.suggestions.model_file import RECOMMENDER_FILE, RecommenderFile
from assistant.suggestions.orders import sequences
from retrieval.index import ProductIndex
from retrieval.recommend import FitError, Recommender

recommender = typer.Typer(
    no_args_is_help=True, help="Learn from the shop's orders what shoppers buy next."
)


@recommender.callback()
def main() -> None:
    """Learn from the shop's orders what shoppers buy next."""


@recommender.command("fit")
def fit_(
    output: Annotated[
        Path | None,
        typer.Option(
            callback=writable,
            help=f"Where it goes; the data folder's {RECOMMENDER_FILE} if left out",
        ),
    ] = None,
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Keep it even where it does no better than popularity")
    ] = False,
    json_path: Annotated[
        Path | None,
        typer.Option("--json", callback=writable, metavar="FILE", help="Write the figures here"),
    ] = None,
    data_dir: Annotated[
        Path | None,
        typer.Option("--data-dir", help="Where the store is (AISLE_DATA_DIR, else .aisle)"),
    ] = None,
) -> None:
    """Fit the recommender on the purchases in the event log, and keep it if it is of use.

    It is first fitted without the newest fifth of the orders of shoppers who came back, and has to
    find what those hold better than popularity does. A running shop takes it up by itself.

    Example: python -m assistant recommender fit --data-dir .aisle
    """
    try:
        settings = settings_for(data_dir)
        found, verdict = _fitted(settings.data_dir)
    except (*FAULTS, CannotStartError, FitError) as error:
        _refuse(str(error))
    table = Table("", "ndcg@10", title=f"The newest fifth: {verdict.orders:,} orders")
    table.add_row("recommender", f"{verdict.fitted:.4f}")
    table.add_row("popularity", f"{verdict.popular:.4f}")
    Console().print(table)
    target = output or settings.data_dir / RECOMMENDER_FILE
    try:
        if json_path is not None:
            figures = {"rows": [{"system": "aisle", **verdict.figures()}], "meta": {}}
            json_path.write_bytes(orjson.dumps(figures, option=orjson.OPT_INDENT_2))
        if not (verdict.better or force):
            typer.echo(
                "recommender: not kept: on the newest fifth of the orders it finds no more than"
                " popularity does. Wait for more orders, or keep it with --force.",
                err=True,
            )
            raise typer.Exit(1)
        RecommenderFile(target).save(found)
    except OSError as error:
        _refuse(f"cannot write {error.filename or target} ({error.strerror}): choose another path")
    typer.echo(f"Kept in {target}. A running shop takes it up by itself.")


def _fitted(data_dir: Path) -> tuple[Recommender, Verdict]:
    """The recommender of the shop in ``data_dir``."""
    settings = settings_for(data_dir)
    index: ProductIndex | None = None
    try:
        with Database.open(settings) as database:
            index = ProductIndex.open(settings.data_dir)
            if index.catalogue.count() == 0:
                _refuse(
                    f"{settings.data_dir} has no catalogue: ingest one, or give another --data-dir"
                )
            return fit_judged(list(sequences(database)), index.catalogue.iter_products())
    finally:
        if index is not None:
            index.close()


def _refuse(reason: str) -> NoReturn:
    typer.echo(f"recommender: {reason}", err=True)
    raise typer.Exit(2)
