"""The intent cache: what the model said of a message before, in bounded memory.

The model sees one message at a time (``assistant.state`` carries the rest), so the key needs no
conversation: model, adapters, prompt version and the folded message. "cheaper please" is parsed
once for all shoppers. The least recently used entry leaves first.
"""

from __future__ import annotations

import threading

from cachetools import LRUCache

from assistant.intent import Intent
from retrieval.values.text import fold

CacheKey = tuple[str, str]


class IntentCache:
    """Thread-safe LRU of model output by (model and prompt, message)."""

    def __init__(self, size: int) -> None:
        self._entries: LRUCache[CacheKey, Intent] = LRUCache(maxsize=max(1, size))
        self._enabled = size > 0
        self._lock = threading.Lock()
        self.hits = 0
        self.misses = 0

    @staticmethod
    def key(model: str, message: str) -> CacheKey:
        """The key of ``message`` under ``model`` (its name, adapters and prompt version)."""
        return model, fold(message)

    def get(self, key: CacheKey) -> Intent | None:
        """The stored parse, or None."""
        with self._lock:
            found = self._entries.get(key) if self._enabled else None
            self.hits += found is not None
            self.misses += found is None
            return found

    def put(self, key: CacheKey, change: Intent) -> None:
        """Store a parse."""
        if self._enabled:
            with self._lock:
                self._entries[key] = change

    def __len__(self) -> int:
        with self._lock:
            return len(self._entries)
