"""Builds the training set: every source, split, made noisy, freed of near-duplicates, weighed.

Deterministic for a configuration: the same rows in the same order. What it writes::

    train.jsonl  examples (prompt, answer, weight, …), shuffled
    dev.jsonl    cases for early stopping and for choosing: families and types never trained on
    test.jsonl   cases of the hand-written test split
    card.json    counts by source, action, field, language, and what was left out

A case is an example with the gold intent, so that scores are of intents and not of strings.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.intent import Intent
from assistant.llm.notation import VERSION
from finetune.data import dialogues, logs, query_ner
from finetune.data.conversation import Conversation, MaterialError, read
from finetune.data.examples import Example, Noise, examples, steps
from finetune.data.grammar import Row, generate, held_out, ontology_of, phrases_of
from finetune.data.splits import held_family, held_kind, kinds, near_duplicates
from finetune.data.swap import pool_of, swapped

_DEAL = 7
"""Seed of which phrase families are held out: the same in every build, so that a run that goes on
from another's adapter is validated on what neither was trained on."""

MATERIAL = Path(__file__).parents[1] / "material"
Source = Literal["hand", "grammar", "queryner", "dialogues", "logs"]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]


class DataConfig(BaseModel):
    """What the training set is made of. Counts are of conversations, shares are 0 to 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: int = 7
    grammar: dict[str, Count] = {"en": 2500, "zh": 1800}
    grammar_dev: Count = 160
    """Conversations of held-out types and families, a language, in the validation split."""
    hand_repeats: Count = 2
    """How often each hand-written conversation is trained on, each time with other noise."""
    hand_as_written: Count = 1
    """Of those repeats, the first that have no noise and no other values."""
    requests: dict[str, Share] = {"*.jsonl": 1.0}
    """File name pattern of the hand-written requests → the part of its conversations that is
    trained on. The first pattern that fits a file counts; a file that none fits is left out."""
    swap: Share = 0.5
    """Of the values of a hand-written conversation's repeats, the part that gives way to others."""
    dev_share: Share = 0.12
    dev_types: Share = 0.5
    """Of the product types of the ontology that no hand-written conversation names, the part that
    validation keeps for itself."""
    noise: Share = 0.35
    query_ner: Count = 1200
    sources: frozenset[Source] = frozenset({"hand", "grammar", "queryner", "dialogues", "logs"})
    keep: Share = 1.0
    """The part of the training rows kept, for the ablation by size."""
    weights: dict[str, float] = {"queryner": 0.5, "dialogues": 0.7, "logs": 0.3}
    """Loss weight of a source; 1 where it has none."""
    dialogue_repeats: int = 1
    balance: float = 0.5
    """Loss weight of an action: (mean count / its count) to this power, within 0.5 to 3."""


class Case(BaseModel):
    """One row of validation or test: an example with what was known and the gold intent."""

    model_config = ConfigDict(frozen=True)

    example: Example
    message: str
    before: Intent
    shown: list[str] = []
    vague: bool = False
    gift: bool = False
    gold: Intent
    multi_turn: bool = False


@dataclass
class Built:
    """The splits, and what was counted on the way."""

    train: list[Example] = field(default_factory=list)
    dev: list[Case] = field(default_factory=list)
    test: list[Case] = field(default_factory=list)
    card: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sources:
    """Where the material comes from besides the project's own.

    ``shared`` is the folder of public data (QueryNER, the dialogues); ``sessions`` the shop's own
    logs, in the contract's form; ``ontology`` what the shop's catalogue holds.
    """

    noise: Noise | None = None
    shared: Path | None = None
    sessions: Sequence[Path] = ()
    titles: dict[str, str] = field(default_factory=dict)
    ontology: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    """Language → rows of the shop's own ontology, beside ours."""


