"""Constrained queries: Aisle beside LangChain's SelfQueryRetriever and Chroma alone.

The queries are the judged ones, each with a price cap said in words: the median price of what is
judged relevant to it. Relevant is then what was judged so and costs no more. All three search the
same vectors of the same model, in one run, one query after another:

- aisle: the rules read the sentence, the index searches (no language model at all);
- self-query: LangChain's retriever; the language model writes the structured query. It is asked
  through the embedded server of this project (base model, not fine-tuned) or any ``--llm-url``;
- Chroma alone: given the query without the cap, and the right filter, for nothing.

``within`` is the share of the first ten that keep to the cap, ``answered`` the share of queries
that did not end in an error, which count as empty lists. SelfQueryRetriever lives outside of the
base install: `pip install langchain-classic langchain-chroma langchain-community lark`.

Example: python -m benchmarks.self_query --index electronics --shared ../shared/data
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from assistant.agent.wanted import constraints_of
from assistant.llm.supervisor import EmbeddedServer
from assistant.parser import IntentParser
from assistant.rules.vocabulary import Vocabulary
from assistant.settings import Settings
from assistant.state import State
from eval.data.search import read_qrels, read_queries
from eval.metrics.judgments import Judgments
from eval.metrics.ndcg import ndcg
from eval.output import check_writable, meta, print_rows, write_json
from retrieval.embedding import embedder
from retrieval.index import ProductIndex

_MODEL = "minilm-int8"
_COLLECTION = "documents"
_K = 10

System = Callable[[str, float], Sequence[str]]


class Capped(NamedTuple):
    """A query with a price cap, in the shop's currency, and the judgments that it leaves."""

    words: str
    cap: float
    grades: dict[str, float]


def capped(shared: Path, index: ProductIndex, count: int) -> dict[str, Capped]:
    """The first ``count`` judged queries with enough priced products, by id."""
    folder = shared / "electronics"
    grades = read_qrels(folder / "qrels.txt")
    found = {}
    for query in read_queries(folder / "queries.jsonl"):
        good = [id_ for id_, grade in grades.get(query.query_id, {}).items() if grade > 0]
        priced = {p.id: float(p.charged) for p in index.get(good) if p.charged is not None}
        if len(priced) < 4:
            continue
        cap = float(np.ceil(np.median(list(priced.values()))))
        left = {
            id_: grade
            for id_, grade in grades[query.query_id].items()
            if grade <= 0 or priced.get(id_, np.inf) <= cap
        }
        found[query.query_id] = Capped(query.text, cap, left)
    return dict(list(found.items())[:count])


def aisle(index: ProductIndex) -> System:
    """Aisle's own reading by rules, and its search."""
    parser = IntentParser(Settings(parser="rules"), None, Vocabulary.of(index.facets()))

    def ask(words: str, cap: float) -> Sequence[str]:
        intent = parser.parse_next(f"{words} under {cap:g}", state=State())[0].intent
        hits = index.search(
            intent.query,
            constraints_of(intent),
            limit=_K,
            product_type=intent.product_type,
        )
        return [hit.product.id for hit in hits]

    return ask


def chroma_alone(index: ProductIndex) -> System:
    """The nearest vectors under Chroma's own filter, which it is handed."""
    model, store = embedder(_MODEL), index._store

    def ask(words: str, cap: float) -> Sequence[str]:
        clause = {"$and": [{"price": {"$gte": 0.0}}, {"price": {"$lte": cap}}]}
        return list(store.nearest(_MODEL, model.queries([words])[0], limit=_K, where=clause))

    return ask


