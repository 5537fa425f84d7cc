"""``python -m finetune data``: every source in, the splits and their card out."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from finetune.data.build import Built, DataConfig, Sources, build
from finetune.data.card import card
from finetune.data.conversation import MaterialError
from finetune.data.noise import noisy
from retrieval.catalogue import Catalogue

SHARED = Path(os.environ.get("AISLE_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))

CatalogOption = Annotated[
    Path | None, typer.Option(help="Data folder of an ingested shop: its kinds and brands.")
]
SessionsOption = Annotated[
    list[Path] | None, typer.Option(help="Session log of the shop; may be repeated.")
]


def data_command(
    *,
    out: Annotated[Path, typer.Option(help="Folder for the splits and the card.")] = Path(
        "finetune-data"
    ),
    config: Annotated[Path | None, typer.Option(help="TOML file of a DataConfig.")] = None,
    catalog: CatalogOption = None,
    sessions: SessionsOption = None,
    shared: Annotated[
        Path, typer.Option(help="Folder of public data (QueryNER); left out where not there.")
    ] = SHARED,
    source: Annotated[
        list[str] | None, typer.Option(help="Only these: hand, grammar, queryner, logs.")
    ] = None,
    keep: Annotated[float | None, typer.Option(help="Share of the rows kept.")] = None,
) -> None:
    """Build the training, validation and test splits.

    Example: python -m finetune data --out finetune-data
    """
    try:
        chosen = tomllib.loads(config.read_text(encoding="utf-8")) if config else {}
        chosen |= {"sources": source} if source else {}
        chosen |= {"keep": keep} if keep is not None else {}
        settings = DataConfig.model_validate(chosen)
        built = build_data(settings, out, catalog=catalog, sessions=sessions or (), shared=shared)
    except (MaterialError, ValidationError, OSError, tomllib.TOMLDecodeError) as error:
        typer.echo(f"finetune data: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(2) from error
    typer.echo(json.dumps(built.card, indent=2, ensure_ascii=False))


def build_data(
    settings: DataConfig,
    out: Path,
    *,
    catalog: Path | None = None,
    sessions: Sequence[Path] = (),
    shared: Path = SHARED,
) -> Built:
    """Builds the splits of all sources and writes them with their card into ``out``.

    Raises:
        MaterialError: A source cannot be read.
        OSError: ``out`` cannot be written.
    """
    for path in sessions:
        if not path.is_file():
            raise MaterialError(f"there is no session log {path}; check --sessions")
    rows, titles = {}, {}
    if catalog is not None:
        from finetune.data.grammar.catalogue import ontology_from_catalogue  # noqa: PLC0415

        products = list(Catalogue.open(catalog).iter_products())
        rows = {"en": ontology_from_catalogue(products)}
        titles = {product.id: product.title for product in products}
    built = build(
        settings,
        Sources(
            noise=lambda text, language, rng, kept: noisy(
                text, language=language, rng=rng, protect=kept
            ),
            shared=shared if shared.is_dir() else None,
            sessions=tuple(sessions),
            titles=titles,
            ontology=rows,
        ),
    )
    _write(built, out)
    return built


def _write(built: Built, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name, rows in (("train", built.train), ("dev", built.dev), ("test", built.test)):
        lines = "".join(f"{row.model_dump_json()}\n" for row in rows)
        (out / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    examples = "".join(f"{case.example.model_dump_json()}\n" for case in built.dev)
    (out / "validation.jsonl").write_text(examples, encoding="utf-8")
    text = json.dumps(built.card, indent=2, ensure_ascii=False)
    (out / "card.json").write_text(text + "\n", encoding="utf-8")
    (out / "card.md").write_text(card(built.card), encoding="utf-8")