def build(config: DataConfig, sources: Sources) -> Built:
    """The training set that ``config`` describes.

    Raises:
        MaterialError: A file cannot be read, or nothing is left to train on.
    """
    files = sorted((MATERIAL / "requests").glob("*.jsonl"))
    by_file = {file: list(read([file])) for file in files}
    hand = list(chain.from_iterable(by_file.values()))
    test = list(read(sorted((MATERIAL / "test").glob("*.jsonl"))))
    by_hand = {kind for conversation in hand for kind in kinds(conversation)}
    grammar_train, grammar_dev = _grammar(config, sources, by_hand)
    unseen = {kind for conversation in grammar_dev for kind in kinds(conversation)}

    def away(conversation: Conversation) -> bool:
        return not unseen.isdisjoint(kinds(conversation))

    dev = [c for c in hand if held_family(c, config.dev_share)] + grammar_dev
    built = Built(test=list(_cases(test)))
    built.dev = _apart_from_test(list(_cases(dev)), built.test)
    train: list[Example] = []
    if "hand" in config.sources:
        ids = set(drawn(by_file, config))
        kept = [c for c in hand if c.id in ids and not held_family(c, config.dev_share)]
        for turn in range(config.hand_repeats):
            other = turn >= config.hand_as_written
            told = list(_others(kept, config, turn)) if other else kept
            noise = config.noise if other else 0.0
            train += _examples(told, config, sources, seed=turn, noise=noise)
    train += _examples((c for c in grammar_train if not away(c)), config, sources)
    for others in (_query_ner(config, sources, away), _logs(config, sources)):
        train += _examples((c for c in others if not away(c)), config, sources)
    built.train = _weighed(_apart(train, built), config)
    rng = random.Random(config.seed)  # noqa: S311 - no secret
    rng.shuffle(built.train)
    if config.keep < 1:
        built.train = built.train[: round(len(built.train) * config.keep)]
    if not built.train:
        raise MaterialError("nothing to train on: these sources and counts give no rows")
    built.card |= _card(config, built, before=len(train))
    return built


def drawn(by_file: Mapping[Path, Sequence[Conversation]], config: DataConfig) -> Iterator[str]:
    """The ids of the hand-written conversations that ``config.requests`` leaves in."""
    shares = config.requests.items()
    for file, conversations in by_file.items():
        share = next((part for pattern, part in shares if file.match(pattern)), 0.0)
        for conversation in conversations:
            rng = random.Random(f"{config.seed}:{conversation.id}")  # noqa: S311 - no secret
            if rng.random() < share:
                yield conversation.id


def _others(kept: Sequence[Conversation], config: DataConfig, turn: int) -> Iterator[Conversation]:
    """The hand-written conversations once more, with other values."""
    pool = pool_of(kept)
    for conversation in kept:
        rng = random.Random(f"{config.seed}:{turn}:{conversation.id}")  # noqa: S311 - no secret
        yield swapped(conversation, pool, rng, share=config.swap)


def _grammar(
    config: DataConfig, sources: Sources, by_hand: set[str]
) -> tuple[list[Conversation], list[Conversation]]:
    """The grammar's conversations; validation shares neither product type nor phrase family.

    Types that are spoken of ``by_hand`` are never held out: those conversations are too dear to
    lose.
    """

    def held(row: Row) -> bool:
        labels = {label for _, label, _ in row.heads}
        return held_kind(row.type, config.dev_types) and labels.isdisjoint(by_hand)

    train: list[Conversation] = []
    dev: list[Conversation] = []
    for language, count in sorted(config.grammar.items()):
        rows = [*ontology_of(language), *sources.ontology.get(language, ())]
        away = [row for row in rows if held(row)]
        here = [row for row in rows if not held(row)]
        phrases = phrases_of(language)
        kept_out = held_out(phrases, seed=_DEAL, share=config.dev_share)
        rest = {family.name for family in phrases.families} - kept_out
        if "grammar" in config.sources and here:
            train += generate(
                language, count, seed=config.seed, ontology=here, phrases=phrases.only(rest)
            )
        if away:
            dev += generate(
                language,
                config.grammar_dev,
                seed=config.seed + 1,
                ontology=away,
                phrases=phrases.only(kept_out),
            )
    return train, dev


def _query_ner(
    config: DataConfig, sources: Sources, away: Callable[[Conversation], bool]
) -> list[Conversation]:
    if sources.shared is None or "queryner" not in config.sources:
        return []
    path = sources.shared / "query-ner" / "train.jsonl"
    found = [c for c in query_ner.conversations(path) if not away(c)] if path.exists() else []
    rng = random.Random(config.seed)  # noqa: S311 - no secret
    return rng.sample(found, min(config.query_ner, len(found)))


