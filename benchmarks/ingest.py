"""How fast a catalogue becomes searchable, beside the speed of the embedding model alone.

The ingest reads, cleans, stores, embeds and writes vectors; the model alone only embeds the same
texts, with the same threads and batches, in a process of its own right after. Their ratio says what
all the rest costs: 1.0 would mean that embedding is the only work. Both start from nothing, in a
fresh process and an empty folder; loading the model counts for neither. Where other work shares the
cores, the ratio of their processor time still holds: it is the rate's where no core waits.

Example: python -m benchmarks.ingest --catalog products.jsonl.gz
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from eval.commands.options import existing_file
from eval.output import check_writable, meta, print_rows, write_json
from retrieval.embedding import embedder
from retrieval.index import ProductIndex
from retrieval.ingest import ingest
from retrieval.settings import RetrievalSettings
from retrieval.store import VectorStore
from retrieval.texts import passage


@dataclass(frozen=True)
class Measured:
    """One run: ``items`` handled in ``seconds`` of wall time, and the process's peak memory.

    ``cpu_ms`` is the processor time an item took, in milliseconds, over all threads.
    """

    items: int
    seconds: float
    cpu_ms: float
    peak_mib: float

    @property
    def rate(self) -> float:
        """Items a second."""
        return self.items / self.seconds


def run_ingest(catalog: Path, data_dir: Path) -> Measured:
    """Ingests ``catalog`` into an empty index in ``data_dir``."""
    settings = RetrievalSettings()
    embedder(
        settings.english_model, threads=settings.embed_threads, batch=settings.embed_batch
    ).passages(["warm up"])
    index = ProductIndex.open(data_dir, settings)
    started, worked = time.perf_counter(), time.process_time()
    ingest([catalog], index)
    seconds, worked = time.perf_counter() - started, time.process_time() - worked
    items = index.catalogue.count()
    return Measured(items, seconds, 1000 * worked / items, _peak_mib())


def run_model(data_dir: Path) -> Measured:
    """Embeds the texts of an ingested catalogue with the models that it needed, nothing else."""
    settings = RetrievalSettings()
    store = VectorStore(data_dir, prefix=settings.collection_prefix)
    models = {settings.english_model: "en", settings.multilingual_model: "zh"}
    products = list(ProductIndex.open(data_dir, settings).catalogue.iter_products())
    seconds = worked = 0.0
    for name, language in models.items():
        if store.count(name):
            texts = [passage(product, language=language) for product in products]
            model = embedder(name, threads=settings.embed_threads, batch=settings.embed_batch)
            model.passages(["warm up"])
            start, work = time.perf_counter(), time.process_time()
            model.passages(texts)
            seconds += time.perf_counter() - start
            worked += time.process_time() - work
    return Measured(len(products), seconds, 1000 * worked / len(products), _peak_mib())


def in_fresh_process(function: Callable[..., Measured], *arguments: Any) -> Measured:
    """Runs ``function`` in a new process, so that its peak memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def main() -> None:
    """Measures both and prints them beside each other."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.ingest",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--catalog", type=existing_file, required=True, metavar="FILE")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write rows and meta there")
    options = parser.parse_args()
    check_writable(options.json)
    with tempfile.TemporaryDirectory() as folder:
        whole = in_fresh_process(run_ingest, options.catalog, Path(folder))
        alone = in_fresh_process(run_model, Path(folder))
    rows = [
        {"system": name, **_rounded(measured), "per_second": round(measured.rate, 1)}
        for name, measured in (("ingest", whole), ("embedding model alone", alone))
    ]
    ratio = round(whole.rate / alone.rate, 3)
    worked = round(alone.cpu_ms / whole.cpu_ms, 3)
    about = meta(
        seed=0,
        data={"catalog": options.catalog},
        ratio=ratio,
        ratio_of_processor_time=worked,
        settings=RetrievalSettings().model_dump(mode="json"),
    )
    notes = [
        f"ingest runs at {ratio:.2f} of the model's own rate",
        f"embedding is {worked:.2f} of its processor time",
    ]
    print_rows(f"Ingest of {options.catalog.name}", rows, notes)
    write_json(options.json, rows, about)


def _rounded(measured: Measured) -> dict[str, float]:
    return {name: round(value, 2) for name, value in asdict(measured).items()}


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
