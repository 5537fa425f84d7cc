"""A phrase file (``material/phrases/FORMAT.md``), read, checked and indexed for the engine."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

from finetune.data.grammar.template import Template

MATERIAL = Path(__file__).parents[2] / "material"
POSITIONS = ("before", "after", "clause", "alone", "replace", "also", "drop")
"""Where a form may stand: around the head, beside the request, or as a later message."""
ACTS: Mapping[str, frozenset[str]] = {
    "search.type": frozenset({"np"}),
    "search.gift": frozenset(),
    "search.need": frozenset({"need"}),
    "switch": frozenset({"np"}),
    "also_for": frozenset({"np", "him"}),
    "same_for": frozenset({"person"}),
    "answer.type": frozenset({"np"}),
    "narrow": frozenset({"alone"}),
    "cheaper": frozenset(),
    "more": frozenset(),
    "similar": frozenset({"ref"}),
    "similar_but": frozenset({"ref", "color"}),
    "compare": frozenset({"refs"}),
    "compare_named": frozenset({"types"}),
    "details": frozenset(),
    "promotions": frozenset(),
    "promotions_named": frozenset({"types"}),
    "cart_add": frozenset({"ref"}),
    "cart_add_named": frozenset(),
    "cart_remove": frozenset({"ref"}),
    "cart_remove_named": frozenset({"type"}),
    "cart_show": frozenset(),
    "reset": frozenset(),
    "help": frozenset(),
    "smalltalk": frozenset(),
    "out_of_scope": frozenset(),
    "injection": frozenset(),
    "injected_wish": frozenset({"np"}),
}
"""Every act, with the slots its texts must have."""


class PhraseError(ValueError):
    """A phrase file cannot be used; says where and how to mend it."""


@dataclass(frozen=True)
class Form:
    """How one slot is said, for the values that ``match`` fits."""

    slot: str
    match: re.Pattern[str] | None
    article: str
    texts: Mapping[str, tuple[Template, ...]]


@dataclass(frozen=True)
class Amount:
    """How an amount of money is written."""

    text: Template
    currency: str | None = None
    value: int | None = None
    weight: float = 1.0
    min_n: int = 0
    max_n: int = 10**9


@dataclass(frozen=True)
class Person:
    """Somebody to buy for, or a group."""

    value: str
    said: tuple[str, ...]
    pronoun: tuple[str, ...] = ()
    group: bool = False
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reference:
    """A way to point at places of the list shown."""

    text: Template
    places: tuple[int, ...] | None = None
    by: str = ""


@dataclass(frozen=True)
class Family:
    """Texts for one act that are kept on one side of every split."""

    name: str
    act: str
    texts: tuple[Template, ...]
    weight: float = 1.0


@dataclass(frozen=True)
class Phrases:
    """Everything the grammar knows of one language."""

    language: str
    join: str
    article: bool
    clause_join: tuple[str, ...]
    list_join: tuple[str, ...]
    orders: tuple[tuple[str, ...], ...]
    say: Mapping[str, tuple[str, ...]]
    people: tuple[Person, ...]
    pronouns: Mapping[str, Mapping[str, str]]
    occasions: Mapping[str, tuple[str, ...]]
    interests: tuple[str, ...]
    qualities: tuple[str, ...]
    amounts: tuple[Amount, ...]
    fixed_prices: tuple[tuple[str, float | None, float | None, str | None], ...]
    forms: Mapping[str, tuple[Form, ...]]
    references: tuple[Reference, ...]
    families: tuple[Family, ...]
    adjective: re.Pattern[str] | None = None
    _chosen: dict[str, tuple[list[Family], list[float]]] = field(default_factory=dict, repr=False)

    @cached_property
    def person(self) -> Mapping[str, Person]:
        """People by value."""
        return {one.value: one for one in self.people}

    def form(self, slot: str, value: str) -> Form | None:
        """How ``slot`` is said where its value is ``value``; None where nothing says how."""
        for one in self.forms.get(slot, ()):
            if one.match is None or one.match.search(value):
                return one
        return None

    def family(self, rng: Random, act: str) -> Family:
        """One family of ``act``, by weight."""
        if act not in self._chosen:
            own = [one for one in self.families if one.act == act]
            self._chosen[act] = (own, list(accumulate(one.weight for one in own)))
        own, weights = self._chosen[act]
        return rng.choices(own, cum_weights=weights)[0]

    def only(self, names: Collection[str]) -> Phrases:
        """The same with the families ``names`` alone.

        Raises:
            PhraseError: An act would be left without a family.
        """
        kept = tuple(one for one in self.families if one.name in names)
        if missing := set(ACTS) - {one.act for one in kept}:
            raise PhraseError(f"no family is left for {sorted(missing)}; take one of each in")
        return replace(self, families=kept, _chosen={})


def load_phrases(path: Path) -> Phrases:
    """The phrases of ``path``.

    Raises:
        PhraseError: The file is not as ``FORMAT.md`` has it.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        phrases = _read(raw)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise PhraseError(f"{path.name}: {error!r}; see FORMAT.md") from error
    names = [one.name for one in phrases.families]
    if twice := {name for name in names if names.count(name) > 1}:
        raise PhraseError(f"{path.name}: families stand there twice: {sorted(twice)}")
    if missing := set(ACTS) - {one.act for one in phrases.families}:
        raise PhraseError(f"{path.name}: no family for the acts {sorted(missing)}")
    for one in phrases.families:
        if one.act not in ACTS:
            raise PhraseError(f"{path.name}: family {one.name!r} has the unknown act {one.act!r}")
        for text in one.texts:
            if lacking := ACTS[one.act] - text.slots:
                raise PhraseError(f"{path.name}: {text.source!r} lacks {sorted(lacking)}")
    return phrases


