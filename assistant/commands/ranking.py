"""``python -m assistant ranking``: train the ranking on the shop's own log, and look into it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, NoReturn

import orjson
import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.commands.opening import FAULTS, CannotStartError, settings_for
from assistant.commands.usage import writable
from assistant.ranking.importance import importance
from assistant.ranking.learned import LearnedModel
from assistant.ranking.online import OnlineWeights
from assistant.ranking.ranker import MODEL_FILE, Ranker
from assistant.ranking.scoring import Linear, Scorer
from assistant.ranking.training.fit import TooLittleToLearnError, train
from assistant.ranking.training.heldout import Verdict, compare
from assistant.ranking.training.replay import Example
from assistant.ranking.training.shop_log import shop_examples
from assistant.ranking.weights import Weights
from assistant.settings import Settings
from assistant.storage import Database
from retrieval.index import ProductIndex

ranking = typer.Typer(
    no_args_is_help=True, help="Train the ranking on the shop's own log, and look into it."
)
DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Where the store is (AISLE_DATA_DIR, else .aisle)")
]
Figures = Annotated[
    Path | None,
    typer.Option("--json", callback=writable, metavar="FILE", help="Write the figures here"),
]


@ranking.command("train")
def train_(
    output: Annotated[
        Path | None,
        typer.Option(
            callback=writable,
            help="Where the model goes; the data folder's ranking.json if left out",
        ),
    ] = None,
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Keep it even where it orders no better")
    ] = False,
    json_path: Figures = None,
    data_dir: DataDir = None,
) -> None:
    """Train a ranking on what was shown and what became of it, and keep it if it is better.

    It is first trained without the newest fifth of the log and has to order that better than the
    hand-set weights do. Restart the shop to use it (AISLE_RANKING=auto or learned).

    Example: python -m assistant ranking train --data-dir .aisle
    """
    settings, weights, examples = _examples(data_dir)
    try:
        verdict = compare(examples, weights)
        model = train(examples, weights)
    except TooLittleToLearnError as error:
        _refuse(str(error))
    file = model.file.model_copy(update={"trained": {**model.file.trained, **verdict.figures()}})
    _show_verdict(verdict)
    _write(json_path, [{"system": "aisle", **verdict.figures()}])
    target = output or settings.data_dir / MODEL_FILE
    if not (verdict.better or force):
        typer.echo(
            "ranking: not kept: on the newest fifth of the log it orders no better than the"
            " hand-set weights. Wait for more of a log, or keep it with --force.", err=True,
        )  # fmt: skip
        raise typer.Exit(1)
    try:
        draft = target.with_suffix(".new")
        draft.write_text(file.model_dump_json(), encoding="utf-8")
        draft.replace(target)
    except OSError as error:
        _refuse(f"cannot write {target} ({error.strerror}): choose another with --output")
    typer.echo(f"Kept in {target}.")


@ranking.command("importance")
def importance_(
    *,
    plot: Annotated[
        Path | None,
        typer.Option(callback=writable, metavar="FILE.svg", help="Draw it there as SVG"),
    ] = None,
    json_path: Figures = None,
    data_dir: DataDir = None,
) -> None:
    """How much each factor moves the order of lists like those in the log.

    Example: python -m assistant ranking importance --plot importance.svg
    """
    settings, weights, examples = _examples(data_dir)
    if not examples:
        _refuse("the log has no lists: import one with `python -m assistant events`")
    with Database.open(settings) as database:
        scorer: Scorer = Ranker.open(settings, database).scorer or Linear(weights)
    rows = importance(scorer, [one.values for one in examples])
    kind = "learned model" if isinstance(scorer, LearnedModel) else "weights"
    table = Table("factor", "moves the score by", "at most", title=f"Importance ({kind})")
    for row in rows:
        table.add_row(row.factor, f"{row.spread:.4f}", f"{row.most:.4f}")
    Console().print(table)
    _write(json_path, [{"system": "aisle", **vars(row)} for row in rows])
    if plot is not None:
        from assistant.ranking.importance import drawn  # noqa: PLC0415 - only where asked

        try:
            plot.write_text(drawn(rows, f"What moves the order ({kind})"), encoding="utf-8")
        except OSError as error:
            _refuse(f"cannot write {plot} ({error.strerror}): choose another path")


@ranking.command("online")
def online_(*, json_path: Figures = None, data_dir: DataDir = None) -> None:
    """The weights that clicks and purchases have taught, folded from the log again.

    Example: python -m assistant ranking online --data-dir .aisle
    """
    settings = _settings(data_dir)
    try:
        start = Weights.load()
        with Database.open(settings) as database:
            learner = OnlineWeights(database, start)
            found = learner.weights()
    except FAULTS as error:
        _refuse(str(error))
    table = Table("weight", "by hand", "learned", title=f"{learner.steps:,} pairs learned from")
    rows: list[dict[str, Any]] = []
    for name, before in start.model_dump().items():
        after = getattr(found, name)
        table.add_row(name, f"{before:.3f}", f"{after:.4f}")
        rows.append({"system": "aisle", "weight": name, "hand": before, "learned": after})
    Console().print(table)
    _write(json_path, rows)


def _examples(data_dir: Path | None) -> tuple[Settings, Weights, list[Example]]:
    settings = _settings(data_dir)
    index: ProductIndex | None = None
    try:
        weights = Weights.load()
        with Database.open(settings) as database:
            index = ProductIndex.open(settings.data_dir)
            if index.catalogue.count() == 0:
                _refuse(
                    f"{settings.data_dir} has no catalogue: ingest one, or give another --data-dir"
                )
            found = shop_examples(settings, database, index, weights, progress=_shown)
    except FAULTS as error:
        _refuse(str(error))
    finally:
        if index is not None:
            index.close()
    return settings, weights, found


def _settings(data_dir: Path | None) -> Settings:
    try:
        return settings_for(data_dir)
    except CannotStartError as error:
        _refuse(str(error))


def _shown(examples: Iterable[Example], count: int) -> Iterable[Example]:
    return track(
        examples,
        total=count,
        description="reading the log",
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
    )


def _show_verdict(verdict: Verdict) -> None:
    table = Table("", "ndcg@10", title=f"The newest fifth: {verdict.lists:,} answered lists")
    table.add_row("learned", f"{verdict.learned:.4f}")
    table.add_row("hand-set weights", f"{verdict.hand:.4f}")
    Console().print(table)


def _write(path: Path | None, rows: list[dict[str, Any]]) -> None:
    if path is None:
        return
    try:
        path.write_bytes(orjson.dumps({"rows": rows, "meta": {}}, option=orjson.OPT_INDENT_2))
    except OSError as error:
        _refuse(f"cannot write {path} ({error.strerror}): choose another path")


def _refuse(reason: str) -> NoReturn:
    typer.echo(f"ranking: {reason}", err=True)
    raise typer.Exit(2)
