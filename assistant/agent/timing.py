"""How long each step of a turn takes, kept with the turn."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Protocol

from langgraph.runtime import Runtime

from assistant.agent.shop import Shop
from assistant.agent.state import ConversationState


class Step(Protocol):
    """A node of the graph."""

    def __call__(self, state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
        """What the step adds to the state."""


def timed(part: str) -> Callable[[Step], Step]:
    """Add a step's wall-clock milliseconds to the turn's ``timings`` under ``part``."""

    def wrap(step: Step) -> Step:
        @wraps(step)
        def run(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
            begin = time.perf_counter()
            update = step(state, runtime)
            spent = (time.perf_counter() - begin) * 1000.0
            timings = dict(update.get("timings") or state.get("timings") or {})
            timings[part] = timings.get(part, 0.0) + spent
            return {**update, "timings": timings}

        return run

    return wrap
