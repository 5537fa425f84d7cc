"""Sizes and values that a question names: what can be answered with yes or no.

"Does it come in size 40?" is answered from the sizes, "is it UV400?" from whichever field says
UV400. A figure with a unit that the field asked about states otherwise is a no; anything else that
is not found is no answer at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from retrieval.product import Product
from retrieval.values import color_families, materials
from retrieval.values.sizes import same_size
from retrieval.values.text import fold, is_cjk

_SIZE = re.compile(
    r"\bsizes?\s+(?:an?\s+|in\s+)?(?P<after>(?:(?:eu|uk|us)\s?)?[\d.]+|[x\d]*[sml]|xx?-?large"
    r"|x-?small|small|medium|large|one size)\b"
    r"|\bin\s+(?:an?\s+)?(?P<letter>x{0,4}[sl]|\d?x[sl]|m|xx?-?large|x-?small|small|medium|large)\b"
    r"|\b(?:an?\s+)?(?P<before>(?:eu|uk|us)\s?[\d.]+)\b"
    r"|(?P<ma>[\d.]+|\bx{0,4}[sml]|大|中|小|加大|特大|均)\s*码",
)
_CLOSED = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|well|then)\W+)*(?:is|are|does|do|did|has|have|can|could|will"
    r"|would|isn't|doesn't|was)\b|[,;.]\s*(?:is|does|has|can|will|do) (?:it|this|that|they)\b"
    r"|\bright\s*\?|吗|么\W*$|是不是|有没有|能不能|是否|可不可以|会不会|支不支持"
)
_OPEN = re.compile(r"\b(?:what|which|how|who|when|where|why)\b|什么|哪|多少|几|怎么|谁|为何")
_COMPARED = re.compile(
    r"\b(?:more|less|over|under|at least|at most|up to|above|below|than|enough|minimum|maximum)\b"
    r"|至少|最多|超过|以上|以下|不到|够"
)
_MEASURE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)[\s-]?([a-z\"′°]{1,5})(?![a-z])")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_BETWEEN = re.compile(r"\s*[,;/()]\s*|\s+and\s+|[、，；]")
_DULL = frozenset({
    "yes", "no", "all", "one", "none", "any", "some", "for", "and", "the", "with", "set", "use",
    "size", "other", "good", "new",
})  # fmt: skip
_COLOR_ASKED = re.compile(r"\b(?:is|are)\b|是|吗")


def size_asked(question: str) -> str | None:
    """The size that a folded question asks for ("in size 40", 43码), or None.

    Examples:
        >>> size_asked("is it available in size 40?"), size_asked("第一个有43码吗")
        ('40', '43')
        >>> size_asked("what sizes are there?"), size_asked("do you have the second in xl")
        (None, 'xl')
    """
    for match in _SIZE.finditer(question):
        size = next((text for text in match.groups() if text), "").strip(". ")
        if size:
            return size
    return None


def sold_by_size(sizes: Sequence[str], size: str) -> bool:
    """Whether the sizes can say whether ``size`` is among them.

    A figure may be no waist where the sizes are measures (14 inch), and "in small" is no size where
    there are no letters.
    """
    if has_size(sizes, size):
        return True
    if any(char.isdecimal() for char in size):
        return any(not _MEASURE.search(fold(one)) for one in sizes)
    return any(not any(char.isdecimal() for char in one) for one in sizes)


def has_size(sizes: Sequence[str], size: str) -> bool:
    """Whether one of ``sizes`` is the one asked for, however either is written."""
    return any(same_size(one, size) for one in sizes)


def value_named(product: Product, question: str, names: Iterable[str], title: str) -> str | None:
    """The first field whose value a closed question names, whole or in part; or ``title``.

    Args:
        product: what is asked about.
        question: folded.
        names: the fields to look through.
        title: its title; a measure that stands there alone counts too.
    """
    if not closed(question):
        return None
    plain = _plain(question)
    for name in names:
        for part in _parts(getattr(product, name, None) or product.attributes.get(name)):
            if _worth(part) and _holds(plain, part):
                return name
    if not set(_measures(question)).isdisjoint(_measures(title)):
        return "title"
    return None


def closed(question: str) -> bool:
    """Whether a folded question can be answered with yes or no."""
    return bool(_CLOSED.search(question)) and not _OPEN.search(question)


def refuses(question: str, value: str) -> bool:
    """Whether a field's value is another than the measure that a closed question names.

    Only where both give figures in the same unit, and nothing like "at least" is said.

    Examples:
        >>> refuses("does it have 32gb ram?", "16 GB"), refuses("does it have 16gb ram?", "16 GB")
        (True, False)
        >>> refuses("does it have at least 8gb ram?", "16 GB")
        False
    """
    if not closed(question) or _COMPARED.search(question):
        return False
    stated = _measures(value)
    asked = [one for one in _measures(question) if one[1] in {unit for _, unit in stated}]
    return bool(asked) and set(asked).isdisjoint(stated)


def other_color(product: Product, question: str) -> bool:
    """Whether a closed question asks for a colour that this product is not stated to have."""
    if not (closed(question) and _COLOR_ASKED.search(question) and product.color):
        return False
    asked = color_families(question)
    return bool(asked) and asked.isdisjoint(color_families(product.color))


def other_material(product: Product, question: str) -> bool:
    """Whether a closed question asks for a material that this product is not stated to have."""
    stated = materials(product.material)
    asked = materials(question) if closed(question) and stated else frozenset()
    return bool(asked) and asked.isdisjoint(stated)


def _parts(value: object) -> list[str]:
    if value is None or isinstance(value, bool):
        return []
    texts = value if isinstance(value, list) else [value]
    found: list[str] = []
    for text in texts:
        whole = fold(str(text))
        found += [whole, *_BETWEEN.split(whole)]
    return [part.strip() for part in dict.fromkeys(found) if part.strip()]


def _worth(part: str) -> bool:
    """Whether a value says enough to be recognised in a question: no bare figure, no filler."""
    if is_cjk(part):
        return len(part) > 1
    return len(part) > 2 and part not in _DULL and not part.replace(".", "").isdecimal()


def _plain(text: str) -> str:
    """Folded text with figures and their units written together."""
    return re.sub(r"(?<=\d)[\s-]+(?=[a-z]{1,5}\b)", "", text)


def _holds(question: str, part: str) -> bool:
    said = _plain(part)
    if is_cjk(said):
        return said in question
    return bool(re.search(rf"(?<![\w.]){re.escape(said)}(?![\w])", question))


def _measures(text: str) -> list[tuple[str, str]]:
    found = _MEASURE.findall(fold(text))
    return [(number, unit) for number, unit in found if unit not in _ORDINALS]
