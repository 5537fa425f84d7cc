"""From a path to its rows: the format is told by the file's name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from retrieval.feeds.jsonl import read_jsonl
from retrieval.feeds.lines import open_bytes
from retrieval.feeds.merchant_xml import read_merchant_xml
from retrieval.feeds.parquet import read_parquet
from retrieval.feeds.row import FeedError, Row
from retrieval.feeds.tables import read_table

FORMATS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".txt": "tsv",
    ".xml": "xml",
    ".rss": "xml",
    ".atom": "xml",
    ".parquet": "parquet",
    ".pq": "parquet",
}
"""File name ending → format; each but Parquet may also end in ``.gz``."""


@dataclass
class Feed:
    """An opened feed: its rows, and how far into the file they are (for a progress bar)."""

    path: Path
    format: str
    size: int
    _raw: BinaryIO | None = None

    def rows(self) -> Iterator[Row]:
        """The rows, read once and in little memory.

        Raises:
            FeedError: The file cannot be opened, or is not of its format at all.
        """
        if self.format == "parquet":
            yield from read_parquet(self.path)
            return
        try:
            raw = self.path.open("rb")
        except OSError as error:
            message = f"cannot read {self.path}: {error.strerror}"
            raise FeedError(message) from error
        with raw:
            self._raw = raw
            stream = open_bytes(raw, self.path)
            if self.format == "jsonl":
                yield from read_jsonl(stream)
            elif self.format == "xml":
                yield from read_merchant_xml(stream)
            else:
                yield from read_table(stream, "\t" if self.format == "tsv" else None)

    @property
    def fraction(self) -> float:
        """How much of the file has been read so far, 0–1 (0 for Parquet)."""
        if self._raw is None or not self.size:
            return 0.0
        return 1.0 if self._raw.closed else min(1.0, self._raw.tell() / self.size)


def open_feed(path: Path) -> Feed:
    """The feed at ``path``, not read yet.

    Raises:
        FeedError: There is no such file, or its name tells no known format.
    """
    if not path.is_file():
        message = f"no such file: {path}"
        raise FeedError(message)
    packed = path.suffix == ".gz"
    ending = (path.with_suffix("") if packed else path).suffix.lower()
    found = FORMATS.get(ending)
    if found is None or (packed and found == "parquet"):
        known = ", ".join(FORMATS)
        message = f"unknown feed format: {path.name} (known endings: {known}; .gz but for Parquet)"
        raise FeedError(message)
    return Feed(path, found, path.stat().st_size)
