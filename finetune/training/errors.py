"""What can go wrong in training, said so that the reader knows what to do."""

from __future__ import annotations


class TrainingError(ValueError):
    """Training cannot start or go on; the message says what to change."""
