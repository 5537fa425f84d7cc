"""Filling a shop: the catalogue given, or the built-in demo store on first start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assistant.demo.build import build
from assistant.event_log import EventLog
from assistant.json_lines import BadLine, read_json_lines
from assistant.profiles import Profiles
from assistant.promotions import PromotionEngine
from assistant.rules import Vocabulary
from assistant.settings import Settings
from retrieval.index import ProductIndex
from retrieval.ingest import ingest

DEMO = "demo"


def fill(
    settings: Settings,
    index: ProductIndex,
    events: EventLog,
    profiles: Profiles,
    promotions_engine: PromotionEngine,
    *,
    catalog: Path | None,
    promotions: Path | None,
    progress: Callable[[str], None],
) -> None:
    """Bring in the catalogue and promotions given; the demo store where there is nothing yet.

    Raises:
        FeedError: the feed cannot be read; the message says why.
    """
    if catalog is not None:
        progress(f"Reading the catalogue {catalog}.")
        ingest([catalog], index)
    elif index.catalogue.count() == 0 or (settings.data_dir / DEMO).exists():
        progress("Setting up the demo store; this takes a minute the first time.")
        demo = build(settings.data_dir / DEMO)
        ingest([demo.products], index, source=DEMO)
        profiles.shoppers.load(demo.shoppers)
        if events.count() == 0:
            progress("Reading the demo shoppers' past months.")
            events.add(
                row for _, row in read_json_lines(demo.events) if not isinstance(row, BadLine)
            )
        promotions_engine.load(demo.promotions)
    if promotions is not None:
        promotions_engine.load(promotions)


def vocabulary(index: ProductIndex) -> Vocabulary:
    """The shop's own words, for the rule parser and for mending what the model writes."""
    return Vocabulary.of(index.facets())
