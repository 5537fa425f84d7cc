import json

import numpy as np
import pytest
from tokenizers import Tokenizer

from assistant.llm.weights.build import build
from assistant.llm.weights.lora import AdapterError, read_adapter
from finetune.export.checkpoint import base_checkpoint
from finetune.export.merge import merge
from finetune.export.tensors import load_weights, save_weights
from retrieval.models import model_file
from tests.assistant.llm.random_adapter import LlamaServer, write_adapter

BASES = ("gemma3-270m", "smollm2-135m")


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory):
    folder = tmp_path_factory.mktemp("checkpoints")
    return {name: base_checkpoint(name, folder / name) for name in BASES}


ENGLISH = (
    "blue running shoes for women under $80",
    "I've got ~$1,299.99 (max!) for a 15.6\" laptop; don't show me Dell's",
    "somthing nice 4 my dad's 60th b-day??",
    "USB-C→HDMI cable, 2m, 4K@60Hz",
    "MEN'S size 10½ café-au-lait naïve jalapeño",
    "e-mail me @ john.doe@example.com #sale 50% off",
)
CHINESE = (
    "有没有戴着不掉的蓝牙耳机 跑步用",
    "两三百块的iPhone15手机壳，不要透明的！",
    "ＡＢＣ１２３：全角数字和标点。（括号）《书名》",
    "帮我找女士連衣裙/裙子，预算￥500～800元…",
    "𠮷野家的牛肉饭怎么样？",
)
ODD = (
    "",
    " ",
    "  leading and trailing  ",
    "tabs\t\tand\n\nnew lines\r\n",
    "🇨🇳👩‍👩‍👧 😀👍🏽",
    "한국어 русский العربية ไทย",
    "<eos> <bos>x<end_of_turn> <|im_end|> <table> <unused5> <0x41>",
    "a" * 40,
    "哈" * 30 + "!" * 30 + "." * 30,
    "\x00\x07\ufeff\u00a0\u200b",
)


def typed_texts():
    """300 texts: every pair of one English, one Chinese and one odd line, and runs of blanks."""
    texts = [*ENGLISH, *CHINESE, *ODD]
    texts += [f"{a} {b}" for a in ENGLISH for b in (*CHINESE, *ODD)]
    texts += [b + a for a in CHINESE for b in (*ENGLISH, *ODD)]
    texts += [f"a{' ' * count}b{chr(10) * count}c" for count in range(1, 40)]
    words = [
        *"红色鞋码或者便宜礼物给妈妈",
        " red",
        " shoe",
        "size 42",
        "and ",
        "cheap",
        "gift",
        "mum",
    ]
    return (
        texts
        + [" ".join(words[i:] + words[:i]) for i in range(len(words))]
        + ["".join(words[i : i + 5]) for i in range(len(words))]
    )


def test_there_are_enough_texts():
    assert len(set(typed_texts())) >= 250


@pytest.mark.llm
@pytest.mark.parametrize("name", BASES)
def test_the_tokenizer_cuts_text_as_llama_cpp_does(name, checkpoints, tmp_path, shared_data):
    build(model_file(name), None, tmp_path / "a.gguf")
    server = LlamaServer(tmp_path / "a.gguf")
    tokenizer = Tokenizer.from_file(str(checkpoints[name] / "tokenizer.json"))
    texts = typed_texts()
    for language in ("en", "zh"):
        with (shared_data / f"dialogues-{language}" / "sessions.jsonl").open() as lines:
            for line, _ in zip(lines, range(60), strict=False):
                texts += [turn["text"] for turn in json.loads(line)["turns"]][:2]
    assert len(texts) > 300
    for text in texts:
        assert server.tokens(text) == tokenizer.encode(text, add_special_tokens=False).ids, text
        assert server.tokens(text, special=True) == tokenizer.encode(text).ids, text


@pytest.mark.parametrize("name", BASES)
def test_text_survives_being_cut(name, checkpoints):
    tokenizer = Tokenizer.from_file(str(checkpoints[name] / "tokenizer.json"))
    for text in typed_texts():
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        assert tokenizer.decode(ids, skip_special_tokens=False) == text


def test_configuration_and_weights_agree(checkpoints):
    for name, folder in checkpoints.items():
        settings = json.loads((folder / "config.json").read_text())
        weights = load_weights(folder / "model.safetensors")
        embedding = weights["model.embed_tokens.weight"]
        assert embedding.shape == (settings["vocab_size"], settings["hidden_size"])
        assert all(np.isfinite(values).all() for values in weights.values())
        size = Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab_size()
        assert size == settings["vocab_size"], name


def test_gemma_starts_and_ends_where_the_base_does(checkpoints):
    folder = checkpoints["gemma3-270m"]
    settings = json.loads((folder / "config.json").read_text())
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    assert [settings[f"{role}_token_id"] for role in ("pad", "eos", "bos")] == [0, 1, 2]
    assert [tokenizer.id_to_token(row) for row in range(4)] == ["<pad>", "<eos>", "<bos>", "<unk>"]
    assert settings["vocab_size"] == 65_536


def test_a_checkpoint_is_made_once_and_mended_when_another_is_there(checkpoints):
    folder = checkpoints["smollm2-135m"]
    weights = folder / "model.safetensors"
    made = weights.stat().st_mtime_ns
    base_checkpoint("smollm2-135m", folder)
    assert weights.stat().st_mtime_ns == made
    (folder / "aisle.json").write_text("{}")
    base_checkpoint("smollm2-135m", folder)
    assert weights.stat().st_mtime_ns != made
    assert not [path for path in folder.parent.iterdir() if "old" in path.name]


def test_bfloat16_rounds_to_even_and_comes_back(tmp_path):
    exact = np.array([1.0, -2.5, 0.0, 3.0e38, 2.0**-100], dtype=np.float32)
    between = np.array([1 + 2.0**-8, 1 + 3 * 2.0**-8], dtype=np.float32)
    expected = np.array([1.0, 1 + 2.0**-6], dtype=np.float32)
    save_weights({"a": exact, "b": between}, tmp_path / "a.safetensors", "bfloat16")
    back = load_weights(tmp_path / "a.safetensors")
    assert np.allclose(back["a"], exact, rtol=2.0**-8)
    assert (back["b"] == expected).all()


def test_merging_adds_the_adapter_and_keeps_the_rest(checkpoints, tmp_path):
    base = checkpoints["smollm2-135m"]
    adapter = write_adapter(model_file("smollm2-135m"), tmp_path / "adapter")
    merged = merge(base, adapter, tmp_path / "merged", "float32")
    before, after = (
        load_weights(base / "model.safetensors"),
        load_weights(merged / "model.safetensors"),
    )
    updates = read_adapter(adapter)
    for name, values in before.items():
        change = updates[name].delta() if name in updates else 0.0
        assert np.allclose(after[name], values + change, atol=1e-6)
    assert (merged / "tokenizer.json").read_bytes() == (base / "tokenizer.json").read_bytes()


def test_an_adapter_of_another_base_is_refused_and_leaves_nothing(checkpoints, tmp_path):
    adapter = write_adapter(model_file("gemma3-270m"), tmp_path / "adapter")
    with pytest.raises(AdapterError, match="another base"):
        merge(checkpoints["smollm2-135m"], adapter, tmp_path / "merged")
    assert [path.name for path in tmp_path.iterdir()] == ["adapter"]
