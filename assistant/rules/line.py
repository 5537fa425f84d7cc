"""A message being taken apart: what one rule has read, the next does not read again.

Read spans are struck out with ``|`` in place, so that offsets stay true and a struck-out span is a
boundary to every pattern that comes later. The order of the rules therefore matters; it stands in
``assistant.rules.reading``.
"""

from __future__ import annotations

import re

from retrieval.values.text import fold

STRUCK = "|"


class Line:
    """The folded text of one message, with the spans read so far struck out."""

    def __init__(self, message: str) -> None:
        # A Chinese comma parts figures ("别低于50，200以内"), a Latin one may stand within one.
        parted = message.replace("，", ", ")
        self.text = fold(parted).replace("|", " ").replace("’", "'")
        self.rest = self.text

    def strike(self, start: int, end: int) -> str:
        """Strike out [start, end) and return what stood there."""
        found = self.text[start:end]
        self.rest = self.rest[:start] + STRUCK * (end - start) + self.rest[end:]
        return found

    def take(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """All matches of ``pattern`` in what is left, struck out as they are found."""
        matches = []
        while (match := pattern.search(self.rest)) and match.end() > match.start():
            matches.append(match)
            self.strike(*match.span())
        return matches

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Whether ``pattern`` occurs in the whole message, struck out or not."""
        return pattern.search(self.text) is not None
