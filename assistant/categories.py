"""Category paths, ``A > B > C``: their prefixes, and whether one lies below another.

Compared folded (case, width, spaces), because feeds and promotions are written by different hands.
"""

from __future__ import annotations

from functools import lru_cache

from retrieval.values.text import fold

SEPARATOR = " > "


@lru_cache(maxsize=16_384)
def parts(path: str) -> tuple[str, ...]:
    """The names on the path, from the department down; empty for an empty path."""
    return tuple(name for name in (part.strip() for part in path.split(">")) if name)


@lru_cache(maxsize=16_384)
def prefixes(path: str) -> tuple[str, ...]:
    """The path's own prefixes, the department first and the whole path last.

    Examples:
        >>> prefixes("Shoes > Running")
        ('Shoes', 'Shoes > Running')
    """
    names = parts(path)
    return tuple(SEPARATOR.join(names[: depth + 1]) for depth in range(len(names)))


@lru_cache(maxsize=16_384)
def path_names(path: str) -> tuple[str, ...]:
    """The names on the path in the form in which they are compared."""
    return tuple(fold(name) for name in parts(path))


def path_key(path: str) -> str:
    """The path in the form in which it is compared; the same for any way of writing it."""
    return SEPARATOR.join(path_names(path))


def within(path: str, prefix: str) -> bool:
    """Whether ``path`` is ``prefix`` or lies below it. Nothing lies below an empty prefix.

    Examples:
        >>> within("Shoes > Running", "shoes"), within("Shoes", "Shoes > Running")
        (True, False)
    """
    wanted = path_names(prefix)
    return bool(wanted) and path_names(path)[: len(wanted)] == wanted


def leaf(path: str) -> str:
    """The last name on the path; empty for an empty path."""
    names = parts(path)
    return names[-1] if names else ""
