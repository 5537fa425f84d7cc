"""The command line and environment that start vLLM's OpenAI-compatible server.

vLLM lives in an environment of its own (requirements/vllm.lock: vLLM on CPU), because it pins
versions of torch and transformers that are not ours, so it is started as another program and never
imported. What is set and why: adapters are served by name (one for each shop) on one base; prefix
caching, since every prompt starts alike; xgrammar, which reads the same grammars as llama.cpp;
``--generation-config vllm``, so that a model's own sampling defaults never sway an answer; and no
network: the hub is off for local folders, usage statistics always.

On CPU, libraries that vLLM wants preloaded are found beside its Python, or among the system's.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

MODULE = "vllm.entrypoints.openai.api_server"  # the `vllm` command fails in the CPU distribution
_RANKS = (8, 16, 32, 64, 128, 256, 320, 512)  # what vLLM allows for --max-lora-rank
_PRELOADED = ("libtcmalloc_minimal.so*", "libtcmalloc.so*", "libiomp5.so")
_SYSTEM_LIBRARIES = (Path("/usr/lib/x86_64-linux-gnu"), Path("/usr/lib/aarch64-linux-gnu"))


class ServingError(ValueError):
    """vLLM cannot be started as asked."""


@dataclass(frozen=True)
class Serving:
    """What to serve, and how.

    Attributes:
        model: Checkpoint folder, or a name that vLLM resolves itself.
        name: What clients call it.
        adapters: PEFT adapter folders by the name that clients ask for.
        cpu: Whether this is vLLM's CPU build.
        tensor, pipeline, data: How many ways the model is split, and how many copies run.
        ray: Whether the parts may lie on several machines of a Ray cluster.
        context: Longest prompt and answer together, tokens.
        kv_gib: Memory of the cache on CPU, GiB.
        threads: Cores to use on CPU; 0 takes all that this process may use.
    """

    model: str
    name: str = "aisle"
    adapters: Mapping[str, Path] = field(default_factory=dict)
    host: str = "127.0.0.1"
    port: int = 8000
    cpu: bool = False
    tensor: int = 1
    pipeline: int = 1
    data: int = 1
    ray: bool = False
    context: int = 2048
    dtype: str = "bfloat16"
    prefix_caching: bool = True
    kv_gib: int = 1
    threads: int = 0
    more: Sequence[str] = ()


def _rank(folder: Path) -> int:
    try:
        settings = json.loads((folder / "adapter_config.json").read_text(encoding="utf-8"))
        return max(map(int, (settings["r"], *(settings.get("rank_pattern") or {}).values())))
    except (OSError, ValueError, KeyError) as error:
        raise ServingError(f"{folder} is not a PEFT adapter folder: {error}") from error


def _adapter_options(adapters: Mapping[str, Path]) -> list[str]:
    if not adapters:
        return []
    highest = max(map(_rank, adapters.values()))
    allowed = next((rank for rank in _RANKS if rank >= highest), None)
    if allowed is None:
        raise ServingError(f"vLLM serves adapters up to rank {_RANKS[-1]}, one here has {highest}")
    return [
        "--enable-lora",
        "--max-lora-rank",
        str(allowed),
        "--max-loras",
        str(min(len(adapters), 8)),
        "--max-cpu-loras",
        str(len(adapters)),
        "--lora-modules",
        *(f"{name}={folder.resolve()}" for name, folder in adapters.items()),
    ]


def arguments(serving: Serving, python: Path) -> list[str]:
    """The command, program first.

    Raises:
        ServingError: An adapter folder that is none, or of too high a rank.
    """
    options = {
        "--model": serving.model,
        "--served-model-name": serving.name,
        "--host": serving.host,
        "--port": str(serving.port),
        "--max-model-len": str(serving.context),
        "--dtype": serving.dtype,
        "--generation-config": "vllm",
        "--structured-outputs-config": json.dumps({"backend": "xgrammar"}),
    }
    split = {
        "--tensor-parallel-size": serving.tensor,
        "--pipeline-parallel-size": serving.pipeline,
        "--data-parallel-size": serving.data,
    }
    options |= {flag: str(ways) for flag, ways in split.items() if ways > 1}
    if serving.ray:
        options["--distributed-executor-backend"] = "ray"
    return [
        str(python),
        "-m",
        MODULE,
        *(part for pair in options.items() for part in pair),
        "--enable-prefix-caching" if serving.prefix_caching else "--no-enable-prefix-caching",
        *_adapter_options(serving.adapters),
        *serving.more,
    ]


def preloaded(python: Path) -> list[Path]:
    """The allocator and OpenMP libraries for CPU, where they are installed."""
    folders = [python.parent.parent / "lib", *_SYSTEM_LIBRARIES]
    found: list[Path] = []
    for pattern in _PRELOADED:
        if pattern.startswith("libtcmalloc") and found:
            continue  # one allocator
        hits = [path for folder in folders for path in sorted(folder.glob(pattern))]
        found += hits[:1]
    return found


def environment(serving: Serving, python: Path, outer: Mapping[str, str]) -> dict[str, str]:
    """The environment to start vLLM in; what the caller has set already stays."""
    ours = {"VLLM_NO_USAGE_STATS": "1", "DO_NOT_TRACK": "1"}
    if Path(serving.model).is_dir():
        ours["HF_HUB_OFFLINE"] = "1"
    if serving.cpu:
        ours["VLLM_CPU_KVCACHE_SPACE"] = str(serving.kv_gib)
        if serving.tensor * serving.pipeline * serving.data == 1:
            cores = sorted(os.sched_getaffinity(0))
            bound = cores[: serving.threads or len(cores)]
            ours["VLLM_CPU_OMP_THREADS_BIND"] = ",".join(map(str, bound))
        libraries = [str(path) for path in preloaded(python)]
        if libraries:
            ours["LD_PRELOAD"] = ":".join(libraries)
    return ours | dict(outer)
