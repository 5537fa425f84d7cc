"""Google Analytics 4 exports (BigQuery's JSON) as Aisle's events.

One GA4 row may be several events: one an item for views, carts and purchases, so that each carries
its own quantity and value. Ids are derived from what makes the row what it is (name, time, device,
item; for a purchase its transaction), so that the same export read twice, or a thank-you page
loaded twice, counts once. Rows of no use here (``page_view``, ``scroll`` …) are told apart from
broken ones.

Fields read: ``event_name``, ``event_timestamp`` (microseconds), ``user_id``, ``user_pseudo_id``,
``event_params`` (``ga_session_id``, ``search_term``, ``coupon``), ``items``, ``ecommerce``. Where
no ``user_id`` is known the device's ``user_pseudo_id`` stands for the shopper.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NAMES: Mapping[str, str] = {
    "search": "search",
    "view_search_results": "search",
    "view_item_list": "view_item_list",
    "select_item": "view_item",
    "view_item": "view_item",
    "add_to_cart": "add_to_cart",
    "remove_from_cart": "remove_from_cart",
    "add_to_wishlist": "like",
    "purchase": "purchase",
}
"""GA4 event name to ours; other rows are of no use here."""


class Ga4RowError(ValueError):
    """A GA4 row of a kind we use cannot be read; the message names field and fault."""


def looks_like_ga4(row: Mapping[str, Any]) -> bool:
    """Whether a JSON object is a GA4 export row rather than one of our events."""
    return "event_name" in row and "type" not in row


def events_of(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The events of one export row, as JSON objects still to be validated; none if of no use.

    Raises:
        Ga4RowError: if a row of a kind we use lacks its time, its items or its search term.
    """
    name = row.get("event_name")
    kind = NAMES.get(name) if isinstance(name, str) else None
    if kind is None:
        return []
    params = _params(row.get("event_params"))
    ecommerce = row.get("ecommerce")
    transaction = _text(ecommerce.get("transaction_id")) if isinstance(ecommerce, Mapping) else None
    ts = _time(row.get("event_timestamp")).isoformat()
    base = {
        "ts": ts,
        "user_id": _text(row.get("user_id")) or _text(row.get("user_pseudo_id")),
        "session_id": _session(row, params),
    }
    key: tuple[Any, ...] = (name, ts, row.get("user_pseudo_id"), row.get("user_id"))
    if kind == "search":
        query = _text(params.get("search_term"))
        if query is None:
            raise Ga4RowError("event_params.search_term: missing in a search")
        return [{**base, "event_id": _id(*key, query), "type": kind, "query": query[:2000]}]
    items = _items(row.get("items"))
    if kind == "view_item_list":
        ids = [item["item_id"] for item in items]
        return [{**base, "event_id": _id(*key, *ids), "type": kind, "item_ids": ids}]
    if kind == "purchase" and transaction:
        key = (name, transaction)
    events = [
        {**base, **item, "event_id": _id(*key, item["item_id"], place), "type": kind}
        for place, item in enumerate(items)
    ]
    coupon = _text(params.get("coupon"))
    if kind == "purchase" and coupon:
        events.append(
            {
                **base,
                "event_id": _id("coupon", *key, coupon),
                "type": "redeem_promotion",
                "promotion_id": coupon,
            }
        )
    return events


def _params(given: Any) -> dict[str, Any]:
    """``event_params`` is a list of key and typed value; a plain object is taken as it is."""
    if isinstance(given, Mapping):
        return dict(given)
    found: dict[str, Any] = {}
    for entry in given if isinstance(given, list) else []:
        if isinstance(entry, Mapping) and isinstance(entry.get("key"), str):
            value = entry.get("value")
            if isinstance(value, Mapping):
                value = next((one for one in value.values() if one is not None), None)
            found[entry["key"]] = value
    return found


def _time(given: Any) -> datetime:
    micros = _number(given)
    if micros is None:
        raise Ga4RowError("event_timestamp: missing, or not microseconds since 1970")
    try:
        return _EPOCH + timedelta(microseconds=int(micros))
    except (OverflowError, ValueError) as error:
        raise Ga4RowError("event_timestamp: out of range, give microseconds") from error


def _session(row: Mapping[str, Any], params: Mapping[str, Any]) -> str | None:
    number = _text(params.get("ga_session_id"))
    if number is None:
        return None
    device = _text(row.get("user_pseudo_id")) or _text(row.get("user_id")) or "unknown"
    return f"{device}.{number}"


def _items(given: Any) -> list[dict[str, Any]]:
    if isinstance(given, Mapping):
        given = [given]
    rows = [row for row in given if isinstance(row, Mapping)] if isinstance(given, list) else []
    items = [item for row in rows if (item := _item(row)) is not None]
    if not items:
        raise Ga4RowError("items: none with an item_id")
    return items


def _item(row: Mapping[str, Any]) -> dict[str, Any] | None:
    item_id = _text(row.get("item_id"))
    if item_id is None or item_id == "(not set)":
        return None
    item: dict[str, Any] = {"item_id": item_id}
    quantity, price = _number(row.get("quantity")), _number(row.get("price"))
    position = _number(row.get("item_list_index"))
    if quantity is not None and quantity >= 1:
        item["quantity"] = int(quantity)
    if price is not None and price >= 0:
        item["value"] = round(price * item.get("quantity", 1), 4)
    if position is not None and position >= 1:
        item["position"] = int(position)
    return item


def _text(value: Any) -> str | None:
    """Ids come as strings or numbers; anything else, and the empty string, is none."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).strip() or None


def _number(value: Any) -> float | int | None:
    """BigQuery writes 64-bit integers as strings; time stamps need all of their digits."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return value
    try:
        text = str(value).strip()
        number = int(text) if text.lstrip("-").isdecimal() else float(text)
        return number if math.isfinite(number) else None
    except (ValueError, OverflowError):
        return None


def _id(*parts: Any) -> str:
    joined = "\x1f".join(str(part) for part in parts)
    return f"ga4-{hashlib.sha256(joined.encode('utf-8', 'replace')).hexdigest()[:32]}"
