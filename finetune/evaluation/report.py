"""The evaluation as a Markdown page: tables first, then the requests behind them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from finetune.evaluation.requests import Request
from finetune.evaluation.targets import Target

Row = Mapping[str, Any]

_MAIN = {
    "system": "system",
    "n": "n",
    "action_accuracy": "action",
    "precision": "P",
    "recall": "R",
    "f1": "F1",
    "precision_exact": "P exact",
    "recall_exact": "R exact",
    "f1_exact": "F1 exact",
    "full_match": "full",
    "valid": "valid",
    "ask_vague": "ask, vague",
    "no_ask_clear": "no ask, clear",
    "query_f1": "query F1",
    "p50_ms": "p50 ms",
    "p95_ms": "p95 ms",
    "p50_cached_ms": "cached p50",
}
_COMPRESSION = {
    "system": "storage",
    "megabytes": "MB",
    "ratio": "ratio",
    "f1": "F1",
    "f1_exact": "F1 exact",
    "action_accuracy": "action",
    "full_match": "full",
    "p50_ms": "p50 ms",
    "p95_ms": "p95 ms",
}
_CONFIDENCE = {
    "system": "system",
    "n": "n",
    "right": "right",
    "ece": "ECE",
    "brier": "Brier",
    "ece_calibrated": "ECE calibrated",
    "brier_calibrated": "Brier calibrated",
}
_BY_PART = {"f1": "Slot F1", "full_match": "Full match", "action_accuracy": "Action accuracy"}


def report(
    rows: Sequence[Row],
    parts: Sequence[Row],
    *,
    targets: Sequence[Target],
    compression: Sequence[Row] = (),
    worst: Sequence[Request] = (),
    shown: Sequence[Request] = (),
    about: Mapping[str, Any],
) -> str:
    """The page.

    Args:
        rows: A row a system, the first the one whose details are shown.
        parts: Rows named ``system:part``.
        targets: Of the project.
        compression: A row a storage type.
        worst: Requests read worst.
        shown: A sample of requests.
        about: The ``meta`` of the run; its command, date and machine are named.
    """
    first = rows[0]
    head = (
        f"`{about['command']}`  \n{about['date']}, {about['machine']['cpus']} CPUs,"
        f" {about['intents']} labelled messages. P, R and F1 are micro over (field, value) pairs,"
        " forgiving case, articles and English number; *exact* forgives nothing. *full*: action,"
        " every slot and the questions right at once. Brackets: 95 % bootstrap interval."
    )
    text = [
        "# The fine-tuned parser, measured",
        head,
        *_section("Systems", _table(rows, _MAIN)),
        *_section(f"Targets, {first['system']}", _targets(targets)),
    ]
    for metric, title in _BY_PART.items():
        text += _section(f"{title} by part", _by_part(rows, parts, metric))
    text += _section(f"By field, {first['system']}", _nested(first["fields"], "field"))
    text += _section(f"By action, {first['system']}", _nested(first["actions"], "action"))
    text += _confidence(rows)
    if compression:
        sized = [{**row, "megabytes": round(row["bytes"] / 1e6, 1)} for row in compression]
        text += _section("Compression", _table(sized, _COMPRESSION))
    for title, found in (("The worst requests", worst), ("Requests and their intents", shown)):
        if found:
            text += _section(f"{title}, {first['system']}", *(_request(each) for each in found))
    return "\n\n".join(text) + "\n"


def _section(title: str, *body: str) -> list[str]:
    return [f"## {title}", *body]


def _table(rows: Sequence[Row], columns: Mapping[str, str]) -> str:
    used = {key: title for key, title in columns.items() if any(key in row for row in rows)}
    lines = [
        "| " + " | ".join(used.values()) + " |",
        "|---|" + "---:|" * (len(used) - 1),
    ]
    for row in rows:
        intervals = row.get("intervals", {})
        cells = (_cell(key, row.get(key), intervals.get(key)) for key in used)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _by_part(rows: Sequence[Row], parts: Sequence[Row], metric: str) -> str:
    """A row a system, a column a part of the test split."""
    found: dict[str, dict[str, Any]] = {
        row["system"]: {"system": row["system"], "all": row[metric]} for row in rows
    }
    columns = {"system": "system", "all": "all"}
    for row in parts:
        system, _, part = str(row["system"]).partition(":")
        columns.setdefault(part, f"{part} ({row['n']})")
        found[system][part] = row[metric]
    return _table(list(found.values()), columns)


def _nested(scores: Mapping[str, Row], name: str) -> str:
    rows = [{name: key, **values} for key, values in scores.items()]
    keys = dict.fromkeys(key for row in rows for key in row)
    return _table(rows, {key: key.replace("_", " ") for key in keys})


def _targets(found: Iterable[Target]) -> str:
    verdict = {True: "met", False: "missed", None: "not measured here"}
    rows = [
        {
            "target": target.name,
            "wanted": target.wanted,
            "seen": target.seen,
            "verdict": verdict[target.met],
        }
        for target in found
    ]
    return _table(rows, {key: key for key in ("target", "wanted", "seen", "verdict")})


def _confidence(rows: Sequence[Row]) -> list[str]:
    sure = [{"system": row["system"], **row["confidence"]} for row in rows if "confidence" in row]
    if not sure:
        return []
    notes = [
        f"- {row['system']}: {does} below {cut['threshold']:.2f} holds back {cut['held']:.1%} of"
        f" the answers; right {cut['before']:.3f} → {cut['after']:.3f}{of}"
        for row in sure
        for key, does, of in (
            ("ask", "asking", " of those kept"),
            ("rules", "taking the rules' answer", ""),
        )
        if (cut := row.get(key))
    ]
    body = [_table(sure, _CONFIDENCE), "\n".join(notes)] if notes else [_table(sure, _CONFIDENCE)]
    return _section("How sure, and how often right", *body)


def _request(request: Request) -> str:
    said = "  \n".join(f"> {line}" for line in request.said)
    lines = [f"**{request.id}**", said, f"- gold: `{_json(request.gold)}`"]
    lines.append(f"- read: `{_json(request.predicted)}`")
    if request.missing:
        lines.append(f"- missing: {', '.join(request.missing)}")
    if request.wrong:
        lines.append(f"- wrong: {', '.join(request.wrong)}")
    return "\n".join([*lines[:1], "", said, "", *lines[2:]])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _cell(key: str, value: Any, interval: Sequence[float] | None) -> str:
    if value is None:
        return "–"
    if not isinstance(value, float):
        return str(value)
    if key.endswith("_ms") or abs(value) >= 100:
        return f"{value:.1f}"
    shown = f"{value:.3f}"
    return f"{shown} [{interval[0]:.2f}–{interval[1]:.2f}]" if interval else shown
