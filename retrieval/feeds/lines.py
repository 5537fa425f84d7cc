"""Lines of a text feed, plain or gzipped: bounded in length, decoded one by one.

UTF-8 (with or without BOM) and UTF-16 with a BOM are read. A line that is no UTF-8 is reported and
the next one is read; a legacy encoding is not guessed, since a wrong guess is silent. Of the last
line it is told whether it ends: one that does not, and cannot be read, was cut off.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from retrieval.feeds.row import MAX_ROW_BYTES

CUT_OFF = "cut off before its end: the rest of the feed is lost"
_SHOWN = 2_000


class Line(NamedTuple):
    """A line without its end, or what is wrong with it. ``ended``: a line break follows."""

    text: str
    error: str | None = None
    ends_feed: bool = False
    ended: bool = True


def open_bytes(raw: BinaryIO, path: Path) -> BinaryIO:
    """The bytes of the feed in ``raw``, unpacked where ``path`` ends in ``.gz``."""
    return cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if path.suffix == ".gz" else raw


def read_lines(stream: BinaryIO) -> Iterator[Line]:
    """The lines of ``stream``. A gzip stream that is cut or broken ends with one last error."""
    try:
        yield from _decoded(stream)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        cut = isinstance(error, EOFError)
        what = "the gzip stream ends early" if cut else "the gzip stream is broken"
        yield Line("", f"{what}: the rest of the feed is lost", ends_feed=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        yield Line("", f"the file cannot be read on: {reason}", ends_feed=True)


def _decoded(stream: BinaryIO) -> Iterator[Line]:
    first = True
    while True:
        line = stream.readline(MAX_ROW_BYTES + 1)
        if not line:
            return
        if first and line.startswith((b"\xff\xfe", b"\xfe\xff")):
            yield from _utf16(line, stream)
            return
        if len(line) > MAX_ROW_BYTES:
            _skip_line(stream, line)
            shown = line[:_SHOWN].decode("utf-8", errors="replace")
            yield Line(shown, f"longer than {MAX_ROW_BYTES // 1024} KiB")
        else:
            yield _decode(line.removeprefix(b"\xef\xbb\xbf") if first else line)
        first = False


def _decode(line: bytes) -> Line:
    ended = line.endswith(b"\n")
    line = line.rstrip(b"\r\n")
    try:
        return Line(line.decode("utf-8"), ended=ended)
    except UnicodeDecodeError as fault:
        shown = line[:_SHOWN].decode("utf-8", errors="replace")
        if not ended and fault.end == len(line):  # in the middle of a character
            return Line(shown, CUT_OFF, ends_feed=True, ended=False)
        return Line(shown, "not UTF-8 text", ended=ended)


def _skip_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(MAX_ROW_BYTES)


def _utf16(start: bytes, stream: BinaryIO) -> Iterator[Line]:
    joined = _Joined(start, stream)
    text = io.TextIOWrapper(io.BufferedReader(joined), encoding="utf-16", newline="")
    try:
        while line := text.readline(MAX_ROW_BYTES):
            yield Line(line.rstrip("\r\n"), ended=line.endswith("\n"))
    except UnicodeError:
        yield Line("", "not UTF-16 text: the rest of the feed is lost", ends_feed=True)


class _Joined(io.RawIOBase):
    """``start``, then what is left of ``stream``."""

    def __init__(self, start: bytes, stream: BinaryIO) -> None:
        self._start = io.BytesIO(start)
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._start.read(len(buffer)) or self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
