"""What the model answered: the change it read, and how sure it was."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.intent import Intent
from assistant.llm.notation import Change


@dataclass(frozen=True)
class Answer:
    """One answer of the model.

    ``change`` in the notation of a fine-tuned model, or ``intent`` in the JSON form of any other.
    ``probability`` is that of the whole answer under the model (0 to 1), where the server tells.
    """

    change: Change | None = None
    intent: Intent | None = None
    probability: float | None = None
