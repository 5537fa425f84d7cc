"""Forgetting a shopper everywhere: what is deleted, in what order, and what leaves no bytes behind.

Conversations go first and the list of them last, so that an erasure broken off half-way finds them
again when it is repeated; every step may be done twice. What the shop must keep stays without a
name: a used promotion stays used. SQLite overwrites what it deletes (``secure_delete``) and its
write-ahead logs are emptied, so the id is in no file afterwards; PostgreSQL does that in its own
time (``VACUUM``). Backups and the shop's own logs are beyond reach.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import orjson
from pydantic import BaseModel, ConfigDict, Field

from assistant.carts import Carts
from assistant.event_log import EventLog
from assistant.experiments.log import ExperimentLog
from assistant.profiles.profiles import Profiles
from assistant.promotions import PromotionEngine

DEMO_FILES = ("shoppers.jsonl", "events.jsonl")
"""In the demo store's folder: what its shoppers were made from."""


class Erased(BaseModel):
    """What was deleted of a shopper."""

    model_config = ConfigDict(frozen=True)

    events: int = Field(ge=0, description="Events, those before sign-in in their sessions too.")
    facts: int = Field(ge=0, description="What they had stated.")
    cart_lines: int = Field(ge=0)
    conversations: int = Field(ge=0, description="Conversations, with all that was said in them.")
    promotion_uses: int = Field(ge=0, description="Uses that stay counted, now without a name.")


def erase(
    user_id: str,
    *,
    events: EventLog,
    profiles: Profiles,
    carts: Carts,
    promotions: PromotionEngine,
    experiments: ExperimentLog,
    forget_conversation: Callable[[str], bool],
    data_dir: Path,
) -> Erased:
    """Delete all that is stored of a shopper. Repeating it is harmless.

    Args:
        user_id: the shopper.
        events: the log.
        profiles: facts, choices, the list of conversations.
        carts: theirs, and those of their conversations.
        promotions: whose uses lose the name.
        experiments: assignments and exposures.
        forget_conversation: deletes one conversation; returns whether there was one. A conversation
            that others took part in too is deleted whole.
        data_dir: for the demo store's files.
    """
    sessions = sorted({*events.sessions_of(user_id), *profiles.conversations.of(user_id)})
    conversations = sum(forget_conversation(session) for session in sessions)
    cart_lines = sum(carts.clear(owner) for owner in (user_id, *sessions))
    uses = promotions.forget(user_id)
    promotions.impressions.forget([user_id, *sessions])
    experiments.forget([user_id, *sessions])
    facts = len(profiles.facts(user_id))
    gone = profiles.delete(user_id, session_ids=sessions)
    for name in DEMO_FILES:
        _without(data_dir / "demo" / name, user_id)
    profiles.conversations.delete(user_id)
    return Erased(
        events=gone,
        facts=facts,
        cart_lines=cart_lines,
        conversations=conversations,
        promotion_uses=uses,
    )


def _without(path: Path, user_id: str) -> None:
    """Rewrite a JSONL file without the shopper's lines, in one step."""
    if not path.is_file():
        return
    lines = path.read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if orjson.loads(line).get("user_id") != user_id]
    if len(kept) == len(lines):
        return
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    with os.fdopen(handle, "wb") as out:
        out.writelines(kept)
    Path(draft).replace(path)
