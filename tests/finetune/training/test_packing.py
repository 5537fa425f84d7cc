from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

torch = pytest.importorskip("torch")

from finetune.training.packing import (  # noqa: E402
    attention_mask,
    epoch_order,
    evenly,
    make_batch,
    plan_epoch,
)
from finetune.training.rows import Row, TokenRow  # noqa: E402


@given(
    lengths=st.lists(st.integers(2, 64), min_size=1, max_size=200),
    rows=st.integers(1, 9),
    seed=st.integers(0, 99),
)
def test_an_epoch_holds_each_example_once_in_rows_that_hold_them(lengths, rows, seed):
    order = list(range(len(lengths)))
    plan = plan_epoch(order, lengths, rows=rows, row_tokens=64, seed=seed)
    assert all(len(batch) == rows for batch in plan)
    flat = [row for batch in plan for row in batch]
    assert sorted(i for row in flat for i in row) == order
    assert all(sum(lengths[i] for i in row) <= 64 for row in flat)


def test_rows_are_nearly_full():
    lengths = [25 + (i * 7) % 36 for i in range(2000)]
    plan = plan_epoch(range(2000), lengths, rows=8, row_tokens=160)
    assert sum(lengths) / (len(plan) * 8 * 160) > 0.97


def test_the_order_depends_on_seed_and_epoch_alone():
    rows = [Row(prompt="a", answer="b")] * 50
    first = epoch_order(rows, sampling="all", seed=1, epoch=0)
    assert first == epoch_order(rows, sampling="all", seed=1, epoch=0)
    assert first != epoch_order(rows, sampling="all", seed=1, epoch=1)
    assert sorted(first) == list(range(50))


def test_weighted_sampling_draws_in_proportion_to_weight():
    rows = [Row(prompt="a", answer="b", weight=w) for w in [3.0] * 50 + [1.0] * 50]
    drawn = Counter(i < 50 for i in epoch_order(rows, sampling="weighted", seed=1, epoch=0))
    assert drawn[True] == 75


def test_balanced_sampling_draws_each_action_as_often():
    rows = [Row(prompt="a", answer="b", action="search") for _ in range(90)]
    rows += [Row(prompt="a", answer="b", action="help") for _ in range(10)]
    drawn = Counter(rows[i].action for i in epoch_order(rows, sampling="balanced", seed=1, epoch=0))
    assert drawn == {"search": 50, "help": 50}


def test_a_batch_points_at_the_tokens_before_each_answer_token():
    examples = [TokenRow((5, 6, 7, 8), 2, 2.0), TokenRow((1, 2, 3), 1, 1.0)]
    batch = make_batch([[0, 1], []], examples, row_tokens=8, pad=0)
    assert batch.ids.tolist() == [[5, 6, 7, 8, 1, 2, 3, 0], [0] * 8]
    assert batch.positions[0].tolist() == [0, 1, 2, 3, 0, 1, 2, 0]
    assert batch.segments[0].tolist() == [0, 0, 0, 0, 1, 1, 1, -1]
    assert batch.at.tolist() == [1, 2, 4, 5]
    assert batch.targets.tolist() == [7, 8, 2, 3]
    assert batch.weights.tolist() == [2, 2, 1, 1]
    assert batch.tokens == 7


def test_the_mask_is_causal_within_an_example_and_closed_between():
    mask = attention_mask(torch.tensor([[0, 0, 1, -1]]), torch.float32)[0, 0]
    assert (mask == 0).tolist() == [
        [True, False, False, False],
        [True, True, False, False],
        [False, False, True, False],
        [False, False, False, True],
    ]


def test_rows_are_picked_evenly():
    assert evenly(10, 5) == [0, 2, 4, 6, 8]
    assert evenly(3, 5) == [0, 1, 2]
