"""A shop's own logged sessions as training material: the way back from production.

Nobody labels a log by hand, so a session labels itself where two readers agree. The rules read the
messages; the keywords a human noted (or the search that led to a purchase) say what was meant. A
message is kept only while every word of its keywords is in the intent the rules arrived at; from
the first disagreement on the session is left out. Such labels are easy ones: they bring the shop's
vocabulary and manner of speaking, not hard cases, and weigh less in training.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.intent import Intent
from assistant.rules import Vocabulary, read
from assistant.state import State, follow
from finetune.data.conversation import Conversation, MaterialError, Turn
from retrieval.values.text import contains_term, fold, is_cjk


class _LoggedTurn(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    role: str
    text: str = ""
    keywords: list[str] = Field(default_factory=list)
    shown: list[str] = Field(default_factory=list)


class _Session(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    session_id: str
    language: str = "en"
    turns: list[_LoggedTurn]


def conversations(
    path: Path, *, titles: dict[str, str] | None = None, vocabulary: Vocabulary | None = None
) -> Iterator[Conversation]:
    """The sessions of a log in the contract's form, as far as they label themselves.

    Args:
        path: The session log (JSONL).
        titles: Item id → title, for what was shown.
        vocabulary: The shop's brands and product types.

    Raises:
        MaterialError: A line is no session.
    """
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        if not line.strip():
            continue
        try:
            session = _Session.model_validate_json(line)
        except ValidationError as error:
            raise MaterialError(f"{path.name}:{number}: {error.errors()[0]['msg']}") from error
        turns = list(_agreed(session, titles or {}, vocabulary or Vocabulary()))
        if any(turn.user for turn in turns):
            yield Conversation(
                id=f"log-{session.session_id}",
                source="logs",
                family=f"log-{session.session_id}",
                language=session.language,
                turns=turns,
            )


def _agreed(session: _Session, titles: dict[str, str], words: Vocabulary) -> Iterator[Turn]:
    state, shown = State(language=session.language), list[str]()
    for turn in session.turns:
        if turn.role != "user":
            shown = [titles[item] for item in turn.shown if item in titles] or shown
            if turn.shown:
                yield Turn(shown=shown, say=turn.text)
            continue
        text = " ".join(turn.text.split())
        if not text:
            continue
        reading = read(text, vocabulary=words, shown=shown, before=state.language)
        intent, after = follow(
            state, reading.change, text, said=reading.said, lifted=reading.lifted
        )
        searched = intent.action in {"search", "refine"}
        if searched and not (turn.keywords and _agree(turn.keywords, intent, session.language)):
            return
        if searched and intent.model_copy(update={"action": "search"}) == state.need.model_copy(
            update={"action": "search"}
        ):
            return  # nothing understood: no lesson in it
        if searched or intent.action in {"smalltalk", "more"}:
            bare = intent.model_copy(update={"query": "", "language": "en"})
            yield Turn(user=text, intent=bare)
        state = after


def _agree(keywords: list[str], intent: Intent, language: str) -> bool:
    """Whether every word of the keywords is in the intent, and its type in the keywords."""
    said = fold(" ".join(keywords))
    kind = intent.product_type
    if kind is None or not contains_term(said, kind):
        return False
    if is_cjk(said) or language == "zh":
        left = said
        for value in sorted(fold(intent.query).split() + _values(intent), key=len, reverse=True):
            left = left.replace(value, "")
        return not left.strip(" 的")
    return all(contains_term(intent.query, word) for word in said.split())


def _values(intent: Intent) -> list[str]:
    lists = [intent.brands, intent.colors, intent.materials, intent.features, intent.sizes]
    one = [intent.product_type, intent.recipient, intent.occasion]
    return [value for values in lists for value in values] + [value for value in one if value]
