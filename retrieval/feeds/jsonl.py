"""JSON Lines: one object a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from retrieval.feeds.lines import CUT_OFF, read_lines
from retrieval.feeds.row import FeedError, Row

_ARRAY = re.compile(r"\s*\[\s*(\{|$)")


def read_jsonl(stream: BinaryIO) -> Iterator[Row]:
    """The objects of ``stream``; empty lines are passed over.

    Raises:
        FeedError: It is one JSON array; read by lines, it would give its last object alone.
    """
    number = 0
    for line in read_lines(stream):
        if not line.text.strip() and line.error is None:
            continue
        number += 1
        if number == 1 and _ARRAY.match(line.text):
            message = "the file is one JSON array: write an object a line, as `jq -c '.[]'` does"
            raise FeedError(message)
        if line.error is not None:
            yield Row(number, raw=line.text, error=line.error, ends_feed=line.ends_feed)
            continue
        try:
            data = _parse(line.text)
        except (ValueError, RecursionError):
            if line.ended:
                yield Row(number, raw=line.text, error="broken JSON")
            else:
                yield Row(number, raw=line.text, error=CUT_OFF, ends_feed=True)
            continue
        if isinstance(data, dict):
            yield Row(number, data, line.text)
        else:
            yield Row(number, raw=line.text, error="not a JSON object")


def _parse(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)  # reads NaN and Infinity, which Python's own writers leave behind
