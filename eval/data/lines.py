"""JSON Lines into Pydantic models, each line or none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from assistant.json_lines import BadLine, UnreadableFileError, read_json_lines
from eval.data.errors import EvalDataError

Model = TypeVar("Model", bound=BaseModel)


def read_models(path: Path, model: type[Model], shape: str) -> Iterator[tuple[int, Model]]:
    """The lines of a JSONL file (plain or gzipped) with their numbers, as ``model``.

    Args:
        path: The file.
        model: What each line holds.
        shape: An example of a good line, for the message.

    Raises:
        EvalDataError: The file cannot be read, or a line is not a ``model``.
    """
    try:
        for number, line in read_json_lines(path):
            if isinstance(line, BadLine):
                raise EvalDataError.at(path, number, f"{line.reason}; expected {shape}")
            try:
                yield number, model.model_validate(line)
            except ValidationError as error:
                raise EvalDataError.invalid(path, number, error, shape) from error
    except UnreadableFileError as error:
        raise EvalDataError(str(error)) from error
