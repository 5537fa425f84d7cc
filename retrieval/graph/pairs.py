"""Rules for what goes with what, where no shopper has shown it yet.

Three rules, each readable in one line: a product that says it is for another ("charger for
Corvid laptops"); one whose name begins with the other's kind ("laptop sleeve"); and the pairs of
kinds in `pairs.toml`. Word lists and not a model, as in :mod:`retrieval.types`: right or wrong
for a reason one can read. Given up: pairs that nobody wrote down.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from retrieval.facts import padded, stands_in
from retrieval.readings import Reading
from retrieval.types import Kind, is_type, on_shelf, same_types
from retrieval.values import is_cjk

Side = Literal["accessories", "goes_with"]
_SHORT = 120
"""Characters of what may be a title or an attribute."""
_FIT = re.compile(
    r" (?:for|compatible with|fit|suitable for) (.*)|(?:适用于?|适合|兼容|专用于?)(.*)"
)


class Pair(BaseModel):
    """A rule of `pairs.toml`: products of a kind in ``of`` go with those of the other kinds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    of: tuple[str, ...]
    accessories: tuple[str, ...] = ()
    goes_with: tuple[str, ...] = ()
    share: Literal["activity"] | None = None


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sets: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    pair: tuple[Pair, ...]
    activity: dict[str, tuple[str, ...]]

    def names(self, written: Iterable[str]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for name in written:
            found |= dict.fromkeys(self.sets[name[1:]] if name.startswith("@") else (name,))
        return tuple(found)


class Partner(NamedTuple):
    """A kind that goes with another, by the written rules."""

    name: str
    share: bool
    """Only where both products speak of one activity."""


@cache
def _written() -> _Written:
    text = Path(__file__).with_name("pairs.toml").read_text(encoding="utf-8")
    return _Written.model_validate(tomllib.loads(text))


@cache
def rules() -> tuple[Pair, ...]:
    """The written rules, sets spelled out."""
    written = _written()
    return tuple(
        Pair(
            of=written.names(pair.of),
            accessories=written.names(pair.accessories),
            goes_with=written.names(pair.goes_with),
            share=pair.share,
        )
        for pair in written.pair
    )


@lru_cache(maxsize=200_000)
def is_kind(own: Kind, name: str) -> bool:
    """Whether a product is of the kind ``name``, or stands on a shelf of that name."""
    return is_type(own, name) or on_shelf(own, name)


@lru_cache(maxsize=20_000)
def partners(own: Kind, side: Side) -> tuple[Partner, ...]:
    """The kinds that go with a product of kind ``own``, as the rules write them.

    What the feed states is believed; the title is read only where no rule knows that.

    Examples:
        >>> laptop = Kind((padded("laptop"),), ())
        >>> [partner.name for partner in partners(laptop, "accessories")][:2]
        ['laptop bag', 'laptop sleeve']
    """
    stated = own._replace(titles=())
    found = _partners(stated, side) if own.stated else {}
    found = found or _partners(own, side)
    return tuple(Partner(name, share) for name, share in found.items())


def _partners(own: Kind, side: Side) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for pair in rules():
        if getattr(pair, side) and any(is_type(own, name) for name in pair.of):
            for name in getattr(pair, side):
                found[name] = found.get(name, True) and pair.share is not None
    return found


@lru_cache(maxsize=100_000)
def activities(words: str) -> frozenset[str]:
    """What a product says that it is for doing, from all its words (``Facts.words``)."""
    return frozenset(
        name
        for name, needles in _written().activity.items()
        if any(stands_in(padded(needle), words) for needle in needles)
    )


def own_names(reading: Reading) -> Iterator[str]:
    """What a product is called by those made for it: its kinds, most particular first."""
    for name in reading.kind.stated:
        yield from sorted(same_types(name.strip()))


def made_for(
    other: Reading, anchor: Reading, brands: Iterable[str] = frozenset[str]()
) -> str | None:
    """The name of ``anchor``'s kind that ``other`` says it is for; None where it says none.

    Only the titles and short attributes count ("compatible with"), never the description: it
    compares with other things too.

    Args:
        other: the product that may be an accessory.
        anchor: the product it may be made for.
        brands: the shop's, as padded words: what is for another brand's is not for this one.

    Examples:
        >>> from retrieval.lexical import Vocabulary
        >>> from retrieval.product import Product
        >>> from retrieval.readings import read
        >>> def reading(**fields): return read(Product(id="1", **fields), "", Vocabulary())
        >>> kettle = reading(title="Gooseneck kettle", category="Kitchen > Kettles", brand="Ember")
        >>> made_for(reading(title="Descaler for kettles"), kettle)
        'kettle'
        >>> made_for(reading(title="Lid for Corvid kettles"), kettle, [padded("Corvid")])
        >>> made_for(reading(title="Mug"), kettle)
    """
    for target in _targets(other.facts.words):
        found = next((name for name in own_names(anchor) if stands_in(name, target)), None)
        if found is None:
            continue
        named = [brand for brand in brands if stands_in(brand, target)]
        if not named or padded(anchor.brand) in named:
            return found.strip()
    return None


def belongs_to(other: Reading, anchor: Reading) -> str | None:
    """The kind of ``anchor`` that ``other``'s name begins with: a "laptop sleeve" to a laptop."""
    heads = (*other.kind.stated, *other.kind.titles)
    for name in own_names(anchor):
        bare = name.strip()
        if not bare or is_type(other.kind, bare):
            continue
        if is_cjk(bare):
            if any(head.strip().startswith(bare) for head in heads if is_cjk(head)):
                return bare
        elif any(_named_after(bare, head) for head in other.kind.stated):
            return bare
    return None


def _named_after(name: str, head: str) -> bool:
    words = head.split()
    own = name.split()
    return words[: len(own)] == own and len(own) < len(words) <= len(own) + 2


@lru_cache(maxsize=50_000)
def _targets(words: str) -> tuple[str, ...]:
    """What a product says that it is for, from its words; the description comes last."""
    parts = words.split(" | ")
    short = [part.strip() for part in parts[:-1] or parts if len(part) < _SHORT]
    said = [match for part in short for match in _FIT.findall(f" {part} ")]
    return tuple(dict.fromkeys(padded(" ".join(one)) for one in said))
