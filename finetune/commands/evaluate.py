"""``python -m finetune evaluate``: the fine-tuned parser beside its base, rules and ablations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.llm.confidence import Confidence
from eval.commands.intents import draw, headlines
from eval.confidence import write_fitted
from eval.data.errors import EvalDataError
from eval.data.intents import GoldIntent
from eval.errors import UsageError
from eval.output import check_writable, file_hash, meta, print_rows, write_json
from finetune.data.conversation import MaterialError
from finetune.evaluation.compression import compression_rows, storages_of
from finetune.evaluation.gold import (
    TEST,
    conversations_of_test,
    conversations_of_validation,
    evenly,
    gold_rows,
    write_gold,
)
from finetune.evaluation.report import report
from finetune.evaluation.requests import requests, sample, worst
from finetune.evaluation.score import Scored, score
from finetune.evaluation.systems import WEIGHTS, System, adapter_of, named_runs, systems
from finetune.evaluation.targets import Target, targets
from finetune.export.compression import Storage
from retrieval.models import model_file
from retrieval.models.files import cache_dir


def evaluate_command(
    *,
    adapter: Annotated[
        Path | None,
        typer.Option(help="PEFT folder or folder of a run; the shipped one if left out."),
    ] = None,
    base: Annotated[str, typer.Option(help="gemma3-270m or smollm2-135m.")] = "gemma3-270m",
    data: Annotated[
        Path | None,
        typer.Option(help="Folder that `finetune data` wrote: its card says what is validation."),
    ] = None,
    names: Annotated[
        str, typer.Option("--systems", help="Of aisle, rules, zero-shot, few-shot, tuned.")
    ] = "aisle,tuned,few-shot,zero-shot,rules",
    runs: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=FOLDER", help="Ablation: a training run; may be repeated."),
    ] = None,
    calibrate: Annotated[
        Path | None,
        typer.Option(help="Fit the first system's confidence on validation; write it there."),
    ] = None,
    held_limit: Annotated[
        int | None,
        typer.Option("--held", help="Validation messages of --calibrate, spread over it.", min=1),
    ] = None,
    compression: Annotated[
        bool, typer.Option("--compression", help="Also size, score and speed by storage type.")
    ] = False,
    storages: Annotated[
        str, typer.Option(help="Storage types of --compression, largest first.")
    ] = "fp32,bf16,f16,q8_0,q4_0",
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write rows and meta there.")
    ] = None,
    page: Annotated[
        Path | None, typer.Option("--report", help="Write a Markdown page there.")
    ] = None,
    plots: Annotated[Path | None, typer.Option(help="Folder for the plots.")] = None,
    gold_file: Annotated[
        Path | None,
        typer.Option("--gold-out", help="Write the test split for `python -m eval intents`."),
    ] = None,
    worst_count: Annotated[int, typer.Option("--worst", help="Requests read worst.", min=0)] = 10,
    show: Annotated[int, typer.Option(help="Sample of requests to show.", min=0)] = 0,
    limit: Annotated[
        int | None, typer.Option(help="So many messages, spread over the split.", min=1)
    ] = None,
    parallel: Annotated[int, typer.Option(help="Messages parsed at once.", min=1)] = 1,
    seed: Annotated[int, typer.Option(help="Of the intervals.")] = 0,
) -> None:
    """Score the fine-tuned parser on the hand-written test split, beside what it must beat.

    Example: python -m finetune evaluate --adapter runs/best --report report.md --json scores.json
    """
    try:
        for path in (json_file, page, gold_file, calibrate):
            check_writable(path)
        chosen = systems(names, adapter=adapter, base=base, runs=named_runs(runs or []))
        kinds = storages_of(storages) if compression else ()
        lines = evenly(gold_rows(conversations_of_test()), limit)
        if gold_file:
            write_gold(lines, gold_file)
        held = gold_rows(conversations_of_validation(_share(data))) if calibrate else []
        sample = evenly(held, held_limit or limit)
        scored = score(chosen, lines, parallel=parallel, seed=seed, held=sample)
        about = meta(
            seed=seed,
            data={path.stem: path for path in sorted(TEST.glob("*.jsonl"))},
            intents=len(lines),
            sources=scored.sources,
            adapters=_adapters(chosen),
        )
        squeezed = _compression(adapter, base, lines, kinds) if kinds else []
        _print(scored, squeezed)
        text = _page(scored, squeezed, about, worst_count=worst_count, show=show)
        if page:
            page.write_text(text, encoding="utf-8")
        if plots:
            draw(plots, scored.rows, scored.answers, scored.calibration)
        if calibrate and scored.calibration:
            # What was fitted starts from what the adapter's own calibration gave.
            own = Confidence.beside(Path(chosen[0].settings.llm_adapter))
            found = scored.calibration.after(own.a, own.b)
            write_fitted(calibrate, found, about | {"held": len(sample)})
        more = {"compression": squeezed, "targets": [asdict(t) for t in _targets(scored)]}
        write_json(json_file, [*scored.rows, *scored.parts], about | more)
    except (UsageError, EvalDataError, MaterialError, OSError) as error:
        typer.echo(f"finetune evaluate: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(2) from error


def _share(data: Path | None) -> float | None:
    """The share of families that the data in that folder keeps for validation."""
    if data is None:
        return None
    try:
        card = json.loads((data / "card.json").read_text(encoding="utf-8"))
        return float(card["config"]["dev_share"])
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise UsageError(
            f"{data / 'card.json'} is no card of `python -m finetune data`; give the folder that"
            " --out named there"
        ) from error


def _adapters(chosen: Sequence[System]) -> dict[str, str]:
    """System → SHA-256 of the adapter it used."""
    return {
        system.name: file_hash(Path(system.settings.llm_adapter) / WEIGHTS)
        for system in chosen
        if system.needs_model and system.settings.llm_adapter != "none"
    }


def _compression(
    adapter: Path | None, base: str, lines: Sequence[GoldIntent], kinds: tuple[Storage, ...]
) -> list[dict[str, Any]]:
    folder = cache_dir() / "compression" / base
    return compression_rows(model_file(base), adapter_of(adapter, base), folder, lines, kinds)


def _targets(scored: Scored) -> list[Target]:
    return targets({row["system"]: row for row in (*scored.rows, *scored.parts)})


def _print(scored: Scored, squeezed: Sequence[dict[str, Any]]) -> None:
    print_rows(f"{len(scored.lines)} messages of the test split", headlines(scored.rows))
    print_rows("By language, turns, noise and kind of action", headlines(scored.parts))
    if squeezed:
        print_rows("Compression", squeezed)
    verdict = {True: "met", False: "missed", None: "not measured"}
    found = [asdict(target) | {"met": verdict[target.met]} for target in _targets(scored)]
    print_rows("Targets of aisle", found)


def _page(
    scored: Scored,
    squeezed: Sequence[dict[str, Any]],
    about: dict[str, Any],
    *,
    worst_count: int,
    show: int,
) -> str:
    found = requests(scored.lines, scored.answers[scored.rows[0]["system"]])
    bad = worst(found, worst_count)
    shown = sample(found, show)
    return report(
        scored.rows,
        scored.parts,
        targets=_targets(scored),
        compression=squeezed,
        worst=bad,
        shown=shown,
        about=about,
    )
