"""A catalogue in: read, clean, store, index; safe to repeat, to kill, and to search meanwhile.

A feed is a full snapshot of its source: what is gone from it is deleted. Rows go through in
batches, each stored before it is indexed and marked as indexed after, and deletions likewise, so
whatever a killed run left undone is seen and done by the next one, which ends where one clean run
would have. Unchanged products (by a hash of their cleaned content) cost no embedding. The first of
two rows with one id wins: were it the last, every repeat of a feed would write the product twice.
"""

from __future__ import annotations

import gc
import hashlib
import json
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

import orjson
from filelock import FileLock, Timeout

from retrieval.catalogue import Entry
from retrieval.cleaning import NearDuplicates, clean_product
from retrieval.feeds import Feed, Row, open_feed
from retrieval.ingest_report import ASKED, IngestReport, SourceReport
from retrieval.ingest_writer import Index, IngestWriter
from retrieval.product import Product

__all__ = ["IngestError", "IngestReport", "Progress", "SourceReport", "content_hash", "ingest"]

BATCH = 1_024
"""Texts of about one length are embedded together, which half as many cannot do as well: at 512
padding makes MiniLM 1.5 % slower on the electronics than here."""
_COLLECT_AFTER = 50_000, 50, 50
"""Thresholds of Python's cycle collector meanwhile: a batch is thousands of plain records, which
hold no cycles, and to look through them all again and again takes 3 % of an ingest."""
_RAW_SHOWN = 2_000
_MOST_REASONS = 200

Progress = Callable[[str, int, float], None]
"""Called with the source, the rows read, and the part of its files read, 0–1."""


class IngestError(RuntimeError):
    """The ingest cannot start or go on; the message is one line and says what to do."""


