"""Whom a thing is for: the shopper, or somebody else, whose taste is not the shopper's.

An event may say it (``recipient``). Where it does not, its context does: an event in a session is
for whom the session's last search was, and a purchase is for whom the product was put into the
cart. That is settled once, when the event arrives, and stored with it, so that a rebuild reads what
the first reading read. Given up: an event that arrives before the search it followed keeps what was
known then.

"men", "women" and 男款 name a kind of thing and no other person; "me" names none either. Children's
things count as for somebody else: it is the grown-ups who shop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, Table, or_, select

from assistant.events import Event
from assistant.storage.tables import EventRow
from retrieval.values.text import fold

CART_MEMORY = timedelta(days=30)
"""A purchase is for whom the product was put into the cart no longer ago than this."""
_SIGNALS = ("search", "add_to_cart")
_FIELDS = ("event_id", "ts", "user_id", "session_id", "type", "item_id", "item_ids", "recipient")
_OWN = re.compile(
    r"(?:me|my ?self|us|our ?selves|self|own|men|man|women|woman|mens|womens|ladies|lady"
    r"|gentlemen|unisex|adults?|everyone|anyone|all"
    r"|我|我自己|自己|自用|本人|我们|男|女|男士|女士|男款|女款|男式|女式|男生|女生|男性|女性|成人|通用)"
)
_events: Table = EventRow.metadata.tables["events"]


def for_another(recipient: str | None) -> bool:
    """Whether ``recipient`` names a person other than the shopper.

    Examples:
        >>> for_another("niece"), for_another("妈妈"), for_another("men's"), for_another(None)
        (True, True, False, False)
    """
    if recipient is None:
        return False
    name = fold(recipient).removesuffix("'s").removesuffix("’s").strip()
    return bool(name) and _OWN.fullmatch(name) is None


def with_recipients(connection: Connection, events: Sequence[Event]) -> list[Event]:
    """The events, each with the recipient its context gives it where it has none itself.

    Costs two index look-ups where nobody in these events' sessions shops for somebody else.

    Args:
        connection: a transaction on the database the events are about to enter.
        events: of one batch; they are context for one another.
    """
    signals = _signals(connection, events)
    if signals is None:
        return list(events)
    settled: dict[str, Event] = {}
    for event in sorted(events, key=lambda one: (one.ts, one.type != "search", one.event_id)):
        found = event
        if event.recipient is None and event.type != "search" and event.session_id is not None:
            found = event.model_copy(update={"recipient": _context(event, signals)})
        settled[event.event_id] = found
        if found.type in _SIGNALS:
            signals[found.event_id] = found
    return [settled[event.event_id] for event in events]


def _signals(connection: Connection, events: Sequence[Event]) -> dict[str, Event] | None:
    """Searches and cart additions that say whom things are for; None where nothing does."""
    sessions = {one.session_id for one in events if one.session_id is not None}
    buyers = {one.user_id for one in events if one.type == "purchase" and one.user_id is not None}
    given = [one for one in events if one.recipient is not None]
    tellers = {one.session_id for one in given} | {one.user_id for one in given}
    known: list[ColumnElement[bool]] = []
    for column, wanted in ((_events.c.session_id, sessions), (_events.c.user_id, buyers)):
        if wanted:
            statement = (
                select(column)
                .where(column.in_(sorted(wanted)), _events.c.recipient.is_not(None))
                .distinct()
            )
            told = {row[0] for row in connection.execute(statement)} | (wanted & tellers)
            if told:
                known.append(column.in_(sorted(told)))
    if not known:
        return None
    columns = [_events.c[name] for name in _FIELDS]
    rows = connection.execute(
        select(*columns).where(or_(*known), _events.c.type.in_(_SIGNALS))
    ).all()
    return {row.event_id: Event.model_construct(**row._mapping) for row in rows}


def _context(event: Event, signals: dict[str, Event]) -> str | None:
    before = [one for one in signals.values() if one.ts <= event.ts]
    if event.type == "purchase":
        items = _items(event)
        added = [
            one
            for one in before
            if one.type == "add_to_cart"
            and event.ts - one.ts <= CART_MEMORY
            and (one.session_id == event.session_id or (one.user_id or "") == event.user_id)
            and items & _items(one)
        ]
        if added:
            return _latest(added).recipient
    searched = [
        one for one in before if one.type == "search" and one.session_id == event.session_id
    ]
    return _latest(searched).recipient if searched else None


def _latest(events: Iterable[Event]) -> Event:
    return max(events, key=lambda one: (one.ts, one.event_id))


def _items(event: Event) -> set[str]:
    return {*event.item_ids, *([event.item_id] if event.item_id else [])}
