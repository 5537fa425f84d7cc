"""Parquet, in batches through pyarrow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from retrieval.feeds.row import FeedError, Row

_BATCH = 512


def read_parquet(path: Path) -> Iterator[Row]:
    """The rows of the file.

    Raises:
        FeedError: The file is no Parquet file.
    """
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        message = f"{path} is not a Parquet file, or its end is missing: write it again"
        raise FeedError(message) from error
    number = 0
    with file:
        try:
            for batch in file.iter_batches(batch_size=_BATCH):
                for data in batch.to_pylist():
                    number += 1
                    yield Row(number, data, repr(data)[:2_000])
        except (pa.ArrowException, OSError, ValueError):
            yield Row(
                number + 1,
                error="the Parquet data are broken: the rest of the feed is lost",
                ends_feed=True,
            )
