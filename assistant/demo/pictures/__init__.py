"""The demo store's product pictures, drawn here so that colour and kind can be seen.

Every kind of product has a drawing made of shaded outlines; a picture is that drawing in the
product's own colour on a soft background. Photographs would look better and cannot be had without
copying someone's; generated images would need a model of gigabytes.
"""

from __future__ import annotations

import hashlib
import io
from functools import lru_cache

from PIL import Image

from assistant.demo.pictures import (
    accessories,
    audio_video,
    beauty,
    carry,
    cartons,
    clothing,
    computing,
    desk,
    footwear,
    furniture,
    garden,
    homeware,
    kitchen,
    outdoors,
    outerwear,
    pantry,
    pets,
    play,
    special,
    tableware,
)
from assistant.demo.pictures.look import RAINBOW, Look, drawn, key_of, known
from assistant.demo.pictures.sketch import RGB, SIZE, dark, light, luminance

__all__ = ["RAINBOW", "SIZE", "Look", "compose", "known", "parse_color", "seed_of", "webp"]
MODULES = (
    accessories,
    audio_video,
    beauty,
    cartons,
    carry,
    clothing,
    computing,
    desk,
    footwear,
    furniture,
    garden,
    homeware,
    kitchen,
    outdoors,
    outerwear,
    pantry,
    pets,
    play,
    special,
    tableware,
)

# Backdrops: pale ones for most products, deeper ones that a white product stands out from.
_PALE: tuple[RGB, ...] = (
    (238, 234, 226),
    (228, 235, 240),
    (240, 232, 230),
    (230, 238, 231),
    (236, 232, 242),
    (243, 238, 224),
)
_DEEP: tuple[RGB, ...] = (
    (186, 204, 214),
    (196, 208, 190),
    (214, 198, 186),
    (204, 198, 216),
    (214, 204, 172),
    (208, 192, 192),
)


def seed_of(text: str) -> int:
    """A number that is the same for the same text on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "big")


def parse_color(value: str) -> RGB:
    """``#rrggbb`` as three numbers.

    >>> parse_color("#ff8000")
    (255, 128, 0)
    """
    number = int(value.removeprefix("#"), 16)
    return number >> 16, number >> 8 & 255, number & 255


@lru_cache(maxsize=32)
def _backdrop(tint: RGB) -> Image.Image:
    """A wall lit from the upper left, and a floor."""
    ramp = Image.radial_gradient("L").resize((SIZE * 2, SIZE * 2), Image.Resampling.BICUBIC)
    ramp = ramp.crop((SIZE * 5 // 8, SIZE * 5 // 8, SIZE * 13 // 8, SIZE * 13 // 8))
    near, far = light(tint, 0.55 if tint in _PALE else 0.12), dark(tint, 0.1)
    bands = [
        ramp.point([round(a + (b - a) * min(1.0, i / 170)) for i in range(256)])
        for a, b in zip(near, far, strict=True)
    ]
    return Image.merge("RGB", bands).convert("RGBA")


def _distance(a: RGB, b: RGB) -> int:
    return sum(abs(x - y) for x, y in zip(a, b, strict=True))


def _tint(look: Look) -> RGB:
    choices = _DEEP if luminance(look.color) > 0.74 else _PALE
    ranked = sorted(choices, key=lambda tint: -_distance(tint, look.color))
    return ranked[look.seed % 3]


@lru_cache(maxsize=512)
def _sheet(key: Look) -> Image.Image:
    return drawn(key).sheet


def compose(look: Look) -> Image.Image:
    """The finished picture, ``SIZE`` x ``SIZE`` pixels, RGB."""
    picture = _backdrop(_tint(look)).copy()
    picture.alpha_composite(_sheet(key_of(look)))
    return picture.convert("RGB")


def webp(look: Look) -> bytes:
    """The finished picture as a WebP file."""
    out = io.BytesIO()
    compose(look).save(out, "WEBP", quality=82, method=2)
    return out.getvalue()
