"""Writes the demo store to a folder: products, pictures, promotions, shoppers and their events.

Everything is generated from hand-written material and fixed seeds, so two builds are equal byte
for byte. The folder is written beside its place and renamed when complete: whoever opens it sees
a whole store or none. A marker names the version of its content, made from the code and material
it came from; a folder with the right marker is left alone.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import orjson
from pydantic import BaseModel

from assistant.demo import pictures
from assistant.demo.events import AS_OF, demo_events
from assistant.demo.pictures import Look, parse_color, seed_of
from assistant.demo.products import colors, generate_products, shape_of
from assistant.demo.promotions import demo_promotions
from assistant.demo.shoppers import demo_shoppers, tastes
from retrieval.product import Product

_MARKER = "version.txt"
_HERE = Path(__file__).parent
# Products without a colour of their own (books, jars, packets) get one that suits a pack.
_PACKS = (
    "#b8403f", "#2f5d8a", "#d99a3a", "#3f7a5a", "#5b4a82", "#c9705a",
    "#24385c", "#8a9a5b", "#a34a6a", "#3a8a92", "#e0c58a", "#4a4e57",
)  # fmt: skip


# What a product without a colour name is made of, where its material or type says so.
_MATERIALS = {
    "cast iron": "#3a3c40", "carbon steel": "#4b4e52", "steel": "#b9bec6", "aluminium": "#c4c8ce",
    "glass": "#c9dde2", "oak": "#c6a172", "walnut": "#5f4430", "wax": "#efe6d4",
    "cotton": "#f4f2ec",
}  # fmt: skip
_SKIN = {
    "Porcelain": "#f0d6c0", "Ivory": "#eed3b8", "Beige": "#e0b895", "Sand": "#d6a982",
    "Honey": "#c48e62", "Amber": "#a9744a", "Espresso": "#5a3a28",
}  # fmt: skip
# Products that look unlike the rest of their type, by a word of the title.
_SPECIAL = {
    "Moka Pot": "moka pot", "Dripper": "pour-over dripper", "Tower Fan": "tower fan",
    "Octopus": "plush octopus", "Plush Duck": "plush duck", "String Lights": "string lights",
    "Orchid": "orchid", "Cutting Boards": "cutting board set",
}  # fmt: skip


class BuildError(OSError):
    """The demo store cannot be written; the message says where and why."""


@dataclass(frozen=True)
class DemoPaths:
    """Where the parts of a built demo store are."""

    root: Path

    @property
    def products(self) -> Path:
        """``products.jsonl``, in the form of the contract."""
        return self.root / "products.jsonl"

    @property
    def promotions(self) -> Path:
        """``promotions.jsonl``."""
        return self.root / "promotions.jsonl"

    @property
    def shoppers(self) -> Path:
        """``shoppers.jsonl``."""
        return self.root / "shoppers.jsonl"

    @property
    def events(self) -> Path:
        """``events.jsonl``, oldest first."""
        return self.root / "events.jsonl"

    @property
    def images(self) -> Path:
        """The folder with one WebP picture a product, named by its id."""
        return self.root / "images"


@cache
def content_version() -> str:
    """A short hash of the code and the material that the store is made from."""
    digest = hashlib.blake2b(digest_size=12)
    for path in sorted(_HERE.rglob("*")):
        if path.suffix in {".py", ".toml"}:
            digest.update(path.relative_to(_HERE).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _color_of(product: Product, seed: int) -> str:
    if product.color in colors():
        return colors()[product.color][1]
    if product.attributes.get("type") == "foundation":
        return next((rgb for name, rgb in _SKIN.items() if name in product.title), _SKIN["Beige"])
    made_of = (rgb for name, rgb in _MATERIALS.items() if name in product.material)
    return next(made_of, _PACKS[seed % len(_PACKS)])


def look_of(product: Product) -> Look:
    """What the picture of ``product`` shows."""
    seed = seed_of(product.item_group_id or product.id)
    kind = str(product.attributes.get("type", ""))
    author = product.attributes.get("author")
    title = product.title.split(" by ")[0] if author else product.title
    return Look(
        shape=shape_of(product),
        kind=next((name for word, name in _SPECIAL.items() if word in product.title), kind),
        color=parse_color(_color_of(product, seed)),
        label=str(author or product.brand),
        title=title.removeprefix(product.brand).split(",")[0].strip(),
        seed=seed,
        many=product.color == "Multicolour",
    )


def _write_lines(path: Path, rows: Iterable[BaseModel]) -> None:
    with path.open("wb") as out:
        for row in rows:
            kept = {
                key: value
                for key, value in row.model_dump(mode="json").items()
                if value is not None and value != []
            }
            out.write(orjson.dumps(kept) + b"\n")


def _write(root: Path, as_of: date) -> None:
    paths = DemoPaths(root)
    products, promotions = generate_products(), demo_promotions()
    paths.images.mkdir()
    for product in products:
        (root / product.image).write_bytes(pictures.webp(look_of(product)))
    _write_lines(paths.products, products)
    _write_lines(paths.promotions, promotions)
    _write_lines(paths.shoppers, demo_shoppers())
    _write_lines(paths.events, demo_events(products, promotions, tastes(), as_of=as_of))
    (root / _MARKER).write_text(content_version() + "\n", encoding="utf-8")


def up_to_date(target: Path) -> bool:
    """Whether ``target`` holds a complete store made from the present code and material."""
    try:
        return (target / _MARKER).read_text(encoding="utf-8").strip() == content_version()
    except OSError:
        return False


def build(target: Path, *, as_of: date = AS_OF) -> DemoPaths:
    """Write the demo store into ``target``, unless it is there already.

    Args:
        target: The folder; an out-of-date store in it is replaced, anything else is refused.
        as_of: The day the shoppers' months end. A store of the present version is kept whatever
            day it was built for.

    Raises:
        BuildError: ``target`` cannot be written, or holds something that is no demo store.
    """
    target = target.absolute()
    if up_to_date(target):
        return DemoPaths(target)
    if target.exists() and any(target.iterdir()) and not (target / _MARKER).exists():
        raise BuildError(f"{target} is not empty and is no demo store; name another folder")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            fresh = draft / "new"
            fresh.mkdir()
            _write(fresh, as_of)
            if target.exists():
                target.rename(draft / "old")
            os.replace(fresh, target)  # noqa: PTH105 - the atomic rename is meant
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise BuildError(f"cannot write the demo store to {target}: {error}") from error
    return DemoPaths(target)
