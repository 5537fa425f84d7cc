"""``python -m retrieval ingest``: a catalogue in, and a table of what became of its rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from retrieval.commands.figures import check_writable, write_figures
from retrieval.feeds import open_feed
from retrieval.index import ProductIndex
from retrieval.ingest import BATCH, IngestReport, ingest
from retrieval.ingest import Progress as Tell

_SHOWN_REASONS = 30


def ingest_command(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="JSONL(.gz), CSV, TSV, Parquet or Merchant XML."),
    ],
    *,
    data_dir: Annotated[
        Path, typer.Option(envvar="AISLE_DATA_DIR", help="Where the catalogue and the index are.")
    ] = Path(".aisle"),
    source: Annotated[
        str | None, typer.Option(help="Name of the snapshot; default: the file's name.")
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option(help="Rejected rows; default: DATA_DIR/rejects.jsonl.")
    ] = None,
    keep_missing: Annotated[
        bool, typer.Option("--keep-missing", help="Delete nothing that is not in the feed.")
    ] = False,
    allow_mass_delete: Annotated[
        bool, typer.Option("--allow-mass-delete", help="Delete even more than half of a source.")
    ] = False,
    reindex: Annotated[
        bool, typer.Option("--reindex", help="Write every product to the index again.")
    ] = False,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the figures to this file.")
    ] = None,
) -> None:
    """Clean, validate and index a catalogue; safe to repeat, to stop, and to search meanwhile.

    Exit status 0: the catalogue is what the feed says, rejected rows aside. 1: the feed was cut
    short, none of its rows is a product, or so much is gone from it that nothing was deleted.

    Example: python -m retrieval ingest products.jsonl.gz --data-dir .aisle
    """
    check_writable(json_file)
    for path in paths:
        open_feed(path)  # a wrong path must not leave a data folder behind
    console = Console()
    index = ProductIndex.open(data_dir)
    try:
        with _progress_bar() as tell:
            report = ingest(
                paths,
                index,
                source=source,
                rejects=rejects or data_dir / "rejects.jsonl",
                keep_missing=keep_missing,
                allow_mass_delete=allow_mass_delete,
                reindex=reindex,
                progress=tell,
                batch=index.settings.ray_products if index.settings.ray_address else BATCH,
            )
    finally:
        index.close()
    _print(console, report, rejects or data_dir / "rejects.jsonl")
    if json_file is not None:
        write_figures(json_file, figures(report))
    if report.unfinished:
        for line in report.unfinished:
            typer.echo(f"incomplete: {line}", err=True)
        raise typer.Exit(1)


def figures(report: IngestReport) -> dict[str, Any]:
    """The report in the contract's form: a row a source, and what it took."""
    rows = [{"system": "aisle", **source.model_dump(mode="json")} for source in report.sources]
    return {
        "rows": rows,
        "meta": {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(report.seconds, 2),
            "index_s": round(report.index_s, 2),
            "indexed": report.indexed,
            "recovered": report.recovered,
            "products_per_s": round(report.products_per_s, 1),
            "peak_mib": round(report.peak_mib, 1),
        },
    }


@contextmanager
def _progress_bar() -> Iterator[Tell | None]:
    """A bar on a terminal; nothing where the output is piped."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rows]:,} rows"),
        TimeRemainingColumn(),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=console, transient=True) as bar:

        def tell(source: str, rows: int, part: float) -> None:
            if source not in tasks:
                tasks[source] = bar.add_task(_plain(source), total=1.0, rows=0)
            bar.update(tasks[source], completed=part, rows=rows)

        yield tell


def _print(console: Console, report: IngestReport, rejects: Path) -> None:
    table = Table(title="Rows and products", title_justify="left")
    table.add_column("")
    for source in report.sources:
        table.add_column(_plain(source.source), justify="right", overflow="fold")
    for name in ("read", "kept", "repaired", "rejected"):
        table.add_row(name, *(f"{getattr(source, name):,}" for source in report.sources))
    table.add_section()
    for name in ("new", "changed", "unchanged", "deleted"):
        table.add_row(name, *(f"{getattr(source, name):,}" for source in report.sources))
    console.print(table)
    reasons = Table(title="Reasons", title_justify="left")
    reasons.add_column("outcome")
    reasons.add_column("reason", overflow="fold")
    reasons.add_column("rows", justify="right", no_wrap=True)
    for source in report.sources:
        for outcome, counts in (("repaired", source.repairs), ("rejected", source.rejections)):
            for reason, count in list(counts.items())[:_SHOWN_REASONS]:
                reasons.add_row(outcome, _plain(reason), f"{count:,}")
    if reasons.row_count:
        console.print(reasons)
    for source in report.sources:
        if source.missing:
            console.print(
                f"{source.missing:,} products gone from the feed are kept: {source.kept_because}",
                markup=False,
                highlight=False,
                soft_wrap=True,
            )
    done = report.read - report.rejected
    rates = (
        f"{done:,} products in {report.seconds:.1f} s ({report.products_per_s:,.0f} products/s); "
        f"{report.indexed:,} written to the index in {report.index_s:.1f} s; "
        f"peak memory {report.peak_mib:,.0f} MiB"
    )
    lines = [rates]
    if report.recovered:
        lines.append(f"{report.recovered:,} products of an interrupted run were finished first")
    if report.rejected:
        lines.append(f"rejected rows are in {rejects}")
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _plain(text: str) -> str:
    """Feed text is shown, never read as markup."""
    return text.replace("[", r"\[")
