import errno
import os

import numpy as np
import pytest
from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.llm.weights.gguf_file import Field, GgufFile, GgufFormatError
from assistant.llm.weights.vocabulary import kept_tokens
from assistant.llm.weights.write import DiskFullError, Stored, in_place_of, write_gguf
from retrieval.models import model_file

NORMAL, CONTROL, BYTE = 1, 3, 6


def write_small(path):
    floats = np.arange(128, dtype=np.float32).reshape(2, 64)
    fields = {
        "a.text": Field("蓝色 ▁", GGUFValueType.STRING),
        "a.number": Field(-7, GGUFValueType.INT32),
        "a.flag": Field(True, GGUFValueType.BOOL),
        "a.words": Field(["x", "", "好"], GGUFValueType.ARRAY, GGUFValueType.STRING),
        "a.scores": Field([0.5, -1.0], GGUFValueType.ARRAY, GGUFValueType.FLOAT32),
    }
    write_gguf(path, "llama", fields, {"m": Stored(floats, GGMLQuantizationType.F32)})
    return floats


def test_what_is_written_is_read_back(tmp_path):
    floats = write_small(tmp_path / "a.gguf")
    file = GgufFile(tmp_path / "a.gguf")
    assert file.architecture == "llama"
    assert file.get("a.text") == "蓝色 ▁"
    assert file.get("a.number") == -7
    assert file.get("a.flag") is True
    assert file.get("a.words") == ["x", "", "好"]
    assert file.get("a.scores") == [0.5, -1.0]
    assert (file.tensors["m"].values() == floats).all()
    assert (file.tensors["m"].values(np.array([1])) == floats[1:]).all()


def test_the_gguf_package_reads_the_same_tensors():
    path = model_file("smollm2-135m")
    ours, theirs = GgufFile(path), GGUFReader(path)
    assert list(ours.tensors) == [tensor.name for tensor in theirs.tensors]
    for tensor in theirs.tensors:
        assert ours.tensors[tensor.name].type == tensor.tensor_type
        assert ours.tensors[tensor.name].data.tobytes() == tensor.data.tobytes()
    for key in ("tokenizer.ggml.tokens", "llama.rope.freq_base", "tokenizer.ggml.merges"):
        assert ours.get(key) == theirs.fields[key].contents()


@pytest.mark.parametrize("cut", [0, 10, 30, 100, 200])
def test_a_file_cut_short_is_named(tmp_path, cut):
    write_small(tmp_path / "a.gguf")
    whole = (tmp_path / "a.gguf").read_bytes()
    (tmp_path / "b.gguf").write_bytes(whole[:cut])
    with pytest.raises(GgufFormatError, match=r"b\.gguf"):
        GgufFile(tmp_path / "b.gguf")


def test_another_kind_of_file_is_refused(tmp_path):
    (tmp_path / "a.gguf").write_bytes(b"PK\x03\x04" * 100)
    with pytest.raises(GgufFormatError, match="not a GGUF version 3 file"):
        GgufFile(tmp_path / "a.gguf")


def write_to_full_disk(target):
    with in_place_of(target):
        full = os.open("/dev/full", os.O_WRONLY)
        try:
            os.write(full, b"x")
        finally:
            os.close(full)


def test_a_full_disk_is_named_and_leaves_the_old_file(tmp_path):
    target = tmp_path / "a.gguf"
    target.write_bytes(b"old")
    with pytest.raises(DiskFullError, match="free some space") as caught:
        write_to_full_disk(target)
    assert caught.value.errno == errno.ENOSPC
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_other_errors_pass_and_leave_nothing(tmp_path):
    with pytest.raises(PermissionError), in_place_of(tmp_path / "a.gguf"):
        raise PermissionError
    assert list(tmp_path.iterdir()) == []


def vocabulary():
    tokens = [
        "<pad>",
        "<0x00>",
        "<0x01>",
        "ab",
        "的",
        "裤子",
        "привет",
        "か",
        "から",
        "cd",
        "б",
        "!",
    ]
    tokens += ["xy", "<unused7>", "<image>"]
    types = [CONTROL, BYTE, BYTE] + [NORMAL] * 10 + [CONTROL, 4]
    return tokens, types


def test_control_bytes_characters_and_chinese_stay_then_the_rest_by_rank():
    tokens, types = vocabulary()
    kept = [tokens[row] for row in kept_tokens(tokens, types, 10)]
    # "ab" and "cd" come before "xy"; another script and words with kana never stay.
    assert kept == ["<pad>", "<0x00>", "<0x01>", "ab", "的", "裤子", "か", "cd", "!", "<image>"]


def test_a_table_too_small_for_what_must_stay_is_refused():
    with pytest.raises(ValueError, match="too small"):
        kept_tokens(*vocabulary(), 5)


@settings(max_examples=50, deadline=None)
@given(st.integers(8, 20))
def test_kept_rows_ascend_and_never_pass_the_size(size):
    tokens, types = vocabulary()
    kept = kept_tokens(tokens, types, size)
    assert (np.diff(kept) > 0).all()
    assert len(kept) <= max(size, 0)


def test_gemma_keeps_its_first_ids_and_the_size_asked_for():
    file = GgufFile(model_file("gemma3-270m"))
    tokens, types = file.get("tokenizer.ggml.tokens"), file.get("tokenizer.ggml.token_type")
    kept = kept_tokens(tokens, types)
    assert len(kept) == 65_536
    assert (kept[:494] == np.arange(494)).all()
    words = {tokens[row] for row in kept}
    assert words >= {"▁the", "▁shoes", "跑步", "的", "，", "$", "¥", "€", "₹", "😀", "\t", "か"}
