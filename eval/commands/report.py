"""All of it as one HTML page with plots, from the figures that the other commands wrote.

Each FILE is what a command wrote with `--json`. The page holds its table, a plot of its scores with
their intervals, and the command, data and versions that the figures come from; nothing is measured
again, and the page loads nothing from anywhere. A figure of another date or machine than the
others' is easily told, since each section says its own.
"""

from __future__ import annotations

import argparse
import base64
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rich.text import Text

from eval.commands.options import existing_file
from eval.errors import UsageError
from eval.output import (
    cell,
    check_writable,
    columns_of,
    console_for_output,
    print_rows,
    versus_notes,
    write_json,
)

EXAMPLE = (
    "python -m eval search --catalog F --queries F --qrels F --json search.json\n"
    "  python -m eval intents --gold gold.jsonl --json intents.json\n"
    "  python -m eval report search.json intents.json --output report.html"
)
PLOTTED = ("ndcg@10", "recall@10", "mrr@10", "f1", "action_accuracy", "full_match")
_MOST_BARS = 8
_TEMPLATES = Path(__file__).parents[1] / "templates"


class _Row(BaseModel):
    model_config = ConfigDict(extra="allow")

    system: str


class _Figures(BaseModel):
    rows: Annotated[list[_Row], Field(min_length=1)]
    meta: dict[str, Any]


@dataclass(frozen=True)
class Section:
    """What the page says of one figures file; ``plot`` is a data URL, or empty."""

    title: str
    command: str
    about: str
    columns: Sequence[str]
    cells: Sequence[Sequence[str]]
    notes: Sequence[str]
    plot: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("figures", type=existing_file, nargs="+", metavar="FILE")
    parser.add_argument(
        "--output",
        type=Path,
        default=Path("report.html"),
        metavar="FILE",
        help="the page (report.html)",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all rows together there")


def run(options: argparse.Namespace) -> None:
    """Reads the figures, writes the page, prints what is in it."""
    check_writable(options.json)
    check_writable(options.output, option="--output")
    read = [(path, *read_figures(path)) for path in options.figures]
    sections = [section(path.stem, rows, about) for path, rows, about in read]
    try:
        options.output.write_text(page(sections), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {options.output} ({error.strerror})") from error
    for path, rows, _ in read:
        print_rows(path.stem, [row for row in rows if row["system"] == "aisle"])
    console_for_output().print(Text(f"The page is in {options.output}."))
    together = [{**row, "figures": path.stem} for path, rows, _ in read for row in rows]
    write_json(options.json, together, {path.stem: about for path, _, about in read})


def read_figures(path: Path) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The rows and the meta of a figures file.

    Raises:
        UsageError: It is none.
    """
    try:
        found = _Figures.model_validate_json(path.read_bytes())
    except (ValidationError, OSError) as error:
        message = f"{path} holds no figures: give files written by `python -m eval … --json FILE`"
        raise UsageError(message) from error
    return [row.model_dump() for row in found.rows], found.meta


def section(title: str, rows: Sequence[Mapping[str, Any]], about: Mapping[str, Any]) -> Section:
    """One figures file as the page shows it."""
    columns = columns_of(rows)
    data = about.get("data", {})
    files = [f"{one['file']} {one['sha256'][:12]}" for one in data.values() if "sha256" in one]
    machine = about.get("machine", {})
    parts = [about.get("date"), *files, machine.get("system"), f"seed {about.get('seed', 'none')}"]
    return Section(
        title=title,
        command=str(about.get("command", "no command is told in the file")),
        about=" · ".join(str(part) for part in parts if part),
        columns=columns,
        cells=[
            [cell(name, row.get(name), row.get("intervals", {}).get(name)) for name in columns]
            for row in rows
        ],
        notes=[*_left_out(rows), *versus_notes(rows)],
        plot=plotted(title, rows[:_MOST_BARS]),
    )


def _left_out(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    more = len(rows) > _MOST_BARS
    return [f"The plot has the first {_MOST_BARS} of the {len(rows)} rows."] if more else []


def plotted(title: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """The scores that every row has, drawn; empty where there is none.

    Raises:
        UsageError: matplotlib is not installed.
    """
    metrics = [name for name in PLOTTED if all(isinstance(row.get(name), float) for row in rows)]
    if not metrics:
        return ""
    try:
        from eval.plots.scores import score_plot  # noqa: PLC0415 - half a second
    except ModuleNotFoundError as error:
        message = f"{error.name} is missing; install the extra: pip install 'aisle[eval]'"
        raise UsageError(message) from error
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scores.png"
        score_plot(rows, metrics, path, title=title)
        return f"data:image/png;base64,{base64.b64encode(path.read_bytes()).decode()}"


def page(sections: Sequence[Section]) -> str:
    """The whole page; what stands in the files is text there, never markup."""
    templates = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    return templates.get_template("report.html.jinja").render(sections=sections)
