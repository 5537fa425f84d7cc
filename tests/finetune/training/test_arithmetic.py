"""The fused forward and backward passes against peft's and transformers' own."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("peft")

from peft import PeftModel  # noqa: E402
from peft.tuners.lora.layer import Linear  # noqa: E402
from transformers import (  # noqa: E402
    AutoModelForCausalLM,
    LlamaConfig,
    LlamaForCausalLM,
)

from finetune.training.adapter import FusedLora, add_adapter, keep_mask, save_adapter  # noqa: E402
from finetune.training.base import load_base  # noqa: E402
from finetune.training.generation import Generator  # noqa: E402
from finetune.training.norms import fuse_norms  # noqa: E402
from finetune.training.objective import PackedLoss  # noqa: E402
from finetune.training.packing import make_batch  # noqa: E402
from finetune.training.rows import read_rows, tokenise  # noqa: E402


def randomise(model, seed=3):
    """Gives the adapter's B, zero at the start, something to do."""
    random = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.requires_grad:
                parameter.copy_(torch.randn(parameter.shape, generator=random) * 0.2)


def gradients(model):
    found = {n: p.grad.clone() for n, p in model.named_parameters() if p.requires_grad}
    model.zero_grad()
    return found


@pytest.fixture(params=["gemma3", "llama", "softcap"])
def adapted(request, tiny):
    config = tiny.config(dropout=0.0)
    model, tokenizer = load_base(config.base, torch.float32)
    if request.param == "llama":
        torch.manual_seed(1)
        model = LlamaForCausalLM(
            LlamaConfig(
                vocab_size=model.config.vocab_size,
                hidden_size=32,
                intermediate_size=64,
                num_hidden_layers=2,
                num_attention_heads=4,
                num_key_value_heads=2,
                initializer_range=0.2,
            )
        )
        model.requires_grad_(False)
    if request.param == "softcap":
        model.config.final_logit_softcapping = 3.0
    model = add_adapter(model, config)
    randomise(model)
    examples = tokenise(tokenizer, read_rows(tiny.data)[:7], bos=True, longest=96)
    return model, tokenizer, examples


def test_packed_loss_and_gradient_are_those_of_the_examples_one_by_one(adapted):
    model, _, examples = adapted
    # Given peft's and transformers' own arithmetic on one example at a time
    for module in model.modules():
        if type(module) is FusedLora:
            module.__class__ = Linear
    expected = torch.zeros(())
    for example in examples:
        ids = torch.tensor([example.ids])
        logits = model(input_ids=ids).logits[0, example.answer_at - 1 : -1]
        each = torch.nn.functional.cross_entropy(
            logits, ids[0, example.answer_at :], reduction="sum"
        )
        expected = expected + example.weight * each
    expected.backward()
    wanted = gradients(model)

    # When they are packed and go through the fused passes
    for module in model.modules():
        if type(module) is Linear:
            module.__class__ = FusedLora
    assert fuse_norms(model) >= 5
    batch = make_batch([[0, 3], [1, 2], [4, 5, 6], []], examples, row_tokens=128, pad=0)
    loss = PackedLoss(model)(batch)
    loss.backward()

    # Then
    assert loss.item() == pytest.approx(expected.item(), rel=1e-4)
    found = gradients(model)
    assert found.keys() == wanted.keys()
    for name, gradient in found.items():
        scale = wanted[name].abs().max().item()
        assert scale > 0
        assert torch.allclose(gradient, wanted[name], atol=2e-4 * scale, rtol=1e-3), name


def test_dropout_gradient_is_that_of_the_same_mask_by_autograd(tiny):
    config = tiny.config(dropout=0.5)
    model = add_adapter(load_base(config.base, torch.float32)[0], config)
    randomise(model)
    layer = next(m for m in model.modules() if type(m) is FusedLora).train()
    x = torch.randn(2, 5, 32, requires_grad=True)
    torch.manual_seed(9)
    out = layer(x)
    wave = torch.linspace(-1, 1, out.numel()).view(out.shape)
    (out * wave).sum().backward()
    got = (x.grad.clone(), gradients(layer))

    x.grad = None
    torch.manual_seed(9)
    keep = keep_mask(x.detach().view(-1, 32), 0.5).view(x.shape)
    assert 0 < (keep == 0).float().mean() < 1
    a, b = layer.lora_A["default"].weight, layer.lora_B["default"].weight
    plain = layer.base_layer(x) + layer.scaling["default"] * ((x * keep) @ a.T @ b.T)
    assert torch.allclose(out, plain, atol=1e-5)
    (plain * wave).sum().backward()
    assert torch.allclose(got[0], x.grad, atol=1e-4)
    for name, gradient in gradients(layer).items():
        assert torch.allclose(got[1][name], gradient, atol=1e-4), name


def test_dropout_drops_its_share_and_keeps_the_mean():
    torch.manual_seed(4)
    keep = keep_mask(torch.empty(400, 500), 0.05)
    assert (keep == 0).float().mean().item() == pytest.approx(13 / 256, abs=0.002)
    assert keep.mean().item() == pytest.approx(1.0, abs=0.003)


def test_answers_are_those_of_transformers_generate(adapted):
    model, tokenizer, _ = adapted
    prompts = ["red shoe\n", "a much longer prompt with a blue bag\n", "x\n", "lamp, black\n"]
    model.eval()
    expected = []
    for prompt in prompts:
        ids = torch.tensor([[1, *tokenizer(prompt, add_special_tokens=False)["input_ids"]]])
        out = model.generate(
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
            max_new_tokens=12,
            do_sample=False,
            stop_strings=["\n"],
            tokenizer=tokenizer,
        )
        expected.append(tokenizer.decode(out[0, ids.shape[1] :], skip_special_tokens=True))
    before = {n: p.clone() for n, p in model.named_parameters()}

    answers = Generator(model, tokenizer, longest=12, batch=3)(prompts)

    assert answers == expected
    assert all(torch.equal(before[n], p) for n, p in model.named_parameters())


def test_a_saved_adapter_computes_the_same_in_stock_peft(tiny, tmp_path):
    config = tiny.config()
    model = add_adapter(load_base(config.base, torch.float32)[0], config)
    randomise(model)
    weights = {n: p.detach() for n, p in model.named_parameters() if p.requires_grad}
    save_adapter(model, weights, tmp_path / "adapter")

    base = AutoModelForCausalLM.from_pretrained(config.base)
    stock = PeftModel.from_pretrained(base, tmp_path / "adapter").eval()

    ids = torch.tensor([[1, 40, 50, 60, 70]])
    with torch.no_grad():
        assert torch.allclose(
            stock(input_ids=ids).logits, model.eval()(input_ids=ids).logits, atol=0.05, rtol=0.01
        )
    assert {p.name for p in (tmp_path / "adapter").iterdir()} >= {
        "adapter_model.safetensors",
        "adapter_config.json",
    }
