"""What an ingest reports: the outcome of every row, and the time and memory it took."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

ASKED = "asked to keep them"


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

    @property
    def unfinished(self) -> str | None:
        """Why the catalogue is not what a whole feed would have made of it, in one line."""
        if not self.complete:
            return f"{self.source} is cut short: what was whole of it is in, nothing was deleted"
        if self.read and self.rejected == self.read:
            return f"{self.source}: none of its {self.read:,} rows is a product"
        if self.missing and self.kept_because != ASKED:
            return f"{self.source}: {self.missing:,} products gone from it were not deleted"
        return None


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
    def unfinished(self) -> tuple[str, ...]:
        """What was left undone, a line a source."""
        return tuple(why for source in self.sources if (why := source.unfinished) is not None)

    @property
    def products_per_s(self) -> float:
        """Rows accepted a second, indexing included."""
        return (self.read - self.rejected) / self.seconds if self.seconds else 0.0