def self_query(index: ProductIndex, folder: Path, llm_url: str, llm_model: str) -> System:
    """LangChain's retriever over a collection with the texts that it needs beside the vectors."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from langchain_chroma import Chroma  # noqa: PLC0415
        from langchain_classic.chains.query_constructor.schema import AttributeInfo  # noqa: PLC0415
        from langchain_classic.retrievers.self_query.base import SelfQueryRetriever  # noqa: PLC0415
        from langchain_community.query_constructors.chroma import ChromaTranslator  # noqa: PLC0415
    from langchain_core.embeddings import Embeddings  # noqa: PLC0415
    from langchain_openai import ChatOpenAI  # noqa: PLC0415

    model = embedder(_MODEL)

    class Same(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return model.passages(texts).tolist()

        def embed_query(self, text: str) -> list[float]:
            return model.queries([text])[0].tolist()

    shop = Chroma(
        _COLLECTION,
        embedding_function=Same(),
        persist_directory=str(folder),
        collection_metadata={"hnsw:space": "cosine"},
    )
    collection = shop._collection
    snapshot = index._current()
    vectors = snapshot.matrices[_MODEL].vectors
    for start in range(collection.count() // 1_000 * 1_000, len(snapshot.ids), 1_000):
        ids = list(snapshot.ids[start : start + 1_000])
        products = index.get(ids)
        collection.upsert(
            ids=ids,
            embeddings=vectors[start : start + 1_000],
            documents=[product.title for product in products],
            metadatas=[
                {"price": float(product.charged or -1), "brand": product.brand or "-"}
                for product in products
            ],
        )
    retriever = SelfQueryRetriever.from_llm(
        ChatOpenAI(
            base_url=llm_url,
            api_key="none",
            model=llm_model,
            temperature=0,
            max_tokens=200,
            timeout=120,
            max_retries=0,
        ),
        shop,
        "The title of a product in an electronics shop",
        [
            AttributeInfo(name="price", description="What it costs", type="float"),
            AttributeInfo(name="brand", description="Who makes it", type="string"),
        ],
        structured_query_translator=ChromaTranslator(),
        search_kwargs={"k": _K},
    )

    def ask(words: str, cap: float) -> Sequence[str]:
        found = retriever.invoke(f"{words} under {cap:g}")
        return [document.id for document in found]

    return ask


def measured(
    systems: dict[str, System],
    asked: dict[str, Capped],
    price: Callable[[str], float],
) -> list[dict[str, Any]]:
    """A row a system."""
    runs: dict[str, dict[str, list[str]]] = {name: {} for name in systems}
    times: dict[str, list[float]] = {name: [] for name in systems}
    errors: dict[str, list[str]] = {name: [] for name in systems}
    for ask in systems.values():
        with suppress(Exception):  # it counts below, where it is asked in earnest
            ask("warm up", 10)
    for id_, (words, cap, _) in asked.items():
        for name, ask in systems.items():
            started = time.perf_counter()
            try:
                runs[name][id_] = list(ask(words, cap))
            except Exception as error:  # noqa: BLE001 - what the retriever cannot read is the finding
                runs[name][id_] = []
                errors[name].append(f"{type(error).__name__}: {error}".splitlines()[0][:160])
            times[name].append(1000 * (time.perf_counter() - started))
    judged = Judgments({id_: left for id_, (_, _, left) in asked.items()})
    rows = []
    for name, run in runs.items():
        within = [
            float(np.mean([price(item) <= asked[id_][1] for item in items]))
            for id_, items in run.items()
            if items
        ]
        p50, p95 = (round(float(value), 1) for value in np.percentile(times[name], (50, 95)))
        rows.append(
            {
                "system": name,
                "queries": len(asked),
                "answered": round(1 - len(errors[name]) / len(asked), 3),
                "ndcg@10": round(float(np.mean(list(ndcg(judged, run).values()))), 3),
                "within": round(float(np.mean(within)), 3) if within else None,
                "p50_ms": p50,
                "p95_ms": p95,
                "errors": dict(Counter(errors[name]).most_common(3)),
            }
        )
    return rows


def main() -> None:
    """Measures the three and prints a table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.self_query",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--index", type=Path, required=True, help="an ingested electronics set")
    parser.add_argument("--shared", type=Path, required=True, help="the folder of data sets")
    parser.add_argument("--queries", type=int, default=30)
    parser.add_argument("--llm-url", help="an OpenAI-compatible endpoint; default: the embedded")
    parser.add_argument("--llm-model", default="embedded")
    parser.add_argument("--llm-base", default="smollm2-135m", help="the embedded base model")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write rows and meta there")
    options = parser.parse_args()
    check_writable(options.json)
    index = ProductIndex.open(options.index)
    index.refresh()
    asked = capped(options.shared, index, options.queries)
    systems = {"aisle": aisle(index), "Chroma alone, filter given": chroma_alone(index)}
    server = None
    if options.llm_url is None:
        server = EmbeddedServer(
            Settings(llm_base=options.llm_base, llm_adapter="none", data_dir=options.index)
        )
        server.wait()
    try:
        url = options.llm_url or server.url
        systems[f"SelfQueryRetriever, {options.llm_base}"] = self_query(
            index, options.index / "self-query", url, options.llm_model
        )
        rows = measured(systems, asked, lambda id_: float(index.get([id_])[0].charged or 0))
    finally:
        if server is not None:
            server.close()
    for row in rows:
        for text, count in row["errors"].items():
            sys.stderr.write(f"{row['system']}: {count} x {text}\n")
    print_rows("Electronics with a price cap", rows)
    write_json(
        options.json,
        rows,
        meta(seed=0, data={"queries": options.shared / "electronics" / "queries.jsonl"}),
    )


if __name__ == "__main__":
    sys.exit(main())
