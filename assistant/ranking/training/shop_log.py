"""A shop's own log as examples: factors as they were served where they were kept, else replayed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.event_log import EventLog
from assistant.events import Event
from assistant.intent import Message
from assistant.parser import IntentParser
from assistant.profiles import Shoppers
from assistant.promotions import PromotionEngine
from assistant.ranking import served
from assistant.ranking.scoring import Floats
from assistant.ranking.training.impressions import impressions
from assistant.ranking.training.replay import Example, Replay, in_order
from assistant.ranking.weights import Weights
from assistant.settings import Settings
from assistant.stock import vocabulary
from assistant.storage import Database
from retrieval.index import ProductIndex

Shown = Callable[[Iterable[Example], int], Iterable[Example]]


def shop_examples(
    settings: Settings,
    database: Database,
    index: ProductIndex,
    weights: Weights,
    *,
    events: Sequence[Event] | None = None,
    progress: Shown = lambda examples, _: examples,
) -> list[Example]:
    """The lists of a shop's log, oldest first, with their factors.

    Args:
        settings: the shop's; queries are read by the rules.
        database: with the events, shoppers and promotions.
        index: the shop's.
        weights: whose floors hold.
        events: the log; the database's if None.
        progress: is handed the examples as they come, and how many lists there are.
    """
    log = in_order(EventLog(database).everything() if events is None else events)
    lists = impressions(log)
    rules = settings.model_copy(update={"parser": "rules"})
    parser = IntentParser.open(rules, vocabulary=vocabulary(index))
    engine = PromotionEngine(database)
    replay = Replay(
        index,
        lambda query: parser.parse([Message(role="user", content=query)]).intent,
        weights=weights,
        shoppers={one.user_id: one for one in Shoppers(database).all(limit=1_000_000)},
        offers=lambda profile, now: engine.quoting(profile, now=now),
    )
    kept = served.read(database, [one.event_id for one in lists])
    found = with_served(replay.examples(log, lists), kept)
    return list(progress(found, len(lists)))


def with_served(examples: Iterable[Example], kept: Mapping[str, Floats]) -> Iterator[Example]:
    """Replace replayed factors by those that were served."""
    for one in examples:
        table = kept.get(one.impression.event_id)
        if table is not None and len(table) == len(one.impression.items):
            yield replace(one, values=table[list(one.places)])
        else:
            yield one
