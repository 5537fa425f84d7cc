"""Time per turn over 100 turns of conversation on the demo store, and peak memory.

Ten conversations of ten turns (``turns.toml``) run one after another through the assistant that the
page and the API use, by default with the language model. Each turn reports the time of its steps
(parse, retrieve, rank, reply) itself; ``total`` is measured from outside, from the message to the
finished turn. One turn is run before the clock starts, so that models are loaded; it is not
counted. Memory is of the process and its children, the language model's server included.

Example: python -m benchmarks.turns --json turns.json
"""

from __future__ import annotations

import argparse
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from assistant.agent.turn import Turn
from assistant.service import Assistant
from assistant.settings import Settings
from benchmarks.memory import PeakMemory
from eval.metrics.ranking import percentiles_ms
from eval.output import check_writable, meta, print_rows, write_json

_SCRIPT = Path(__file__).with_name("turns.toml")


class Timed(NamedTuple):
    """One turn as it went: its conversation's language, and milliseconds from outside."""

    language: str
    message: str
    turn: Turn
    total_ms: float


def conversations() -> list[dict[str, Any]]:
    """The script: each conversation's ``language`` and ``turns``."""
    script: list[dict[str, Any]] = tomllib.loads(_SCRIPT.read_text("utf-8"))["conversation"]
    return script


def converse(assistant: Assistant) -> Iterator[Timed]:
    """Runs the whole script, turn after turn."""
    assistant.turn("green tea", conversation_id="warm-up")
    for number, conversation in enumerate(conversations()):
        for message in conversation["turns"]:
            started = time.perf_counter()
            turn = assistant.turn(message, conversation_id=f"benchmark-{number}")
            total_ms = (time.perf_counter() - started) * 1000
            yield Timed(conversation["language"], message, turn, total_ms)


def rows_of(turns: list[Timed]) -> list[dict[str, Any]]:
    """A row a step: p50 and p95 over the turns that took it, in milliseconds."""
    times: dict[str, list[float]] = defaultdict(list)
    for timed in turns:
        for step, ms in timed.turn.timings_ms.items():
            if step != "total":  # taken from outside, below
                times[step].append(ms)
        times["total"].append(timed.total_ms)
        times[f"total:{timed.language}"].append(timed.total_ms)
        times[f"total:{timed.turn.source}"].append(timed.total_ms)
    return [
        {"step": step, "turns": len(ms), **percentiles_ms(ms), "max_ms": round(max(ms), 2)}
        for step, ms in times.items()
    ]


def main() -> None:
    """Runs the script and prints the steps' times, the sources and the memory."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.turns",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--parser", choices=("llm", "rules"), help="as the environment sets it")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write rows and meta there")
    parser.add_argument("--transcript", action="store_true", help="print what was said as well")
    options = parser.parse_args()
    check_writable(options.json)
    with tempfile.TemporaryDirectory() as folder, PeakMemory() as memory:
        chosen = {"parser": options.parser} if options.parser else {}
        settings = Settings(data_dir=Path(folder), **chosen)
        started = time.perf_counter()
        assistant = Assistant.open(settings)
        opened_s = round(time.perf_counter() - started, 1)
        try:
            turns = []
            for timed in converse(assistant):
                turns.append(timed)
                if options.transcript:
                    shown = "; ".join(card.title for card in timed.turn.cards)
                    print(f"> {timed.message}\n  [{timed.turn.intent.action}] {timed.turn.text}")
                    print(f"  {shown}" if shown else "")
        finally:
            assistant.close()
    rows = rows_of(turns)
    about = meta(
        seed=0,
        data={"script": _SCRIPT},
        turns=len(turns),
        actions=dict(Counter(timed.turn.intent.action for timed in turns)),
        intents_from=dict(Counter(timed.turn.source for timed in turns)),
        peak_memory_mib=round(memory.mib, 1),
        first_start_s=opened_s,
    )
    notes = [
        f"intents from {about['intents_from']}; actions {about['actions']}",
        f"peak memory {memory.mib:.0f} MiB, the language model's server included",
        f"first start, the demo store built and indexed: {opened_s} s",
    ]
    print_rows(f"{len(turns)} turns on the demo store", rows, notes)
    write_json(options.json, rows, about)


if __name__ == "__main__":
    main()
