"""A shop of a million plausible products, and vectors for them that took minutes and not hours.

Products are the demo shop's hand-written models (kinds, texts, attributes, sizes) sold by other
brands under other model names, in other colours and at other prices; brands are made of syllables
and keep to a few departments. Everything is drawn from the seed, and the first n products are the
same however many follow. What is not like a shop: descriptions repeat after some hundred.

Vectors: embedding a million texts with MiniLM takes four hours on two cores. Here the texts of the
models (each embedded once, in full) and of brands and colours are, and a product's vector is

    unit(model + 0.5 brand + 0.35 colour + 0.35 (other - another))

where the last is the difference of two other models' vectors, picked by the product's text. So the
vectors lie where real ones do (every part is a real embedding, so is the spread), products of a
kind lie together, and no two are the same. Queries are embedded by MiniLM itself, in full.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property

import numpy as np

from assistant.demo.products import colors, generate_products
from retrieval.embedding import BUNDLED, Embedder, MiniLM, Vectors
from retrieval.product import Product
from retrieval.texts import passage

MODEL = "minilm-composed"
"""The name under which :func:`register` makes the composed vectors known."""
_ONSETS = ("b", "br", "c", "d", "dr", "f", "fl", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "oo")
_CODAS = ("", "l", "n", "r", "s", "x", "ck", "nd", "rt")
_LINES = ("Pro", "Lite", "Max", "Mini", "Plus", "Air", "Eco", "Prime", "Select", "Classic")
_BRANDS = 3_000


def _name(draw: random.Random) -> str:
    parts = (draw.choice(_ONSETS) + draw.choice(_VOWELS) + draw.choice(_CODAS) for _ in range(2))
    return "".join(parts).capitalize()


class Shop:
    """The synthetic shop; the same for the same seed."""

    def __init__(self, seed: int = 0) -> None:
        self._seed = seed
        draw = random.Random(f"brands:{seed}")  # noqa: S311 - a synthetic shop
        self.models = [
            product.model_copy(update={"attributes": _english(product)})
            for product in {p.item_group_id or p.id: p for p in generate_products()}.values()
        ]
        by_department: dict[str, list[Product]] = {}
        for model in self.models:
            by_department.setdefault(model.category.partition(" > ")[0], []).append(model)
        names = sorted({_name(draw) for _ in range(2 * _BRANDS)})
        draw.shuffle(names)
        self.brands = names[:_BRANDS]
        departments = sorted(by_department)
        self._sells = [
            [
                model
                for department in draw.sample(departments, 2)
                for model in by_department[department]
            ]
            for _ in self.brands
        ]
        self.colors = sorted(colors())

    def products(self, count: int) -> Iterator[Product]:
        """The first ``count`` products."""
        for number in range(count):
            yield self._product(number)

    def _product(self, number: int) -> Product:
        draw = random.Random(f"{self._seed}:{number}")  # noqa: S311 - a synthetic shop
        which = min(int(draw.expovariate(8 / len(self.brands))), len(self.brands) - 1)
        model, brand = draw.choice(self._sells[which]), self.brands[which]
        color = draw.choice(self.colors) if model.color else ""
        base = model.title.removeprefix(model.brand).partition(",")[0].strip()
        named = f"{brand} {base} {draw.choice(_LINES)} {draw.randrange(10, 9_999)}"
        price = (float(model.price or 20) * draw.lognormvariate(0, 0.45)).__round__(2)
        sale = round(price * (1 - draw.choice((0.1, 0.15, 0.2, 0.3))), 2)
        count = int(draw.lognormvariate(2.5, 1.5))
        return model.model_copy(
            update={
                "id": f"s{number:07d}",
                "title": f"{named}, {color}" if color else named,
                "brand": brand,
                "color": color,
                "price": Decimal(str(price)),
                "sale_price": Decimal(str(sale)) if draw.random() < 0.2 else None,
                "availability": "in_stock" if draw.random() < 0.93 else "out_of_stock",
                "rating": round(min(5.0, max(1.0, draw.gauss(4.2, 0.5))), 1) if count else None,
                "rating_count": count,
                "sales": int(count * draw.uniform(4, 16)),
                "image": "",
                "item_group_id": "",
            }
        )


def _english(product: Product) -> dict[str, object]:
    return {name: value for name, value in product.attributes.items() if not name.endswith("_zh")}


class Composed:
    """MiniLM for queries; for the shop's passages, vectors composed of a few thousand real ones."""

    dimension = 384

    def __init__(self, *, threads: int = 1, batch: int = 16) -> None:
        self.name = MODEL
        self._real = MiniLM(threads=threads, batch=batch)
        self._shop = Shop()

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of queries, by MiniLM."""
        return self._real.queries(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Composed unit vectors, shape ``(len(texts), 384)``."""
        models, brands, tints, place_of = self._parts
        out = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
            one, other = (int.from_bytes(digest[at : at + 8]) % len(models) for at in (0, 8))
            title, _, rest = text.partition(". ")
            brand, _, name = title.partition(" ")
            color = name.rpartition(", ")[2]
            base = name.rpartition(", ")[0] if color in tints else name
            base = " ".join(base.split()[:-2])
            vector = models[place_of.get((base, rest.partition(". ")[0]), one)].copy()
            vector += 0.35 * (models[one] - models[other])
            if brand in brands:
                vector += 0.5 * brands[brand]
            if color in tints:
                vector += 0.35 * tints[color]
            out[row] = vector / np.linalg.norm(vector)
        return out

    @cached_property
    def _parts(
        self,
    ) -> tuple[Vectors, dict[str, Vectors], dict[str, Vectors], dict[tuple[str, str], int]]:
        shop = self._shop
        models = self._real.passages([passage(model) for model in shop.models])
        brands = self._real.passages(shop.brands)
        tints = self._real.passages(shop.colors)
        place_of = {}
        for place, model in enumerate(shop.models):
            base = model.title.removeprefix(model.brand).partition(",")[0].strip()
            place_of[base, model.category.replace(" > ", ", ")] = place
        return (
            models,
            dict(zip(shop.brands, brands, strict=True)),
            dict(zip(shop.colors, tints, strict=True)),
            place_of,
        )


def register() -> None:
    """Makes :data:`MODEL` known to the index, for this process."""

    def composed(*, threads: int = 1, batch: int = 16) -> Embedder:
        return Composed(threads=threads, batch=batch)

    BUNDLED[MODEL] = composed
