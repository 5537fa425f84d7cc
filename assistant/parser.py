"""Messages in, the shopper's intent out: cache, then language model, then rules.

One message is read at a time; ``assistant.state`` carries the need through the turns. A fine-tuned
model is given the need and writes the change, and the rules settle closed forms; any other model
reads the message alone, in JSON, and the rules check it. A stateless call replays the shopper's
earlier messages.
``source`` is honest about the message just said: ``llm`` where a model read it now, ``cache`` where
a model read the same words before, ``rules`` where no model did.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from prometheus_client import Counter, Histogram

from assistant.answers import (
    answering,
    asks_for_other_than_money,
    spelled_out,
    without_preference,
)
from assistant.intent import Intent, Message, ParsedIntent, Source
from assistant.llm.agree import agreed
from assistant.llm.answer import Answer
from assistant.llm.cache import IntentCache
from assistant.llm.check import checked
from assistant.llm.errors import EmbeddedServerError, LLMUnavailableError, UnusableOutputError
from assistant.llm.notation import Change, write_need
from assistant.llm.repair import repair
from assistant.rules import Vocabulary, read
from assistant.rules.language import language_of
from assistant.rules.numbers import without_endless
from assistant.rules.spelling import mended
from assistant.settings import Settings
from assistant.state import State, advance, follow

if TYPE_CHECKING:
    from assistant.llm.client import IntentModel

logger = logging.getLogger(__name__)

PARSES = Counter("aisle_intent_parses_total", "Messages read, by who read them.", ["source"])
SECONDS = Histogram("aisle_intent_parse_seconds", "Time of one parse.", ["source"])
REPLAYED = 20
"""Earlier messages of the shopper that a stateless call replays; older ones are left out."""


@dataclass(frozen=True)
class _Step:
    """One message read: the intent, the state after it, by whom, and how sure."""

    intent: Intent
    state: State
    source: Source
    probability: float | None = None
    exact: bool = False


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
        shown = list[str]()
        step = _Step(Intent(), State(), "rules")
        turns = [m for m in messages if m.role == "user"]
        skipped = len(turns) - 1 - REPLAYED
        asked = ""
        for message in messages:
            if message.role == "assistant":
                shown = list(message.shown) or shown
                asked = "" if message.shown else message.content
                continue
            if skipped > 0:
                skipped -= 1
                continue
            step = self._step(step.state, message.content, shown, asked)
            asked = ""
        return _counted(step, start)

    def parse_next(
        self, message: str, *, state: State, shown: Sequence[str] = (), asked: str = ""
    ) -> tuple[ParsedIntent, State]:
        """The same for a caller that keeps the state: one message, nothing replayed.

        Args:
            message: What the shopper said now.
            state: The state after their last message; ``State()`` to begin.
            shown: Titles of the list shown last.
            asked: The question it may answer, in the assistant's words.

        Returns:
            The intent, and the state to keep for the next message.
        """
        start = time.perf_counter()
        step = self._step(state, message, shown, asked)
        return _counted(step, start), step.state

    def healthy(self) -> bool:
        """Whether the language model answers; always true where it is turned off."""
        return self._model is None or self._model.healthy()

    def close(self) -> None:
        """Stop what ``open`` started."""
        if self._model is not None:
            self._model.close()

    def _step(self, state: State, message: str, shown: Sequence[str], asked: str) -> _Step:
        message = without_endless(message)
        no_price = asks_for_other_than_money(message, asked)
        message = mended(spelled_out(message, asked), self.vocabulary, shown=shown)
        answer: Answer | None = Answer(change=Change("refine"))
        source: Source = "rules"
        exact = state.started and without_preference(message)  # a closed form: nothing changes
        if not exact:
            answer, source = self._ask(state, message, shown)
        if answer is not None and answer.change is not None:
            change = answering(answer.change, message, asked, state.need)
            language = language_of(message, before=state.language)
            intent, after = advance(state, change, message=message, language=language, shown=shown)
            return _Step(intent, after, source, answer.probability, exact)
        reading = read(message, vocabulary=self.vocabulary, shown=shown, before=state.language)
        change_read, said = reading.change, reading.said
        if answer is not None and answer.intent is not None:
            change_read, said = repair(answer.intent, reading, self.vocabulary)
        if no_price:
            change_read = change_read.model_copy(update={"price_min": None, "price_max": None})
        intent, after = follow(state, change_read, message, said=said, lifted=reading.lifted)
        return _Step(intent, after, source)

    def _ask(
        self, state: State, message: str, shown: Sequence[str]
    ) -> tuple[Answer | None, Source]:
        """The model's own reading of ``message``, from the cache where it is there."""
        if self._model is None or not message.strip():
            return None, "rules"
        need = ""
        if self._model.tuned and (state.started or shown):
            need = write_need(state.need, vague=state.vague, gift=state.gift, shown=len(shown))
        known_by = "\n".join([need, *shown]) if need else need  # checks look into the titles
        key = self._cache.key(self._model.name, message, known_by)
        if (known := self._cache.get(key)) is not None:
            return known, "cache"
        try:
            answer = self._model.ask(message, need)
        except LLMUnavailableError as error:
            logger.debug("the rules answer: %s", error)
            return None, "rules"
        except UnusableOutputError as error:
            logger.info("unusable output of the language model, the rules answer: %s", error)
            return None, "rules"
        if answer.change is not None and self._settings.llm_checks:
            answer = replace(answer, change=self._settled(answer.change, state, message, shown))
        self._cache.put(key, answer)
        return answer, "llm"

    def _settled(self, change: Change, state: State, message: str, shown: Sequence[str]) -> Change:
        """What the model wrote, checked against the words and agreed with the rules."""
        reading = read(message, vocabulary=self.vocabulary, shown=shown, before=state.language)
        known = self.vocabulary.known_brands
        said = checked(change, message, state.need, shown, brands=known)
        return agreed(
            said,
            reading.change,
            started=state.started,
            need=state.need,
            lifted=reading.lifted,
        )


def _counted(step: _Step, start: float) -> ParsedIntent:
    ms = (time.perf_counter() - start) * 1000
    PARSES.labels(step.source).inc()
    SECONDS.labels(step.source).observe(ms / 1000)
    return ParsedIntent(
        intent=step.intent,
        source=step.source,
        ms=ms,
        confidence=step.probability,
        told=step.state.told,
        exact=step.exact,
    )


def _model(settings: Settings) -> IntentModel:
    # langchain takes seconds to import, and the rules alone need none of it.
    from assistant.llm.client import IntentModel  # noqa: PLC0415

    return IntentModel(settings)
