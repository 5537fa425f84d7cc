"""A LoRA adapter with random weights, in PEFT's files, for a base GGUF; and a server to try it."""

import json
import urllib.request

import numpy as np
import xllamacpp
from safetensors.numpy import save_file

from assistant.llm.weights import layout
from assistant.llm.weights.gguf_file import GgufFile


def write_adapter(base, folder, *, rank=8, alpha=16.0, seed=0, size=0.02, **settings):
    """Give every matrix of every layer of ``base`` a random update; returns ``folder``."""
    file = GgufFile(base)
    generator = np.random.default_rng(seed)
    tensors, modules = {}, set()
    for name, torch_name in layout.names(file).items():
        shape = file.tensors[name].shape
        if not name.startswith("blk.") or len(shape) == 1:
            continue
        module = torch_name.removesuffix(".weight")
        modules.add(module.rpartition(".")[2])
        a = generator.standard_normal((rank, shape[1])) / np.sqrt(shape[1])
        b = generator.standard_normal((shape[0], rank)) * size
        tensors[f"base_model.model.{module}.lora_A.weight"] = a.astype(np.float32)
        tensors[f"base_model.model.{module}.lora_B.weight"] = b.astype(np.float32)
    folder.mkdir(parents=True, exist_ok=True)
    save_file(tensors, folder / "adapter_model.safetensors")
    configuration = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "r": rank,
        "lora_alpha": alpha,
        "target_modules": sorted(modules),
        "bias": "none",
        **settings,
    }
    (folder / "adapter_config.json").write_text(json.dumps(configuration))
    return folder


class LlamaServer:
    """llama.cpp on one GGUF, one thread, closed with the object."""

    def __init__(self, model, adapter=None):
        params = xllamacpp.CommonParams()
        params.model.path = str(model)
        params.hostnames = ["127.0.0.1"]
        params.port = 0
        params.n_parallel = 1
        params.n_ctx = 512
        params.n_gpu_layers = 0
        params.verbosity = 0
        for pool in (params.cpuparams, params.cpuparams_batch):
            pool.n_threads = 1
            pool.poll = 0
        if adapter:
            info = xllamacpp.CommonAdapterLoraInfo()
            info.path = str(adapter)
            info.scale = 1.0
            params.lora_adapters = [info]
        self._server = xllamacpp.Server(params)
        self._url = str(self._server.listening_address)

    def _post(self, path, **body):
        request = urllib.request.Request(  # noqa: S310 - our own loopback server
            self._url + path, json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return json.load(answer)

    def tokens(self, text, *, special=False):
        """The ids that the server cuts a text into."""
        return self._post("/tokenize", content=text, add_special=special, parse_special=True)[
            "tokens"
        ]

    def greedy(self, prompt, tokens=12, **options):
        """The likeliest continuation."""
        return self._post(
            "/completion",
            prompt=prompt,
            n_predict=tokens,
            temperature=0,
            cache_prompt=False,
            **options,
        )["content"]
