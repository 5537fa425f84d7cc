"""A Google Merchant Center feed in XML: RSS 2.0 items or Atom entries, `g:` names or plain ones.

Parsed as a stream with defusedxml, which refuses entity declarations; each item is dropped from
memory once it is read. Repeated elements become lists; `product_detail` becomes an attribute.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse, tostring

from retrieval.feeds.row import MAX_ROW_BYTES, Row

_ITEMS = {"item", "entry"}


def read_merchant_xml(stream: BinaryIO) -> Iterator[Row]:
    """The items of the feed. Broken XML ends the feed with one last error."""
    number = 0
    path: list[Element] = []
    try:
        for event, element in iterparse(stream, events=("start", "end")):
            if event == "start":
                path.append(element)
                continue
            path.pop()
            inside_item = any(_name(parent) in _ITEMS for parent in path)
            if inside_item:
                continue
            if _name(element) in _ITEMS:
                number += 1
                yield _row(number, element)
            if path:
                path[-1].remove(element)
    except ParseError as error:
        problem = f"broken XML ({str(error).split(':')[0]}): the rest of the feed is lost"
        yield Row(number + 1, error=problem, ends_feed=True)
    except DefusedXmlException:
        problem = "the XML declares entities, which are refused: the feed is not read on"
        yield Row(number + 1, error=problem, ends_feed=True)
    except (EOFError, OSError, ValueError, LookupError, zlib.error):
        problem = "the file cannot be read on: the rest of the feed is lost"
        yield Row(number + 1, error=problem, ends_feed=True)


def _row(number: int, element: Element) -> Row:
    raw = tostring(element, encoding="unicode")
    if len(raw) > MAX_ROW_BYTES:
        return Row(number, raw=raw[:2_000], error=f"longer than {MAX_ROW_BYTES // 1024} KiB")
    data: dict[str, Any] = {}
    details: dict[str, Any] = {}
    for child in element:
        name, value = _name(child), _value(child)
        if name == "product_detail" and isinstance(value, dict):
            if value.get("attribute_name"):
                details[str(value["attribute_name"])] = value.get("attribute_value", "")
        elif name in data:
            old = data[name]
            data[name] = [*old, value] if isinstance(old, list) else [old, value]
        elif value not in ("", {}):
            data[name] = value
    if details:
        data["attributes"] = details
    return Row(number, data, raw[:2_000])


def _value(element: Element) -> Any:
    if len(element):
        return {_name(child): "".join(child.itertext()).strip() for child in element}
    return (element.text or "").strip() or element.get("href", "")


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
