"""Slot and action scores of the intent parser over hand-labelled conversations.

Gold lines are {"id", "messages": [...], "intent": {...}}, with optional "tags" ("noisy", "clean").
Each system parses the messages; `f1` and its kind are micro scores over (field, value) pairs,
forgiving case, articles and English number, `f1_exact` forgives nothing. Rows by language, number
of turns, noise and group of actions follow each system's own, then what its confidence is worth.
Systems: `aisle` (the parser as the environment sets it), `rules` (no language model), `zero-shot`
and `few-shot` (the base model, without and with worked examples), `tuned` (the fine-tuned model
without the checks of code), and NAME=FILE for predictions of `python -m assistant parse --output`.
Times: p50_ms of messages read now (one at a time), p50_cached_ms of the same ones read again.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.commands.options import add_common, existing_file, positive
from eval.confidence import (
    Fitted,
    confidence_row,
    curves,
    fitted,
    has_confidence,
    read_fitted,
    write_fitted,
)
from eval.data.intents import read_gold, read_predictions
from eval.errors import UsageError
from eval.metrics.intents import Answer, intent_row, parts
from eval.metrics.significance import paired_p
from eval.output import check_writable, meta, print_rows, write_json
from eval.systems import SYSTEMS, named_systems, parse_named

_ONLY_IN_JSON = frozenset(
    {"precision_exact", "recall_exact", "ask_accuracy", "language_accuracy", "p95_cached_ms"}
)
EXAMPLE = "python -m eval intents --gold gold.jsonl --json intents.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--gold", type=existing_file, required=True, metavar="FILE")
    parser.add_argument(
        "--systems",
        default="aisle,rules",
        metavar="LIST",
        help=f"comma-separated: {', '.join(SYSTEMS)}, NAME=PREDICTIONS.jsonl (aisle,rules)",
    )
    parser.add_argument("--limit", type=positive, metavar="N", help="the first N lines only")
    parser.add_argument(
        "--parallel",
        type=positive,
        default=1,
        metavar="N",
        help="lines parsed at once (1: times are those of one shopper)",
    )
    parser.add_argument(
        "--no-cache",
        action="store_true",
        help="read every message anew, earlier ones of a conversation too",
    )
    parser.add_argument("--plots", type=Path, metavar="DIR", help="draw scores and reliability")
    parser.add_argument(
        "--fit-calibration",
        type=Path,
        metavar="FILE",
        help="fit the first system's confidence on this gold and write a, b and thresholds there",
    )
    parser.add_argument(
        "--calibration", type=existing_file, metavar="FILE", help="apply what was fitted elsewhere"
    )
    add_common(parser)


def run(options: argparse.Namespace) -> None:
    """Scores every system, prints the tables, draws the plots and writes the JSON."""
    check_writable(options.json)
    check_writable(options.fit_calibration)
    systems = named_systems(options.systems)
    found = read_fitted(options.calibration) if options.calibration else None
    gold = read_gold(options.gold)[: options.limit]
    answers: dict[str, list[Answer]] = {}
    for name, file in systems.items():
        predictions = (
            read_predictions(file, gold)
            if file
            else parse_named(name, gold, parallel=options.parallel, cache=not options.no_cache)
        )
        pairs = zip(gold, predictions, strict=True)
        answers[name] = [Answer.of(line, prediction) for line, prediction in pairs]
    sources = {
        name: dict(Counter(answer.source for answer in given)) for name, given in answers.items()
    }
    rows = [intent_row(name, given, seed=options.seed) for name, given in answers.items()]
    if len(rows) > 1:
        rows[0]["versus"] = [versus(answers, seed=options.seed)]
    about = meta(seed=options.seed, data={"gold": options.gold}, intents=len(gold), sources=sources)
    if options.fit_calibration:
        found = fitted(answers[next(iter(systems))], answers.get("rules"))
        write_fitted(options.fit_calibration, found, about)
    by_part = [
        intent_row(label, part, seed=options.seed)
        for name, given in answers.items()
        for label, part in parts(name, given).items()
    ]
    confidence = _confidence(rows, answers, found)
    print_rows(f"Intents: {len(gold)} conversations of {options.gold.name}", headlines(rows))
    print_rows("By language, turns, noise and kind of action", headlines(by_part))
    _print_details(rows[0], confidence, sources)
    if options.plots:
        draw(options.plots, rows, answers, found)
    write_json(options.json, [*rows, *by_part], about)


def headlines(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """``rows`` without the figures that would make the table too wide to read."""
    return [{name: v for name, v in row.items() if name not in _ONLY_IN_JSON} for row in rows]


def versus(answers: Mapping[str, Sequence[Answer]], *, seed: int) -> dict[str, Any]:
    """The first system against the best of the others, by full match."""
    matches = {
        name: {str(n): float(answer.right) for n, answer in enumerate(found)}
        for name, found in answers.items()
    }
    means = {name: sum(found.values()) / len(found) for name, found in matches.items()}
    first, *others = matches
    best = max(others, key=lambda name: means[name])
    return {
        "system": best,
        "metric": "full_match",
        "difference": round(means[first] - means[best], 4),
        "p_value": round(paired_p(matches[first], matches[best], seed=seed), 4),
    }


def draw(
    folder: Path,
    rows: Sequence[Mapping[str, Any]],
    answers: Mapping[str, Sequence[Answer]],
    found: Fitted | None,
) -> list[Path]:
    """Draws the scores, and the reliability of each system that says how sure it is.

    Raises:
        UsageError: matplotlib is not installed, or the folder cannot be written.
    """
    try:
        from eval.plots.reliability import reliability_plot  # noqa: PLC0415 - half a second
        from eval.plots.scores import score_plot  # noqa: PLC0415
    except ModuleNotFoundError as error:
        message = f"{error.name} is missing; install the extra: pip install 'aisle[eval]'"
        raise UsageError(message) from error
    written = [folder / "scores.png"]
    score_plot(rows, ("f1", "action_accuracy", "full_match"), written[0], title="Intents")
    for name, given in answers.items():
        if has_confidence(given):
            path = folder / f"reliability-{name.replace('/', '-')}.png"
            reliability_plot(curves(given, found), path, title=f"Confidence of {name}")
            written.append(path)
    return written


def _confidence(
    rows: Sequence[dict[str, Any]], answers: Mapping[str, Sequence[Answer]], found: Fitted | None
) -> list[dict[str, Any]]:
    """Adds ``confidence`` to the rows of systems that have one; returns those."""
    added = []
    for row in rows:
        given = answers[row["system"]]
        if has_confidence(given):
            row["confidence"] = confidence_row(given, found, answers.get("rules"))
            added.append({"system": row["system"], **row["confidence"]})
    return added


def _print_details(
    row: Mapping[str, Any], confidence: Sequence[Mapping[str, Any]], sources: Mapping[str, Any]
) -> None:
    fields = [{"field": name, **scores} for name, scores in row["fields"].items()]
    print_rows(f"By field: {row['system']}", fields)
    actions = [{"action": name, **scores} for name, scores in row["actions"].items()]
    print_rows(f"By action: {row['system']}", actions, notes=[f"parsed by: {dict(sources)}"])
    if confidence:
        notes = [
            f"{each['system']}: below {cut['threshold']:.2f} {kind} instead: {cut['held']:.1%} of"
            f" the answers, right {cut['before']:.3f} → {cut['after']:.3f}"
            for each in confidence
            for kind in ("ask", "rules")
            if (cut := each.get(kind))
        ]
        print_rows("How sure, and how often right", confidence, notes=notes)