def ingest(
    paths: Sequence[Path],
    index: Index,
    *,
    source: str | None = None,
    rejects: Path | None = None,
    keep_missing: bool = False,
    allow_mass_delete: bool = False,
    reindex: bool = False,
    progress: Progress | None = None,
    batch: int = BATCH,
) -> IngestReport:
    """Brings the feeds at ``paths`` into the catalogue and the index.

    Args:
        paths: The feeds. Files with one name are one source.
        index: Where the products go; its ``catalogue`` keeps the records.
        source: The name under which all ``paths`` together are one snapshot.
        rejects: Where rejected rows are written, one JSON object a line.
        keep_missing: Deletes nothing: the feed is a part of the source, not all of it.
        allow_mass_delete: Also deletes when more than half of the source is gone from the feed.
        reindex: Writes every product to the index again, changed or not.
        progress: Called after every batch.
        batch: Products stored and indexed at a time.

    Raises:
        FeedError: A file is missing or not of a known format; nothing was done.
        IngestError: Another ingest is writing here, or ``rejects`` cannot be written.
        CatalogueError: The catalogue cannot be written (full disk); running again goes on.
    """
    started = time.perf_counter()
    feeds: dict[str, list[Feed]] = {}
    for path in paths:
        feeds.setdefault(source or path.name, []).append(open_feed(path))
    with (
        only_ingest(index.catalogue.data_dir),
        _seldom_collected(),
        _opened(rejects) as rejects_file,
        IngestWriter(index, batch) as writer,
    ):
        if reindex:
            index.catalogue.mark_unindexed()
        recovered = writer.settle()
        reports = [
            _SourceRun(name, writer, rejects_file, batch, progress).run(
                found, keep_missing=keep_missing, allow_mass_delete=allow_mass_delete
            )
            for name, found in feeds.items()
        ]
    return IngestReport(
        sources=tuple(reports),
        recovered=recovered,
        indexed=writer.indexed,
        seconds=time.perf_counter() - started,
        index_s=writer.seconds,
        peak_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


@dataclass
class _Pending:
    """A cleaned row on its way into a batch."""

    row: Row
    product: Product
    repairs: list[str]


@dataclass
class _SourceRun:
    """One snapshot of one source, from its first row to its deletions."""

    source: str
    writer: IngestWriter
    rejects: TextIO | None
    batch: int
    progress: Progress | None
    counts: Counter[str] = field(default_factory=Counter)
    repairs: Counter[str] = field(default_factory=Counter)
    rejections: Counter[str] = field(default_factory=Counter)
    near: NearDuplicates = field(default_factory=NearDuplicates)
    complete: bool = True
    number: int = 0

    def run(
        self, feeds: Sequence[Feed], *, keep_missing: bool, allow_mass_delete: bool
    ) -> SourceReport:
        catalogue = self.writer.catalogue
        before = catalogue.sources().get(self.source, 0)
        self.number = catalogue.begin_run()
        pending: list[_Pending] = []
        for place, feed in enumerate(feeds):
            for row in feed.rows():
                self.counts["read"] += 1
                if (cleaned := self._clean(feed, row)) is not None:
                    pending.append(cleaned)
                if len(pending) >= self.batch:
                    self._store(feed, pending)
                    pending = []
                    self._tell((place + feed.fraction) / len(feeds))
            self._store(feed, pending)
            pending = []
            self._tell((place + 1) / len(feeds))
        self.writer.flush()
        missing = catalogue.missing(self.source, self.number)
        kept_because = self._why_keep(missing, before, keep_missing, allow_mass_delete)
        if missing and kept_because is None:
            catalogue.mark_missing_deleted(self.source, self.number)
            self.writer.settle()
            self.counts["deleted"] = missing
            missing = 0
        count = self.counts
        return SourceReport(
            source=self.source,
            read=count["read"],
            kept=count["kept"],
            repaired=count["repaired"],
            rejected=count["rejected"],
            new=count["new"],
            changed=count["changed"],
            unchanged=count["unchanged"],
            deleted=count["deleted"],
            missing=missing,
            kept_because=kept_because if missing else None,
            near_duplicates=count["near"],
            complete=self.complete,
            repairs=dict(self.repairs.most_common()),
            rejections=dict(self.rejections.most_common()),
        )

    def _why_keep(
        self, missing: int, before: int, keep_missing: bool, allow_mass_delete: bool
    ) -> str | None:
        if keep_missing:
            return ASKED
        if not self.complete:
            return "the feed is cut short, so what is missing may only be lost"
        if 2 * missing > before and not allow_mass_delete:
            return (
                f"more than half of source {self.source!r} would go: give --allow-mass-delete if "
                "that is meant, or --source NAME if this is another shop's feed"
            )
        return None

    def _clean(self, feed: Feed, row: Row) -> _Pending | None:
        if row.ends_feed:
            self.complete = False
        if row.error is not None:
            self._reject(feed, row, row.error)
            return None
        cleaned = clean_product(row.data)
        if cleaned.product is None:
            self._reject(feed, row, cleaned.rejection or "no product")
            return None
        return _Pending(row, cleaned.product, cleaned.repairs)

    def _store(self, feed: Feed, pending: Sequence[_Pending]) -> None:
        known = self.writer.catalogue.known([item.product.id for item in pending])
        changed: list[Entry] = []
        unchanged: list[str] = []
        seen: set[str] = set()
        for item in pending:
            product, repairs = item.product, item.repairs
            old = known.get(product.id)
            if product.id in seen or (old is not None and old.run == self.number):
                self._reject(feed, item.row, "duplicate id, the first row is kept")
                continue
            seen.add(product.id)
            grouped = self.near.group(product)
            if grouped is not product:
                self.counts["near"] += 1
                repairs.append("title: near-duplicate, grouped with the earlier product")
            if old is not None and old.source != self.source and not old.deleted:
                repairs.append("id: taken over from another source")
            entry = Entry(grouped, content_hash(grouped))
            if old is None or old.deleted:
                self.counts["new"] += 1
                changed.append(entry)
            elif old.hash == entry.hash:
                self.counts["unchanged"] += 1
                unchanged.append(product.id)
            else:
                self.counts["changed"] += 1
                changed.append(entry)
            self.counts["repaired" if repairs else "kept"] += 1
            self.repairs.update(repairs)
        self.writer.put(changed, unchanged, source=self.source, run=self.number)

    def _reject(self, feed: Feed, row: Row, reason: str) -> None:
        self.counts["rejected"] += 1
        known = reason in self.rejections or len(self.rejections) < _MOST_REASONS
        self.rejections[reason if known else "other reasons"] += 1
        if self.rejects is not None:
            entry: dict[str, Any] = {
                "source": self.source,
                "file": feed.path.name,
                "row": row.number,
                "reason": reason,
                "raw": row.raw[:_RAW_SHOWN],
            }
            try:
                self.rejects.write(json.dumps(entry, ensure_ascii=False) + "\n")
            except OSError as error:
                message = f"cannot write the rejects: {error.strerror}; run the same command again"
                raise IngestError(message) from error

    def _tell(self, part: float) -> None:
        if self.progress is not None:
            self.progress(self.source, self.counts["read"], part)


def content_hash(product: Product) -> str:
    """A hash of all that a product says, whatever the order its feed says it in."""
    fields = product.model_dump(mode="json", exclude_defaults=True)
    text = orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(text, digest_size=16).hexdigest()


@contextmanager
def only_ingest(data_dir: Path) -> Iterator[None]:
    """Holds the lock that lets one ingest write into ``data_dir`` at a time.

    Raises:
        IngestError: Another ingest is running, or the folder cannot be written.
    """
    lock = FileLock(data_dir / "ingest.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        message = f"another ingest is writing to {data_dir}: wait until it is done, or stop it"
        raise IngestError(message) from error
    except OSError as error:
        message = f"cannot write to {data_dir}: {error.strerror}"
        raise IngestError(message) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """The cycle collector runs seldom, and leaves alone what is there already."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


@contextmanager
def _rejects_file(path: Path) -> Iterator[TextIO]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Line by line, so that a full disk shows at the row that it happens on.
        file = path.open("w", encoding="utf-8", errors="replace", buffering=1)
    except OSError as error:
        message = f"cannot write the rejects to {path}: {error.strerror}"
        raise IngestError(message) from error
    try:
        yield file
    finally:
        with suppress(OSError):  # a line that could not be written was told when it was
            file.close()


def _opened(path: Path | None) -> Any:
    return nullcontext() if path is None else _rejects_file(path)