def _logs(config: DataConfig, sources: Sources) -> Iterator[Conversation]:
    if sources.shared is not None and "dialogues" in config.sources:
        yield from chain.from_iterable(
            _dialogues(sources.shared / f"dialogues-{code}", code) for code in ("en", "zh")
        )
    if "logs" in config.sources:
        for path in sources.sessions:
            yield from logs.conversations(path, titles=dict(sources.titles))


def _dialogues(folder: Path, language: str) -> Iterator[Conversation]:
    labels = MATERIAL / "dialogues" / f"{language}.jsonl"
    log = folder / "sessions.jsonl"
    if log.exists():
        found = dialogues.titles_of(folder / "products.jsonl")
        yield from dialogues.conversations(labels, log, found)


def _examples(
    conversations: Iterable[Conversation],
    config: DataConfig,
    sources: Sources,
    *,
    seed: int = 0,
    noise: float | None = None,
) -> list[Example]:
    share = config.noise if noise is None else noise
    made = examples(conversations, noise=sources.noise, share=share, seed=config.seed + seed)
    return list(made)


def _cases(conversations: Iterable[Conversation]) -> Iterator[Case]:
    for conversation in conversations:
        found = {e.id: e for e in examples([conversation])}
        for number, step in enumerate(steps(conversation), start=1):
            example = found.get(f"{conversation.id}/{number}")
            if example is None:
                continue
            noisy = conversation.voice.endswith("noisy")
            yield Case(
                example=example.model_copy(update={"noisy": noisy}),
                message=step.message,
                before=step.before,
                shown=list(step.shown),
                vague=step.vague,
                gift=step.gift,
                gold=step.after.model_copy(update={"language": conversation.language}),
                multi_turn=step.started,
            )


def _apart_from_test(dev: list[Case], test: list[Case]) -> list[Case]:
    flags = near_duplicates([case.message for case in dev], [case.message for case in test])
    return [case for case, near in zip(dev, flags, strict=True) if not near]


def _apart(train: list[Example], built: Built) -> list[Example]:
    """``train`` without what is nearly a message of validation or test."""
    held_out = [case.message for case in chain(built.dev, built.test)]
    messages = [example.prompt.rstrip("\n").rpartition("\n")[2] for example in train]
    flags = near_duplicates(messages, held_out)
    built.card["near_duplicates_left_out"] = sum(flags)
    return [example for example, near in zip(train, flags, strict=True) if not near]


def _weighed(train: list[Example], config: DataConfig) -> list[Example]:
    counts = Counter(example.action for example in train)
    mean = sum(counts.values()) / max(1, len(counts))
    factor = {
        action: min(3.0, max(0.5, (mean / count) ** config.balance))
        for action, count in counts.items()
    }
    return [
        example.model_copy(
            update={
                "weight": round(config.weights.get(example.source, 1.0) * factor[example.action], 4)
            }
        )
        for example in train
    ]


def _card(config: DataConfig, built: Built, *, before: int) -> dict[str, Any]:
    def counts(name: str, rows: Iterable[Example]) -> dict[str, int]:
        return dict(Counter(str(getattr(row, name)) for row in rows).most_common())

    digest = hashlib.sha256()
    for example in built.train:
        digest.update(example.model_dump_json().encode())
    names = ("source", "language", "action", "noisy")
    dev = [case.example for case in built.dev]
    test = [case.example for case in built.test]
    fields: Counter[str] = Counter()
    for case in built.test:
        default = Intent()
        fields.update(n for n, v in case.gold if v != getattr(default, n))
    return {
        "notation": VERSION,
        "config": config.model_dump(mode="json"),
        "sha256": digest.hexdigest(),
        "rows": {"train": len(built.train), "dev": len(dev), "test": len(test)},
        "families": len({(row.source, row.family) for row in built.train}),
        "types": len({row.kind for row in built.train if row.kind}),
        "rows_before_splitting_off": before,
        "train": {name: counts(name, built.train) for name in names},
        "dev": {name: counts(name, dev) for name in names},
        "test": {name: counts(name, test) for name in names},
        "test_fields": dict(fields.most_common()),
    }
