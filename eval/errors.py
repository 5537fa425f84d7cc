"""What stops a command: the person gave it something it cannot use."""

from __future__ import annotations


class UsageError(Exception):
    """Bad usage: one line that says what is wrong and how to mend it; exit status 2."""
