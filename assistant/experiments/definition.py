"""An experiment as the shop writes it, in TOML.

.. code-block:: toml

    [[experiment]]
    name = "stronger-profile"
    share = 0.5                     # of the shoppers; the others see the shop as it is

    [[experiment.arm]]
    name = "control"

    [[experiment.arm]]
    name = "strong"
    weights = { profile = 0.7 }     # over the ranking's own weights
    parser = { llm_examples = 8 }   # over the settings: model, prompt, or the rules alone

``kind = "interleave"`` mixes the lists of exactly two arms that differ in weights (team draft); a
shopper then is in no arm. There is no file by default, and so no experiment.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.ranking import Weights

Name = Annotated[str, Field(pattern=r"^[\w.-]{1,100}$")]
PARSER_SETTINGS = frozenset(
    {"parser", "llm_url", "llm_model", "llm_adapter", "llm_notation", "llm_examples", "llm_checks"}
)
"""Settings an arm may change: who reads the messages, and with which prompt."""


class ExperimentsError(ValueError):
    """The experiments file cannot be used; the message says what is wrong with it."""


class Arm(BaseModel):
    """One way of running the shop; without changes it is the shop as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    share: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1.0
    """Of the experiment's shoppers, in proportion to the other arms' shares."""
    weights: dict[str, float] = Field(default_factory=dict)
    parser: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _usable(self) -> Self:
        unknown = sorted(self.parser.keys() - PARSER_SETTINGS)
        if unknown:
            known = ", ".join(sorted(PARSER_SETTINGS))
            raise ValueError(f"parser may change {known}; not {unknown[0]}")
        self.weighed(Weights())
        return self

    def weighed(self, weights: Weights) -> Weights:
        """The ranking's weights with this arm's in their place."""
        if not self.weights:
            return weights
        return Weights.model_validate({**weights.model_dump(), **self.weights})


class Experiment(BaseModel):
    """An experiment: its arms, and whom it is for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    kind: Literal["split", "interleave"] = "split"
    share: Annotated[float, Field(gt=0, le=1)] = 1.0
    starts: AwareDatetime | None = None
    ends: AwareDatetime | None = None
    salt: str = ""
    """Changes who is in which arm; for a repeat of an experiment under its old name."""
    arm: Annotated[list[Arm], Field(min_length=2, max_length=20)]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        names = [one.name for one in self.arm]
        if len(set(names)) < len(names):
            raise ValueError("two arms have the same name")
        if self.kind == "interleave" and (len(names) != 2 or any(one.parser for one in self.arm)):
            raise ValueError("interleaving takes two arms that change weights only")
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValueError("ends is not after starts")
        return self

    def arm_named(self, name: str) -> Arm | None:
        """The arm of a name; None for one that is no longer part of the experiment."""
        return next((one for one in self.arm if one.name == name), None)


def load_experiments(path: Path | None) -> tuple[Experiment, ...]:
    """The experiments of a file; none without one.

    Raises:
        ExperimentsError: the file is missing, no TOML, or says something impossible. Two that
            change the same thing (weights, parser) are refused: their effects could not be told
            apart.
    """
    if path is None:
        return ()
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ExperimentsError(f"Cannot read the experiments in {path}: {error}") from error
    rows = read.get("experiment", [])
    unknown = sorted(read.keys() - {"experiment"})
    if unknown or not isinstance(rows, list):
        raise ExperimentsError(f"{path}: write [[experiment]] tables, not {unknown or rows!r}")
    found: list[Experiment] = []
    for row in rows:
        try:
            found.append(Experiment.model_validate(row))
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            where = ".".join(str(part) for part in fault["loc"])
            name = row.get("name") if isinstance(row, dict) else None
            place = f"experiment {name!r}: {where}".rstrip(": ")
            raise ExperimentsError(f"{path}, {place}: {fault['msg']}") from error
    _apart(path, found)
    return tuple(found)


def _apart(path: Path, found: list[Experiment]) -> None:
    names = [one.name for one in found]
    if len(set(names)) < len(names):
        raise ExperimentsError(f"{path}: two experiments have the same name")
    for what in ("weights", "parser"):
        changing = [one.name for one in found if any(getattr(arm, what) for arm in one.arm)]
        if len(changing) > 1:
            raise ExperimentsError(
                f"{path}: {changing[0]} and {changing[1]} both change the {what}: run one after"
                " the other"
            )
