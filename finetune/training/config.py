"""Every knob of a training run: defaults, then a TOML file, then the environment, then options.

One flat pydantic-settings model, so that the command line, the file and ``training.json`` use the
same names. The defaults are those of the shipped adapter.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from finetune.training.errors import TrainingError

Positive = Annotated[int, Field(gt=0)]


class TrainingConfig(BaseSettings):
    """Settings of one run. ``AISLE_TRAIN_<FIELD>`` in the environment sets a field."""

    model_config = SettingsConfigDict(
        env_prefix="AISLE_TRAIN_", extra="forbid", frozen=True, protected_namespaces=()
    )

    base: str = Field(
        default="gemma3-270m",
        description="gemma3-270m, smollm2-135m, a folder of safetensors, or a hub name",
    )
    dtype: Literal["auto", "float32", "bfloat16"] = Field(
        default="auto", description="auto: bfloat16 where the hardware multiplies it, else float32"
    )
    device: Literal["auto", "cpu", "cuda"] = "auto"

    rank: Positive = Field(default=16, description="LoRA rank r")
    alpha: Annotated[float, Field(gt=0)] = Field(default=32, description="LoRA alpha; scale is a/r")
    dropout: Annotated[float, Field(ge=0, lt=1)] = Field(
        default=0.05, description="On the adapter's input, at a resolution of 1/256"
    )
    targets: tuple[str, ...] = Field(
        default=("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"),
        description="Linear layers that get an adapter",
    )
    start: Path | None = Field(
        default=None,
        description="Adapter folder to go on from, of the same rank and layers; none: a fresh one",
    )
    first_layer: Annotated[int, Field(ge=0)] = Field(
        default=0, description="Layers below get no adapter, hence no backward pass"
    )

    row_tokens: Positive = Field(default=192, description="Tokens of one packed row")
    rows: Positive = Field(default=5, description="Rows of one forward pass, over all processes")
    accumulate: Positive = Field(default=1, description="Forward passes per optimiser step")
    bos: Literal["auto", "yes", "no"] = Field(
        default="auto",
        description="Begin with the BOS token; auto: where the tokenizer itself does",
    )
    sampling: Literal["all", "weighted", "balanced"] = Field(
        default="all",
        description="all: every example once an epoch, weight in the loss; weighted: drawn in "
        "proportion to weight; balanced: so, and each action as often as every other",
    )

    learning_rate: Annotated[float, Field(gt=0)] = 1e-3
    weight_decay: Annotated[float, Field(ge=0)] = 0.01
    warmup: Annotated[float, Field(ge=0, lt=1)] = Field(
        default=0.03, description="Share of the run in which the rate rises linearly"
    )
    final_rate: Annotated[float, Field(ge=0, le=1)] = Field(
        default=0.05, description="Share of the learning rate the cosine ends at"
    )
    clip: Annotated[float, Field(gt=0)] = Field(default=1.0, description="Largest gradient norm")
    beta2: Annotated[float, Field(gt=0, lt=1)] = 0.99
    epochs: Annotated[float, Field(gt=0)] = 3.0
    steps: Positive | None = Field(default=None, description="Optimiser steps, instead of epochs")
    minutes: Annotated[float, Field(gt=0)] | None = Field(
        default=None, description="Wall time after which the run has ended, its schedule with it"
    )
    seed: int = 17

    evaluate_steps: Positive = Field(default=200, description="Steps between two validations")
    validation_rows: Positive = Field(default=200, description="Examples validated, evenly picked")
    patience: Positive = Field(
        default=5, description="Validations without a better slot F1 before the run stops"
    )
    answer_tokens: Positive = Field(default=96, description="Longest answer generated")
    generate_batch: Positive = 64
    checkpoint_steps: Positive = 100
    keep_steps: Annotated[int, Field(ge=0)] = Field(
        default=0, description="Steps between adapters kept in kept/, to be averaged; 0: none"
    )

    parallel: Literal["ddp", "fsdp"] = Field(
        default="ddp", description="What torchrun's processes do: copy the base, or shard it"
    )
    threads: Annotated[int, Field(ge=0)] = Field(default=0, description="0: all cores")


def read_config(path: Path | None, overrides: dict[str, Any]) -> TrainingConfig:
    """Defaults, then ``path`` (TOML), then the options that were given (not None).

    Raises:
        TrainingError: the file is no TOML, or a value does not fit its field.
    """
    values: dict[str, Any] = {}
    if path is not None:
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise TrainingError(f"cannot read the configuration {path}: {error}") from error
    values |= {name: value for name, value in overrides.items() if value is not None}
    try:
        return TrainingConfig(**values)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise TrainingError(f"the training configuration does not fit: {wrong}") from error
