"""Messages in, the shopper's intent out: cache, then language model, then rules.

The model (or the rules) reads one message at a time; ``assistant.state`` carries the need through
the turns. A stateless call replays the shopper's earlier messages, which the cache makes cheap.
``source`` is honest about the message just said: ``llm`` where a model read it now, ``cache`` where
a model read the same words before, ``rules`` where no model did.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from prometheus_client import Counter, Histogram

from assistant.intent import Intent, Message, ParsedIntent, Source
from assistant.llm.cache import IntentCache
from assistant.llm.errors import EmbeddedServerError, LLMUnavailableError, UnusableOutputError
from assistant.llm.repair import repair
from assistant.rules import Reading, Vocabulary, read
from assistant.settings import Settings
from assistant.state import State, follow

if TYPE_CHECKING:
    from assistant.llm.client import IntentModel

logger = logging.getLogger(__name__)

PARSES = Counter("aisle_intent_parses_total", "Messages read, by who read them.", ["source"])
SECONDS = Histogram("aisle_intent_parse_seconds", "Time of one parse.", ["source"])
REPLAYED = 20
"""Earlier messages of the shopper that a stateless call replays; older ones are left out."""


class IntentParser:
    """Reads messages. Thread-safe; ``close`` it to stop the embedded server."""

    def __init__(
        self, settings: Settings, model: IntentModel | None, vocabulary: Vocabulary | None = None
    ) -> None:
        self._settings = settings
        self._model = model
        self._cache = IntentCache(settings.intent_cache_size)
        self.vocabulary = vocabulary or Vocabulary()

    @classmethod
    def open(
        cls, settings: Settings, *, vocabulary: Vocabulary | None = None, wait: bool = True
    ) -> IntentParser:
        """A parser on the endpoint of ``settings``, or on an embedded server it starts.

        Args:
            settings: Where and which model; ``parser="rules"`` starts none.
            vocabulary: The shop's brands and product types.
            wait: Whether to wait for the embedded model to load. If it does not load in time, the
                rules answer until it does.
        """
        model = _model(settings) if settings.parser == "llm" else None
        # Build the rules' patterns while the model loads, not in the first shopper's turn.
        read("red shoes", vocabulary=vocabulary or Vocabulary(), shown=(), before="en")
        if model is not None and model.server is not None and wait:
            try:
                model.server.wait()
            except EmbeddedServerError as error:
                logger.warning("%s; the rules answer until then", error)
        return cls(settings, model, vocabulary)

    @property
    def cache(self) -> IntentCache:
        """The intent cache."""
        return self._cache

    @property
    def model(self) -> IntentModel | None:
        """The language model; None where settings turn it off."""
        return self._model

    def parse(self, messages: Sequence[Message]) -> ParsedIntent:
        """The intent after the last message. Never raises for any text.

        Args:
            messages: The conversation, oldest first; the last message of the shopper is parsed.
        """
        start = time.perf_counter()
        state, shown = State(), list[str]()
        intent = Intent()
        source: Source = "rules"
        turns = [m for m in messages if m.role == "user"]
        skipped = len(turns) - 1 - REPLAYED
        for message in messages:
            if message.role == "assistant":
                shown = list(message.shown) or shown
                continue
            if skipped > 0:
                skipped -= 1
                continue
            intent, state, source = self._step(state, message.content, shown)
        return _counted(intent, source, start)

    def parse_next(
        self, message: str, *, state: State, shown: Sequence[str] = ()
    ) -> tuple[ParsedIntent, State]:
        """The same for a caller that keeps the state: one message, nothing replayed.

        Args:
            message: What the shopper said now.
            state: The state after their last message; ``State()`` to begin.
            shown: Titles of the list shown last.

        Returns:
            The intent, and the state to keep for the next message.
        """
        start = time.perf_counter()
        intent, after, source = self._step(state, message, shown)
        return _counted(intent, source, start), after

    def healthy(self) -> bool:
        """Whether the language model answers; always true where it is turned off."""
        return self._model is None or self._model.healthy()

    def close(self) -> None:
        """Stop what ``open`` started."""
        if self._model is not None:
            self._model.close()

    def _step(
        self, state: State, message: str, shown: Sequence[str]
    ) -> tuple[Intent, State, Source]:
        reading = read(message, vocabulary=self.vocabulary, shown=shown, before=state.language)
        change, said, source = self._read(message, reading)
        intent, after = follow(state, change, message, said=said, lifted=reading.lifted)
        return intent, after, source

    def _read(self, message: str, reading: Reading) -> tuple[Intent, str, Source]:
        """What ``message`` alone says: (change, product type as said, who read it)."""
        raw, source = self._ask(message)
        if raw is None:
            return reading.change, reading.said, "rules"
        change, said = repair(raw, reading, self.vocabulary)
        return change, said, source

    def _ask(self, message: str) -> tuple[Intent | None, Source]:
        """The model's own reading of ``message``, from the cache where it is there."""
        if self._model is None or not message.strip():
            return None, "rules"
        key = self._cache.key(self._model.name, message)
        if (known := self._cache.get(key)) is not None:
            return known, "cache"
        try:
            raw = self._model.ask(message)
        except LLMUnavailableError as error:
            logger.debug("the rules answer: %s", error)
            return None, "rules"
        except UnusableOutputError as error:
            logger.info("unusable output of the language model, the rules answer: %s", error)
            return None, "rules"
        self._cache.put(key, raw)
        return raw, "llm"


def _counted(intent: Intent, source: Source, start: float) -> ParsedIntent:
    ms = (time.perf_counter() - start) * 1000
    PARSES.labels(source).inc()
    SECONDS.labels(source).observe(ms / 1000)
    return ParsedIntent(intent=intent, source=source, ms=ms)


def _model(settings: Settings) -> IntentModel:
    # langchain takes seconds to import, and the rules alone need none of it.
    from assistant.llm.client import IntentModel  # noqa: PLC0415

    return IntentModel(settings)
