"""The rule parser: the fallback when no language model answers, and its checker when one does."""

from assistant.rules.reading import Reading, read
from assistant.rules.vocabulary import Vocabulary

__all__ = ["Reading", "Vocabulary", "read"]
