import multiprocessing
import shutil

import numpy as np
import pytest
from gguf import GGMLQuantizationType, GGUFValueType

from assistant.llm.weights import layout
from assistant.llm.weights.build import adapter_gguf, build, fingerprint
from assistant.llm.weights.gguf_file import Field, GgufFile
from assistant.llm.weights.lora import AdapterError, read_adapter
from assistant.llm.weights.write import Stored, write_gguf
from retrieval.models import model_file
from tests.assistant.llm.random_adapter import LlamaServer, write_adapter

HIDDEN, HEADS, KV_HEADS, INNER, TOKENS = 64, 4, 2, 96, 40
PROMPTS = (
    "The capital of France is",
    "Shopper: blue running shoes under $80\nType:",
    "我想买一双跑步鞋",
    "Once upon a time",
    "List of colors: red,",
    "The best laptop for students",
    "def f(x):",
    "1 2 3 4",
    "Dear customer,",
    "How to cook rice",
    "苹果手机价格",
    "A gift for my father",
    "waterproof jacket",
    "cheap flights to",
    "The weather today",
    "noise cancelling headphones",
    "in the morning I",
    "SELECT *",
    "女士连衣裙",
    "please compare",
)


@pytest.fixture(scope="module")
def small_base(tmp_path_factory):
    """A Llama of one layer: real names and shapes, random weights."""
    generator = np.random.default_rng(1)
    shapes = {
        "token_embd": (TOKENS, HIDDEN),
        "blk.0.attn_q": (HIDDEN, HIDDEN),
        "blk.0.attn_k": (HIDDEN // HEADS * KV_HEADS, HIDDEN),
        "blk.0.attn_v": (HIDDEN // HEADS * KV_HEADS, HIDDEN),
        "blk.0.attn_output": (HIDDEN, HIDDEN),
        "blk.0.ffn_gate": (INNER, HIDDEN),
        "blk.0.ffn_up": (INNER, HIDDEN),
        "blk.0.ffn_down": (HIDDEN, INNER),
        "blk.0.attn_norm": (HIDDEN,),
        "blk.0.ffn_norm": (HIDDEN,),
        "output_norm": (HIDDEN,),
    }
    tensors = {
        f"{name}.weight": Stored(
            generator.standard_normal(shape).astype(np.float32), GGMLQuantizationType.F32
        )
        for name, shape in shapes.items()
    }
    fields = {
        "llama.attention.head_count": Field(HEADS, GGUFValueType.UINT32),
        "llama.attention.head_count_kv": Field(KV_HEADS, GGUFValueType.UINT32),
        "tokenizer.ggml.model": Field("gpt2", GGUFValueType.STRING),
    }
    path = tmp_path_factory.mktemp("base") / "base.gguf"
    write_gguf(path, "llama", fields, tensors)
    return path


@pytest.fixture
def adapter(small_base, tmp_path):
    return write_adapter(small_base, tmp_path / "adapter", size=0.5)


def test_the_merged_weight_is_base_plus_scaled_product(small_base, adapter, tmp_path):
    build(small_base, adapter, tmp_path / "a.gguf", quantisation="F32", embedding="F32")
    base, merged = GgufFile(small_base), GgufFile(tmp_path / "a.gguf")
    names = layout.names(base)
    updates = read_adapter(adapter)
    assert len(updates) == 7
    for name, torch_name in names.items():
        before = layout.to_torch(base, name, base.tensors[name].values())
        after = layout.to_torch(base, name, merged.tensors[name].values())
        if torch_name in updates:
            a, b = updates[torch_name].a, updates[torch_name].b
            assert np.allclose(after, before + 16 / 8 * (b @ a), atol=1e-5)
            assert not np.allclose(after, before, atol=1e-2)
        else:
            assert (after == before).all()


def test_rotary_rows_are_halves_in_torch_and_pairs_in_llama_cpp(small_base):
    base = GgufFile(small_base)
    size = HIDDEN // HEADS
    rows = np.arange(HIDDEN, dtype=np.float32)[:, None]
    stored = layout.to_gguf(base, "blk.0.attn_q.weight", rows)[:, 0]
    assert stored[:4].tolist() == [0, size // 2, 1, size // 2 + 1]
    assert (layout.to_torch(base, "blk.0.attn_q.weight", stored[:, None]) == rows).all()


def test_rank_stabilised_and_per_module_alpha(small_base, tmp_path):
    folder = write_adapter(
        small_base, tmp_path / "a", rank=4, use_rslora=True, alpha_pattern={"q_proj": 6}
    )
    updates = read_adapter(folder)
    assert updates["model.layers.0.self_attn.q_proj.weight"].scale == pytest.approx(3.0)
    assert updates["model.layers.0.self_attn.k_proj.weight"].scale == pytest.approx(8.0)


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"use_dora": True}, "DoRA"),
        ({"bias": "all"}, "biases"),
        ({"modules_to_save": ["lm_head"]}, "saved modules"),
        ({"peft_type": "IA3"}, "IA3"),
    ],
)
def test_what_cannot_be_merged_is_refused_by_name(small_base, tmp_path, settings, named):
    folder = write_adapter(small_base, tmp_path / "a", **settings)
    with pytest.raises(AdapterError, match=named):
        build(small_base, folder, tmp_path / "a.gguf")
    assert not (tmp_path / "a.gguf").exists()


