"""Logged conversations, and the cases an offline evaluation makes of them.

Each assistant turn that showed items is one case. The input is every turn before it. The relevant
items are those of this turn alone, graded by what the shopper said of them in *later* turns: liked
2, disliked 0.5, neutral or nothing 1 (``contracts.md``). The whole catalogue is ranked; items shown
earlier are not taken out, because people show an item again. The case is the ranking of *what* to
show; whether to ask first is not judged here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from eval.data.errors import EvalDataError
from eval.data.lines import read_models

Feedback = Literal["liked", "neutral", "disliked"]

GRADES: dict[Feedback, float] = {"liked": 2.0, "neutral": 1.0, "disliked": 0.5}
_SESSION = '{"session_id": "…", "language": "en", "turns": [{"role": "user", "text": "…"}, …]}'


class LoggedTurn(BaseModel):
    """One turn; ``act``, ``keywords``, ``asks`` and ``feedback`` are human annotations."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    role: Literal["user", "assistant"]
    text: str = ""
    act: str | None = None
    keywords: list[str] = Field(default_factory=list)
    asks: list[str] = Field(default_factory=list)
    shown: list[str] = Field(default_factory=list)
    feedback: dict[str, Feedback] = Field(default_factory=dict)


class Session(BaseModel):
    """One logged conversation, turns in order."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    session_id: Annotated[str, Field(min_length=1)]
    language: str = "en"
    turns: list[LoggedTurn]


@dataclass(frozen=True)
class Case:
    """One showing: what was said before it, and what was shown with its grades."""

    case_id: str
    session_id: str
    language: str
    history: Sequence[LoggedTurn]
    grades: dict[str, float]

    @property
    def last_message(self) -> str:
        """The shopper's last message before the showing."""
        return next((t.text for t in reversed(self.history) if t.role == "user"), "")

    @property
    def whole_history(self) -> str:
        """Everything the shopper said, oldest first; the assistant's side left out."""
        return " ".join(t.text for t in self.history if t.role == "user")

    @property
    def keywords(self) -> str:
        """The search keywords the human assistant noted at the latest annotated turn, joined.

        The latest alone, not all of them: they are what that person searched with, and later ones
        replace earlier ones. Empty where no turn before the showing has any.
        """
        return " ".join(next((t.keywords for t in reversed(self.history) if t.keywords), []))


def read_sessions(path: Path) -> list[Session]:
    """The sessions, in the file's order.

    Raises:
        EvalDataError: A bad line, a session id twice, or no session at all.
    """
    sessions: dict[str, Session] = {}
    for number, session in read_models(path, Session, _SESSION):
        if session.session_id in sessions:
            problem = f"session_id {session.session_id!r} stands there twice"
            raise EvalDataError.at(path, number, problem)
        sessions[session.session_id] = session
    if not sessions:
        raise EvalDataError(f"{path} has no session; expected lines like {_SESSION}")
    return list(sessions.values())


def cases(sessions: Sequence[Session]) -> Iterator[Case]:
    """The cases of the sessions, in order; ``case_id`` is ``session_id#turn`` (0-based)."""
    for session in sessions:
        for place, turn in enumerate(session.turns):
            if turn.role != "assistant" or not turn.shown:
                continue
            said: dict[str, Feedback] = {}
            for later in session.turns[place + 1 :]:
                said |= later.feedback  # the last word on an item counts
            yield Case(
                case_id=f"{session.session_id}#{place}",
                session_id=session.session_id,
                language=session.language,
                history=session.turns[:place],
                grades={item: GRADES[said.get(item, "neutral")] for item in turn.shown},
            )
