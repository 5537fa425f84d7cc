"""What can go wrong with the database, named, each saying what to do about it.

Drivers report a full disk and a locked file as the same exception class with a different text.
:func:`named` tells them apart by that text (SQLite) or by SQLSTATE (PostgreSQL), so that callers
can answer "try again" to one and "make room" to the other. Other errors pass through untouched:
a broken constraint is a bug of ours, not a state of the machine.
"""

from __future__ import annotations


class StorageError(RuntimeError):
    """The database cannot do what was asked of it, for a reason outside the program."""


class StorageFullError(StorageError):
    """No room left where the database is written."""


class StorageLockedError(StorageError):
    """Another process held the database longer than the busy timeout."""


class StorageReadOnlyError(StorageError):
    """The database file, or its folder, may not be written by this user."""


class StorageUnavailableError(StorageError):
    """The database cannot be opened or reached."""


_FULL = ("database or disk is full", "no space left", "disk quota exceeded")
_LOCKED = ("database is locked", "database table is locked", "database schema is locked")
_READ_ONLY = ("readonly database", "read-only")
_UNREACHABLE = (
    "unable to open database file",
    "disk i/o error",
    "file is not a database",
    "database disk image is malformed",
    "connection refused",
    "could not connect",
    "connection failed",
    "server closed the connection",
    "could not translate host name",
)
_SQLSTATES: dict[str, type[StorageError]] = {
    "53100": StorageFullError,
    "53300": StorageUnavailableError,
    "55P03": StorageLockedError,
    "40P01": StorageLockedError,
    "57014": StorageLockedError,
    "25006": StorageReadOnlyError,
    "08001": StorageUnavailableError,
    "08006": StorageUnavailableError,
    "57P01": StorageUnavailableError,
    "57P03": StorageUnavailableError,
}


def named(error: BaseException, where: str) -> StorageError | None:
    """The named error for a driver's exception, or None where it is not about the machine.

    Args:
        error: what the database driver raised.
        where: the database as shown to the operator (a path, or a URL without its password).
    """
    text = str(error).lower()
    kind = _SQLSTATES.get(str(getattr(error, "sqlstate", "") or ""))
    if kind is StorageFullError or any(part in text for part in _FULL):
        return StorageFullError(f"No room left to write {where}: free disk space, then try again.")
    if kind is StorageLockedError or any(part in text for part in _LOCKED):
        return StorageLockedError(
            f"{where} stayed locked by another process: try again, or stop the process that"
            " holds it (a backup or a shell in a transaction)."
        )
    if kind is StorageReadOnlyError or any(part in text for part in _READ_ONLY):
        return StorageReadOnlyError(
            f"{where} is read-only: let this user write the file and its folder, or choose"
            " another AISLE_DATA_DIR."
        )
    if kind is StorageUnavailableError or any(part in text for part in _UNREACHABLE):
        return StorageUnavailableError(
            f"{where} cannot be opened ({_first_line(error)}): check AISLE_DATA_DIR or"
            " AISLE_DATABASE_URL, and that the file or server is whole and reachable."
        )
    return None


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].strip() if lines else type(error).__name__
