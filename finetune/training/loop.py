"""The training loop: batches in, best adapter out; goes on from its checkpoint after a kill.

Our own loop of some hundred lines, not transformers' Trainer: packing with answer-only logits, the
data position as two integers and the resume that gives the same weights are simple here and options
to be fought there. ``docs/decisions.md`` weighs it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from finetune.training import checkpoints
from finetune.training.adapter import save_adapter
from finetune.training.config import TrainingConfig
from finetune.training.errors import TrainingError
from finetune.training.generation import Generate, Generator
from finetune.training.journal import Journal
from finetune.training.objective import PackedLoss
from finetune.training.packing import epoch_order, in_batches, make_batch, plan_epoch
from finetune.training.parallel import Parallel, whole
from finetune.training.rows import Row, TokenRow

if TYPE_CHECKING:
    from peft import PeftModel
    from transformers import PreTrainedTokenizerBase

Evaluate = Callable[[Generate], float]
Plan = list[list[list[int]]]


@dataclass
class Progress:
    """What a run remembers beside its tensors; plain numbers, so that it goes into a checkpoint."""

    step: int = 0
    epoch: int = 0
    batch: int = 0
    seconds: float = 0.0
    tokens: int = 0
    train_seconds: float = 0.0
    best: float = -math.inf
    best_step: int = 0
    without_better: int = 0
    stopped: str = ""
    checked: list[list[float]] = field(default_factory=list)


class Trainer:
    """One run over one training set."""

    def __init__(
        self,
        config: TrainingConfig,
        model: PeftModel,
        tokenizer: PreTrainedTokenizerBase,
        *,
        rows: Sequence[Row],
        examples: Sequence[TokenRow],
        validation: Sequence[TokenRow],
        evaluate: Evaluate | None,
        folder: Path,
        parallel: Parallel,
        identity: str,
        bos: bool,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Takes a model with its adapter; ``identity`` tells this run from others to resume."""
        self.config, self.folder, self.parallel = config, folder, parallel
        self._rows, self._examples, self._validation = rows, examples, validation
        self._lengths = [len(example.ids) for example in examples]
        self._evaluate = evaluate if parallel.kind != "fsdp" else None
        self._identity, self._say = identity, say
        pad = tokenizer.pad_token_id
        self._pad = int(pad if pad is not None else tokenizer.eos_token_id or 0)
        self._model = model
        causal: Any = model.base_model.model
        layers = list(causal.get_decoder().layers)
        self._loss = parallel.wrap(PackedLoss(model), layers)
        self._weights = {name: p for name, p in model.named_parameters() if p.requires_grad}
        # One step for all tensors of a kind, and no scalar read back: a tenth of the time.
        self._optimizer = torch.optim.AdamW(
            self._weights.values(),
            lr=config.learning_rate,
            betas=(0.9, config.beta2),
            weight_decay=config.weight_decay,
            fused=parallel.kind != "fsdp",
        )
        self._generator = Generator(
            model, tokenizer, bos=bos, longest=config.answer_tokens, batch=config.generate_batch
        )
        self.progress = Progress()
        torch.manual_seed(config.seed + 7919 * parallel.rank)

    def run(self) -> Progress:
        """Trains to the end of the steps, the minutes or the patience; returns what came of it."""
        resumed = self._resume()
        journal = Journal(self.folder, step=self.progress.step) if self.parallel.leads else None
        plan = self._plan(self.progress.epoch)
        first = plan if self.progress.epoch == 0 else self._plan(0)
        steps = self.config.steps or math.ceil(
            len(first) * self.config.epochs / self.config.accumulate
        )
        self._say(
            f"{'going on at' if resumed else 'starting:'} step {self.progress.step} of {steps}, "
            f"{len(self._examples)} examples, {len(first)} batches an epoch"
        )
        self._model.train()
        begun = time.perf_counter() - self.progress.seconds
        while not self.progress.stopped:
            done = self._done(steps)
            started = time.perf_counter()
            if self.progress.step >= steps or done >= 1:
                self.progress.stopped = "steps" if self.progress.step >= steps else "minutes"
                break
            batches, plan = self._take(plan)
            line = self._step(batches, self._rate(done))
            self.progress.step += 1
            now = time.perf_counter()
            self.progress.train_seconds += now - started
            self.progress.seconds = now - begun
            line |= {"tokens_s": round(line["tokens"] / (now - started), 1)}
            if journal:
                journal.write(step=self.progress.step, **line, epoch=self.progress.epoch)
            if self.progress.step % 20 == 0:
                self._say(
                    f"step {self.progress.step}/{steps} loss {line['loss']:.4f} "
                    f"{line['tokens_s']:.0f} tok/s {self.progress.seconds / 60:.1f} min"
                )
            if self.progress.step % self.config.evaluate_steps == 0:
                self._check(journal)
                self.progress.seconds = time.perf_counter() - begun
            if self.config.keep_steps and self.progress.step % self.config.keep_steps == 0:
                self._keep(self.folder / "kept" / str(self.progress.step))
            if self.progress.step % self.config.checkpoint_steps == 0:
                self._save()
        if not self.progress.checked or self.progress.checked[-1][0] != self.progress.step:
            self._check(journal)
            self.progress.seconds = time.perf_counter() - begun
        self._save()
        return self.progress

    def _done(self, steps: int) -> float:
        """Share of the run that is over, by steps or by the clock; alike in all processes."""
        by_steps = self.progress.step / steps
        if self.config.minutes is None:
            return by_steps
        return self.parallel.agree(max(by_steps, self.progress.seconds / 60 / self.config.minutes))

    def _rate(self, done: float) -> float:
        """Learning rate: linear warm-up, then a cosine down to ``final_rate`` of it."""
        warm = self.config.warmup
        if done < warm:
            # Half a step ahead, so that the first step does something.
            return self.config.learning_rate * max(done, 0.02 * warm) / warm
        cosine = 0.5 * (1 + math.cos(math.pi * (done - warm) / (1 - warm)))
        low = self.config.final_rate
        return self.config.learning_rate * (low + (1 - low) * cosine)

    def _plan(self, epoch: int) -> Plan:
        order = epoch_order(
            self._rows, sampling=self.config.sampling, seed=self.config.seed, epoch=epoch
        )
        return plan_epoch(
            order,
            self._lengths,
            rows=self.config.rows,
            row_tokens=self.config.row_tokens,
            seed=self.config.seed + epoch,
        )

    def _take(self, plan: Plan) -> tuple[Plan, Plan]:
        """The next step's global batches, and the plan they leave off in."""
        taken = []
        for _ in range(self.config.accumulate):
            if self.progress.batch >= len(plan):
                self.progress.epoch, self.progress.batch = self.progress.epoch + 1, 0
                plan = self._plan(self.progress.epoch)
            taken.append(plan[self.progress.batch])
            self.progress.batch += 1
        return taken, plan

    def _step(self, batches: Plan, rate: float) -> dict[str, Any]:
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        weight = sum(self._weight(i) for batch in batches for row in batch for i in row)
        lost, tokens = 0.0, 0
        for number, packed in enumerate(batches):
            batch = make_batch(
                self.parallel.mine(packed),
                self._examples,
                row_tokens=self.config.row_tokens,
                pad=self._pad,
                weighted=self.config.sampling == "all",
            )
            with self.parallel.quiet(self._loss, last=number == len(batches) - 1):
                loss = self._loss(batch.to(self.parallel.device))
                # The exchange averages over processes; the loss is a sum over the global batch.
                (loss * (self.parallel.size / max(weight, 1e-9))).backward()
            lost += float(loss.detach())
            tokens += batch.tokens
        size = torch.nn.utils.clip_grad_norm_(self._weights.values(), self.config.clip)
        norm = float(whole(size))
        if not math.isfinite(norm):
            raise TrainingError(
                f"the gradient is not finite at step {self.progress.step}; lower learning_rate"
            )
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        lost, seen = self.parallel.total(lost, tokens)
        self.progress.tokens += int(seen)
        return {
            "loss": lost / max(weight, 1e-9),
            "rate": rate,
            "grad_norm": norm,
            "tokens": int(seen),
        }

    def _weight(self, index: int) -> float:
        example = self._examples[index]
        each = example.weight if self.config.sampling == "all" else 1.0
        return each * (len(example.ids) - example.answer_at)

    @torch.no_grad()
    def validation_loss(self) -> float:
        """Cross-entropy per answer token over the validation rows."""
        self._model.eval()
        lost = count = 0.0
        for batch in in_batches(
            self._validation,
            rows=self.config.rows,
            row_tokens=self.config.row_tokens,
            pad=self._pad,
        ):
            # Whole on each process: FSDP's exchanges need all of them in step.
            lost += float(self._loss(batch.to(self.parallel.device)))
            count += len(batch.targets)
        self._model.train()
        return lost / max(count, 1)

    def generate(self, prompts: Sequence[str]) -> list[str]:
        """Greedy answers, each process writing its share."""
        parts = self.parallel.gather(
            self._generator(prompts[self.parallel.rank :: self.parallel.size])
        )
        answers = [""] * len(prompts)
        for rank, part in enumerate(parts):
            answers[rank :: self.parallel.size] = part
        return answers

    def _check(self, journal: Journal | None) -> None:
        """Validates; keeps the adapter if it is the best so far (by slot F1, else by loss)."""
        loss = self.validation_loss()
        score = self._evaluate(self.generate) if self._evaluate else None
        # A tie in F1 goes to the lower loss.
        value = self.parallel.agree(-loss if score is None else score - 1e-4 * min(loss, 10.0))
        done = self.progress
        done.checked.append([done.step, loss, math.nan if score is None else score])
        if value > done.best:
            done.best, done.best_step, done.without_better = value, done.step, 0
            self._keep(self.folder / "adapter")
        else:
            done.without_better += 1
            if done.without_better >= self.config.patience:
                done.stopped = "patience"
        if journal:
            journal.write(
                step=done.step, validation_loss=loss, validation_f1=score, seconds=done.seconds
            )
        shown = "" if score is None else f", slot F1 {score:.4f}"
        self._say(f"step {done.step}: validation loss {loss:.4f}{shown}")

    def _keep(self, folder: Path) -> None:
        weights = {name: whole(weight) for name, weight in self._weights.items()}
        if self.parallel.leads:
            save_adapter(self._model, weights, folder)

    def _save(self) -> None:
        extra = {"progress": dict(vars(self.progress)), "identity": self._identity}
        state = checkpoints.capture(self._weights, self._optimizer, self.parallel, extra)
        if self.parallel.leads:
            checkpoints.write(state, self.folder / "checkpoint")
        self.parallel.wait()

    def _resume(self) -> bool:
        state = checkpoints.read(self.folder / "checkpoint")
        if state is None:
            return False
        if state["identity"] != self._identity:
            raise TrainingError(
                f"{self.folder} holds a run of another configuration or other data; "
                "choose another folder, or delete its checkpoint"
            )
        checkpoints.restore(state, self._weights, self._optimizer, self.parallel)
        self.progress = Progress(**state["progress"])
        return True
