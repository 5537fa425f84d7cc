"""The intent cache: what the model said to the same words before, in bounded memory.

The key is all that the model is given: its name, adapter and notation, the need so far (nothing in
the JSON form) and the folded message. The first message of a conversation, the commonest to be
repeated, is parsed once for all shoppers. The least recently used entry leaves first.
"""

from __future__ import annotations

import threading

from cachetools import LRUCache

from assistant.llm.answer import Answer
from retrieval.values.text import fold

CacheKey = tuple[str, str, str]


class IntentCache:
    """Thread-safe LRU of model output by (model and prompt, message)."""

    def __init__(self, size: int) -> None:
        self._entries: LRUCache[CacheKey, Answer] = LRUCache(maxsize=max(1, size))
        self._enabled = size > 0
        self._lock = threading.Lock()
        self.hits = 0
        self.misses = 0

    @staticmethod
    def key(model: str, message: str, need: str = "") -> CacheKey:
        """The key of ``message`` after ``need`` under ``model`` (name, adapter and notation)."""
        return model, need, fold(message)

    def get(self, key: CacheKey) -> Answer | None:
        """The stored parse, or None."""
        with self._lock:
            found = self._entries.get(key) if self._enabled else None
            self.hits += found is not None
            self.misses += found is None
            return found

    def put(self, key: CacheKey, answer: Answer) -> None:
        """Store a parse."""
        if self._enabled:
            with self._lock:
                self._entries[key] = answer

    def clear(self) -> None:
        """Forget every message, as when a shopper asks to be forgotten: whose it was is unknown."""
        with self._lock:
            self._entries.clear()

    def __len__(self) -> int:
        with self._lock:
            return len(self._entries)
