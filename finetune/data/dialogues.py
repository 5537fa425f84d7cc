"""Real shopping dialogues between people as training material, labelled by us.

The label files hold our intents alone, keyed by session and turn; the texts stay in the public log
and are joined here, so that nothing of the data set is copied into the project. Half of the
sessions, dealt by a hash of the id, may be labelled; the other half is only ever evaluated on, and
a label of it is refused. A message without a label (said twice, or the two sides mixed up) is left
out, since there is nothing to learn from it. Given up: who labels sees the whole log, so a value
that only the assistant said ("yes" to a brand offered) stands in a label though the message alone
does not show it; :mod:`finetune.data.check` lists those.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.intent import Intent
from assistant.json_lines import BadLine, UnreadableFileError, read_json_lines
from finetune.data.conversation import Conversation, MaterialError, Turn

_Row = TypeVar("_Row", bound=BaseModel)


class _Labels(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    session_id: str
    intents: dict[int, Intent]


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    role: Literal["user", "assistant"]
    text: str = ""
    shown: list[str] = Field(default_factory=list)


class _Session(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    session_id: str
    language: str = "en"
    turns: list[_Said]


class _Item(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    title: str


def may_train(session_id: str) -> bool:
    """Whether a session is in the half that is trained on; the other half is for evaluation."""
    return int(hashlib.sha256(session_id.encode()).hexdigest(), 16) % 2 == 0


def conversations(labels: Path, log: Path, titles: Mapping[str, str]) -> Iterator[Conversation]:
    """The labelled sessions with their texts, in the order of the labels.

    Args:
        labels: Our label file (JSONL): ``session_id``, and ``intents`` by turn index.
        log: The session log (JSONL) in the contract's form.
        titles: Item id → title, for what was shown.

    Raises:
        MaterialError: A line cannot be read, a session is of the evaluation half, or a label
            stands at a turn that is not the shopper's.
    """
    sessions = {session.session_id: session for _, session in _read(log, _Session)}
    for number, row in _read(labels, _Labels):
        where = f"{labels.name}:{number}"
        if not may_train(row.session_id):
            raise MaterialError(
                f"{where}: session {row.session_id} is for evaluation only; take the line out"
            )
        if session := sessions.get(row.session_id):
            yield _joined(session, row.intents, titles, where)


def _joined(
    session: _Session, intents: Mapping[int, Intent], titles: Mapping[str, str], where: str
) -> Conversation:
    messages = {place for place, said in enumerate(session.turns) if said.role == "user"}
    if wrong := sorted(set(intents) - messages):
        raise MaterialError(f"{where}: turn {wrong[0]} is no message of the shopper's")
    turns: list[Turn] = []
    for place, said in enumerate(session.turns):
        text = " ".join(said.text.split())
        if said.role == "assistant":
            shown = [titles[item] for item in said.shown if item in titles]
            turns.append(Turn(say=text, shown=shown))
        elif place in intents:
            turns.append(Turn(user=text, intent=intents[place]))
    return Conversation(
        id=f"dialogue-{session.language}-{session.session_id}",
        source="dialogues",
        family=f"dialogue-{session.session_id}",
        language=session.language,
        turns=turns,
    )


def _read(path: Path, model: type[_Row]) -> Iterator[tuple[int, _Row]]:
    try:
        for number, line in read_json_lines(path):
            if isinstance(line, BadLine):
                raise MaterialError(f"{path.name}:{number}: {line.reason}")
            try:
                yield number, model.model_validate(line)
            except ValidationError as error:
                first = error.errors()[0]
                place = ".".join(str(part) for part in first["loc"])
                raise MaterialError(f"{path.name}:{number}: {place}: {first['msg']}") from error
    except UnreadableFileError as error:
        raise MaterialError(str(error)) from error


def titles_of(catalogue: Path) -> dict[str, str]:
    """Item id → title of a catalogue file (JSONL).

    Raises:
        MaterialError: A line cannot be read.
    """
    return {row.id: row.title for _, row in _read(catalogue, _Item)}
