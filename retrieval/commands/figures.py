"""The file that ``--json`` names: refused before the work rather than after it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import typer


def check_writable(path: Path | None) -> None:
    """Refuses a figures file that cannot be written.

    Raises:
        typer.BadParameter: it is a folder, its folder does not exist, or neither may be written.
    """
    if path is None:
        return
    folder = path.absolute().parent
    if not folder.is_dir():
        reason = f"there is no folder {path.parent}"
    elif path.is_dir():
        reason = "it is a folder; name a file in it"
    elif not os.access(path if path.exists() else folder, os.W_OK):
        reason = "no permission"
    else:
        return
    raise typer.BadParameter(f"cannot write {path}: {reason}")


def write_figures(path: Path, document: dict[str, Any]) -> None:
    """Writes ``{"rows": […], "meta": {…}}``.

    Raises:
        typer.BadParameter: the disk is full, or the folder is gone meanwhile.
    """
    try:
        text = json.dumps(document, ensure_ascii=False, indent=2)
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise typer.BadParameter(f"cannot write {path}: {error.strerror}") from error
