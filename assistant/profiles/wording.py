"""What a tag is called in a sentence: colours and materials are kept under one English name."""

from __future__ import annotations

from retrieval.values import color_name, material_name


def trait_name(kind: str, value: str, language: str) -> str:
    """The everyday name of a tag's value in the shopper's language; as the shop writes it, else.

    Examples:
        >>> trait_name("color", "blue", "zh"), trait_name("material", "wool", "zh")
        ('蓝色', '羊毛')
        >>> trait_name("brand", "Norrsken", "zh")
        'Norrsken'
    """
    if kind == "color":
        return color_name(value, language)
    return material_name(value, language) if kind == "material" else value
