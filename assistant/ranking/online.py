"""Weights that learn while the shop runs: from each click and purchase, a small bounded step.

A product that was taken up is compared with those above it that were not, and the one just below
(*skip above and next*: Joachims et al., SIGIR 2005): what stands first is opened because it stands
first, so only what was passed over on the way down says anything. Each such pair is a step of
logistic regression on the difference of their factors (``river``), starting from the hand-set
weights and pulled back to them (L2).

Guards: a step moves a weight by at most ``rate`` times its pairs' part; no weight ever leaves
``room`` (a share of the hand-set weight, either way); a product, list and kind of answer count
once; and it is off unless switched on (``AISLE_RANKING_ONLINE``). Nothing learned is stored: the
weights are folded from the log in the order it was written, so a restart, another process and a
replay come to the same ones, and a shopper who is forgotten is forgotten here too.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from assistant.event_tail import Seen, Tail
from assistant.ranking import served
from assistant.ranking.factors import FACTORS
from assistant.ranking.scoring import Floats, Linear
from assistant.ranking.weights import MOST_PROMOTION, Weights
from assistant.storage import Database

if TYPE_CHECKING:
    from river.linear_model import LogisticRegression

ANSWERS: Mapping[str, float] = {"view_item": 1.0, "like": 2.0, "add_to_cart": 2.0, "purchase": 3.0}
"""What counts as taking a product up, and how much more than a view."""
RATE = 0.01
ROOM = 0.5
PULL = 0.01
_SESSIONS, _LISTS = 10_000, 3
_BATCH = 500


class OnlineUnavailableError(RuntimeError):
    """The online learner's library is not installed; the message says how to install it."""


@dataclass
class _Shown:
    items: tuple[str, ...]
    values: Floats
    answered: set[tuple[str, str]]


class OnlineLearner:
    """The weights after some events. Not locked."""

    def __init__(self, start: Weights, *, rate: float = RATE, room: float = ROOM) -> None:
        """Begin with ``start``.

        Args:
            start: the hand-set weights.
            rate: how far one answer may move a weight.
            room: how far a weight may ever be from where it started, as a share of it.

        Raises:
            OnlineUnavailableError: ``river`` is not installed.
        """
        self._start, self._room, self._rate = start, room, rate
        self._signed = Linear(start).signed
        self._model = _regression(rate)
        self._sessions: OrderedDict[str, list[_Shown]] = OrderedDict()
        self.steps = 0

    def fold(self, events: Sequence[Seen], factors: Mapping[str, Floats]) -> None:
        """Take in events in the order they were stored.

        Args:
            events: lists shown, and answers.
            factors: of the lists among them, by event id.
        """
        for event in events:
            if event.session_id is None:
                continue
            if event.type == "view_item_list":
                values = factors.get(event.event_id)
                items = tuple(event.item_ids)
                if values is not None and len(values) == len(items):
                    self._remember(event.session_id, _Shown(items, values, set()))
            elif event.type in ANSWERS:
                for item in sorted(event.items):
                    self._answer(event.session_id, item, event.type)

    def weights(self) -> Weights:
        """The weights to rank with: within their room, and with the promotion's bound kept."""
        moved = self._model.weights
        found: dict[str, float] = {}
        for name, signed in zip(FACTORS, self._signed, strict=True):
            start = abs(float(signed))
            change = float(moved.get(name, 0.0)) * (1.0 if signed >= 0 else -1.0)
            reach = self._room * start
            found[name] = start + min(max(change, -reach), reach)
        found["promotion"] = min(found["promotion"], MOST_PROMOTION * found["relevance"])
        return Weights.model_validate({**self._start.model_dump(), **found})

    def _remember(self, session: str, shown: _Shown) -> None:
        lists = self._sessions.setdefault(session, [])
        self._sessions.move_to_end(session)
        lists.append(shown)
        del lists[:-_LISTS]
        if len(self._sessions) > _SESSIONS:
            self._sessions.popitem(last=False)

    def _answer(self, session: str, item: str, kind: str) -> None:
        for shown in reversed(self._sessions.get(session, ())):
            if item not in shown.items:
                continue
            if (item, kind) not in shown.answered:
                taken = {one for one, _ in shown.answered}
                shown.answered.add((item, kind))
                at = shown.items.index(item)
                passed = [
                    other
                    for other in range(min(at + 2, len(shown.items)))
                    if other != at and shown.items[other] not in taken
                ]
                self._step([shown.values[at] - shown.values[other] for other in passed], kind)
            return

    def _step(self, differences: Sequence[Floats], kind: str) -> None:
        for difference in differences:
            # What the hand-set weights already say of the pair: only the rest is learned.
            self._model.intercept = float(difference @ self._signed)
            row = {
                name: float(value)
                for name, value in zip(FACTORS, difference, strict=True)
                if value != 0.0
            }
            if row:
                share = ANSWERS[kind] / max(ANSWERS.values()) / len(differences)
                self._model.learn_one(row, True, w=share)
                self.steps += 1


class OnlineWeights:
    """The weights by the log as it is now; safe between threads."""

    def __init__(
        self, database: Database, start: Weights, *, rate: float = RATE, room: float = ROOM
    ) -> None:
        """Learn from the log of ``database``; nothing is read before it is asked for."""
        self._database = database
        self._start, self._rate, self._room = start, rate, room
        self._tail = Tail(database)
        self._lock = threading.Lock()
        self._learner = OnlineLearner(start, rate=rate, room=room)

    def weights(self) -> Weights:
        """The weights after every event stored until now."""
        with self._lock:
            if self._tail.restart_due():
                self._learner = OnlineLearner(self._start, rate=self._rate, room=self._room)
                self._tail.restarted()
            for batch in _batches(self._tail.new({"view_item_list", *ANSWERS})):
                lists = [one.event_id for one in batch if one.type == "view_item_list"]
                self._learner.fold(batch, served.read(self._database, lists) if lists else {})
            return self._learner.weights()

    @property
    def steps(self) -> int:
        """Pairs learned from."""
        return self._learner.steps


def _batches(events: Iterable[Seen]) -> Iterable[list[Seen]]:
    numbered = iter(events)
    while batch := list(islice(numbered, _BATCH)):
        yield batch


def _regression(rate: float) -> LogisticRegression:
    try:
        from river import linear_model, optim  # noqa: PLC0415 - an extra, and a second to import
    except ImportError as error:
        raise OnlineUnavailableError(
            "learning while running needs river: pip install 'aisle[online]', or set"
            " AISLE_RANKING_ONLINE=false"
        ) from error
    return linear_model.LogisticRegression(
        optimizer=optim.SGD(rate), l2=PULL, intercept_lr=0.0, clip_gradient=1.0
    )
