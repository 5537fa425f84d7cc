"""Which embedding models are live: what searches use, as opposed to what is being made beside them.

The settings name the models of a new shop. Once there are vectors, a small file beside the index
says which models made them, and it is replaced in one step when a reindex is done
(``retrieval.reindex``), so that a changed setting never leaves a shop without vectors.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import NamedTuple

import orjson

_FILE = "models.json"


class LiveModels(NamedTuple):
    """The models in use, by their names."""

    english: str
    multilingual: str


class LiveModelsError(RuntimeError):
    """The file that names the live models cannot be read or written."""


def live(data_dir: Path) -> LiveModels | None:
    """The models whose vectors are searched; None where nothing was indexed yet.

    Raises:
        LiveModelsError: The file is there and cannot be understood.
    """
    path = data_dir / _FILE
    try:
        named = orjson.loads(path.read_bytes())
        return LiveModels(str(named["english"]), str(named["multilingual"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LiveModelsError(
            f"cannot read {path}: {error}; remove it to search with the models of the settings"
        ) from error


def make_live(data_dir: Path, models: LiveModels) -> None:
    """Names the models to search with from now on, in one step."""
    try:
        handle, name = tempfile.mkstemp(dir=data_dir, prefix=f".{_FILE}.")
        with os.fdopen(handle, "wb") as out:
            out.write(orjson.dumps(models._asdict()) + b"\n")
        Path(name).replace(data_dir / _FILE)
    except OSError as error:
        raise LiveModelsError(f"cannot write {data_dir / _FILE}: {error.strerror}") from error
