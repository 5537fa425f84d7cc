"""What a question about a product may be about: the topics of ``fields.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

_BEGINS = 4
"""Letters from which a cue may begin a longer word."""


@dataclass(frozen=True)
class Topic:
    """What a question may be about."""

    fields: tuple[str, ...]
    cues: tuple[re.Pattern[str], ...]
    labels: dict[str, str]
    property: bool = False

    def asked(self, question: str) -> bool:
        """Whether a folded question has one of the cues."""
        return any(cue.search(question) for cue in self.cues)


@cache
def topics() -> tuple[Topic, ...]:
    """The topics of ``fields.toml``."""
    text = resources.files(__package__).joinpath("fields.toml").read_text("utf-8")
    return tuple(
        Topic(
            fields=tuple(row["fields"]),
            cues=tuple(_cue(cue) for cue in row["cues"]),
            labels=row["labels"],
            property=row.get("property", False),
        )
        for row in tomllib.loads(text)["topic"]
    )


def _cue(cue: str) -> re.Pattern[str]:
    if not cue.isascii():
        return re.compile(re.escape(cue))
    # "ram" is no part of "ramp", while "wash" begins "washing".
    end = r"s?\b" if len(cue) < _BEGINS else ""
    return re.compile(rf"\b{re.escape(cue)}{end}")
