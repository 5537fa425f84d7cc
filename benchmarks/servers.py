"""The fine-tuned model on vLLM beside the same model on the embedded server: agreement and time.

Both are asked the same hand-written requests of ``finetune/material`` (half English, half Chinese;
a quarter with a need from earlier in their conversation) through the client that the chat uses, one
after another. What is compared is the change as the model wrote it, before checks and rules. The
weights differ (vLLM: bfloat16; embedded: 8 bits), so a few answers do too. ``slot_f1`` is of
vLLM's (field, value) pairs against the embedded server's.

Example: python -m finetune serve --cpu --model gemma3-270m --lora north=…
         python -m benchmarks.servers --vllm http://127.0.0.1:8000/v1 --model north
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from assistant.llm.client import IntentModel
from assistant.llm.errors import LLMUnavailableError, UnusableOutputError
from assistant.llm.notation import LISTS, NUMBERS, SINGLE, Change, write, write_need
from assistant.settings import Settings
from eval.metrics.ranking import percentiles_ms
from eval.metrics.slots import Counts, Pair, normalised
from eval.output import check_writable, meta, print_rows, write_json
from finetune.data.conversation import Conversation, read
from finetune.data.examples import steps

MATERIAL = Path(__file__).parents[1] / "finetune" / "material" / "requests"
AT_ONCE = 16
_SHOWN = 10
_LATER_EVERY = 4
_SLOTS = ("product_type", *LISTS, *SINGLE, *NUMBERS, "currency", "on_sale", "sort")


class Request(NamedTuple):
    """One message, with the need before it in the notation (empty at the start)."""

    id: str
    language: str
    need: str
    message: str


class Reading(NamedTuple):
    """What a server made of a request; no change where it failed."""

    change: Change | None
    ms: float

    @property
    def line(self) -> str:
        """The answer in the notation."""
        return write(self.change) if self.change is not None else "(no answer)"


def requests(count: int, folder: Path = MATERIAL) -> list[Request]:
    """``count`` requests, evenly picked: half in each language, a quarter of them with a need."""
    conversations = list(read(sorted(folder.glob("*.jsonl"))))
    found: list[Request] = []
    for language, share in (("en", count - count // 2), ("zh", count // 2)):
        all_of = [r for c in conversations if c.language == language for r in _requests_of(c)]
        later = [request for request in all_of if request.need]
        first = [request for request in all_of if not request.need]
        with_need = share // _LATER_EVERY
        found += _evenly(first, share - with_need) + _evenly(later, with_need)
    return found


def ask(model: IntentModel, asked: Sequence[Request], at_once: int = 1) -> list[Reading]:
    """The answers of ``model``, in order, ``at_once`` requests under way at a time."""

    def one(request: Request) -> Reading:
        started = time.perf_counter()
        try:
            change = model.ask(request.message, request.need).change
        except (LLMUnavailableError, UnusableOutputError):
            change = None
        return Reading(change, (time.perf_counter() - started) * 1000)

    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(one, asked))


def agreement(ours: Sequence[Change | None], theirs: Sequence[Change | None]) -> dict[str, float]:
    """``identical`` answers and ``action`` as shares, and ``slot_f1`` of ``theirs`` by ``ours``."""
    both = list(zip(ours, theirs, strict=True))
    slots = Counts()
    for one, other in both:
        have, want = pairs(other), pairs(one)
        slots += Counts(len(have & want), len(have), len(want))
    said = [(a, b) for a, b in both if a is not None and b is not None]
    return {
        "identical": round(sum(write(a) == write(b) for a, b in said) / len(both), 4),
        "action": round(sum(a.action == b.action for a, b in said) / len(both), 4),
        "slot_f1": round(slots.f1, 4),
    }


def pairs(change: Change | None) -> set[Pair]:
    """The (field, value) pairs of a change, normalised; references and flags are pairs as well."""
    if change is None:
        return set()
    lists = {"refs": change.refs, "drop": change.drop}
    flags = {"vague": change.vague or None, "gift": change.gift or None}
    fields = {name: change.slots.get(name) for name in _SLOTS} | lists | flags
    return {
        (name, normalised(str(single)))
        for name, value in fields.items()
        if value is not None
        for single in (value if isinstance(value, list | tuple) else [value])
    }


def _requests_of(conversation: Conversation) -> list[Request]:
    return [
        Request(
            f"{conversation.id}/{number}",
            conversation.language,
            write_need(step.before, vague=step.vague, gift=step.gift, shown=len(step.shown))
            if step.started or step.shown
            else "",
            step.message,
        )
        for number, step in enumerate(steps(conversation), start=1)
    ]


def _evenly(found: Sequence[Request], count: int) -> list[Request]:
    count = min(count, len(found))
    return [found[place * len(found) // count] for place in range(count)]


def _row(system: str, readings: Sequence[Reading], seconds: float) -> dict[str, Any]:
    return {
        "system": system,
        "n": len(readings),
        "answered": round(sum(r.change is not None for r in readings) / len(readings), 4),
        **percentiles_ms([reading.ms for reading in readings]),
        "requests_s": round(len(readings) / seconds, 2),
    }


def main() -> None:
    """Asks both servers and prints their times, how far they agree and where they do not."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.servers",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--vllm", required=True, metavar="URL", help="such as http://…:8000/v1")
    parser.add_argument("--model", required=True, help="name of the model or adapter there")
    parser.add_argument("--requests", type=int, default=200, help="how many (default 200)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write rows and meta there")
    options = parser.parse_args()
    check_writable(options.json)
    if options.requests < 2:
        parser.error("--requests: give at least 2, one in each language")
    asked = requests(options.requests)
    rows: list[dict[str, Any]] = []

    def timed(system: str, model: IntentModel, at_once: int) -> list[Reading]:
        ask(model, asked[:1])  # not counted: the first request warms the prefix cache up
        started = time.perf_counter()
        readings = ask(model, asked, at_once)
        rows.append(_row(system, readings, time.perf_counter() - started))
        return readings

    with tempfile.TemporaryDirectory() as folder:
        common: dict[str, Any] = {
            "data_dir": Path(folder),
            "llm_timeout_s": 60.0,
            "llm_notation": "line",
        }
        vllm = IntentModel(Settings(**common, llm_url=options.vllm, llm_model=options.model))
        if not vllm.healthy():
            parser.error(f"--vllm: nothing answers at {options.vllm}/models yet")
        embedded = IntentModel(Settings(**common, llm_url=None, llm_adapter="shipped"))
        try:
            if embedded.server is not None:
                embedded.server.wait()
            ours = timed("embedded", embedded, 1)
        finally:
            embedded.close()
        try:
            theirs = timed("vllm", vllm, 1)
            timed(f"vllm, {AT_ONCE} at once", vllm, AT_ONCE)
        finally:
            vllm.close()

    agreed = agreement([r.change for r in ours], [r.change for r in theirs])
    differing = [
        {"id": request.id, "need": request.need, "message": request.message}
        | {"embedded": mine.line, "vllm": other.line}
        for request, mine, other in zip(asked, ours, theirs, strict=True)
        if mine.line != other.line
    ]
    about = meta(
        seed=0,
        data={path.name: path for path in sorted(MATERIAL.glob("*.jsonl"))},
        agreement=agreed,
        differing=differing,
    )
    same = f"same answer {agreed['identical']:.3f}, same action {agreed['action']:.3f}"
    notes = [f"{same}, slot F1 of one by the other {agreed['slot_f1']:.3f}"]
    notes += [
        f"{d['id']}  {d['need']}{' | ' if d['need'] else ''}{d['message']}\n"
        f"    embedded: {d['embedded']}\n    vllm:     {d['vllm']}"
        for d in differing[:_SHOWN]
    ]
    print_rows(f"{len(asked)} requests, {options.model} at {options.vllm}", rows, notes)
    write_json(options.json, rows, about)


if __name__ == "__main__":
    main()
