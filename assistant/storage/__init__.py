"""Where the assistant keeps what it must not forget: events, facts, promotions, carts, shoppers."""

from assistant.storage.database import Database
from assistant.storage.errors import (
    StorageError,
    StorageFullError,
    StorageLockedError,
    StorageReadOnlyError,
    StorageUnavailableError,
)

__all__ = [
    "Database",
    "StorageError",
    "StorageFullError",
    "StorageLockedError",
    "StorageReadOnlyError",
    "StorageUnavailableError",
]
