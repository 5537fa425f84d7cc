"""Who shops in the demo store: sixty people and the tastes their behaviour is drawn from.

The people and the archetypes are written by hand in ``material/shoppers.toml``. A person mixes two
archetypes (the first twice as strong) and leans to colours of their own; everything they do in
``events.py`` follows from that mixture. Given up: nobody changes household or income.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.demo.products import MATERIAL, MaterialError

Language = Literal["en", "zh"]
_FILE = "shoppers.toml"


class DemoShopper(BaseModel):
    """One line of ``shoppers.jsonl``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    user_id: str
    name: str
    name_zh: str = ""
    language: Language
    persona: str
    segments: list[str] = Field(default_factory=list)


class Saying(BaseModel):
    """A request in someone's own words, and the product types that answer it."""

    model_config = ConfigDict(frozen=True)

    en: str
    zh: str
    types: tuple[str, ...]
    gender: str = ""

    def words(self, language: Language) -> str:
        """The request in one language."""
        return self.zh if language == "zh" else self.en


class Archetype(BaseModel):
    """A kind of shopper; see the head of ``shoppers.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    wants: dict[str, float]
    later: dict[str, float]
    brands: tuple[str, ...]
    colors: tuple[str, ...]
    price: Annotated[float, Field(ge=0, le=1)]
    visits: Annotated[float, Field(gt=0)]
    deals: Annotated[float, Field(ge=0, le=1)]
    segments: tuple[str, ...] = ()
    says: tuple[tuple[str, str, str], ...] = ()


class Taste(BaseModel):
    """What one person likes: the mixture of their archetypes."""

    model_config = ConfigDict(frozen=True)

    shopper: DemoShopper
    gender: str
    wants: Mapping[str, float]
    later: Mapping[str, float]
    brands: Mapping[str, float]
    colors: frozenset[str]
    price: float
    visits: float
    deals: float
    says: tuple[Saying, ...]


@cache
def _material() -> dict[str, Any]:
    try:
        return tomllib.loads((MATERIAL / _FILE).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise MaterialError(f"cannot read demo material {_FILE}: {error}") from error


def _mixed(parts: list[tuple[float, Mapping[str, float]]]) -> dict[str, float]:
    total: dict[str, float] = {}
    for share, weights in parts:
        scale = share / sum(weights.values())
        for name, weight in weights.items():
            total[name] = total.get(name, 0.0) + scale * weight
    return total


def gift_ideas() -> tuple[Saying, ...]:
    """What anyone may shop for once in a while, for somebody else."""
    return tuple(
        Saying(en=en, zh=zh, types=tuple(types), gender=gender)
        for en, zh, types, gender in _material()["gifts"]["ideas"]
    )


def _taste(row: list[Any], kinds: Mapping[str, Archetype]) -> Taste:
    user_id, name, name_zh, language, sex, mixture, persona, colors = row
    if unknown := [kind for kind in mixture if kind not in kinds]:
        raise MaterialError(f"{_FILE}: {user_id} mixes unknown archetypes {unknown}")
    first, second = (kinds[kind] for kind in mixture)
    shopper = DemoShopper(
        user_id=user_id,
        name=name,
        name_zh=name_zh,
        language=language,
        persona=persona,
        segments=sorted({*first.segments, *second.segments}),
    )
    return Taste(
        shopper=shopper,
        gender="female" if sex == "f" else "male",
        wants=_mixed([(2, first.wants), (1, second.wants)]),
        later=_mixed([(2, first.later), (1, second.later)]),
        brands=dict.fromkeys(second.brands, 0.5) | dict.fromkeys(first.brands, 1.0),
        colors=frozenset({*colors, *first.colors, *second.colors[:1]}),
        price=(2 * first.price + second.price) / 3,
        visits=(2 * first.visits + second.visits) / 3,
        deals=(2 * first.deals + second.deals) / 3,
        says=tuple(
            Saying(en=en, zh=zh, types=(kind,)) for en, zh, kind in (*first.says, *second.says)
        ),
    )


def tastes() -> list[Taste]:
    """Every person with what they like, in the file's order.

    Raises:
        MaterialError: the file is malformed; the message names what.
    """
    raw = _material()
    try:
        kinds = {
            name: Archetype.model_validate(table)
            for name, table in raw.items()
            if name not in {"gifts", "people"}
        }
        return [_taste(row, kinds) for row in raw["people"]["rows"]]
    except (KeyError, ValueError, ValidationError) as error:
        raise MaterialError(f"{_FILE}: {error}") from error


def demo_shoppers() -> list[DemoShopper]:
    """The sixty people, as ``shoppers.jsonl`` holds them."""
    return [taste.shopper for taste in tastes()]
