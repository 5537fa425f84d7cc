"""Slot and action scores of the intent parser over hand-labelled conversations.

Gold lines are {"id", "messages": [...], "intent": {...}}. Each system parses the messages; `f1` and
its kind are micro scores over (field, value) pairs, forgiving case, articles and English number,
`f1_exact` forgives nothing. Rows by language and by number of turns follow each system's own.
Systems: `aisle` (the parser as the environment sets it), `rules` (no language model), and
NAME=FILE for predictions written by `python -m assistant parse --output`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.parser import IntentParser
from assistant.settings import Settings
from eval.commands.options import add_common, existing_file, positive
from eval.data.intents import GoldIntent, Prediction, read_gold, read_predictions
from eval.errors import UsageError
from eval.metrics.intents import Answer, intent_row
from eval.metrics.significance import paired_p
from eval.metrics.slots import full_match
from eval.output import check_writable, meta, print_rows, write_json
from eval.progress import progress

EXAMPLE = "python -m eval intents --gold gold.jsonl --json intents.json"
_PARSERS = ("aisle", "rules")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--gold", type=existing_file, required=True, metavar="FILE")
    parser.add_argument(
        "--systems",
        default=",".join(_PARSERS),
        metavar="LIST",
        help="comma-separated: aisle, rules, NAME=PREDICTIONS.jsonl (aisle,rules)",
    )
    parser.add_argument("--limit", type=positive, metavar="N", help="the first N lines only")
    add_common(parser)


def run(options: argparse.Namespace) -> None:
    """Scores every system, prints the table, the fields of the first, and writes the JSON."""
    check_writable(options.json)
    systems = _systems(options.systems)
    gold = read_gold(options.gold)[: options.limit]
    rows: list[dict[str, Any]] = []
    sources: dict[str, dict[str, int]] = {}
    answers: dict[str, list[Answer]] = {}
    for name, file in systems.items():
        predictions = read_predictions(file, gold) if file else parse_all(name, gold)
        sources[name] = dict(Counter(prediction.source for prediction in predictions))
        answers[name] = [
            Answer(line.intent, prediction.intent, line.multi_turn, prediction.ms)
            for line, prediction in zip(gold, predictions, strict=True)
        ]
        rows.append(intent_row(name, answers[name], seed=options.seed))
    if len(rows) > 1:
        rows[0]["versus"] = [_versus(answers, seed=options.seed)]
    parts = [row for name in systems for row in _breakdown(name, answers[name], options.seed)]
    about = meta(seed=options.seed, data={"gold": options.gold}, intents=len(gold), sources=sources)
    print_rows(f"Intents: {len(gold)} conversations of {options.gold.name}", rows)
    print_rows("By language and number of turns", parts)
    fields = [{"field": name, **scores} for name, scores in rows[0]["fields"].items()]
    print_rows(f"By field: {rows[0]['system']}", fields, notes=[f"parsed by: {sources}"])
    write_json(options.json, [*rows, *parts], about)


def parse_all(system: str, gold: Sequence[GoldIntent]) -> list[Prediction]:
    """Parses the messages of every gold line, one after another, as a conversation would."""
    settings = Settings(parser="rules") if system == "rules" else Settings()
    parser = IntentParser.open(settings)
    try:
        parsed = [parser.parse(line.messages) for line in progress(gold, system, len(gold))]
    finally:
        parser.close()
    return [Prediction(result.intent, result.source, result.ms) for result in parsed]


def _systems(text: str) -> dict[str, Path | None]:
    systems: dict[str, Path | None] = {}
    for entry in filter(None, (part.strip() for part in text.split(","))):
        name, given, file = entry.partition("=")
        if given and not Path(file).is_file():
            raise UsageError(f"--systems {entry}: {file!r} is no file of predictions")
        if not given and name not in _PARSERS:
            raise UsageError(
                f"--systems {entry}: no such system; use {', '.join(_PARSERS)} or NAME=FILE"
            )
        if name in systems:
            raise UsageError(f"--systems names {name!r} twice; give each system its own name")
        systems[name] = Path(file) if given else None
    if not systems:
        raise UsageError(f"--systems is empty; name at least one of {', '.join(_PARSERS)}")
    return systems


def _versus(answers: dict[str, list[Answer]], *, seed: int) -> dict[str, Any]:
    """The first system against the best of the others, by full match."""
    matches = {
        name: {str(n): float(full_match(a.gold, a.predicted)) for n, a in enumerate(found)}
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


def _breakdown(system: str, answers: Sequence[Answer], seed: int) -> list[dict[str, Any]]:
    parts = {
        f"{system}:{language}": [a for a in answers if a.gold.language == language]
        for language in sorted({a.gold.language for a in answers})
    }
    parts[f"{system}:single-turn"] = [a for a in answers if not a.multi_turn]
    parts[f"{system}:multi-turn"] = [a for a in answers if a.multi_turn]
    return [intent_row(name, part, seed=seed) for name, part in parts.items() if part]
