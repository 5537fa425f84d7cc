"""The list of model files that Aisle may load, read from ``manifest.toml``.

A TOML table beside the code, not a database or a hub: the set is small, it is reviewed like code,
and a changed hash shows in a diff. Given up: a model that is not listed cannot be loaded by name
(sentence-transformers models are the exception, and bring their own checks).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator


class UnknownModelError(LookupError):
    """The name is not in the manifest."""


class ModelPart(BaseModel):
    """One file of a wheel: the import package it lies in, and its path below that package."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    module: str
    wheel: str
    file: str


class ModelEntry(BaseModel):
    """One model file: what it is, where it comes from, and the sha256 of the whole file.

    It lies either in one wheel (``module``, ``wheel``, ``file``), or in ``parts`` of several
    wheels that are joined, in order, into a file named ``file``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    licence: str
    source: str
    file: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    module: str = ""
    wheel: str = ""
    parts: tuple[ModelPart, ...] = ()

    @model_validator(mode="after")
    def _one_place(self) -> ModelEntry:
        if bool(self.parts) == bool(self.module):
            raise ValueError("give either `module` and `wheel`, or `parts`")
        return self


@cache
def manifest() -> Mapping[str, ModelEntry]:
    """All entries by name."""
    text = files("retrieval.models").joinpath("manifest.toml").read_text(encoding="utf-8")
    return {name: ModelEntry.model_validate(row) for name, row in tomllib.loads(text).items()}


def entry(name: str) -> ModelEntry:
    """The entry called ``name``.

    Raises:
        UnknownModelError: There is none; the message lists the names there are.
    """
    try:
        return manifest()[name]
    except KeyError:
        known = ", ".join(sorted(manifest()))
        raise UnknownModelError(
            f"no model named {name!r} in the manifest; known: {known}"
        ) from None
