"""The assistant's own wording: one TOML file a language, filled with checked values only.

Adding a language is adding a file with the same keys; a language without one is answered in
English. Nothing a shopper or a feed wrote is ever used as a format string.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib import resources

FALLBACK = "en"

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "CNY": "¥", "JPY": "¥"}


class UnknownPhraseError(KeyError):
    """A phrase key that no language file has: a mistake in the code, not in the input."""


@cache
def _load(language: str) -> dict[str, dict[str, str]] | None:
    file = resources.files(__package__).joinpath(f"{language}.toml")
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else None


class Phrases:
    """The wording of one language.

    Args:
        language: ISO 639-1 code; one without a phrase file falls back to English.
    """

    def __init__(self, language: str) -> None:
        known = _load(language) if language.isalpha() else None
        self.language = language if known is not None else FALLBACK
        self._table = known if known is not None else _load(FALLBACK) or {}

    def __call__(self, key: str, **values: object) -> str:
        """The phrase at ``section.name``, with ``{placeholders}`` filled.

        Raises:
            UnknownPhraseError: no such key.
        """
        section, _, name = key.partition(".")
        try:
            template = self._table[section][name]
        except KeyError:
            raise UnknownPhraseError(key) from None
        return template.format(**values) if values else template

    def has(self, key: str) -> bool:
        """Whether the language has the phrase."""
        section, _, name = key.partition(".")
        return name in self._table.get(section, {})

    def join(self, values: Sequence[str], word: str = "and") -> str:
        """``a, b and c`` in the language."""
        items = [value for value in values if value]
        if len(items) < 2:
            return "".join(items)
        link = self(f"words.{word}")
        if self.language == "zh":
            return "、".join(items[:-1]) + link + items[-1]
        return f"{', '.join(items[:-1])} {link} {items[-1]}"


def money(amount: Decimal | float, currency: str) -> str:
    """An amount as a shopper reads it: ``$1,299.00``; whole amounts keep their cents.

    Halves round up, as at a till.
    """
    value = Decimal(str(amount)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    symbol = _SYMBOLS.get(currency)
    return f"{symbol}{value:,}" if symbol else f"{value:,} {currency}"
