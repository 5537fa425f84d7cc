"""What a slip costs: which word was meant is told by how typos arise.

The noisy channel of Kernighan, Church and Gale (A spelling correction program based on a noisy
channel model, COLING 1990): a word's prior times the chance of the slip. Their tables are counted;
the costs here are set by hand in the same order: a letter swapped with the next, doubled or not
doubled, a vowel left out ("litr", "towl"), a key beside the right one, and last any other letter.
"""

from __future__ import annotations

from rapidfuzz.distance import OSA, Levenshtein

_SWAP = 0.5
_DOUBLE = 0.4
_VOWEL_LEFT_OUT = 0.5
_LEFT_OUT = 0.7
_TOO_MANY = 0.9
_VOWEL = 0.7
_SOUND = 0.7
_KEY = 0.9
_OTHER = 1.3
_VOWELS = frozenset("aeiouy")
_ALIKE = tuple(map(frozenset, ("ck", "sc", "sz", "iy", "td", "gj", "fv", "xs")))
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PLACES = {
    key: (row, column + row / 2)
    for row, keys in enumerate(_ROWS)
    for column, key in enumerate(keys)
}


def cost(typed: str, meant: str) -> float:
    """How unlikely it is that ``meant`` is typed as ``typed``, 0 for the same word.

    Examples:
        >>> cost("litr", "litre") < cost("litr", "lite"), cost("lether", "leather")
        (True, 0.5)
    """
    if (
        len(typed) == len(meant)
        and Levenshtein.distance(typed, meant) == 2
        and OSA.distance(typed, meant) == 1
    ):
        return _SWAP
    return sum(
        _one(op.tag, typed, op.src_pos, meant, op.dest_pos)
        for op in Levenshtein.editops(typed, meant)
    )


def _one(tag: str, typed: str, at: int, meant: str, to: int) -> float:
    if tag == "insert":
        if _doubled(meant, to):
            return _DOUBLE
        return _VOWEL_LEFT_OUT if meant[to] in _VOWELS else _LEFT_OUT
    if tag == "delete":
        return _DOUBLE if _doubled(typed, at) else _TOO_MANY
    wrong, right = typed[at], meant[to]
    if wrong in _VOWELS and right in _VOWELS:
        return _VOWEL
    if any({wrong, right} <= pair for pair in _ALIKE):
        return _SOUND
    return _KEY if _neighbours(wrong, right) else _OTHER


def _doubled(word: str, at: int) -> bool:
    return word[at] in (word[at - 1 : at], word[at + 1 : at + 2])


def _neighbours(one: str, other: str) -> bool:
    if one not in _PLACES or other not in _PLACES:
        return False
    (row, column), (row2, column2) = _PLACES[one], _PLACES[other]
    return abs(row - row2) <= 1 and abs(column - column2) <= 1.1
