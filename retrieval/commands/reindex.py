"""``python -m retrieval reindex``: another embedding model, while the shop is searched."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from retrieval.commands.figures import check_writable, write_figures
from retrieval.index import ProductIndex
from retrieval.reindex import reindex


def reindex_command(
    *,
    english_model: Annotated[
        str | None, typer.Option(help="The new model for English; default: the live one stays.")
    ] = None,
    multilingual_model: Annotated[
        str | None, typer.Option(help="The new model for other languages, likewise.")
    ] = None,
    data_dir: Annotated[
        Path, typer.Option(envvar="AISLE_DATA_DIR", help="Where the catalogue and the index are.")
    ] = Path(".aisle"),
    drop_old: Annotated[
        bool, typer.Option("--drop-old", help="Delete the old model's vectors in the end.")
    ] = False,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the figures to this file.")
    ] = None,
) -> None:
    """Embed the catalogue with another model beside the live one, then search with it.

    Example: python -m retrieval reindex --english-model sentence-transformers/all-mpnet-base-v2
    """
    if not (data_dir / "catalogue.db").exists():
        raise typer.BadParameter(f"no catalogue in {data_dir}: ingest one first")
    check_writable(json_file)
    started = time.perf_counter()
    index = ProductIndex.open(data_dir)
    try:
        report = reindex(
            index,
            english=english_model,
            multilingual=multilingual_model,
            drop_old=drop_old,
            progress=_tell if sys.stderr.isatty() else None,
        )
    finally:
        index.close()
    seconds = time.perf_counter() - started
    Console().print(
        f"live: {report.after.english} and {report.after.multilingual} (before: "
        f"{report.before.english} and {report.before.multilingual}); {report.embedded:,} products "
        f"embedded, {report.stale:,} stale vectors removed, {seconds:.1f} s",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
    if json_file is not None:
        row = {"system": "aisle", "embedded": report.embedded, "stale": report.stale}
        about = {"before": report.before._asdict(), "after": report.after._asdict()}
        figures = {"rows": [{**row, "seconds": round(seconds, 2)}], "meta": about}
        write_figures(json_file, figures)


def _tell(model: str, walked: int, total: int) -> None:
    sys.stderr.write(f"\r{model}: {walked:,} of {total:,} products")
