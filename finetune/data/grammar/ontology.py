"""The product ontology: what kinds of thing there are, and what shoppers say and want of each."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.rules.lexicon import head_singular
from retrieval.values.text import fold, is_cjk

_PLURAL_ONLY = ("earbuds", "shears", "secateurs")
"""Beside those that ``retrieval.values.text.singular`` knows to have no everyday singular."""
_SINGULAR_S = ("ss", "us", "is", "canvas", "atlas", "lens", "gas", "series", "christmas")


class OntologyError(ValueError):
    """A row of an ontology cannot be used; says which and why."""


class Row(BaseModel):
    """One product type. All values as people say them, lower case."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    type: str = Field(min_length=1)
    said: list[str] = Field(default_factory=list)
    department: str = ""
    features: list[str] = Field(default_factory=list)
    uses: list[str] = Field(default_factory=list)
    materials: list[str] = Field(default_factory=list)
    sizes: list[str] = Field(default_factory=list)
    colors: list[str] = Field(default_factory=list)
    brands: list[str] = Field(default_factory=list)
    recipients: list[str] = Field(default_factory=list)
    occasions: list[str] = Field(default_factory=list)
    excludes: list[str] = Field(default_factory=list)
    price: tuple[float, float] = (10, 100)
    needs: list[str] = Field(default_factory=list)
    mass: bool = False

    @cached_property
    def heads(self) -> list[tuple[str, str, str]]:
        """Every way to name it: (words, label, number: singular, plural, mass or none)."""
        names = dict.fromkeys([self.type, *self.said])
        return [(name, label_of(name), self._number(name)) for name in names]

    @cached_property
    def plural(self) -> str:
        """How several of it are called: the first plural of ``said``, else the type."""
        return next((words for words, _, number in self.heads if number == "plural"), self.type)

    def _number(self, name: str) -> str:
        if is_cjk(name):
            return "none"
        if self.mass:
            return "mass"
        return "plural" if is_plural(name) else "singular"


def label_of(name: str) -> str:
    """The product type that is labelled where ``name`` is said: its singular, if it has one.

    Examples:
        >>> label_of("running shoes"), label_of("earbuds"), label_of("jeans")
        ('running shoe', 'earbuds', 'jeans')
    """
    folded = fold(name)
    return folded if folded.endswith(_PLURAL_ONLY) else head_singular(folded)


def is_plural(name: str) -> bool:
    """Whether an English name takes no "a": a plural, or a pair ("jeans").

    Examples:
        >>> is_plural("running shoes"), is_plural("jeans"), is_plural("dress"), is_plural("lens")
        (True, True, False, False)
    """
    if head_singular(name) != name:
        return True
    return name.endswith("s") and not name.endswith(_SINGULAR_S)


def pluralised(name: str) -> str:
    """The plural of an English name; a name that is plural already, and Chinese, come back.

    Examples:
        >>> [pluralised(n) for n in ("dress", "kitchen knife", "baby toy", "jeans", "battery")]
        ['dresses', 'kitchen knives', 'baby toys', 'jeans', 'batteries']
    """
    if is_cjk(name) or is_plural(name):
        return name
    for end, cut, new in (("woman", 2, "en"), ("man", 2, "en"), ("mouse", 4, "ice")):
        if name.endswith(end):
            return name[:-cut] + new
    if name.endswith(("knife", "wife")):
        return f"{name[:-2]}ves"
    if name.endswith(("shelf", "scarf", "loaf")):
        return f"{name[:-1]}ves"
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return f"{name[:-1]}ies"
    return name + ("es" if name.endswith(("s", "x", "ch", "sh", "z")) else "s")


def load_ontology(path: Path) -> list[Row]:
    """The rows of a JSONL file, in order.

    Raises:
        OntologyError: A line is no row, or a type stands there twice.
    """
    rows: list[Row] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            if line.strip():
                rows.append(Row.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise OntologyError(f"{path.name}:{number}: {where}: {first['msg']}") from error
    check_unique(rows)
    return rows


def check_unique(rows: Iterable[Row]) -> None:
    """Refuse two rows of one type.

    Raises:
        OntologyError: A type stands there twice.
    """
    seen: set[str] = set()
    for row in rows:
        if row.type in seen:
            raise OntologyError(
                f"the type {row.type!r} stands in the ontology twice; merge its rows"
            )
        seen.add(row.type)
