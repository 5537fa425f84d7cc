"""The page's wording: one TOML file a language, English where a language has none."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

FALLBACK = "en"


class Words:
    """The wording of one language, read by ``section.name``.

    Args:
        language: ISO 639-1 code; one without a file falls back to English.
    """

    def __init__(self, language: str) -> None:
        table = _load(language) if language.isalpha() else None
        self.language = language if table is not None else FALLBACK
        self._table = table if table is not None else _load(FALLBACK) or {}

    def __call__(self, key: str, **values: object) -> str:
        """The words at ``section.name`` with placeholders filled.

        Raises:
            KeyError: no such words.
        """
        section, _, name = key.partition(".")
        text = self._table[section][name]
        return str(text).format(**values) if values else str(text)

    def factor(self, name: str) -> str:
        """The short label of a ranking factor; its own name where we have none."""
        return str(self._table["factor"].get(name, name.replace("_", " ")))

    def nth(self, place: int) -> str:
        """The ordinal of a 1-based place, as a shopper says it."""
        ordinals = self._table["act"]["nth"]
        return str(ordinals[place - 1]) if place <= len(ordinals) else str(place)

    def choice(self, places: Sequence[int]) -> str:
        """Several places in words: ``the first and the third one``."""
        if self.language == "zh":
            return str(self._table["act"]["joint"]).join(f"第{self.nth(at)}个" for at in places)
        head = ", ".join(f"the {self.nth(at)}" for at in places[:-1])
        return f"{head}{self._table['act']['joint']}the {self.nth(places[-1])} one"


@cache
def _load(language: str) -> dict[str, dict[str, str | list[str]]] | None:
    file = resources.files(__package__).joinpath(f"{language}.toml")
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else None
