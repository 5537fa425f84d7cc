"""Options that every command shares, and the types of option values."""

from __future__ import annotations

import argparse
import os
from pathlib import Path


def existing_file(text: str) -> Path:
    """A path to a file that is there."""
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"{text!r} is no file; give the path of one that exists")
    return path


def positive(text: str) -> int:
    """A whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1")
    return int(text)


def add_common(parser: argparse.ArgumentParser) -> None:
    """``--json`` and ``--seed``."""
    parser.add_argument("--json", type=Path, metavar="FILE", help="write rows and meta there")
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="of the intervals and the test (0)"
    )


def add_index(parser: argparse.ArgumentParser) -> None:
    """``--data-dir``: where indexes of catalogues are kept for the next run."""
    parser.add_argument(
        "--data-dir",
        type=Path,
        default=Path(os.environ.get("AISLE_DATA_DIR", ".aisle")) / "eval",
        metavar="DIR",
        help="folder of the indexes built from catalogues, kept for the next run (eval in"
        " AISLE_DATA_DIR, which is .aisle)",
    )
