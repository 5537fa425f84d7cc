"""Narrower names of ingredients, for what a shopper must not have.

An exclusion looks for the word that was said; who turns down nuts must not be shown hazelnuts
because nobody wrote "nut" on them (``ingredients.toml``). A "nut-free" product still says so.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from retrieval.values.text import fold, is_cjk, singular, tokens


def narrower(term: str) -> tuple[str, ...]:
    """The ingredients that ``term`` is the wider name of, in both languages; none for most.

    Examples:
        >>> "hazelnut" in narrower("nuts"), "榛子" in narrower("坚果"), narrower("wool")
        (True, True, ())
    """
    name = fold(term) if is_cjk(term) else " ".join(tokens(term))
    return _table().get(name, ())


@cache
def _table() -> dict[str, tuple[str, ...]]:
    text = (resources.files(__package__) / "ingredients.toml").read_text("utf-8")
    found = tomllib.loads(text)["narrower"]
    return {singular(name): tuple(one["parts"]) for one in found for name in one["names"]}
