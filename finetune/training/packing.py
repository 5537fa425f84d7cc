"""Which examples a step sees, and how they share fixed-shape rows.

An epoch's order depends on the seed and the epoch's number alone, so the position in the data is
two integers, and a resumed or a distributed run sees exactly the batches of an unbroken single one.
Examples of about 45 tokens are packed several to a row, about 99% full; a row's examples cannot see
each other: positions restart and the mask is block-diagonal. Given up: batches of equal lengths,
which pad as little but make every step one length's and so one kind's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from finetune.training.rows import Row, TokenRow

WINDOW = 512


@dataclass(frozen=True, slots=True)
class Batch:
    """One forward pass. ``R`` rows of ``L`` tokens, ``N`` answer tokens.

    Attributes:
        ids: ``[R, L]`` token ids, padded with ``pad``.
        positions: ``[R, L]`` position within the own example.
        segments: ``[R, L]`` number of the example within the row; -1 is padding.
        at: ``[N]`` flat indexes into ``[R*L]`` whose *next* token is an answer token.
        targets: ``[N]`` those next tokens.
        weights: ``[N]`` their weights.
        tokens: real (not padding) tokens.
    """

    ids: torch.Tensor
    positions: torch.Tensor
    segments: torch.Tensor
    at: torch.Tensor
    targets: torch.Tensor
    weights: torch.Tensor
    tokens: int

    def to(self, device: torch.device) -> Batch:
        """The same on a device."""
        return Batch(
            self.ids.to(device),
            self.positions.to(device),
            self.segments.to(device),
            self.at.to(device),
            self.targets.to(device),
            self.weights.to(device),
            self.tokens,
        )


def epoch_order(rows: Sequence[Row], *, sampling: str, seed: int, epoch: int) -> list[int]:
    """Indexes of the examples of one epoch, in order; as many as there are rows."""
    random = np.random.default_rng([seed, epoch])
    if sampling == "all":
        return [int(i) for i in random.permutation(len(rows))]
    chances = np.array([row.weight for row in rows], dtype=np.float64)
    if sampling == "balanced":
        totals: dict[str, float] = defaultdict(float)
        for row in rows:
            totals[row.action] += row.weight
        chances /= np.array([max(totals[row.action], 1e-12) for row in rows])
    # Systematic draw: each example comes floor or ceil of its expected number of times.
    edges = np.cumsum(chances / chances.sum()) * len(rows)
    drawn = np.searchsorted(edges, np.arange(len(rows)) + random.random(), side="right")
    return [int(i) for i in random.permutation(np.minimum(drawn, len(rows) - 1))]


def plan_epoch(
    order: Sequence[int], lengths: Sequence[int], *, rows: int, row_tokens: int, seed: int = 0
) -> list[list[list[int]]]:
    """Packs an epoch: batches of ``rows`` rows, each a list of example indexes.

    The order is packed some hundreds of examples at a time, the longest first, and the rows of
    each such window are shuffled, since like lengths come together in them. The last
    batch is filled up with empty rows.
    """
    random = np.random.default_rng([seed, len(order)])
    packed: list[list[int]] = []
    for start in range(0, len(order), WINDOW):
        window = _fill_rows(order[start : start + WINDOW], lengths, row_tokens)
        packed.extend(window[i] for i in random.permutation(len(window)))
    packed.extend([] for _ in range(-len(packed) % rows))
    return [packed[i : i + rows] for i in range(0, len(packed), rows)]


def _fill_rows(examples: Sequence[int], lengths: Sequence[int], row_tokens: int) -> list[list[int]]:
    """Rows of a window: each takes the longest example left and what fills it up best."""
    left: dict[int, list[int]] = defaultdict(list)
    for example in reversed(examples):
        left[lengths[example]].append(example)
    rows: list[list[int]] = []
    while left:
        longest = max(left)
        chosen = [longest, *_best_sum(left, longest, row_tokens - longest)]
        rows.append([left[length].pop() for length in chosen])
        for length in set(chosen):
            if not left[length]:
                del left[length]
    return rows


def _best_sum(left: dict[int, list[int]], taken: int, room: int) -> list[int]:
    """Lengths among ``left`` with the largest sum up to ``room`` (subset sum, sums as bits)."""
    items: list[int] = []
    for length in sorted(left, reverse=True):
        items.extend([length] * min(len(left[length]) - (length == taken), room // length))
    within = (1 << (room + 1)) - 1
    sums = [1]
    for length in items:
        sums.append((sums[-1] | sums[-1] << length) & within)
    goal = sums[-1].bit_length() - 1
    chosen = []
    for number in range(len(items), 0, -1):
        if not sums[number - 1] >> goal & 1:
            chosen.append(items[number - 1])
            goal -= items[number - 1]
    return chosen


def make_batch(
    packed: Sequence[Sequence[int]],
    examples: Sequence[TokenRow],
    *,
    row_tokens: int,
    pad: int,
    weighted: bool = True,
) -> Batch:
    """Tensors of some packed rows."""
    shape = (len(packed), row_tokens)
    ids = np.full(shape, pad, dtype=np.int64)
    positions = np.zeros(shape, dtype=np.int64)
    segments = np.full(shape, -1, dtype=np.int64)
    at: list[int] = []
    targets: list[int] = []
    weights: list[float] = []
    tokens = 0
    for number, row in enumerate(packed):
        begin = 0
        for segment, index in enumerate(row):
            example = examples[index]
            size = len(example.ids)
            ids[number, begin : begin + size] = example.ids
            positions[number, begin : begin + size] = np.arange(size)
            segments[number, begin : begin + size] = segment
            first = number * row_tokens + begin + example.answer_at - 1
            answer = example.ids[example.answer_at :]
            at.extend(range(first, first + len(answer)))
            targets.extend(answer)
            weights.extend([example.weight if weighted else 1.0] * len(answer))
            begin += size
        tokens += begin
    return Batch(
        torch.from_numpy(ids),
        torch.from_numpy(positions),
        torch.from_numpy(segments),
        torch.tensor(at, dtype=torch.int64),
        torch.tensor(targets, dtype=torch.int64),
        torch.tensor(weights, dtype=torch.float32),
        tokens,
    )


def attention_mask(segments: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """``[R, 1, L, L]`` additive mask: causal, and only within an example.

    Padding sees earlier padding and itself, so that no row of the softmax is empty.
    """
    length = segments.shape[1]
    same = segments[:, :, None] == segments[:, None, :]
    causal = torch.ones(length, length, dtype=torch.bool, device=segments.device).tril()
    allowed = (same & causal)[:, None]
    mask = torch.zeros(allowed.shape, dtype=dtype, device=segments.device)
    return mask.masked_fill_(~allowed, torch.finfo(dtype).min)


def evenly(count: int, wanted: int) -> list[int]:
    """``wanted`` of ``count`` indexes, evenly spread (all, if there are fewer)."""
    if count <= wanted:
        return list(range(count))
    return [i * count // wanted for i in range(wanted)]


def in_batches(
    examples: Sequence[TokenRow], *, rows: int, row_tokens: int, pad: int
) -> Iterator[Batch]:
    """All examples once, in order and unweighted: for the validation loss."""
    lengths = [len(example.ids) for example in examples]
    for packed in plan_epoch(range(len(examples)), lengths, rows=rows, row_tokens=row_tokens):
        yield make_batch(packed, examples, row_tokens=row_tokens, pad=pad, weighted=False)