def _texts(sources: Iterable[str]) -> tuple[Template, ...]:
    return tuple(Template.parse(source) for source in sources)


def _form(raw: Mapping[str, Any]) -> Form:
    texts = {name: _texts(raw.get(name, ())) for name in POSITIONS}
    match = re.compile(raw["match"]) if "match" in raw else None
    return Form(raw["slot"], match, raw.get("article", ""), texts)


def _read(raw: Mapping[str, Any]) -> Phrases:
    forms: dict[str, list[Form]] = defaultdict(list)
    for one in raw["forms"]:
        forms[one["slot"]].append(_form(one))
    people = [
        Person(
            one["value"],
            tuple(one["said"]),
            tuple(one.get("pronoun", ())),
            one.get("group", False),
            tuple(one.get("before", ())),
        )
        for one in raw["people"]
    ]
    adjective = raw.get("attributes", {}).get("adjective")
    return Phrases(
        language=raw["language"]["code"],
        join=raw["language"]["join"],
        article=raw["language"]["article"],
        clause_join=tuple(raw["language"]["clause_join"]),
        list_join=tuple(raw["language"]["list_join"]),
        orders=tuple(tuple(order.split()) for order in raw["np"]["orders"]),
        say={name: tuple(texts) for name, texts in raw["say"].items()},
        people=tuple(people),
        pronouns=raw["pronouns"],
        occasions={one["value"]: tuple(one["said"]) for one in raw["occasions"]},
        interests=tuple(raw["interests"]["values"]),
        qualities=tuple(raw["qualities"]["values"]),
        amounts=tuple(
            Amount(Template.parse(one["text"]), **{k: v for k, v in one.items() if k != "text"})
            for one in raw["amounts"]
        ),
        fixed_prices=tuple(
            (one["text"], one.get("min"), one.get("max"), one.get("currency"))
            for one in raw.get("fixed_prices", ())
        ),
        forms={slot: tuple(ways) for slot, ways in forms.items()},
        references=tuple(
            Reference(
                Template.parse(one["text"]),
                tuple(one["places"]) if "places" in one else None,
                one.get("by", ""),
            )
            for one in raw["references"]
        ),
        families=tuple(
            Family(one["name"], one["act"], _texts(one["text"]), one.get("weight", 1.0))
            for one in raw["family"]
        ),
        adjective=re.compile(adjective) if adjective else None,
    )
