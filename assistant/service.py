"""The assistant as one object: what the page, the API, the terminal and the evaluation talk to.

Opening it brings up everything once: catalogue and index, database, promotions, the parser with
its language model, the conversation graph. The built-in demo store is built and ingested on first
start when no catalogue is given. One conversation's turns run one after another; different
conversations run side by side.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from assistant.agent.basket import priced_cart
from assistant.agent.graph import conversation_graph
from assistant.agent.memory import ConversationMemory
from assistant.agent.parts import about_cart, goes_on, lists, parts_of, together
from assistant.agent.phrases import Phrases
from assistant.agent.shop import Shop
from assistant.agent.state import ConversationState
from assistant.agent.streaming import deltas
from assistant.agent.talk import starters
from assistant.agent.turn import Cart, Chip, Turn
from assistant.carts import Carts
from assistant.event_log import EventLog
from assistant.experiments import ExperimentLog, ExperimentsError, load_experiments
from assistant.experiments.trial import Trial
from assistant.intent import Intent, Message
from assistant.parser import IntentParser
from assistant.profiles import Profiles
from assistant.profiles.erasure import Erased, erase
from assistant.promotions import PromotionEngine
from assistant.promotions.fatigue import Caps
from assistant.ranking.ranker import Ranker
from assistant.settings import Settings
from assistant.stock import fill, vocabulary
from assistant.storage import Database
from assistant.storage.errors import StorageError
from assistant.suggestions.model_file import RECOMMENDER_FILE, RecommenderFile
from assistant.suggestions.start import Suggestions
from retrieval.index import ProductIndex

logger = logging.getLogger(__name__)

Progress = Callable[[str], None]


class Assistant:
    """A running shop assistant. Thread-safe; close it (or use ``with``) to stop its server."""

    def __init__(self, shop: Shop, database: Database, memory: ConversationMemory) -> None:
        """Use parts already open; :meth:`open` opens them."""
        self.shop = shop
        self.settings = shop.settings
        self.parser, self.index, self.events = shop.parser, shop.index, shop.events
        self.profiles, self.promotions, self.carts = shop.profiles, shop.promotions, shop.carts
        self.database = database
        self._experiments = shop.trial.log if shop.trial is not None else ExperimentLog(database)
        self._memory = memory
        self._graph = conversation_graph(memory)
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        catalog: Path | None = None,
        promotions: Path | None = None,
        progress: Progress = logger.info,
    ) -> Self:
        """Open (and on first start fill) the assistant in ``settings.data_dir``.

        Args:
            settings: where things are and how the model is reached.
            catalog: a feed to ingest first; the demo store if None and the catalogue is empty.
            promotions: promotions JSONL to load; the demo store's with the demo store.
            progress: told, in a short sentence, what takes time.

        Raises:
            StorageError, FeedError, ModelError and kin: with what is wrong and how to mend it.
        """
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        found = load_experiments(settings.experiments)
        database = Database.open(settings)
        index = ProductIndex.open(settings.data_dir)
        events = EventLog(database)
        engine = PromotionEngine(
            database, Caps(settings.promotion_nudges, settings.promotion_cards)
        )
        profiles = Profiles(database, events, index)
        fill(
            settings, index, events, profiles, engine,
            catalog=catalog, promotions=promotions, progress=progress,
        )  # fmt: skip
        progress("Starting the language model.")
        words = vocabulary(index)
        parser = IntentParser.open(settings, vocabulary=words)
        trial = None
        if found:
            try:
                trial = Trial.open(
                    found,
                    ExperimentLog(database),
                    settings=settings,
                    open_parser=lambda own: IntentParser.open(own, vocabulary=words),
                )
            except ExperimentsError:
                parser.close()
                raise
        shop = Shop(
            settings=settings,
            parser=parser,
            index=index,
            events=events,
            profiles=profiles,
            promotions=engine,
            carts=Carts(database),
            ranker=Ranker.open(settings, database),
            database=database,
            suggestions=Suggestions(
                index, database, profiles, RecommenderFile(settings.data_dir / RECOMMENDER_FILE)
            ),
            trial=trial,
        )
        memory = ConversationMemory.at(settings.data_dir / "conversations.db")
        return cls(shop, database, memory)

    def turn(
        self, message: str, *, conversation_id: str | None = None, user_id: str | None = None
    ) -> Turn:
        """One turn of the conversation.

        Args:
            message: what the shopper said, of any length.
            conversation_id: the conversation to go on with; a new one if None.
            user_id: the signed-in shopper.
        """
        conversation = conversation_id or uuid.uuid4().hex
        words = self.parser.vocabulary
        parts = parts_of(message, words, shown=True)
        if parts[1:]:
            parts = parts_of(message, words, shown=bool(self._state(conversation, "listed")))
        turns: list[Turn] = []
        while parts:
            turns.append(self._one_turn(parts.pop(0), conversation, user_id))
            listed = [turn for turn in turns if lists(turn)]
            if not goes_on(turns[-1]) or (parts and listed and not about_cart(parts[0])):
                break
        return together(turns, parts) if turns[1:] or parts else turns[0]

    def _one_turn(self, message: str, conversation: str, user_id: str | None) -> Turn:
        """One message of one wish."""
        with self._locks[conversation]:
            begin = time.perf_counter()
            given: ConversationState = {
                "message": message,
                "user_id": user_id,
                "conversation_id": conversation,
            }
            try:
                if user_id is not None:
                    self.profiles.conversations.note(user_id, conversation)
                state = self._graph.invoke(
                    given,
                    config={"configurable": {"thread_id": conversation}},
                    context=self.shop,
                    durability="exit",
                )
            except StorageError:
                logger.exception("A turn could not be carried out.")
                return self._trouble(conversation, message)
            said = state.get("own_words")
            self._memory.keep_newest(conversation)
            total = (time.perf_counter() - begin) * 1000.0
        if said is not None and said.wish == "confirm":
            # Now that the turn is over: the conversation it was asked in is forgotten too.
            try:
                if user_id is None:
                    self.forget_visit(conversation)
                else:
                    self.forget_shopper(user_id)
            except StorageError:
                logger.exception("A shopper could not be forgotten.")
                return self._trouble(conversation, message)
        timings = {name: round(ms, 3) for name, ms in state["timings"].items()}
        turn = Turn.model_validate(state["turn"])
        return turn.model_copy(update={"timings_ms": {**timings, "total": round(total, 3)}})

    def stream(
        self, message: str, *, conversation_id: str | None = None, user_id: str | None = None
    ) -> Iterator[str | Turn]:
        """The same turn as text deltas, word by word, and the whole :class:`Turn` last."""
        turn = self.turn(message, conversation_id=conversation_id, user_id=user_id)
        yield from deltas(turn.text)
        yield turn

    def history(self, conversation_id: str) -> list[Message]:
        """What was said so far, oldest first; empty for an unknown conversation."""
        return [Message.model_validate(one) for one in self._state(conversation_id, "messages")]

    def cart(
        self, conversation_id: str, *, user_id: str | None = None, language: str = "en"
    ) -> Cart:
        """The cart as checkout would charge it."""
        codes = self._state(conversation_id, "codes")
        return priced_cart(self.shop, user_id, conversation_id, codes, language)

    def starters(self, language: str = "en") -> list[Chip]:
        """Requests to begin a conversation with."""
        return starters(Phrases(language))

    def forget(self, conversation_id: str) -> None:
        """Delete a conversation."""
        self._memory.delete_thread(conversation_id)

    def forget_visit(self, conversation_id: str) -> None:
        """Delete what a visitor who was not signed in left: conversation, cart, events.

        Raises:
            StorageError: if the database is full, locked or gone; repeat it then.
        """
        self._forget_conversation(conversation_id)
        self.carts.clear(conversation_id)
        self.promotions.impressions.forget([conversation_id])
        self._experiments.forget([conversation_id])
        self.events.delete_visit(conversation_id)
        self._cleanse()

    def forget_shopper(self, user_id: str) -> Erased:
        """Delete all that is stored of a shopper: :mod:`assistant.profiles.erasure`.

        Raises:
            StorageError: if the database is full, locked or gone; repeat it then.
        """
        erased = erase(
            user_id,
            events=self.events,
            profiles=self.profiles,
            carts=self.carts,
            promotions=self.promotions,
            experiments=self._experiments,
            forget_conversation=self._forget_conversation,
            data_dir=self.settings.data_dir,
        )
        self._cleanse()
        return erased

    def _cleanse(self) -> None:
        """Leave no readings of messages and no deleted rows behind."""
        self.parser.cache.clear()
        if self.shop.trial is not None:
            self.shop.trial.clear_caches()
        emptied = [self.database.scrub(), self._memory.scrub()]
        if not all(emptied):
            logger.warning("A write-ahead log was in use and keeps deleted rows a little longer.")

    def ready(self) -> dict[str, bool]:
        """Which parts can serve: the index, the database, the parser's language model."""
        return {
            "index": self.index.catalogue.count() > 0,
            "database": self._database_answers(),
            "parser": self.parser.healthy(),
        }

    def close(self) -> None:
        """Stop the language model's server and close the files."""
        self.parser.close()
        if self.shop.trial is not None:
            self.shop.trial.close()
        self._memory.close()
        self.database.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _forget_conversation(self, conversation_id: str) -> bool:
        with self._locks[conversation_id]:
            return self._memory.forget(conversation_id)

    def _state(self, conversation_id: str, name: str) -> list[Any]:
        state = self._graph.get_state({"configurable": {"thread_id": conversation_id}})
        return list(state.values.get(name, []))

    def _database_answers(self) -> bool:
        try:
            self.events.count()
        except StorageError:
            return False
        return True

    def _trouble(self, conversation_id: str, message: str) -> Turn:
        """What is said when a turn fails: honest, and the conversation stays as it was."""
        chinese = any("\u4e00" <= char <= "\u9fff" for char in message)
        phrases = Phrases("zh" if chinese else "en")
        return Turn(
            conversation_id=conversation_id,
            text=phrases("talk.trouble"),
            language=phrases.language,
            intent=Intent(action="smalltalk", language=phrases.language),
            source="rules",
        )
