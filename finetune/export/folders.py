"""Folders put in place in one step, and their JSON files."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any


def write_json(path: Path, value: Any) -> None:
    """Write indented JSON with a final newline."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def replace_folder(new: Path, target: Path) -> None:
    """Put ``new`` where ``target`` is; a reader sees the old folder, none, or the new one."""
    if not target.exists():
        new.rename(target)
        return
    old = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}-old."))
    target.rename(old / target.name)
    new.rename(target)
    shutil.rmtree(old)
