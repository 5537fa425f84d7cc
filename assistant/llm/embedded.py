"""The embedded language-model server: llama.cpp in a child process, on a loopback port.

``python -m assistant.llm.embedded --model FILE`` loads one GGUF through ``xllamacpp``, serves the
OpenAI-compatible API and prints one JSON line with its address. A child process rather than the
library inside ours, because a crash in native code, or the memory of a model, must not take the
chat with it. The child watches its standard input: when the parent is gone, even by ``kill -9``,
the pipe closes and the child leaves. (PDEATHSIG was tried on paper and dropped: it fires when the
*thread* that started the child ends, and exists on Linux only.)
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from assistant.llm.prompts import PROMPT_VERSION, chat_template


def serve(  # noqa: PLR0917 - typer makes options of them
    model: Annotated[Path, typer.Option(help="GGUF file of the base model.")],
    alias: Annotated[str, typer.Option(help="Name the API gives the model.")] = "embedded",
    port: Annotated[int, typer.Option(help="Loopback port; 0 takes a free one.")] = 0,
    context: Annotated[int, typer.Option(help="Tokens of context a slot.")] = 3072,
    parallel: Annotated[int, typer.Option(help="Slots decoded at once.")] = 2,
    threads: Annotated[int, typer.Option(help="Threads; 0: all cores but one.")] = 0,
    template: Annotated[str, typer.Option(help="Prompt version.")] = PROMPT_VERSION,
    adapter: Annotated[
        list[Path] | None, typer.Option(help="GGUF LoRA adapter; may be repeated.")
    ] = None,
) -> None:
    """Serve one model until standard input closes.

    Example: python -m assistant.llm.embedded --model gemma.gguf --port 8080
    """
    import xllamacpp  # noqa: PLC0415 - native code; only the child may load it

    params = xllamacpp.CommonParams()
    params.model.path = str(model)
    params.model_alias = {alias}
    params.hostnames = ["127.0.0.1"]
    params.port = port
    params.n_parallel = parallel
    params.n_ctx = context * parallel
    # Full-size cache for sliding-window layers: without it llama.cpp cannot reuse a prompt prefix.
    params.swa_full = True
    params.cache_prompt = True
    # Prompts are a few hundred tokens; keeping more than this of them in memory buys nothing.
    params.cache_ram_mib = 128
    # All threads wait for each other after every layer: one that shares its core with a busy
    # neighbour stalls the rest (seen on 2 loaded cores: up to 32 s a request with 2 spinning
    # threads, 2 s with 1). So one core is left to the rest of the shop, and nobody spins.
    for pool in (params.cpuparams, params.cpuparams_batch):
        pool.n_threads = threads or max(1, (os.cpu_count() or 2) - 1)
        pool.poll = 0
    params.use_jinja = True
    params.chat_template = chat_template(template)
    params.verbosity = 1
    params.n_gpu_layers = 0
    adapters = []
    for path in adapter or []:
        info = xllamacpp.CommonAdapterLoraInfo()
        info.path = str(path)
        info.scale = 1.0
        adapters.append(info)
    if adapters:
        params.lora_adapters = adapters
    server = xllamacpp.Server(params)
    sys.stdout.write(json.dumps({"address": str(server.listening_address)}) + "\n")
    sys.stdout.flush()
    parent_gone = threading.Event()

    def watch() -> None:
        while sys.stdin.buffer.read(4096):
            pass
        parent_gone.set()

    threading.Thread(target=watch, daemon=True).start()
    parent_gone.wait()
    os._exit(0)  # native threads may be in the middle of a request; nothing here needs saving


if __name__ == "__main__":
    typer.run(serve)
