"""The systems of the table: those of ``eval`` on the base chosen, and one for each ablation."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from assistant.settings import SHIPPED, BaseModelName, Settings
from eval.errors import UsageError
from eval.systems import SYSTEMS, settings_of

WEIGHTS = "adapter_model.safetensors"
_ADAPTED = frozenset({"aisle", "tuned"})


@dataclass(frozen=True)
class System:
    """A parser to score: its name in the table and its settings."""

    name: str
    settings: Settings

    @property
    def needs_model(self) -> bool:
        """Whether rules must not stand in for it."""
        return self.settings.parser == "llm"


def systems(
    names: str, *, adapter: Path | None, base: str, runs: Mapping[str, Path], **settings: Any
) -> list[System]:
    """The systems called ``names`` (comma-separated) on ``base``, then one for each of ``runs``.

    Args:
        names: Of ``eval.systems.SYSTEMS``.
        adapter: PEFT folder, or the folder of a run, of ``aisle`` and ``tuned``; the shipped one
            if None.
        base: ``gemma3-270m`` or ``smollm2-135m``.
        runs: Name → folder of a training run, scored as ``aisle`` is, on its own base.
        settings: Other settings of all of them.

    Raises:
        UsageError: An unknown name or base, or a folder without an adapter.
    """
    if base not in get_args(BaseModelName):
        raise UsageError(f"--base {base}: use one of {', '.join(get_args(BaseModelName))}")
    found: list[System] = []
    for name in filter(None, (part.strip() for part in names.split(","))):
        if name not in SYSTEMS:
            raise UsageError(f"--systems {name}: no such system; use {', '.join(SYSTEMS)}")
        chosen = {"llm_base": base, **settings}
        if name in _ADAPTED:
            chosen["llm_adapter"] = str(adapter_of(adapter, base))
        found.append(System(name, settings_of(name, **chosen)))
    for name, folder in runs.items():
        adapted = peft_folder(folder)
        own = {"llm_base": base_of(adapted) or base, "llm_adapter": str(adapted)}
        found.append(System(name, Settings(**(settings | own))))
    if not found:
        raise UsageError(f"--systems is empty; name at least one of {', '.join(SYSTEMS)}")
    names_given = [system.name for system in found]
    if twice := {name for name in names_given if names_given.count(name) > 1}:
        raise UsageError(f"{min(twice)!r} is named twice; give each system its own name")
    return found


def named_runs(pairs: Sequence[str]) -> dict[str, Path]:
    """``["half=runs/half", …]`` as name → folder.

    Raises:
        UsageError: Not of that form.
    """
    found: dict[str, Path] = {}
    for pair in pairs:
        name, given, folder = pair.partition("=")
        if not (name and given and folder):
            raise UsageError(f"--runs {pair}: give NAME=FOLDER of a training run")
        found[name] = Path(folder)
    return found


def peft_folder(folder: Path) -> Path:
    """``folder``, or the ``adapter`` within where it is that of a training run.

    Raises:
        UsageError: Neither holds an adapter.
    """
    for place in (folder, folder / "adapter"):
        if (place / WEIGHTS).is_file():
            return place
    raise UsageError(
        f"no {WEIGHTS} in {folder} or {folder / 'adapter'}: give the folder of a finished"
        " `python -m finetune train`"
    )


def adapter_of(adapter: Path | None, base: str) -> Path:
    """The PEFT folder of ``adapter``, or of the adapter that ships for ``base``.

    Raises:
        UsageError: There is none.
    """
    return peft_folder(adapter or SHIPPED / base)


def base_of(adapter: Path) -> str | None:
    """The base that an adapter says it was trained on, if it is one that can be served."""
    try:
        config = json.loads((adapter / "adapter_config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    base = config.get("base_model_name_or_path") if isinstance(config, dict) else None
    return base if base in get_args(BaseModelName) else None
