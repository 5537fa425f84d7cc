"""What must be in stock: "in stock only", "what can you send today", 只看有货的, 现货.

The contract has no field for it, so it is a feature by its words; the agent makes a constraint of
it. A question about a product ("is it in stock?") is none.
"""

from __future__ import annotations

import re

from assistant.rules.line import Line
from retrieval.values.text import fold, is_cjk

_EN = (
    r"(?:only |just )?(?:(?:what(?:'s| is)|the ones?|ones|things?|items?|products?|(?:must|has to|"
    r"needs? to|should) be)(?: that(?:'s| is| are))?(?: currently| still| actually)? )?"
    r"(?:in[ -]stock|ready to ship)(?: only| now| please)?"
)
_MUST_ZH = r"(?:只[看要想]?|必须|一定要|要|得)?(?:有|是)?"
_ZH = rf"{_MUST_ZH}(?:现货|有货)(?:的|款)?|不要(?:没货|缺货|断货|售罄)的?"
_SAID = re.compile(
    rf"(?:^|(?<=[\s,.;，。；|]))(?:{_EN})(?=$|[\s,.;!，。！|])|(?:{_ZH})(?![吗么嘛没呢?？])"
)
_ASKED = re.compile(
    r"\b(?:is|are|was|were|do|does|will|when|have|has)\b[^,.;|]{0,40}\bin[ -]stock|"
    r"(?:有没有|有无|是否有|什么时候有|还有|啥时候有)(?:现货|货)|[没无缺](?:现)?货(?!的)"
)
_FEATURE = re.compile(rf"(?:{_EN})|(?:有|要|带)?(?:现货|有货)(?:的)?|in stock|available(?: now)?")


def take_stock(line: Line) -> list[str]:
    """The wish for what is in stock, as a feature; empty where none is said, or only asked."""
    if _ASKED.search(line.rest):
        return []
    found = line.take(_SAID)
    if not found:
        return []
    said = found[0][0]
    if not is_cjk(said):
        return ["in stock"]
    return ["现货" if "现货" in said else "有货"]


def is_of_stock(feature: str) -> bool:
    """Whether a feature is that a thing be in stock.

    Examples:
        >>> is_of_stock("in stock"), is_of_stock("现货"), is_of_stock("stocking")
        (True, True, False)
    """
    return _FEATURE.fullmatch(fold(feature).strip()) is not None
