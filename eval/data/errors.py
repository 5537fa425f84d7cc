"""The one error of the readers, worded the same way everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import ValidationError


class EvalDataError(Exception):
    """A file of the evaluation cannot be used: which, which line, what is wrong, how to mend it."""

    @classmethod
    def at(cls, path: Path, line: int, problem: str) -> Self:
        """The error of one line (1-based)."""
        return cls(f"{path}, line {line}: {problem}")

    @classmethod
    def invalid(cls, path: Path, line: int, error: ValidationError, shape: str) -> Self:
        """The error of a line that parses but does not have the fields of ``shape``."""
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the line"
        return cls.at(path, line, f"{where}: {first['msg']}; expected {shape}")
