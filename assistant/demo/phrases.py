"""What people type into the search box of the demo store, in English and Chinese.

Short, lower case, sometimes with a colour, a brand or a price cap, now and then with a slip of the
fingers. Whole-sentence requests are hand-written with the archetypes; these are the plain ones.
"""

from __future__ import annotations

import random

from assistant.demo.products import colors, departments
from assistant.demo.shoppers import Language, Taste

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
    ("looking for a {color} {t}", 1),
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
_UNCOUNTED = frozenset({"coffee beans", "plant milk", "sparkling water", "olive oil", "cat litter"})
_CHINESE = {kind.name: kind.name_zh for shelf in departments() for kind in shelf.types}


def plural(name: str) -> str:
    """The plural of a product type.

    >>> plural("chef's knife"), plural("toy box"), plural("headphones"), plural("dress")
    ("chef's knives", 'toy boxes', 'headphones', 'dresses')
    """
    if name in _UNCOUNTED or name.endswith(("food", "rice", "pasta", "honey", "jam", "tea")):
        return name
    if name.endswith(("ss", "sh", "ch", "x")):
        return f"{name}es"
    if name.endswith("s"):
        return name
    if name.endswith("knife"):
        return f"{name[:-2]}ves"
    if name.endswith("y") and name[-2] not in "aeou":
        return f"{name[:-1]}ies"
    return f"{name}s"


def _slipped(words: str, draw: random.Random) -> str:
    """Two neighbouring letters swapped, as fingers do."""
    at = draw.randrange(1, max(2, len(words) - 2))
    pair = words[at : at + 2]
    return words[:at] + pair[::-1] + words[at + 2 :] if pair.isalpha() else words


def phrase(kind: str, taste: Taste, cap: int, draw: random.Random) -> str:
    """A search for products of type ``kind``, as this person would type it.

    Args:
        kind: The product type, English singular.
        taste: Whose language, colours and brands.
        cap: The most they would pay, in dollars; used where the phrase names a price.
        draw: The person's random stream.
    """
    language: Language = taste.shopper.language
    patterns = _ZH if language == "zh" else _EN
    pattern = draw.choices([text for text, _ in patterns], [weight for _, weight in patterns])[0]
    color = draw.choice(sorted(taste.colors))
    brand = draw.choice(sorted(taste.brands))
    if language == "zh":
        return pattern.format(t=_CHINESE[kind], color=colors()[color][0], brand=brand, cap=cap)
    words = pattern.format(t=kind, ts=plural(kind), color=color, brand=brand, cap=cap).lower()
    return _slipped(words, draw) if draw.random() < _SLIPS else words
