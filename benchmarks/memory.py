"""Peak resident memory of this process and its children, sampled while something runs.

The language model may run in a child process, so the kernel's own high-water mark of one process is
not enough. Memory that processes share is counted once for each, so the figure is an upper bound;
peaks shorter than the sampling step are missed.
"""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self

import psutil

_STEP_S = 0.02
_MIB = 1 << 20


class PeakMemory:
    """Context manager; ``mib`` is the highest sum of resident sizes seen, in MiB."""

    def __init__(self) -> None:
        self.mib = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        process = psutil.Process()
        while True:
            self.mib = max(self.mib, _resident(process) / _MIB)
            if self._done.wait(_STEP_S):
                return


def _resident(process: psutil.Process) -> int:
    total = 0
    for one in (process, *process.children(recursive=True)):
        try:
            total += one.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total
