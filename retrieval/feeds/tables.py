"""Delimited text: CSV with the delimiter found from its header, and tab-separated feeds.

A row with more cells than the header has names is damaged (an unescaped delimiter shifts every
value after it), so it is rejected; a shorter one only lacks its last fields. The last one of all is
cut off where it lacks cells and no line break follows, or where a quote in it is never closed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

from retrieval.feeds.lines import CUT_OFF, Line, read_lines
from retrieval.feeds.row import MAX_ROW_BYTES, FeedError, Row

_DELIMITERS = ",;\t|"


class _Source:
    """The good lines of a stream for ``csv.reader``, with the bad ones set aside."""

    def __init__(self, stream: BinaryIO) -> None:
        self._lines = read_lines(stream)
        self.bad: list[Line] = []
        self.raw: list[str] = []
        self.ended = True  # the line last read
        self.exhausted = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        for line in self._lines:
            if line.error is not None:
                self.bad.append(line)
                if line.ends_feed:
                    break
                continue
            self.ended = line.ended
            self.raw.append(line.text[:2_000])
            del self.raw[:-20]
            return line.text + "\n"
        self.exhausted = True
        raise StopIteration

    def cuts(self, row: list[str], columns: int) -> bool:
        """Whether ``row``, the last one read, is not all that it was meant to be."""
        # Only within quotes does the reader ask for a line more than there are.
        return self.exhausted or (not self.ended and len(row) < columns)

    def take_raw(self) -> str:
        raw = "\n".join(self.raw)
        self.raw.clear()
        return raw


def read_table(stream: BinaryIO, delimiter: str | None = None) -> Iterator[Row]:
    """The rows of ``stream`` by the names in its first line.

    Raises:
        FeedError: There is no header line, or it cannot be read.
    """
    csv.field_size_limit(MAX_ROW_BYTES)
    source = _Source(stream)
    header_line = next(source, None)
    if header_line is None or not header_line.strip():
        message = "the file has no header line: its first line must name the columns"
        raise FeedError(message)
    found = delimiter or max(_DELIMITERS, key=header_line.count)
    try:
        names = [name.strip() for name in next(csv.reader([header_line], delimiter=found))]
    except csv.Error as problem:
        message = f"the header line cannot be read ({problem}): save the file as UTF-8 CSV again"
        raise FeedError(message) from problem
    source.take_raw()
    cells = csv.reader(source, delimiter=found)
    number = 0
    while True:
        error: str | None = None
        row: list[str] | None = []
        try:
            row = next(cells, None)
        except csv.Error as problem:
            error = f"broken row: {problem}"
        for line in source.bad:
            number += 1
            yield Row(number, raw=line.text, error=line.error, ends_feed=line.ends_feed)
        source.bad.clear()
        if row is None:
            return
        raw = source.take_raw()
        if error is None and not any(cell.strip() for cell in row):
            continue
        number += 1
        if error is None and source.cuts(row, len(names)):
            yield Row(number, raw=raw, error=CUT_OFF, ends_feed=True)
            return
        if error is None and any(cell.strip() for cell in row[len(names) :]):
            error = "more cells than columns"
        if error is None:
            yield Row(number, {n: c for n, c in zip(names, row, strict=False) if n}, raw)
        else:
            yield Row(number, raw=raw, error=error)
