"""Reading files of JSON objects, plain or gzipped, one at a time, whatever is in them.

JSON Lines is the form; one JSON array of objects, as some exports write it, is read as well
(:func:`read_objects`). A line that is no JSON object comes out as a :class:`BadLine` and reading
goes on; a line longer than 1 MiB is refused without being held in memory.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import orjson

MAX_LINE = 1 << 20


class UnreadableFileError(OSError):
    """A file cannot be opened or unpacked; the message says which and what to do."""


@dataclass(frozen=True)
class BadLine:
    """A line that is no JSON object, its first 200 characters, and why.

    ``cut``: the file ends in the middle of it, so that more than this line may be lost.
    """

    text: str
    reason: str
    cut: bool = False


def read_json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any] | BadLine]]:
    """The objects of a file with their 1-based line numbers; blank lines are passed over.

    Raises:
        UnreadableFileError: if the file cannot be opened, or its gzip stream is broken.
    """
    try:
        with open_binary(path) as stream:
            number = 0
            while line := stream.readline(MAX_LINE + 1):
                number += 1
                if len(line) > MAX_LINE:
                    yield number, BadLine(_shown(line), "line: longer than 1 MiB")
                    while line and not line.endswith(b"\n"):
                        line = stream.readline(MAX_LINE)
                    continue
                if line.strip():
                    row = parse_object(line)
                    if isinstance(row, BadLine) and not line.endswith(b"\n"):
                        row = BadLine(row.text, "line: cut off before its end", cut=True)
                    yield number, row
    except (OSError, EOFError, zlib.error) as error:
        raise unreadable(path, error) from error


def read_objects(path: Path) -> Iterator[tuple[int, dict[str, Any] | BadLine]]:
    """Like :func:`read_json_lines`, and one JSON array too (numbered by its elements).

    An array that is cut off or broken gives its whole elements, then one :class:`BadLine`.

    Raises:
        UnreadableFileError: if the file cannot be opened, or its gzip stream is broken.
    """
    try:
        with open_binary(path) as stream:
            array = stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
    except (OSError, EOFError, zlib.error) as error:
        raise unreadable(path, error) from error
    yield from _read_array(path) if array else read_json_lines(path)


def _read_array(path: Path) -> Iterator[tuple[int, dict[str, Any] | BadLine]]:
    decoder, number, text, ended = json.JSONDecoder(), 0, "", False
    try:
        with open_binary(path) as stream:
            chunks = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace")
            text = chunks.read(MAX_LINE).lstrip()[1:]
            while True:
                text = text.lstrip(" \t\r\n,")
                if text.startswith("]"):
                    return
                try:
                    value, end = decoder.raw_decode(text)
                except (json.JSONDecodeError, RecursionError):
                    more = "" if ended or len(text) > 2 * MAX_LINE else chunks.read(MAX_LINE)
                    ended = not more
                    if ended:
                        reason = "array: cut off or not JSON here"
                        yield number + 1, BadLine(text[:200], reason, cut=True)
                        return
                    text += more
                    continue
                number += 1
                text = text[end:]
                yield (
                    number,
                    value
                    if isinstance(value, dict)
                    else BadLine(str(value)[:200], "element: JSON, but not an object"),
                )
    except (OSError, EOFError, zlib.error) as error:
        raise unreadable(path, error) from error


def open_binary(path: Path) -> IO[bytes]:
    """The file opened for reading, unpacked if it starts like gzip, whatever its name."""
    with path.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
    return cast("IO[bytes]", gzip.open(path, "rb")) if packed else path.open("rb")


def unreadable(path: Path, error: Exception) -> UnreadableFileError:
    """The named error for a file that cannot be read."""
    fault = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return UnreadableFileError(
        f"Cannot read {path} ({fault}): give a file that exists and is whole"
        " (JSON Lines, or the same gzipped)."
    )


def parse_object(line: bytes) -> dict[str, Any] | BadLine:
    """One line as a JSON object, or what is wrong with it."""
    try:
        value = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        return BadLine(_shown(line), f"line: not JSON ({str(error).split(':', maxsplit=1)[0]})")
    if not isinstance(value, dict):
        return BadLine(_shown(line), "line: JSON, but not an object")
    return value


def _shown(line: bytes) -> str:
    return line[:200].decode("utf-8", errors="replace").strip()
