"""What was shown and what became of it, put together from the events of sessions.

A view, like, cart or purchase is counted for the list of the same session that showed the product
last before it. Grades: 0 passed over, 1 opened, 2 liked or put into the cart, 3 bought; what was
disliked, or came back out of the cart, loses what it had. Purchases in a later session are not
counted for a list: there is no telling which one led to them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from assistant.events import Event
from assistant.profiles.sums import items_of

OPENED, WANTED, BOUGHT = 1, 2, 3
MOST_SHOWN = 200
_GRADES = {"view_item": OPENED, "like": WANTED, "add_to_cart": WANTED, "purchase": BOUGHT}
_TAKEN_BACK = {"dislike": 0, "remove_from_cart": OPENED}


@dataclass
class Impression:
    """One list as shown, the first place first, and the grade of each product in it."""

    event_id: str
    ts: datetime
    user_id: str | None
    session_id: str
    query: str
    items: tuple[str, ...]
    grades: list[int] = field(default_factory=list)

    @property
    def answered(self) -> bool:
        """Whether anything in it was taken up: a list passed over whole says nothing of order."""
        return any(self.grades)


class Attribution:
    """Lists and what became of them, as events come in; in the order they happened."""

    def __init__(self, *, most_lists: int | None = None) -> None:
        """Remember ``most_lists`` lists of a session (all of them if None)."""
        self._most = most_lists
        self._lists: dict[str, list[Impression]] = defaultdict(list)
        self._query: dict[str, str] = {}

    def shown(self, event: Event) -> Impression | None:
        """Take in a list; None for any other event, or one without session or products."""
        session = event.session_id
        if session is None:
            return None
        if event.type == "search":
            self._query[session] = event.query or ""
        if event.type != "view_item_list" or not (items := items_of(event)[:MOST_SHOWN]):
            return None
        query = event.query if event.query is not None else self._query.get(session, "")
        made = Impression(
            event.event_id, event.ts, event.user_id, session, query, items, [0] * len(items)
        )
        lists = self._lists[session]
        lists.append(made)
        if self._most is not None:
            del lists[: -self._most]
        return made

    def answer(self, event: Event) -> list[tuple[Impression, int]]:
        """Take in an answer: the lists it is for, each with the place (from 0) of the product."""
        if event.session_id is None or event.type not in _GRADES.keys() | _TAKEN_BACK.keys():
            return []
        found = []
        for item in items_of(event):
            for one in reversed(self._lists.get(event.session_id, ())):
                if item in one.items:
                    at = one.items.index(item)
                    grade = _GRADES.get(event.type)
                    one.grades[at] = (
                        max(one.grades[at], grade)
                        if grade is not None
                        else min(one.grades[at], _TAKEN_BACK[event.type])
                    )
                    found.append((one, at))
                    break
        return found


def impressions(events: Iterable[Event]) -> list[Impression]:
    """The lists among ``events`` (in the order they happened) with their grades."""
    attribution = Attribution()
    found = []
    for event in events:
        made = attribution.shown(event)
        if made is not None:
            found.append(made)
        else:
            attribution.answer(event)
    return found
