"""The demo shop's products: hand-written models, expanded into variants by a seeded generator.

``material/taxonomy.toml`` lists departments and product types, one TOML file a department holds
its models (title, text, Chinese title, price, attributes, all written by hand), and
``material/colors.toml`` names the colours. What code adds is what a shop's systems would add:
colour and size variants, discounts, ratings, sales, stock and release dates. Each model draws
from its own random stream, seeded by its id, so a model added later changes no other product.
Given up: prices and sales follow no market; they are only plausible.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from retrieval.product import AttributeValue, Availability, Product

MATERIAL = Path(__file__).parent / "material"
SEED = 20260601
TODAY = date(2026, 11, 1)
DISCOUNTS = (0.10, 0.15, 0.20, 0.20, 0.25, 0.30, 0.40)


class MaterialError(ValueError):
    """The hand-written material is not in the form this module reads."""


class ProductType(BaseModel):
    """One product type of the taxonomy."""

    model_config = ConfigDict(frozen=True)

    name: str
    name_zh: str
    path: str
    shape: str


class Department(BaseModel):
    """One department: where its models are and which types it sells."""

    model_config = ConfigDict(frozen=True)

    name: str
    zh: str
    code: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    file: str
    types: tuple[ProductType, ...]


class Model(BaseModel):
    """One hand-written product model, before it becomes variants.

    ``title`` and ``zh`` go without the brand (books go without one altogether); ``options`` maps
    a choice that changes the price (a volume, a bed size) to that price; ``pop`` (1 slow seller to
    5 best seller) and ``stars`` are drawn where they are not written.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str
    brand: str
    title: str
    zh: str
    text: str
    price: Decimal | None = None
    options: Mapping[str, Decimal] = Field(default_factory=dict)
    option_name: str = "size"
    colors: tuple[str, ...] = ()
    sizes: tuple[str, ...] | str = Field(default=(), description="Sizes, or a size run's name.")
    material: str = ""
    gender: str = ""
    age: str = "adult"
    stars: Annotated[float, Field(ge=1, le=5)] | None = None
    pop: Annotated[int, Field(ge=1, le=5)] | None = None
    released: date | None = None
    stock: Availability | None = None
    more: Mapping[str, AttributeValue] = Field(default_factory=dict)


_SIZE_RUNS = {
    "XS-XXL": ("XS", "S", "M", "L", "XL", "XXL"),
    "S-XXL": ("S", "M", "L", "XL", "XXL"),
    "XS-XL": ("XS", "S", "M", "L", "XL"),
    "S-XL": ("S", "M", "L", "XL"),
    "S-L": ("S", "M", "L"),
    "waist": ("28", "30", "32", "34", "36", "38"),
    "women eu": ("36", "37", "38", "39", "40", "41"),
    "men eu": ("40", "41", "42", "43", "44", "45", "46"),
    "all eu": tuple(str(size) for size in range(36, 47)),
    "kids eu": tuple(str(size) for size in range(26, 36)),
}


