"""What people type into the search box of the demo store, in English and Chinese.

Short, lower case, sometimes with a colour, a brand or a price cap, now and then with a slip of the
fingers. Whole-sentence requests are hand-written with the archetypes; these are the plain ones.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from assistant.demo.products import colors, departments
from assistant.demo.shoppers import Language, Taste
from retrieval.product import Product

_EN = (
    ("{t}", 5),
    ("{ts}", 6),
    ("{color} {t}", 4),
    ("{color} {ts}", 2),
    ("{brand} {t}", 2),
    ("{ts} under {cap}", 3),
    ("{t} less than {cap} dollars", 1),
    ("cheap {ts}", 1),
    ("good {t}", 1),
    ("best {t}", 2),
    ("{ts} on sale", 1),
    ("new {t}", 1),
    ("looking for {color} {ts}", 1),
)
_ZH = (
    ("{t}", 8),
    ("{color}{t}", 5),
    ("{color}的{t}", 2),
    ("{brand} {t}", 2),
    ("{t} {cap}以内", 3),
    ("{t}推荐", 3),
    ("便宜的{t}", 1),
    ("好用的{t}", 2),
    ("性价比高的{t}", 1),
    ("{t}打折", 1),
    ("想买个{t}", 1),
)
_SLIPS = 0.05
_NO_ASKED = frozenset({"Multicolour", "Clear", "Natural"})
_UNCOUNTED = frozenset({"coffee beans", "plant milk", "sparkling water", "olive oil", "cat litter"})
_CHINESE = {kind.name: kind.name_zh for shelf in departments() for kind in shelf.types}


def plural(name: str) -> str:
    """The plural of a product type, as people type it.

    >>> plural("chef's knife"), plural("watch box"), plural("headphones"), plural("dress")
    ("chef's knives", 'watch boxes', 'headphones', 'dresses')
    """
    uncounted = name in _UNCOUNTED or name.endswith(
        ("food", "rice", "pasta", "honey", "jam", "tea")
    )
    if name.endswith(("ss", "sh", "ch", "x")):
        return f"{name}es"
    if uncounted or name.endswith("s"):
        return name
    for ending, plural_ending in (("mouse", "mice"), ("knife", "knives")):
        if name.endswith(ending):
            return name.removesuffix(ending) + plural_ending
    if name.endswith("y") and name[-2] not in "aeou":
        return f"{name[:-1]}ies"
    return f"{name}s"


def _slipped(words: str, draw: random.Random) -> str:
    """Two neighbouring letters swapped, as fingers do."""
    at = draw.randrange(1, max(2, len(words) - 2))
    pair = words[at : at + 2]
    return words[:at] + pair[::-1] + words[at + 2 :] if pair.isalpha() else words


def _of_these(liked: Iterable[str], found: Iterable[str], draw: random.Random) -> str:
    """One the person likes among what there is, anything else there is, or nothing."""
    there = sorted({name for name in found if name})
    fitting = [name for name in there if name in set(liked)]
    return draw.choice(fitting or there) if there else ""


def phrase(
    kind: str, taste: Taste, candidates: Sequence[Product], cap: int, draw: random.Random
) -> str:
    """A search for products of type ``kind``, as this person would type it.

    Args:
        kind: The product type, English singular.
        taste: Whose language, colours and brands.
        candidates: What there is; nobody asks for oak headphones.
        cap: The most they would pay, in dollars; used where the phrase names a price.
        draw: The person's random stream.
    """
    language: Language = taste.shopper.language
    patterns = _ZH if language == "zh" else _EN
    of_kind = [item for item in candidates if item.attributes.get("type") == kind]
    names = [item.color for item in of_kind if item.color not in _NO_ASKED]
    color = _of_these(taste.colors, names, draw)
    brand = _of_these(taste.brands, (item.brand for item in of_kind), draw)
    known = [row for row in patterns if color or "{color}" not in row[0]]
    pattern = draw.choices([text for text, _ in known], [weight for _, weight in known])[0]
    if language == "zh":
        called = colors()[color][0] if color else ""
        return pattern.format(t=_CHINESE[kind], color=called, brand=brand, cap=cap)
    words = pattern.format(t=kind, ts=plural(kind), color=color, brand=brand, cap=cap).lower()
    words = words.replace(" a o", " an o").replace(" a i", " an i")
    return _slipped(words, draw) if draw.random() < _SLIPS else words
