"""Material words, English and Chinese, to one English name each.

An imitation is not the thing: "faux leather" and 仿皮 are `faux leather`, never `leather`. Single
Chinese characters count only with 制/质 or a telling neighbour (木 stands in too many other words),
or where they are all that is said: 皮的.
"""

from __future__ import annotations

from functools import lru_cache

from retrieval.values.phrases import Mention, PhraseTable, word_table
from retrieval.values.text import fold

_WORDS = word_table("materials")
_WIDER: dict[str, str] = _WORDS["wider"]
_CHINESE: dict[str, str] = _WORDS["chinese"]
_ALONE: dict[str, str] = _WORDS["alone"]
_TABLE = PhraseTable(
    {
        phrase: frozenset({name, _WIDER.get(name, name)})
        for name, phrases in _WORDS["words"].items()
        for phrase in phrases
    }
    | {phrase: frozenset(names) for phrase, names in _WORDS["blends"].items()}
    | {phrase: frozenset() for phrase in _WORDS["other"]["words"]},
    plurals=False,
)


@lru_cache(maxsize=16_384)
def material_mentions(text: str) -> tuple[Mention, ...]:
    """The material words of ``text`` with their places (in ``fold(text)``) and names."""
    folded = fold(text)
    if (alone := _ALONE.get(folded.removesuffix("的"))) is not None:
        return (Mention(folded, 0, len(folded), frozenset({alone, _WIDER.get(alone, alone)})),)
    return tuple(mention for mention in _TABLE.mentions(folded) if mention.values)


def materials(text: str) -> frozenset[str]:
    """The materials named in ``text``, as English names; empty where none is.

    Examples:
        >>> sorted(materials("80% Cotton, 20% Polyester")), sorted(materials("仿皮沙发"))
        (['cotton', 'polyester'], ['faux leather'])
        >>> sorted(materials("皮的")), sorted(materials("皮带"))
        (['leather'], [])
    """
    return frozenset().union(*(mention.values for mention in material_mentions(text)))


def material_name(material: str, language: str = "en") -> str:
    """The everyday name of a material in English or Chinese; an unknown one as it is.

    Examples:
        >>> material_name("wool", "zh"), material_name("wool"), material_name("moon dust", "zh")
        ('羊毛', 'wool', 'moon dust')
    """
    return _CHINESE.get(material, material) if language == "zh" else material
