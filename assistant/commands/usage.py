"""Bad usage in one line: what is wrong, and where it is said how to do it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from retrieval.setting_faults import setting_fault


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
    except ValueError as error:
        fault = setting_fault(error)
        if fault is None:
            raise
        typer.echo(f"{prog}: {fault}", err=True)
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)


def writable(path: Path | None) -> Path | None:
    """A file that a command is to write, refused before its work rather than after it.

    Given to ``typer.Option`` as the ``callback``.

    Raises:
        typer.BadParameter: it is a folder, its folder does not exist, or neither may be written.
    """
    if path is None:
        return None
    folder = path.absolute().parent
    if not folder.is_dir():
        raise typer.BadParameter(f"the folder of {path} does not exist; create it first")
    if path.is_dir():
        raise typer.BadParameter(f"{path} is a folder; name a file in it")
    if not os.access(path if path.exists() else folder, os.W_OK):
        raise typer.BadParameter(f"{path} may not be written; choose another path")
    return path
