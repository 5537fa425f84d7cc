"""Bad usage in one line: what is wrong, and where it is said how to do it."""

from __future__ import annotations

import sys

import typer
from typer.exceptions import TyperException
from typer.main import get_command


def run(app: typer.Typer, prog: str) -> None:
    """Runs a command line and exits: 0 on success, 2 with one line on bad usage, 1 when aborted."""
    try:
        code = get_command(app).main(prog_name=prog, standalone_mode=False)
    except TyperException as error:
        context = getattr(error, "ctx", None)
        where = context.command_path if context is not None else prog
        what = " ".join(error.format_message().split()).rstrip(".")
        # Called with nothing at all, a group has shown its help and has no message.
        typer.echo(f"{where}: {what or 'name a command'}; see {where} --help", err=True)
        sys.exit(2)
    except typer.Abort:
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)
