"""What a reader yields: a row of named values, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MAX_ROW_BYTES = 2 * 1024 * 1024
"""A longer line is no product: it is skipped in pieces, never held whole."""


class FeedError(Exception):
    """A feed that cannot be read at all; the message is one line and says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a feed.

    Attributes:
        number: Its place among the rows, from 1.
        data: The values by the feed's own names; empty where the row is damaged.
        raw: The row as it stands in the feed, for the rejects file (may be cut).
        error: Why the row cannot be read, or None.
        ends_feed: Whether the rest of the feed is lost with it.
    """

    number: int
    data: dict[str, Any] = field(default_factory=dict)
    raw: str = ""
    error: str | None = None
    ends_feed: bool = False
