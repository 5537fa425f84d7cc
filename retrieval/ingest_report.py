"""What an ingest reports: the outcome of every row, and the time and memory it took."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class SourceReport(BaseModel):
    """What became of one source. ``read == kept + repaired + rejected``.

    ``new + changed + unchanged == kept + repaired``; ``missing`` are products gone from the feed
    that were not deleted, and ``kept_because`` says why. ``near_duplicates`` are among the
    repaired.
    """

    model_config = ConfigDict(frozen=True)

    source: str
    read: int
    kept: int
    repaired: int
    rejected: int
    new: int
    changed: int
    unchanged: int
    deleted: int
    missing: int
    kept_because: str | None
    near_duplicates: int
    complete: bool
    repairs: dict[str, int]
    rejections: dict[str, int]


class IngestReport(BaseModel):
    """The outcome of one ingest: a report a source, and what it took.

    ``recovered`` products were left half done by an earlier run. ``indexed`` products went to the
    index in ``index_s`` of the ``seconds``; ``peak_mib`` is the process's peak memory until now.
    """

    model_config = ConfigDict(frozen=True)

    sources: tuple[SourceReport, ...]
    recovered: int
    indexed: int
    seconds: float
    index_s: float
    peak_mib: float

    @property
    def read(self) -> int:
        """Rows read, of all sources."""
        return sum(source.read for source in self.sources)

    @property
    def rejected(self) -> int:
        """Rows rejected, of all sources."""
        return sum(source.rejected for source in self.sources)

    @property
    def products_per_s(self) -> float:
        """Rows accepted a second, indexing included."""
        return (self.read - self.rejected) / self.seconds if self.seconds else 0.0
