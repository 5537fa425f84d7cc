"""What compression costs: each storage type's size, score and speed, served as it would be.

Sizes and builds are those of ``finetune.export``; what is added here is a server on the built file
and the test split through it. The checks of code are on: what is asked is what a shop would lose.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from assistant.llm.notation import VERSION
from assistant.settings import Settings
from eval.data.intents import GoldIntent
from eval.errors import UsageError
from eval.metrics.intents import Answer, intent_row
from eval.systems import parse_all
from finetune.export.compression import STORAGES, Storage, compression_report

KNOWN = {storage.name: storage for storage in (*STORAGES, Storage("f16", "F16", "F16"))}
_KEPT = (
    "n",
    "f1",
    "f1_exact",
    "action_accuracy",
    "full_match",
    "p50_ms",
    "p95_ms",
)
_LOADING_S = 120


def storages_of(names: str) -> tuple[Storage, ...]:
    """The storage types called ``names``, comma-separated.

    Raises:
        UsageError: No such type.
    """
    found = [name.strip() for name in names.split(",") if name.strip()]
    if unknown := [name for name in found if name not in KNOWN]:
        raise UsageError(f"--storages {unknown[0]}: use {', '.join(KNOWN)}")
    return tuple(KNOWN[name] for name in found)


def compression_rows(
    base: Path,
    adapter: Path,
    folder: Path,
    gold: Sequence[GoldIntent],
    storages: tuple[Storage, ...],
) -> list[dict[str, Any]]:
    """A row a storage type: ``bytes``, ``ratio``, scores over ``gold`` and times.

    Args:
        base: GGUF of the base.
        adapter: PEFT folder.
        folder: Where the builds go.
        gold: What to parse.
        storages: The types, largest first.
    """

    def evaluate(file: Path) -> Mapping[str, Any]:
        with serving(file) as url:
            settings = Settings(llm_url=url, llm_notation="line", llm_timeout_s=60)
            predictions = parse_all(file.stem, gold, settings, cache=True, need_model=True)
        pairs = zip(gold, predictions, strict=True)
        row = intent_row(file.stem, [Answer.of(line, found) for line, found in pairs])
        return {name: row[name] for name in _KEPT if name in row}

    return compression_report(base, adapter, folder, evaluate, storages)


@contextmanager
def serving(file: Path, *, template: str = VERSION) -> Iterator[str]:
    """The embedded server on one GGUF, as the chat runs it; yields its base URL.

    Raises:
        UsageError: It does not start.
    """
    command = [sys.executable, "-m", "assistant.llm.embedded", "--model", str(file)]
    command += ["--template", template]
    with subprocess.Popen(  # noqa: S603 - our own module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line.strip():
                raise UsageError(f"the embedded server does not start on {file}")
            port = str(json.loads(line)["address"]).rsplit(":", 1)[-1].rstrip("/")
            _await_health(f"http://127.0.0.1:{port}/health")
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.terminate()


@retry(
    retry=retry_if_exception_type(httpx.HTTPError),
    stop=stop_after_delay(_LOADING_S),
    wait=wait_fixed(0.2),
    reraise=True,
)
def _await_health(url: str) -> None:
    with httpx.Client(trust_env=False, timeout=5.0) as client:
        client.get(url).raise_for_status()