def test_an_adapter_of_another_base_is_refused(adapter, tmp_path):
    with pytest.raises(AdapterError, match="the base's"):
        build(model_file("smollm2-135m"), adapter, tmp_path / "a.gguf")


def test_a_missing_or_damaged_adapter_is_named(small_base, adapter, tmp_path):
    with pytest.raises(AdapterError, match="nowhere"):
        build(small_base, tmp_path / "nowhere", tmp_path / "a.gguf")
    (adapter / "adapter_model.safetensors").write_bytes(b"\x00" * 50)
    with pytest.raises(AdapterError, match="not a PEFT adapter"):
        build(small_base, adapter, tmp_path / "a.gguf")


def test_a_type_that_cannot_be_written_is_refused(small_base, tmp_path):
    with pytest.raises(ValueError, match="Q4_0"):
        build(small_base, None, tmp_path / "a.gguf", quantisation="Q4_K")


def test_a_file_from_the_same_inputs_is_kept_and_from_others_made_again(
    small_base, adapter, tmp_path
):
    target = tmp_path / "a.gguf"
    build(small_base, adapter, target)
    first, mark = target.stat(), fingerprint(target)
    build(small_base, adapter, target)
    assert target.stat().st_mtime_ns == first.st_mtime_ns
    build(small_base, adapter, target, quantisation="Q8_0")
    second = fingerprint(target)
    write_adapter(small_base, adapter, seed=5)
    build(small_base, adapter, target, quantisation="Q8_0")
    assert len({mark, second, fingerprint(target)}) == 3


def test_a_damaged_file_is_made_again(small_base, tmp_path):
    target = tmp_path / "a.gguf"
    build(small_base, None, target)
    whole = target.read_bytes()
    target.write_bytes(whole[: len(whole) // 2])
    build(small_base, None, target)
    assert target.read_bytes() == whole


def test_mixed_types_go_by_name(small_base, tmp_path):
    build(small_base, None, tmp_path / "a.gguf", mixed={"*.attn_*": "Q8_0", "*.ffn_*": "Q5_0"})
    tensors = GgufFile(tmp_path / "a.gguf").tensors
    assert tensors["blk.0.attn_q.weight"].type == GGMLQuantizationType.Q8_0
    assert tensors["blk.0.ffn_up.weight"].type == GGMLQuantizationType.Q5_0
    assert tensors["token_embd.weight"].type == GGMLQuantizationType.Q8_0
    assert tensors["blk.0.attn_norm.weight"].type == GGMLQuantizationType.F32


def test_two_processes_build_one_file(small_base, adapter, tmp_path):
    context = multiprocessing.get_context("spawn")
    target = tmp_path / "a.gguf"
    workers = [context.Process(target=build, args=(small_base, adapter, target)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert fingerprint(target)
    assert {path.name for path in tmp_path.iterdir()} == {"adapter", "a.gguf", ".a.gguf.lock"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["gemma3-270m", "smollm2-135m"])
def test_llama_cpp_says_the_same_with_a_live_adapter_and_with_merged_weights(name, tmp_path):
    base = model_file(name)
    folder = write_adapter(base, tmp_path / "adapter")
    # float32 throughout, so that rounding cannot flip two tokens that are equally likely.
    build(base, None, tmp_path / "base.gguf", quantisation="F32", embedding="F32")
    build(base, folder, tmp_path / "merged.gguf", quantisation="F32", embedding="F32")
    adapter_gguf(folder, tmp_path / "adapter.gguf", base=base)

    def said(*files):
        server = LlamaServer(*files)
        return [server.greedy(prompt) for prompt in PROMPTS]

    live = said(tmp_path / "base.gguf", tmp_path / "adapter.gguf")
    assert live == said(tmp_path / "merged.gguf")
    assert sum(a != b for a, b in zip(live, said(tmp_path / "base.gguf"), strict=True)) > 10


@pytest.mark.llm
def test_the_default_build_answers_and_is_small(tmp_path):
    target = tmp_path / "default.gguf"
    build(model_file("gemma3-270m"), None, target)
    assert target.stat().st_size < 110e6
    assert "red" in LlamaServer(target).greedy("Colors: blue, green, red, blue, green,", 4)
    shutil.rmtree(tmp_path)
