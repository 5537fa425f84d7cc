"""A circuit breaker: after some failures in a row, do not ask again for a while.

A dead endpoint would otherwise cost its time-out on every turn. After the cool-down one request is
let through; if it succeeds the breaker closes, if not it opens again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class CircuitBreaker:
    """Counts failures in a row. Thread-safe."""

    def __init__(
        self,
        failures: int,
        cooldown_s: float,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = failures
        self._cooldown_s = cooldown_s
        self._clock = clock
        self._failures = 0
        self._open_until = 0.0
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Whether a request may be made now. While half-open, one caller at a time gets yes."""
        with self._lock:
            if self._failures < self._limit:
                return True
            now = self._clock()
            if now < self._open_until:
                return False
            self._open_until = now + self._cooldown_s
            return True

    def succeeded(self) -> None:
        """A request succeeded: close."""
        with self._lock:
            self._failures = 0

    def failed(self) -> bool:
        """A request failed. Returns True where this failure opened the breaker."""
        with self._lock:
            self._failures += 1
            if self._failures < self._limit:
                return False
            self._open_until = self._clock() + self._cooldown_s
            return self._failures == self._limit

    @property
    def open(self) -> bool:
        """Whether requests are being held back."""
        with self._lock:
            return self._failures >= self._limit and self._clock() < self._open_until
