"""What a tag is called in a sentence, in the shopper's language.

Colours and materials are kept under one English name, categories as the shop writes them. What is
matched and stored stays that; only what is shown and said is translated, where a word is known.
"""

from __future__ import annotations

import re
from itertools import zip_longest

from retrieval.shelves import shelf_name
from retrieval.values import color_families, color_name, material_mentions, material_name
from retrieval.values.text import fold, is_cjk

_HAN = re.compile(r"[\u4e00-\u9fff]")
_BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff%])\s+(?=[\u4e00-\u9fff])")
_HOW_MADE = {
    "recycled": "再生",
    "organic": "有机",
    "brushed": "拉绒",
    "genuine": "真",
    "pure": "纯",
}
"""What may stand before a material."""


def trait_name(kind: str, value: str, language: str) -> str:
    """The everyday name of a tag's value in the shopper's language; as the shop writes it, else.

    Examples:
        >>> trait_name("color", "blue", "zh"), trait_name("material", "wool", "zh")
        ('蓝色', '羊毛')
        >>> trait_name("category", "Shoes > Boots > Rain Boots", "zh")
        '雨靴'
        >>> trait_name("price", "Shoes > Boots: 40–60 USD", "zh")
        '靴子：40–60 USD'
        >>> trait_name("brand", "Norrsken", "zh")
        'Norrsken'
    """
    match kind:
        case "color":
            return color_name(value, language)
        case "material":
            return material_name(value, language)
        case "category":
            return shelf_name(value, language)
        case "price" if ": " in value:
            category, _, span = value.rpartition(": ")
            colon = "：" if language == "zh" else ": "
            return f"{shelf_name(category, language)}{colon}{span}"
        case _:
            return value


def field_value(name: str, value: str, language: str) -> str:
    """What a product says in its colour, material or category, in the shopper's language.

    A shade keeps its own name beside that of its family, so that two greys stay two.

    Examples:
        >>> field_value("color", "Grey", "zh"), field_value("color", "Charcoal", "zh")
        ('灰色', '灰色（Charcoal）')
        >>> field_value("material", "80% Cotton, 20% Wool", "zh")
        '80%棉、20%羊毛'
        >>> field_value("category", "Clothing > Tops", "zh"), field_value("color", "Grey", "en")
        ('服装 > 上装', 'Grey')
    """
    if language != "zh" or is_cjk(value):
        return value
    match name:
        case "color":
            return _color(value)
        case "material":
            return _material(value)
        case "category":
            return _path(value)
        case _:
            return value


def _color(value: str) -> str:
    families = sorted(color_families(value))
    if not families:
        return value
    names = "、".join(color_name(one, "zh") for one in families)
    plain = fold(value) in {form for one in families for form in (one, fold(color_name(one)))}
    return names if plain else f"{names}（{value}）"


def _material(value: str) -> str:
    """The materials by their Chinese names, where that leaves no word untranslated.

    Where a name says more than ours ("goose down"), the shop's own words stand beside it.
    """
    folded = fold(value)
    between, names, at, less = [], [], 0, False
    for mention in material_mentions(value):
        name = _narrowest(mention.text, mention.values)
        made = [one for one in _HOW_MADE if re.search(rf"\b{one}\b", mention.text)]
        less |= set(mention.text.split()) - set(made) > set(name.split())
        names.append("".join(_HOW_MADE[one] for one in made) + material_name(name, "zh"))
        between.append(folded[at : mention.start])
        at = mention.end
    between.append(folded[at:])
    for english, chinese in _HOW_MADE.items():
        between = [re.sub(rf"\b{english}\b", chinese, text) for text in between]
    if not names or any(re.search(r"[^\W\d_]", _HAN.sub("", text)) for text in between):
        return value
    text = "".join(one for pair in zip_longest(between, names, fillvalue="") for one in pair)
    text = re.sub(r"\s*[,;/&]\s*", "、", _BETWEEN_HAN.sub("", text)).strip()
    return f"{text}（{value}）" if less else text


def _narrowest(said: str, names: frozenset[str]) -> str:
    """Of a material's names the one that was said (merino is wool, too)."""
    return said if said in names else min(names, key=lambda name: (name not in said, name))


def _path(value: str) -> str:
    names = [part.strip() for part in value.split(">") if part.strip()]
    paths = (" > ".join(names[: end + 1]) for end in range(len(names)))
    return " > ".join(shelf_name(path, "zh") for path in paths)
