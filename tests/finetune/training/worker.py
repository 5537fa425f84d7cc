"""One process of a run, for the tests that kill it or start two: ``worker.py JSON``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from finetune.training.config import TrainingConfig
from finetune.training.run import train

if __name__ == "__main__":
    told = json.loads(sys.argv[1])
    train(
        TrainingConfig(**told["config"]),
        Path(told["data"]),
        Path(told["validation"]),
        Path(told["out"]),
    )
