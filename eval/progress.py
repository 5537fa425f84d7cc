"""A progress bar on a terminal, silence in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import track

Item = TypeVar("Item")


def progress(items: Iterable[Item], label: str, total: int) -> Iterator[Item]:
    """``items``, with a bar on standard error if that is a terminal."""
    console = Console(stderr=True)
    yield from track(
        items, label, total=total, console=console, transient=True, disable=not sys.stderr.isatty()
    )
