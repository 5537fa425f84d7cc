"""Readers of product feeds: JSONL, CSV, TSV, Parquet and Google Merchant XML, one row at a time."""

from retrieval.feeds.open import FORMATS, Feed, open_feed
from retrieval.feeds.row import FeedError, Row

__all__ = ["FORMATS", "Feed", "FeedError", "Row", "open_feed"]
