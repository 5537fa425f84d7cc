"""The parsers that evaluation compares, by name, and what they make of gold conversations.

Each line is parsed as the API parses it, stateless: all its messages, the last one's intent. The
cache fills as in a shop, so of a conversation whose turns follow each other only the new message is
read; a line whose last message was read before (``source`` is ``cache``) counts in no uncached
time. A second pass over the same lines times the cache alone. Given up: a cache of size 0, which
replays whole conversations and times a model several times over; ``cache=False`` still does that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from assistant.intent import Message
from assistant.llm.errors import EmbeddedServerError
from assistant.llm.tuned import adapter_folder
from assistant.parser import IntentParser
from assistant.settings import Settings
from eval.data.intents import GoldIntent, Prediction
from eval.errors import UsageError
from eval.progress import progress

_ASKED_EACH_TIME = 1_000_000
"""Failures until the breaker opens: a model that often fails is asked all the same."""

SYSTEMS: dict[str, dict[str, Any]] = {
    "aisle": {},
    "rules": {"parser": "rules"},
    "zero-shot": {
        "llm_adapter": "none",
        "llm_examples": 0,
        "llm_breaker_failures": _ASKED_EACH_TIME,
    },
    "few-shot": {
        "llm_adapter": "none",
        "llm_examples": 4,
        "llm_breaker_failures": _ASKED_EACH_TIME,
    },
    "tuned": {"llm_checks": False},
}
"""Name → what it sets apart from the environment. ``aisle`` is what ships: model and checks."""

_NEED_A_MODEL = frozenset(SYSTEMS) - {"aisle", "rules"}
_WARM_UP = Message(role="user", content="Warm-up: is anybody there?")


def settings_of(system: str, **settings: Any) -> Settings:
    """The settings of the system called ``system``; ``settings`` go for all but its own."""
    return Settings(**(settings | SYSTEMS[system]))


def named_systems(text: str, names: Sequence[str] = tuple(SYSTEMS)) -> dict[str, Path | None]:
    """``aisle,rules,mine=FILE`` as names, with the file where one is given.

    Raises:
        UsageError: No such system or file, a name twice, or nothing named.
    """
    systems: dict[str, Path | None] = {}
    for entry in filter(None, (part.strip() for part in text.split(","))):
        name, given, file = entry.partition("=")
        if given and not Path(file).is_file():
            raise UsageError(f"--systems {entry}: {file!r} is no file of predictions")
        if not given and name not in names:
            raise UsageError(
                f"--systems {entry}: no such system; use {', '.join(names)} or NAME=FILE"
            )
        if name in systems:
            raise UsageError(f"--systems names {name!r} twice; give each system its own name")
        systems[name] = Path(file) if given else None
    if not systems:
        raise UsageError(f"--systems is empty; name at least one of {', '.join(names)}")
    return systems


def parse_named(
    system: str, gold: Sequence[GoldIntent], *, parallel: int = 1, cache: bool = True
) -> list[Prediction]:
    """What the system of that name makes of ``gold``.

    Raises:
        UsageError: It needs a model that does not start.
    """
    settings = settings_of(system)
    must = system in _NEED_A_MODEL
    return parse_all(system, gold, settings, parallel=parallel, cache=cache, need_model=must)


def parse_all(
    label: str,
    gold: Sequence[GoldIntent],
    settings: Settings,
    *,
    parallel: int = 1,
    cache: bool = True,
    need_model: bool = False,
) -> list[Prediction]:
    """What a parser of ``settings`` makes of ``gold``, in its order.

    Args:
        label: For the progress bar and messages.
        gold: What to parse.
        settings: Of the parser.
        parallel: Lines parsed at once; above 1, times are those of a busy server.
        cache: Whether answers are remembered from line to line.
        need_model: Whether to refuse, rather than let the rules answer, if no model starts.

    Raises:
        UsageError: It needs a model that does not start.
    """
    update = {"llm_parallel": max(settings.llm_parallel, parallel)}
    update |= {} if cache else {"intent_cache_size": 0}
    settings = settings.model_copy(update=update)
    if need_model and settings.tuned and settings.llm_url is None:
        try:
            adapter_folder(settings)
        except EmbeddedServerError as error:
            raise UsageError(f"{label}: {error}") from error
    parser = IntentParser.open(settings)
    try:
        if need_model and not parser.healthy():
            raise UsageError(f"{label}: the language model did not start; see {settings.log_dir}")
        parser.parse([_WARM_UP])
        first = list(_pass(label, parser, gold, parallel))
        again = list(_pass(f"{label}, cached", parser, gold, parallel)) if cache else []
    finally:
        parser.close()
    if not any(each.source == "cache" for each in again):
        return first
    return [
        Prediction(p.intent, p.source, p.ms, p.confidence, c.ms if c.source == "cache" else None)
        for p, c in zip(first, again, strict=True)
    ]


def _pass(
    label: str, parser: IntentParser, gold: Sequence[GoldIntent], parallel: int
) -> Iterator[Prediction]:
    def parse(line: GoldIntent) -> Prediction:
        found = parser.parse(line.messages)
        return Prediction(found.intent, found.source, found.ms, found.confidence)

    with ThreadPoolExecutor(parallel) as pool:
        yield from progress(pool.map(parse, gold), label, len(gold))
