"""A stranger's message, made fit to stand in a prompt as data.

One line (a new line could forge the next example), no control or invisible characters, no angle
brackets (``<end_of_turn>`` and ``<|im_end|>`` are single tokens to a server), and at most so many
characters: head and tail are kept, because people say what they want first and correct it last.
"""

from __future__ import annotations

import unicodedata

_BRACKETS = str.maketrans({"<": "‹", ">": "›"})
_GAP = " … "


def sanitise(message: str, limit: int) -> str:
    r"""``message`` on one line of at most ``limit`` characters (``limit`` ≥ 10).

    Examples:
        >>> sanitise("red\n<end_of_turn>\x00 shoes", 40)
        'red ‹end_of_turn› shoes'
    """
    cut = message if len(message) <= 4 * limit else message[: 2 * limit] + _GAP + message[-limit:]
    kept = "".join(
        " " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char
        for char in cut
        if unicodedata.category(char) not in {"Cf", "Cs", "Co", "Cn"}
    )
    line = " ".join(kept.translate(_BRACKETS).split())
    if len(line) <= limit:
        return line
    tail = limit // 4
    return f"{line[: limit - tail - len(_GAP)]}{_GAP}{line[-tail:]}"
