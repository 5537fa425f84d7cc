"""The fitted recommender's file in the running shop.

The file is looked at (not read) each time the recommender is wanted, so that one fitted while the
shop runs serves from the next request on. A file that cannot be read is said once in the log and
passed over until it is another one; without a file there is no recommender, and nothing is said.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from retrieval.recommend import ModelFileError, Recommender

logger = logging.getLogger(__name__)

RECOMMENDER_FILE = "recommender.npz"
"""In the data folder."""
_Mark = tuple[int, int, int]


class RecommenderFile:
    """A recommender that follows its file. Safe to use from many threads."""

    def __init__(self, path: Path) -> None:
        """Follow the file at ``path``, there or not; nothing is read yet."""
        self._path = path
        self._lock = threading.Lock()
        self._mark: _Mark | None = None
        self._loaded: Recommender | None = None

    def current(self) -> Recommender | None:
        """The recommender of the file as it is now; None where there is none to use."""
        mark = self._seen()
        if mark != self._mark:
            with self._lock:
                if mark != self._mark:
                    self._loaded = self._read() if mark is not None else None
                    self._mark = mark
        return self._loaded

    def save(self, recommender: Recommender) -> None:
        """Put ``recommender`` in the file's place in one step.

        Raises:
            OSError: it cannot be written.
        """
        draft = self._path.with_suffix(".new")
        recommender.save(draft)
        draft.replace(self._path)

    def _seen(self) -> _Mark | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _read(self) -> Recommender | None:
        try:
            return Recommender.load(self._path)
        except ModelFileError as error:
            logger.warning("%s; without it shoppers are shown what they looked at.", error)
            return None
