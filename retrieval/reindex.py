"""Another embedding model, beside the live one: searches go on, and change over in one step.

The new model's vectors go into a collection of their own, so nothing that is searched is touched.
What is there already, by the hash of its passage, is not made again: a reindex that was killed goes
on where it was. Products may come and go meanwhile; what the first walk missed is made by the next,
and the last one runs while no ingest does. Then the file that names the live models is replaced
(``retrieval.live``) and the catalogue's version grows, on which every process reads the new
vectors; a search that has begun ends with the old ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from retrieval.index import ProductIndex
from retrieval.ingest import only_ingest
from retrieval.live import LiveModels, make_live

CHUNK = 256

Progress = Callable[[str, int, int], None]
"""Called with the model, the products walked, and how many there are."""


class ReindexError(ValueError):
    """The reindex asked for makes no sense; the message says what would."""


@dataclass(frozen=True)
class ReindexReport:
    """What a reindex did."""

    before: LiveModels
    after: LiveModels
    embedded: int
    """Vectors that were made; the others were there."""
    stale: int
    """Vectors of products that are gone, removed from the new collections."""


def reindex(
    index: ProductIndex,
    *,
    english: str | None = None,
    multilingual: str | None = None,
    drop_old: bool = False,
    progress: Progress | None = None,
) -> ReindexReport:
    """Makes the vectors of other models and then searches with them.

    Args:
        index: The shop.
        english: The new English model; the live one stays without it.
        multilingual: The new multilingual model, likewise.
        drop_old: Deletes the old models' vectors in the end. Until then, reindexing back to them
            only embeds what has changed since.
        progress: Told after every few products.

    Raises:
        ReindexError: Neither model is another than the live one, or both are the same.
        IngestError: An ingest is running when the last walk would start; run it again.
        EmbeddingModelError: The new model cannot be loaded; nothing was changed.
    """
    before = index.models()
    after = LiveModels(english or before.english, multilingual or before.multilingual)
    if after == before:
        raise ReindexError(
            f"{before.english} and {before.multilingual} are live already: name another model"
        )
    if after.english == after.multilingual:
        raise ReindexError("the English and the multilingual model must be two: name another")
    changed = [
        (new, old, language)
        for new, old, language in zip(after, before, ("en", "zh"), strict=True)
        if new != old and (language == "en" or index.has_vectors(old))
    ]
    embedded = stale = 0
    for new, _, language in changed:
        embedded += _walk(index, new, language, progress)
    with only_ingest(index.catalogue.data_dir):
        for new, _, language in changed:
            embedded += _walk(index, new, language, progress)
            stale += index.forget_others(new)
        make_live(index.catalogue.data_dir, after)
        index.catalogue.touch()
    index.refresh()
    if drop_old:
        for _, old, _ in changed:
            index.drop_vectors(old)
    return ReindexReport(before, after, embedded, stale)


def _walk(index: ProductIndex, model: str, language: str, progress: Progress | None) -> int:
    products = iter(index.catalogue.iter_products())
    walked = embedded = 0
    total = index.catalogue.count()
    settings = index.settings
    most = settings.ray_products if settings.ray_address else CHUNK
    while chunk := list(islice(products, most)):
        embedded += index.embed(model, language, chunk)
        walked += len(chunk)
        if progress is not None:
            progress(model, walked, total)
    return embedded
