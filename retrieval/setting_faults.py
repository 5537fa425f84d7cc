"""A setting that cannot be used, in one line that names its environment variable."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError
from pydantic_settings import SettingsError

PREFIXES: Mapping[str, str] = {"Settings": "AISLE_", "RetrievalSettings": "AISLE_RETRIEVAL_"}
"""The settings' classes, and how the variables of each begin."""


def setting_fault(error: Exception) -> str | None:
    """What is wrong with which variable; None where ``error`` is about something else."""
    if isinstance(error, SettingsError):
        return f"a setting cannot be read: {error}"
    if not isinstance(error, ValidationError) or error.title not in PREFIXES:
        return None
    first = error.errors()[0]
    name = "_".join(str(part) for part in first["loc"]).upper()
    return f"the setting {PREFIXES[error.title]}{name} is not valid: {first['msg']}"
