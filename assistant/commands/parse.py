"""``python -m assistant parse``: a text, or a file of conversations, to intents."""

from __future__ import annotations

import sys
import zlib
from collections import Counter
from gzip import BadGzipFile
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.batch import Answer, answers
from assistant.commands.figures import times, write_figures
from assistant.commands.usage import writable
from assistant.intent import Message
from assistant.json_lines import open_binary, unreadable
from assistant.parser import IntentParser
from assistant.settings import Settings
from assistant.word_shares import TooLongToExplainError, word_shares


def parse(
    text: Annotated[str | None, typer.Argument(help="One message of a shopper.")] = None,
    *,
    input_: Annotated[
        Path | None, typer.Option("--input", help="JSON Lines of conversations, gzipped or plain.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", callback=writable, help="Where the intents go; standard output if unset."
        ),
    ] = None,
    rules: Annotated[bool, typer.Option("--rules", help="Use the rule parser alone.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Also say which words each value rests on.")
    ] = False,
    json_: Annotated[
        Path | None,
        typer.Option("--json", callback=writable, help="Also write the figures of the run here."),
    ] = None,
    data_dir: Annotated[
        Path | None, typer.Option("--data-dir", help="Where models' logs live.")
    ] = None,
) -> None:
    """Read what a shopper wants, as the intent of the contract.

    Example: python -m assistant parse "blue running shoes under $80"

    Example: python -m assistant parse "red shoes under $80" --rules --explain

    Example: python -m assistant parse --input requests.jsonl --output intents.jsonl
    """
    if (text is None) == (input_ is None):
        _refuse("give either a TEXT or --input FILE, not both and not neither")
    if text is not None and output is not None:
        _refuse("--output goes with --input; with a TEXT the intent is printed")
    if explain and text is None:
        _refuse("--explain goes with a TEXT: it reads one message many times over")
    if input_ is not None and not input_.is_file():
        _refuse(f"{input_} is no file; --input takes JSON Lines, one conversation a line")
    if text is not None and not text.strip():
        _refuse("the TEXT is empty; say what the shopper says")
    settings = Settings()
    if rules:
        settings = settings.model_copy(update={"parser": "rules"})
    if data_dir is not None:
        settings = settings.model_copy(update={"data_dir": data_dir})
    parser = IntentParser.open(settings)
    try:
        if text is not None:
            _one(text, parser, json_)
            if explain:
                _explain(text, parser)
        elif input_ is not None:
            try:
                _many(input_, output, parser, json_)
            except (EOFError, zlib.error, BadGzipFile) as error:
                _refuse(str(unreadable(input_, error)))
    finally:
        parser.close()


def _one(text: str, parser: IntentParser, figures: Path | None) -> None:
    parsed = parser.parse([Message(role="user", content=text)])
    row = parsed.intent.model_dump(mode="json")
    typer.echo(orjson.dumps(row, option=orjson.OPT_INDENT_2).decode())
    typer.echo(f"source: {parsed.source}, {parsed.ms:.0f} ms", err=True)
    if figures is not None:
        _figures(figures, [parsed.source], [parsed.ms], failed=0)


def _explain(text: str, parser: IntentParser) -> None:
    try:
        found = word_shares(
            text, lambda said: parser.parse([Message(role="user", content=said)]).intent
        )
    except TooLongToExplainError as error:
        _refuse(str(error))
    how = "exact" if found.exact else "over random orders"
    table = Table("value", *found.words, title=f"Shapley values of the words, {how}")
    for (name, value), shares in found.values.items():
        table.add_row(f"{name} = {value}", *(f"{share:+.2f}" for share in shares))
    Console(stderr=True).print(table)


def _many(source: Path, target: Path | None, parser: IntentParser, figures: Path | None) -> None:
    with open_binary(source) as lines:
        total = sum(1 for line in lines if line.strip())
    sources: list[str] = []
    times: list[float] = []
    failed = 0
    with open_binary(source) as lines:
        out = target.open("wb") if target is not None else sys.stdout.buffer
        try:
            for answer in track(
                answers(lines, parser),
                total=total,
                description="parsing",
                console=Console(stderr=True),
                disable=not sys.stderr.isatty(),
            ):
                out.write(_line(answer))
                out.flush()
                if answer.ok:
                    sources.append(answer.row["source"])
                    times.append(answer.row["ms"])
                failed += not answer.ok
        finally:
            if target is not None:
                out.close()
    by_source = ", ".join(f"{name} {n}" for name, n in sorted(Counter(sources).items())) or "none"
    typer.echo(
        f"parsed {len(sources)} of {total} ({by_source}); {failed} could not be read", err=True
    )
    if figures is not None:
        _figures(figures, sources, times, failed=failed)
    if failed:
        raise typer.Exit(1)


def _line(answer: Answer) -> bytes:
    return orjson.dumps(answer.row, option=orjson.OPT_APPEND_NEWLINE)


def _figures(path: Path, sources: list[str], ms: list[float], *, failed: int) -> None:
    row = {
        "system": "aisle",
        "parsed": len(sources),
        "failed": failed,
        **Counter(sources),
        **times(ms),
    }
    write_figures(path, [row], command="python -m assistant parse")


def _refuse(reason: str) -> None:
    typer.echo(f"parse: {reason}", err=True)
    raise typer.Exit(2)
