"""The demo shop's promotions, read from ``material/promotions.toml``."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from assistant.demo.products import MATERIAL, MaterialError
from assistant.promotions.model import Promotion

_PROMOTIONS = TypeAdapter(Annotated[list[Promotion], Field(min_length=1)])


def demo_promotions() -> list[Promotion]:
    """Every promotion, those that have run and those still to come too, in the file's order.

    Raises:
        MaterialError: the file cannot be read or a promotion in it is malformed.
    """
    path = MATERIAL / "promotions.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        return _PROMOTIONS.validate_python(raw["promotion"])
    except (OSError, KeyError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise MaterialError(f"cannot read demo material {path.name}: {error}") from error
