"""What a visitor who is not signed in says of themselves: kept for the visit, in the conversation.

It counts there as a signed-in shopper's stated facts do, and goes with the conversation; the reply
says both. So do the switch (nothing of the visit moves the order) and the eraser (the conversation,
its cart and what was done in it: :meth:`assistant.service.Assistant.forget_visit`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from langgraph.runtime import Runtime

from assistant.agent.own_words import OwnWords
from assistant.agent.phrases import Phrases
from assistant.agent.profile_talk import confirmation
from assistant.agent.shop import Shop
from assistant.agent.state import ConversationState, Draft
from assistant.events import Event
from assistant.profiles.interests import canonical, interests, outranks
from assistant.profiles.model import Fact, Profile
from assistant.profiles.profiles import impersonal
from assistant.profiles.wording import trait_name

MOST_FACTS = 50


def visit_talk(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
    """Keep what the visitor said, and say so."""
    del runtime
    said, phrases = state["own_words"], Phrases(state["parsed"].intent.language)
    if said is None:
        return {"draft": Draft(text=phrases("profile.guest"))}
    match said.wish:
        case "show":
            return {"draft": Draft(text=_told(facts_of(state), phrases))}
        case "off" | "on":
            text = phrases(f"visit.{said.wish}")
            return {"draft": Draft(text=text), "impersonal": said.wish == "off"}
        case "forget":
            return {"draft": Draft(text=phrases("visit.sure"), chips=[confirmation(phrases)])}
        case "confirm":
            return {"draft": Draft(text=phrases("visit.deleted"))}
        case _:
            return _kept(state, said, phrases)


def _kept(state: ConversationState, said: OwnWords, phrases: Phrases) -> ConversationState:
    facts = _after(facts_of(state), said)
    what = phrases.join([_worded(kind, value, phrases) for kind, value in said.tags])
    text = phrases(f"visit.{said.wish}", what=what)
    return {"draft": Draft(text=text), "facts": [one.model_dump(mode="json") for one in facts]}


def facts_of(state: ConversationState | Mapping[str, Any]) -> list[Fact]:
    """What was said in this visit, newest first."""
    return [Fact.model_validate(one) for one in state.get("facts") or ()]


def profile_of(state: ConversationState, shop: Shop, now: datetime | None = None) -> Profile:
    """The shopper's profile as of ``now``, with what was said in this visit."""
    profile = shop.profiles.get(state.get("user_id"), session_id=state["conversation_id"], now=now)
    return impersonal(profile) if _switched_off(state) else with_facts(profile, facts_of(state))


def session_of(state: ConversationState, shop: Shop) -> list[Event]:
    """What was done in this visit, as far as it may move the order."""
    return [] if _switched_off(state) else shop.events.for_session(state["conversation_id"])


def _switched_off(state: ConversationState) -> bool:
    return state.get("user_id") is None and state.get("impersonal", False)


def with_facts(profile: Profile, facts: Sequence[Fact]) -> Profile:
    """The profile as if the facts were stated in it; they outrank what was inferred."""
    if not facts or not profile.personalised:
        return profile
    told = interests({}, {}, scale=1.0, facts=facts)

    def kept(kind: str) -> list[Any]:
        return [
            tag
            for tag in getattr(profile, kind)
            if not any(outranks(fact, tag.kind, tag.value) for fact in facts)
        ]

    return profile.model_copy(
        update={
            "tags": (*told.tags, *kept("tags")),
            "dislikes": (*told.dislikes, *kept("dislikes")),
            "facts": (*facts, *profile.facts),
        }
    )


def _told(facts: Sequence[Fact], phrases: Phrases) -> str:
    """What the visitor said of themselves, and that no more is kept."""
    named = (("always", True), ("never", False))
    parts = [phrases("visit.known")]
    for name, wanted in named:
        said = [_worded(one.kind, one.value, phrases) for one in facts if one.wanted is wanted]
        if said:
            parts.append(phrases(f"visit.said_{name}", what=phrases.join(said)))
    return ("" if phrases.language == "zh" else " ").join(parts)


def _after(facts: Sequence[Fact], said: OwnWords) -> list[Fact]:
    wanted = {"never": False, "always": True, "size": True, "unlike": None}[said.wish]
    now = datetime.now(UTC)
    new = [
        Fact(kind=kind, value=canonical(kind, value), wanted=wanted, ts=now)
        for kind, value in said.tags
    ]
    keys = {(one.kind, one.value.casefold()) for one in new}
    old = [one for one in facts if (one.kind, one.value.casefold()) not in keys]
    return [*new, *old][:MOST_FACTS]


def _worded(kind: str, value: str, phrases: Phrases) -> str:
    if kind == "size":
        return phrases("profile.a_size", value=value)
    return trait_name(kind, value, phrases.language)
