"""Shoe sizes of adults in another system than the shop's, for where nothing is in the one said.

By the length of the last, as the systems are defined: a UK size is a third of an inch from 25
thirds, a Paris point two thirds of a centimetre, so EU = 1.27 (UK + 25); a US size is a UK size
and one for men, two for women (https://en.wikipedia.org/wiki/Shoe_size). Makers differ by about
half a size, so a conversion is never made silently, and never for children, whose scales begin
anew. Clothes are not converted: their letters and numbers have no common measure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal, NamedTuple

from retrieval.values.sizes import size_key
from retrieval.values.text import fold

System = Literal["eu", "uk", "us"]
NEAR = 0.5
"""How far, in EU sizes, a size may lie from what is converted: half a size."""
SYSTEMS = r"(?<![a-z])(?:us|usa|uk|gb|eur?|美码|美国|英码|英国|欧码|欧洲)(?![a-z])"
"""How the systems are named, as a regular expression."""
_SYSTEM = re.compile(f"({SYSTEMS})")
_NAMES: dict[str, System] = {
    "us": "us", "usa": "us", "美码": "us", "美国": "us", "uk": "uk", "gb": "uk", "英码": "uk",
    "英国": "uk", "eu": "eu", "eur": "eu", "欧码": "eu", "欧洲": "eu",
}  # fmt: skip
_FIGURE = re.compile(r"(?<![\d.])\d{1,2}(?:[.,]5)?(?![\d.])")
_EU = (34.0, 50.0)
_OTHER = (1.0, 16.0)


class ShoeSize(NamedTuple):
    """A size and the system it is counted in."""

    system: System
    figure: float


def shoe_size(said: str) -> ShoeSize | None:
    """What a shopper's size is as one of an adult's shoe; None where it is none, or unclear.

    Examples:
        >>> shoe_size("US 9"), shoe_size("42码"), shoe_size("美码8.5")
        (ShoeSize(system='us', figure=9.0), ShoeSize(system='eu', figure=42.0), \
ShoeSize(system='us', figure=8.5))
        >>> shoe_size("9"), shoe_size("XL"), shoe_size("us 90")
        (None, None, None)
    """
    text = fold(said)
    system, figures = _SYSTEM.search(text), _FIGURE.findall(text)
    if len(figures) != 1:
        return None
    figure = float(figures[0].replace(",", "."))
    name: System = _NAMES[system[1]] if system else "eu"
    low, high = _EU if name == "eu" else _OTHER
    return ShoeSize(name, figure) if low <= figure <= high else None


def system_of(sizes: Iterable[str]) -> System | None:
    """The system that a shop writes most of its shoes' sizes in; None where that is not clear.

    Examples:
        >>> system_of(["40", "41", "42.5"]), system_of(["US 9", "US 10"]), system_of(["9", "10"])
        ('eu', 'us', None)
    """
    systems = Counter(one.system for size in sizes if (one := shoe_size(size)) is not None)
    return systems.most_common(1)[0][0] if systems else None


def converted(
    wanted: ShoeSize, sizes: Iterable[str], system: System, *, women: bool = False
) -> list[str]:
    """Those of ``sizes`` that lie within half a size of ``wanted``, nearest first.

    Args:
        wanted: as said.
        sizes: as the shop writes them.
        system: which the shop counts in.
        women: whether US sizes are those of women.

    Examples:
        >>> converted(ShoeSize("us", 9), ["41", "42", "43"], "eu")
        ['42']
        >>> converted(ShoeSize("us", 7), ["37", "38", "39"], "eu", women=True)
        ['38']
        >>> converted(ShoeSize("eu", 42), ["US 8", "US 9", "US 10"], "us")
        ['US 9']
    """
    at = _in_eu(wanted, women=women)
    found = {}
    for size in dict.fromkeys(sizes):
        own = shoe_size(size)
        if own is not None and own.system == system and size_key(size):
            found[size] = abs(_in_eu(own, women=women) - at)
    return sorted((one for one in found if found[one] <= NEAR), key=found.__getitem__)


def _in_eu(size: ShoeSize, *, women: bool) -> float:
    if size.system == "eu":
        return size.figure
    british = size.figure - (0 if size.system == "uk" else 2 if women else 1)
    return 1.27 * (british + 25)
