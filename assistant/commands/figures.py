"""The figures of a command as the contract has them: ``{"rows": [...], "meta": {...}}``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import orjson


def write_figures(path: Path, rows: Sequence[Mapping[str, object]], *, command: str) -> None:
    """Write what ``--json FILE`` gives.

    Args:
        path: the file.
        rows: a row a system, ours with ``"system": "aisle"``.
        command: the command that printed them.
    """
    document = {"rows": [dict(row) for row in rows], "meta": {"command": command}}
    path.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2))


def times(ms: Sequence[float]) -> dict[str, float]:
    """The median and the 95th percentile, in milliseconds; 0 for nothing.

    Examples:
        >>> times([3.0, 1.0, 2.0]), times([])
        ({'p50_ms': 2.0, 'p95_ms': 3.0}, {'p50_ms': 0.0, 'p95_ms': 0.0})
    """
    ordered = sorted(ms) or [0.0]
    return {
        "p50_ms": round(ordered[len(ordered) // 2], 1),
        "p95_ms": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 1),
    }
