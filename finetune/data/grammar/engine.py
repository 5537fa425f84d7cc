"""Generates labelled conversations from a product ontology and a language's phrases.

The shopper is simulated: what they want is drawn first, then put into words, so every label is
right by construction and nothing is parsed. A grammar and not a large model as the writer: it is
free, offline, deterministic and never wrong about its own label. Given up: the surprises of real
language, which hand-written requests and noise bring in (``finetune/material``).

The dice of a conversation depend on the seed and its number alone: asking for more keeps what
there was, and processes can share the work.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from random import Random

from finetune.data.conversation import Conversation
from finetune.data.grammar.asides import ASIDES, FIRST
from finetune.data.grammar.need import Need
from finetune.data.grammar.ontology import Row, load_ontology
from finetune.data.grammar.openings import gift, typed, vague
from finetune.data.grammar.phrases import ACTS, MATERIAL, Phrases, load_phrases
from finetune.data.grammar.refinements import REFINEMENTS, answer, new_price
from finetune.data.grammar.speaker import Speaker
from finetune.data.grammar.talk import Talk
from finetune.data.grammar.wishes import Drawer

MULTI_TURN = 0.45
"""Share of conversations with 2–6 messages of the shopper."""
_TURNS = (2, 3, 4, 5, 6)
_TURN_WEIGHTS = (30, 28, 20, 13, 9)
_OPENINGS = ("typed", "gift", "vague", "other")
_SINGLE = (68, 8, 7, 17)
_MULTI = (76, 11, 8, 5)
_REFINES = 0.56
_TRIES = 60
_HELD_OUT = 0.15

Choices = Sequence[tuple[Callable[[Talk], bool], float]]


@lru_cache(maxsize=4)
def phrases_of(language: str) -> Phrases:
    """The phrases shipped for ``language``."""
    return load_phrases(MATERIAL / "phrases" / f"{language}.toml")


@lru_cache(maxsize=4)
def ontology_of(language: str) -> tuple[Row, ...]:
    """The ontology shipped for ``language``."""
    return tuple(load_ontology(MATERIAL / "ontology" / f"{language}.jsonl"))


def generate(
    language: str,
    count: int,
    *,
    seed: int,
    ontology: Sequence[Row] | None = None,
    phrases: Phrases | None = None,
) -> Iterator[Conversation]:
    """Conversations of a simulated shopper, each message with its intent.

    Args:
        language: ``en`` or ``zh``, or any language that ``phrases`` are in.
        count: How many conversations.
        seed: The same seed gives the same conversations.
        ontology: What can be bought; the shipped ontology where None.
        phrases: How it is said; the shipped phrases where None. ``Phrases.only`` limits them to
            some families, so that train and test share no template.
    """
    spoken = phrases or phrases_of(language)
    rows = tuple(ontology) if ontology is not None else ontology_of(language)
    if not rows:
        raise ValueError("an empty ontology sells nothing to talk about; give it rows")
    speaker, drawer = Speaker(spoken), Drawer(spoken)
    for number in range(count):
        # Not for secrets: the same seed must give the same data.
        rng = Random(f"{seed}/{language}/{number}")  # noqa: S311
        talk = Talk(rng, spoken, speaker, drawer, rows, rng.choice(rows))
        _converse(talk)
        yield Conversation(
            id=f"{language}-g{seed}-{number:06d}",
            source="grammar",
            family=talk.families[0],
            language=language,
            turns=talk.turns,
        )


def held_out(phrases: Phrases, *, seed: int, share: float = _HELD_OUT) -> frozenset[str]:
    """Families for a test split: ``share`` of each act's, at least one, never all.

    ``phrases.only(held_out(…))`` then shares no frame with ``phrases.only`` of the rest.

    Raises:
        ValueError: An act has one family only, which cannot be on both sides.
    """
    rng = Random(f"{seed}/held-out")  # noqa: S311
    names: set[str] = set()
    for act in ACTS:
        own = [one.name for one in phrases.families if one.act == act]
        if len(own) < 2:
            raise ValueError(f"the act {act!r} has {len(own)} family; split it into two")
        names |= set(rng.sample(own, max(1, round(len(own) * share))))
    return frozenset(names)


def opening_families(phrases: Phrases, names: Collection[str]) -> frozenset[str]:
    """Those of ``names`` that a conversation can be named after (``Conversation.family``)."""
    first = {"search.type", "search.gift", "search.need", "injection", "injected_wish", "help"}
    first |= {"smalltalk", "out_of_scope", "promotions", "promotions_named", "cart_show"}
    first |= {"cart_add_named", "compare_named"}
    return frozenset(one.name for one in phrases.families if one.act in first and one.name in names)


def _converse(talk: Talk) -> None:
    rng = talk.rng
    several = rng.random() < MULTI_TURN
    turns = rng.choices(_TURNS, weights=_TURN_WEIGHTS)[0] if several else 1
    _open(talk, rng.choices(_OPENINGS, weights=_MULTI if several else _SINGLE)[0])
    for _ in range(turns - 1):
        talk.answers()
        if not talk.searched:
            _open(talk, "typed" if rng.random() < 0.8 else "gift")
        else:
            _follow(talk)


def _open(talk: Talk, how: str) -> None:
    if how == "vague" and not talk.row.needs:
        how = "typed"
    if how == "gift":
        gift(talk)
    elif how == "vague":
        vague(talk)
    elif how == "typed":
        typed(talk, "search.type", "search", Need())
    else:
        _first_of(talk, FIRST)


def _follow(talk: Talk) -> None:
    rng = talk.rng
    if "product_type" not in talk.need.fields and rng.random() < 0.6:
        if rng.random() < 0.75:
            answer(talk)
            return
        if new_price(talk):
            return
    _first_of(talk, REFINEMENTS if rng.random() < _REFINES else ASIDES)


def _first_of(talk: Talk, choices: Choices) -> None:
    """One of ``choices`` by weight that fits here."""
    weights = list(accumulate(weight for _, weight in choices))
    for _ in range(_TRIES):
        way, _ = talk.rng.choices(choices, cum_weights=weights)[0]
        if way(talk):
            return
    raise RuntimeError("nothing could be said next; the phrases lack families or forms")
