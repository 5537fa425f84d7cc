"""Training rows: JSONL of prompt and answer in, token ids out.

Prompt and answer are tokenised apart and then joined, so that the boundary is the same when a
server tokenises the prompt alone. No end token: the answer's own newline ends it, which is what the
servers stop at.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from finetune.training.errors import TrainingError

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase


class Row(BaseModel):
    """One line of a training file; fields the trainer does not need are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    prompt: str = Field(min_length=1)
    answer: str = Field(min_length=1)
    weight: float = Field(default=1.0, ge=0)
    family: str = ""
    action: str = ""
    language: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A row as ids; ``ids[answer_at:]`` is the answer."""

    ids: tuple[int, ...]
    answer_at: int
    weight: float


def read_rows(path: Path) -> list[Row]:
    """All rows of a JSONL file.

    Raises:
        TrainingError: the file is missing or empty, or a line does not fit; names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise TrainingError(f"cannot read training rows from {path}: {error}") from error
    rows = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            rows.append(Row.model_validate(json.loads(line)))
        except (ValidationError, json.JSONDecodeError) as error:
            raise TrainingError(f"{path}:{number} is no training row: {error}") from error
    if not rows:
        raise TrainingError(f"{path} has no rows; make them with `python -m finetune data`")
    return rows


def digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def wants_bos(tokenizer: PreTrainedTokenizerBase, choice: str) -> bool:
    """Whether sequences begin with BOS: as configured, or as the tokenizer does by itself."""
    if tokenizer.bos_token_id is None:
        return False
    if choice != "auto":
        return choice == "yes"
    ids = tokenizer("a")["input_ids"]
    return bool(ids) and ids[0] == tokenizer.bos_token_id


def prompt_ids(
    tokenizer: PreTrainedTokenizerBase, prompts: Sequence[str], *, bos: bool
) -> list[list[int]]:
    """Ids of prompts, with BOS in front where asked."""
    start = [tokenizer.bos_token_id] if bos else []
    found = tokenizer(list(prompts), add_special_tokens=False)["input_ids"]
    return [start + list(ids) for ids in found]


def tokenise(
    tokenizer: PreTrainedTokenizerBase, rows: Iterable[Row], *, bos: bool, longest: int
) -> list[TokenRow]:
    """Ids of all rows.

    Raises:
        TrainingError: a row has more than ``longest`` tokens; says how long the longest is.
    """
    given = list(rows)
    prompts = prompt_ids(tokenizer, [row.prompt for row in given], bos=bos)
    answers = tokenizer([row.answer for row in given], add_special_tokens=False)["input_ids"]
    made = [
        TokenRow((*prompt, *answer), len(prompt), row.weight)
        for row, prompt, answer in zip(given, prompts, answers, strict=True)
    ]
    top = max(len(row.ids) for row in made)
    if top > longest:
        too_long = sum(len(row.ids) > longest for row in made)
        raise TrainingError(
            f"{too_long} of {len(made)} examples have more than {longest} tokens, the longest "
            f"{top}; raise row_tokens to {-(-top // 32) * 32}"
        )
    return made
