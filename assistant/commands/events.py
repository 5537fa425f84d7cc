"""``python -m assistant events PATH…``: read behaviour logs into the store.

Rows are read, checked and stored in batches, so a log of any length takes the same memory. What
is wrong with a row is counted, written to ``--rejects``, and never stops the run.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Annotated, Any, TypeVar

import orjson
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table

from assistant.commands.usage import writable
from assistant.event_log import BATCH, FUTURE_TOLERANCE, EventLog, Rejection, check
from assistant.events import Event
from assistant.ga4 import Ga4RowError, events_of, looks_like_ga4
from assistant.json_lines import BadLine, UnreadableFileError, read_objects
from assistant.settings import Settings
from assistant.storage import Database, StorageError

T = TypeVar("T")


class LogFormat(StrEnum):
    """How the rows are written."""

    auto = "auto"
    aisle = "aisle"
    ga4 = "ga4"


@dataclass
class FileReport:
    """What became of one file. Counts are of events; a GA4 row may be several, or none."""

    file: str
    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0
    ignored: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    cut: bool = False

    @property
    def unfinished(self) -> str | None:
        """Why the store does not hold what the file says, in one line."""
        if self.cut:
            return f"{self.file} is cut short: what was whole of it is stored"
        if self.rejected and not (self.accepted or self.duplicates or self.ignored):
            return f"{self.file}: none of its {self.rejected:,} rows is an event"
        return None


def events(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="JSON Lines or a JSON array, or .gz")
    ],
    log_format: Annotated[
        LogFormat, typer.Option("--format", help="`auto` looks at each row")
    ] = LogFormat.auto,
    rejects: Annotated[
        Path | None,
        typer.Option(
            callback=writable, help="Write refused rows here, with reasons, as JSON Lines"
        ),
    ] = None,
    json_path: Annotated[
        Path | None,
        typer.Option("--json", callback=writable, metavar="FILE", help="Write the figures here"),
    ] = None,
    data_dir: Annotated[
        Path | None, typer.Option(help="Where the store is (AISLE_DATA_DIR, else .aisle)")
    ] = None,
) -> None:
    """Read behaviour logs (Aisle's events, or GA4 exports) into the store.

    Safe to repeat: an event counts once. Exit status 1: a file was cut short, or nothing in it is
    an event. Example: python -m assistant events log.jsonl.gz
    """
    settings = Settings() if data_dir is None else Settings(data_dir=data_dir)
    try:
        with ExitStack() as stack:
            database = stack.enter_context(Database.open(settings))
            out = stack.enter_context(rejects.open("wb")) if rejects else None
            reports = [
                ingest(path, EventLog(database), log_format=log_format, rejects=out)
                for path in paths
            ]
        if json_path:
            json_path.write_bytes(orjson.dumps(_figures(reports), option=orjson.OPT_INDENT_2))
    except (UnreadableFileError, StorageError) as error:
        typer.echo(f"events: {error}", err=True)
        raise typer.Exit(2) from error
    except OSError as error:
        where = error.filename or rejects
        typer.echo(
            f"events: cannot write {where} ({error.strerror}): choose another path.", err=True
        )
        raise typer.Exit(2) from error
    _show(reports)
    unfinished = [why for report in reports if (why := report.unfinished) is not None]
    for line in unfinished:
        typer.echo(f"incomplete: {line}", err=True)
    if unfinished:
        raise typer.Exit(1)


def ingest(
    path: Path,
    log: EventLog,
    *,
    log_format: LogFormat = LogFormat.auto,
    rejects: IO[bytes] | None = None,
    now: datetime | None = None,
) -> FileReport:
    """Store one file's events.

    Args:
        path: the file.
        log: where the events go.
        log_format: how its rows are written.
        rejects: where refused rows go, a JSON object a line, if anywhere.
        now: the moment of arrival; the clock's if None.

    A file that breaks off (``report.cut``) gives what was whole of it.

    Raises:
        UnreadableFileError: if the file cannot be opened or unpacked at all.
        StorageError: if the store is full, locked or gone.
    """
    report = FileReport(str(path))
    latest = (now or datetime.now(UTC)) + FUTURE_TOLERANCE
    batch: list[Event] = []
    for number, row in _shown(_up_to_the_cut(path, report), path.name):
        for given in _rows(row, log_format, report):
            event = given if isinstance(given, Rejection) else check(given, latest)
            if isinstance(event, Rejection):
                _reject(report, rejects, number, event, row)
            else:
                batch.append(event)
        if len(batch) >= BATCH:
            _store(log, batch, report, now)
    _store(log, batch, report, now)
    return report


def _up_to_the_cut(
    path: Path, report: FileReport
) -> Iterator[tuple[int, dict[str, Any] | BadLine]]:
    number = 0
    try:
        for number, row in read_objects(path):
            report.cut = isinstance(row, BadLine) and row.cut
            yield number, row
    except UnreadableFileError:
        if number == 0:
            raise
        report.cut = True
        yield number + 1, BadLine("", "the file ends early or is broken from here on", cut=True)


def _rows(
    row: dict[str, Any] | BadLine, log_format: LogFormat, report: FileReport
) -> list[dict[str, Any] | Rejection]:
    """The events a row stands for, yet unchecked; or why it stands for none."""
    if isinstance(row, BadLine):
        return [Rejection(None, row.reason)]
    if log_format is LogFormat.aisle or (log_format is LogFormat.auto and not looks_like_ga4(row)):
        return [row]
    if "event_name" not in row:
        return [Rejection(None, "event_name: missing, this is no GA4 row")]
    try:
        found = events_of(row)
    except Ga4RowError as error:
        return [Rejection(None, str(error))]
    report.ignored += not found
    return [*found]


def _store(log: EventLog, batch: list[Event], report: FileReport, now: datetime | None) -> None:
    added = log.add(batch, now=now)
    report.accepted += added.accepted
    report.duplicates += added.duplicates
    batch.clear()


def _reject(
    report: FileReport,
    rejects: IO[bytes] | None,
    number: int,
    rejection: Rejection,
    row: dict[str, Any] | BadLine,
) -> None:
    report.rejected += 1
    reason = rejection.reason
    if len(report.reasons) < 1000 or reason in report.reasons:
        report.reasons[reason] += 1
    if rejects is not None:
        line = {
            "file": report.file,
            "line": number,
            "event_id": rejection.event_id,
            "reason": reason,
            "row": row.text if isinstance(row, BadLine) else row,
        }
        # Not orjson: a refused row may hold integers and characters that it will not write.
        text = json.dumps(line, ensure_ascii=False)
        rejects.write(text.encode("utf-8", "replace") + b"\n")


def _shown(rows: Iterator[T], name: str) -> Iterator[T]:
    """The rows, with a counter on a terminal and nothing when piped."""
    if not sys.stderr.isatty():
        yield from rows
        return
    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed:,} rows"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(name, total=None)
        for row in rows:
            progress.advance(task)
            yield row


def _figures(reports: list[FileReport]) -> dict[str, Any]:
    return {
        "rows": [
            {
                "system": "aisle",
                "file": report.file,
                "accepted": report.accepted,
                "duplicates": report.duplicates,
                "rejected": report.rejected,
                "ignored": report.ignored,
            }
            for report in reports
        ],
        "meta": {"reasons": dict(_reasons(reports).most_common())},
    }


def _reasons(reports: list[FileReport]) -> Counter[str]:
    total: Counter[str] = Counter()
    for report in reports:
        total.update(report.reasons)
    return total


def _show(reports: list[FileReport]) -> None:
    console = Console()
    table = Table("file", "accepted", "duplicates", "rejected", "ignored")
    for report in reports:
        counts = (report.accepted, report.duplicates, report.rejected, report.ignored)
        table.add_row(escape(report.file), *(f"{count:,}" for count in counts))
    console.print(table)
    reasons = _reasons(reports)
    if reasons:
        why = Table("rejected", "reason")
        for reason, count in reasons.most_common(20):
            why.add_row(f"{count:,}", escape(reason))
        console.print(why)
