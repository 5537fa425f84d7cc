"""How sure an answer is: the model's own probability, made to mean how often it is right.

A fine-tuned model is too sure of itself. Two numbers, fitted on validation requests by ``python -m
finetune evaluate --calibrate`` and kept beside the adapter, mend that (Platt scaling of the log
odds: Platt, "Probabilistic outputs for support vector machines", 1999). Without the file the
probability is passed on as it is.
"""

from __future__ import annotations

import math
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.llm.errors import EmbeddedServerError

FILE = "calibration.json"
_EDGE = 1e-6


class Confidence(BaseModel):
    """``sigmoid(a * logit(p) + b)``; other keys of the file are for reading."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    a: float = 1.0
    b: float = 0.0

    @classmethod
    def beside(cls, adapter: Path) -> Confidence:
        """The numbers kept beside ``adapter``; those that change nothing where there are none.

        Raises:
            EmbeddedServerError: The file is there and cannot be read.
        """
        path = adapter / FILE
        try:
            return cls.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return cls()
        except (OSError, ValidationError) as error:
            raise EmbeddedServerError(f"cannot read {path}; delete or mend it: {error}") from error

    def __call__(self, probability: float) -> float:
        """How often an answer of this ``probability`` (0 to 1) is right, 0 to 1."""
        inside = min(1 - _EDGE, max(_EDGE, probability))
        odds = self.a * math.log(inside / (1 - inside)) + self.b
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))
