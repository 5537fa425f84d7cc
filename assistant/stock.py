"""Filling a shop: the catalogue given, or the built-in demo store on first start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
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
_REFUSED_SHOWN = 20


class DemoFolderError(ValueError):
    """A catalogue was given for a data folder that holds the demo store."""


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
        DemoFolderError: the folder holds the demo store and a catalogue was given.
    """
    demo_folder = settings.data_dir / DEMO
    if catalog is not None:
        if demo_folder.exists():
            raise DemoFolderError(
                f"{settings.data_dir} holds the demo store: give your catalogue a folder of its own"
                " with --data-dir."
            )
        progress(f"Reading the catalogue {catalog}.")
        for line in ingest([catalog], index).unfinished:
            progress(f"Incomplete: {line}; `python -m retrieval ingest` says why.")
    elif index.catalogue.count() == 0 or demo_folder.exists():
        told = settings.data_dir / f"{DEMO}-shoppers-loaded"
        if not told.exists():
            progress("Setting up the demo store; this takes a minute the first time.")
        # Built for today, so that the shoppers' past months are recent; an existing one is kept.
        demo = build(demo_folder, as_of=datetime.now(UTC).date())
        ingest([demo.products], index, source=DEMO)
        promotions_engine.load(demo.promotions)
        if not told.exists():
            progress("Reading the demo shoppers' past months.")
            profiles.shoppers.load(demo.shoppers)
            rows = (row for _, row in read_json_lines(demo.events))
            events.add(row for row in rows if not isinstance(row, BadLine))
            told.touch()
    if promotions is not None:
        refused = promotions_engine.load(promotions).rejected
        for one in refused[:_REFUSED_SHOWN]:
            progress(f"Promotion refused, line {one.line} of {promotions}: {one.reason}.")
        if len(refused) > _REFUSED_SHOWN:
            progress(f"{len(refused) - _REFUSED_SHOWN} more promotions of {promotions} refused.")


def vocabulary(index: ProductIndex) -> Vocabulary:
    """The shop's own words, for the rule parser and for mending what the model writes."""
    return Vocabulary.of(index.facets())