def _load(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((MATERIAL / name).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise MaterialError(f"cannot read demo material {name}: {error}") from error


@cache
def departments() -> tuple[Department, ...]:
    """The shop's departments, in shelf order."""
    found = []
    for raw in _load("taxonomy.toml")["department"]:
        types = [
            ProductType(name=name, name_zh=zh, path=path, shape=shape)
            for name, zh, path, shape in raw["types"]
        ]
        found.append(Department.model_validate({**raw, "types": types}))
    return tuple(found)


@cache
def colors() -> Mapping[str, tuple[str, str]]:
    """Colour name -> (Chinese name, sRGB as ``#rrggbb``)."""
    return {name: (zh, rgb) for name, (zh, rgb) in _load("colors.toml").items()}


@cache
def _options_zh() -> Mapping[str, str]:
    return _load("options.toml")


@cache
def _shapes() -> Mapping[str, str]:
    return {kind.name: kind.shape for shelf in departments() for kind in shelf.types}


def shape_of(product: Product) -> str:
    """The key of the picture that shows ``product``'s kind (``box`` for a kind unknown here)."""
    return _shapes().get(str(product.attributes.get("type", "")), "box")


def _ending(amount: float, like: Decimal) -> Decimal:
    """``amount`` moved to the nearest price that ends as ``like`` does (.99, .95, .50, .00)."""
    cents = like % 1
    whole = Decimal(amount).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    if amount < 10:
        return Decimal(amount).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP) - Decimal("0.01")
    return (whole - 1 if cents else whole) + cents.quantize(Decimal("0.01"))


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-")


def _titles(model: Model, color: str, option: str) -> tuple[str, str]:
    """The English and the Chinese title of one variant."""
    spelled = not model.title.startswith(model.brand) and model.more.get("author") is None
    brand = f"{model.brand} " if spelled else ""
    english, chinese = f"{brand}{model.title}", f"{brand}{model.zh}"
    if option:
        english, chinese = f"{english}, {option}", f"{chinese} {_options_zh().get(option, option)}"
    if color and len(model.colors) > 1:
        english, chinese = f"{english}, {color}", f"{chinese} {colors()[color][0]}"
    return english, chinese


def _stars(model: Model, draw: random.Random) -> float:
    if model.stars is not None:
        return model.stars
    return round(min(4.9, max(3.1, draw.gauss(4.3, 0.32))), 1)


def _stock(model: Model, released: date, draw: random.Random) -> Availability:
    if released > TODAY:
        return "preorder"
    if model.stock is not None:
        return model.stock
    return "out_of_stock" if draw.random() < 0.05 else "in_stock"


def _variants(model: Model, shelf: Department, number: int) -> list[Product]:
    kind = next((kind for kind in shelf.types if kind.name == model.type), None)
    if kind is None:
        raise MaterialError(f"{shelf.file}: {model.title!r} has unknown type {model.type!r}")
    if unknown := [color for color in model.colors if color not in colors()]:
        raise MaterialError(f"{shelf.file}: {model.title!r} has unknown colours {unknown}")
    prices: dict[str, Decimal | None] = dict(model.options) or {"": model.price}
    group = f"{shelf.code}-{number:03d}"
    draw = random.Random(f"{SEED}:{group}:{model.title}")  # noqa: S311 - a seeded draw is the point
    stars = _stars(model, draw)
    pop = model.pop or draw.choices((1, 2, 3, 4, 5), (20, 30, 28, 16, 6))[0]
    released = model.released or TODAY - timedelta(days=draw.randrange(20, 1180))
    on_sale = draw.random() < 0.20
    cut = draw.choice(DISCOUNTS)
    sizes = _SIZE_RUNS.get(model.sizes) if isinstance(model.sizes, str) else model.sizes
    if sizes is None:
        raise MaterialError(f"{shelf.file}: {model.title!r} has unknown size run {model.sizes!r}")
    found = []
    for option, price in prices.items():
        if price is None:
            raise MaterialError(f"{shelf.file}: {model.title!r} has neither price nor options")
        for place, color in enumerate(model.colors or ("",)):
            english, chinese = _titles(model, color, option)
            # Best sellers sell some eighty times what the slowest do; later colours sell less.
            sold = int(14 * 3**pop * draw.lognormvariate(0, 0.5) / (1 + 0.6 * place) / len(prices))
            cheap = on_sale or draw.random() < 0.03
            sale = _ending(float(price) * (1 - cut), price) if cheap else None
            availability = _stock(model, released, draw)
            if availability == "preorder":
                sold, sale = 0, None
            reviews = 0 if availability == "preorder" else int(sold * draw.uniform(0.06, 0.22))
            extra: dict[str, AttributeValue] = {
                "title_zh": chinese,
                "type": kind.name,
                "type_zh": kind.name_zh,
                **model.more,
            }
            if option and model.option_name != "size":
                extra[model.option_name] = option
            in_size = [option] if option and model.option_name == "size" else list(sizes)
            if len(in_size) > 3 and availability == "in_stock" and draw.random() < 0.25:
                in_size.remove(draw.choice(in_size))  # a size that has sold out
            jitter = draw.choice((-0.1, 0.0, 0.0, 0.1)) if reviews else 0.0
            found.append(
                Product(
                    id="-".join(filter(None, (group, _slug(option), _slug(color)))),
                    title=english,
                    description=model.text,
                    brand=model.brand,
                    category=f"{shelf.name} > {kind.path}",
                    price=price.quantize(Decimal("0.01")),
                    sale_price=sale,
                    availability=availability,
                    rating=round(min(5.0, stars + jitter), 1) if reviews else None,
                    rating_count=reviews,
                    sales=sold,
                    color=color,
                    sizes=in_size,
                    material=model.material,
                    gender=model.gender,
                    age_group=model.age,
                    image="",
                    item_group_id=group,
                    released=released,
                    attributes=extra,
                )
            )
    return [item.model_copy(update={"image": f"images/{item.id}.webp"}) for item in found]


def load_models(shelf: Department) -> tuple[Model, ...]:
    """The hand-written models of one department.

    Raises:
        MaterialError: the department's file cannot be read or a model in it is malformed.
    """
    try:
        return TypeAdapter(tuple[Model, ...]).validate_python(_load(shelf.file).get("model", ()))
    except ValidationError as error:
        first = error.errors()[0]
        raise MaterialError(f"{shelf.file}: model {first['loc']}: {first['msg']}") from error


def generate_products() -> list[Product]:
    """Every variant of the demo shop, department by department; the same list on each call.

    Raises:
        MaterialError: the hand-written material is malformed; the message names the file.
    """
    return [
        product
        for shelf in departments()
        for number, model in enumerate(load_models(shelf), start=1)
        for product in _variants(model, shelf, number)
    ]
