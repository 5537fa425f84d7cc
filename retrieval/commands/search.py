"""``python -m retrieval search``: ranked products with their scores."""

from __future__ import annotations

import math
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from retrieval.catalogue import CatalogueError
from retrieval.commands.figures import check_writable, write_figures
from retrieval.constraints import Constraints
from retrieval.embedding import EmbeddingModelError
from retrieval.hit import Hit
from retrieval.index import ProductIndex
from retrieval.models import ModelHashMismatchError
from retrieval.settings import Mode
from retrieval.store import VectorStoreError
from retrieval.values import is_cjk


def search(
    text: Annotated[str, typer.Argument(help="What to look for, in English or Chinese.")],
    *,
    data_dir: Annotated[
        Path, typer.Option(envvar="AISLE_DATA_DIR", help="Where the index is.")
    ] = Path(".aisle"),
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many products.")] = 10,
    language: Annotated[
        str | None, typer.Option(help="ISO 639-1 of the text; default: by its script.")
    ] = None,
    mode: Annotated[Mode, typer.Option(help="The ranking, or one of its baselines.")] = "hybrid",
    product_type: Annotated[
        str | None, typer.Option("--type", help="The kind of product, e.g. `laptop`.")
    ] = None,
    min_price: Annotated[float | None, typer.Option(min=0)] = None,
    max_price: Annotated[float | None, typer.Option(min=0)] = None,
    brand: Annotated[list[str] | None, typer.Option(help="May be given again.")] = None,
    color: Annotated[list[str] | None, typer.Option(help="May be given again.")] = None,
    size: Annotated[list[str] | None, typer.Option(help="May be given again.")] = None,
    material: Annotated[list[str] | None, typer.Option(help="May be given again.")] = None,
    exclude: Annotated[list[str] | None, typer.Option(help="What it must not have.")] = None,
    category: Annotated[str | None, typer.Option(help="A part or the start of the path.")] = None,
    min_rating: Annotated[float | None, typer.Option(min=0, max=5)] = None,
    on_sale: Annotated[bool, typer.Option("--on-sale")] = False,
    in_stock: Annotated[bool, typer.Option("--in-stock")] = False,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Also write the products and scores here.")
    ] = None,
) -> None:
    """Search an ingested catalogue and show the ranked products with their scores.

    Example: python -m retrieval search "wireless headphones" --max-price 80 --color black
    """
    errors = Console(stderr=True)
    if not text.strip():
        raise typer.BadParameter("TEXT is empty: say what to look for")
    for name, price in (("--min-price", min_price), ("--max-price", max_price)):
        if price is not None and not math.isfinite(price):
            raise typer.BadParameter(f"{name} {price}: give a number, or leave it out")
    if min_price is not None and max_price is not None and min_price > max_price:
        raise typer.BadParameter(
            f"--min-price {min_price:g} is above --max-price {max_price:g}: exchange the two"
        )
    check_writable(json_file)
    if not (data_dir / "catalogue.db").is_file():
        errors.print(
            f"no catalogue in {data_dir}: run `python -m retrieval ingest PATH --data-dir "
            f"{data_dir}` first, or give another --data-dir",
            markup=False,
            soft_wrap=True,
        )
        raise typer.Exit(2)
    constraints = Constraints(
        price_min=None if min_price is None else Decimal(str(min_price)),
        price_max=None if max_price is None else Decimal(str(max_price)),
        brands=tuple(brand or ()),
        colors=tuple(color or ()),
        sizes=tuple(size or ()),
        materials=tuple(material or ()),
        exclude=tuple(exclude or ()),
        category=category,
        min_rating=min_rating,
        on_sale=on_sale,
        in_stock=in_stock,
    )
    try:
        index = ProductIndex.open(data_dir)
        hits = index.search(
            text,
            constraints,
            limit=limit,
            language=language or ("zh" if is_cjk(text) else "en"),
            product_type=product_type,
            mode=mode,
        )
        fitting = index.count(constraints)
    except (CatalogueError, EmbeddingModelError, ModelHashMismatchError, VectorStoreError) as error:
        errors.print(str(error), markup=False, soft_wrap=True)
        raise typer.Exit(2) from error
    Console().print(table(hits))
    Console().print(f"{len(hits)} shown of {fitting} products that satisfy the constraints")
    if json_file is not None:
        rows = [
            {
                "system": "aisle",
                "rank": rank,
                "id": hit.product.id,
                "relevance": hit.relevance,
                "scores": hit.scores,
                "type_match": hit.type_match,
                "product": hit.product.model_dump(mode="json", exclude_defaults=True),
            }
            for rank, hit in enumerate(hits, start=1)
        ]
        meta = {
            "query": text,
            "mode": mode,
            "fitting": fitting,
            "constraints": constraints.model_dump(mode="json", exclude_defaults=True),
        }
        write_figures(json_file, {"rows": rows, "meta": meta})


def table(hits: list[Hit]) -> Table:
    """The hits as a table for a terminal. Product text is shown as it is, never as markup."""
    shown = Table(box=None, pad_edge=False)
    shown.add_column("#", justify="right")
    shown.add_column("id", overflow="fold")
    shown.add_column("title", ratio=1)
    shown.add_column("price", justify="right", no_wrap=True)
    shown.add_column("relevance", justify="right")
    names = list(hits[0].scores) if hits else []
    for name in names:
        shown.add_column(name, justify="right")
    for rank, hit in enumerate(hits, start=1):
        product = hit.product
        price = "" if product.charged is None else f"{product.charged:.2f} {product.currency}"
        shown.add_row(
            str(rank),
            _plain(product.id),
            _plain(product.title),
            price,
            f"{hit.relevance:.3f}",
            *(f"{hit.scores[name]:.3f}" for name in names),
        )
    return shown


def _plain(text: str) -> str:
    """Untrusted text for a terminal: no markup, no control characters."""
    return escape("".join(character for character in text if character.isprintable()))
