"""``/v1/profiles/{user_id}``: what is known of a shopper, to read, correct, switch off and delete.

The API has no sign-in of its own: whoever can reach it can read any profile. A shop puts it behind
its own session check, as it does ``/v1/chat`` with a ``user_id``.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from fastapi import APIRouter, Path, Query
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    model_validator,
)

from assistant.api.problems import Problem
from assistant.api.shapes import Identifier, without_control
from assistant.profiles import Fact, Interests, PriceBand, Profile, Tag
from assistant.profiles.erasure import Erased
from assistant.profiles.statements import TooManyFactsError
from assistant.profiles.sums import HALF_LIFE, SESSION_HALF_LIFE

if TYPE_CHECKING:
    from assistant.service import Assistant

Kind = Literal["category", "brand", "color", "material", "style", "size"]
Value = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=400),
    AfterValidator(without_control),
]

TAG: dict[str, Any] = {
    "kind": "brand",
    "value": "Fleetfoot",
    "strength": 0.82,
    "evidence": 9,
    "bought": 1,
    "last": "2026-05-04T10:15:30Z",
    "stated": False,
}
FACT: dict[str, Any] = {
    "kind": "material",
    "value": "leather",
    "wanted": False,
    "ts": "2026-05-01T08:00:00Z",
}
BAND: dict[str, Any] = {"low": 55.0, "high": 95.0, "currency": "USD", "evidence": 6}
PROFILE: dict[str, Any] = {
    "user_id": "u-001",
    "name": "Mara",
    "language": "en",
    "at": "2026-05-04T10:16:00Z",
    "personalisation": True,
    "long_term": {
        "half_life": "P45D",
        "tags": [TAG],
        "dislikes": [
            {**TAG, "kind": "material", "value": "leather", "strength": 1.0, "stated": True}
        ],
        "disliked_items": [],
    },
    "session": None,
    "facts": [FACT],
    "price_band": BAND,
    "price_bands": {"Shoes > Running Shoes": BAND},
    "segments": ["regular"],
    "viewed_items": {"shoe-114-blue": 3},
    "purchased_items": {"shoe-101-red": 1},
    "orders": 2,
    "events": 41,
}
CHANGE: dict[str, Any] = {
    "personalisation": True,
    "add": [
        {"kind": "material", "value": "leather", "wanted": False},
        {"kind": "size", "value": "42"},
    ],
    "remove": [{"kind": "brand", "value": "Fleetfoot"}],
    "restore": [],
}
ERASED: dict[str, Any] = {
    "events": 41,
    "facts": 1,
    "cart_lines": 2,
    "conversations": 3,
    "promotion_uses": 1,
}


def _example(value: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [value]})


class LearnedInterests(BaseModel):
    """Interests and aversions, the strongest first, and how fast they fade."""

    half_life: timedelta = Field(description="ISO 8601: an event counts half after it.")
    tags: list[Tag]
    dislikes: list[Tag]
    disliked_items: list[str]

    @classmethod
    def of(cls, found: Profile | Interests, half_life: timedelta) -> Self:
        """From either part of a profile."""
        return cls(
            half_life=half_life,
            tags=list(found.tags),
            dislikes=list(found.dislikes),
            disliked_items=sorted(found.disliked_items),
        )


class ProfileReply(BaseModel):
    """All that is known of a shopper, whether or not it is used."""

    model_config = _example(PROFILE)

    user_id: str
    name: str
    language: str
    at: AwareDatetime
    personalisation: bool = Field(description="Whether any of this is used.")
    long_term: LearnedInterests
    session: LearnedInterests | None = Field(
        default=None, description="Of the `session_id` asked for."
    )
    facts: list[Fact] = Field(description="What the shopper stated; it outranks the rest.")
    price_band: PriceBand | None = None
    price_bands: dict[str, PriceBand] = Field(description="By category path and its prefixes.")
    segments: list[str]
    viewed_items: dict[str, int] = Field(description="Product id to views in the last 30 days.")
    purchased_items: dict[str, int] = Field(description="Product id to pieces ever bought.")
    orders: int
    events: int = Field(description="Events stored of the shopper.")

    @classmethod
    def of(cls, profile: Profile, user_id: str, session_id: str | None) -> Self:
        """The profile as it is published."""
        session = LearnedInterests.of(profile.session, SESSION_HALF_LIFE) if session_id else None
        return cls(
            user_id=user_id,
            name=profile.name,
            language=profile.language,
            at=profile.at or datetime.now(UTC),
            personalisation=profile.personalised,
            long_term=LearnedInterests.of(profile, HALF_LIFE),
            session=session,
            facts=list(profile.facts),
            price_band=profile.price_band,
            price_bands=dict(profile.price_bands),
            segments=sorted(profile.segments),
            viewed_items=dict(profile.viewed_items),
            purchased_items=dict(profile.purchased_items),
            orders=profile.orders,
            events=profile.events,
        )


class TagName(BaseModel):
    """One tag, by name."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    value: Value


class Statement(TagName):
    """Something stated: wanted, or never."""

    wanted: StrictBool = True


Names = Annotated[list[TagName], Field(max_length=50)]


class ProfileChange(BaseModel):
    """A correction. Lists are applied in this order: `remove`, `restore`, `add`."""

    model_config = _example(CHANGE)

    personalisation: StrictBool | None = Field(default=None, description="Switch it on or off.")
    add: Annotated[list[Statement], Field(max_length=50)] = Field(
        default_factory=list, description="Facts to keep; they outrank behaviour."
    )
    remove: Names = Field(
        default_factory=list,
        description="Tags or facts to take off; behaviour does not bring them back.",
    )
    restore: Names = Field(
        default_factory=list, description="Tags about which behaviour may speak again."
    )

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.personalisation is None and not (self.add or self.remove or self.restore):
            raise ValueError('send at least one of "personalisation", "add", "remove", "restore"')
        return self


class ErasedReply(Erased):
    """What was deleted."""

    model_config = ConfigDict(json_schema_extra={"examples": [ERASED]})


UserId = Annotated[Identifier, Path(openapi_examples={"a": {"value": "u-001"}})]


def profiles_router(assistant: Assistant) -> APIRouter:
    """The routes of a shopper's own profile."""
    router = APIRouter(prefix="/v1", tags=["profiles"])

    def reply(user_id: str, session_id: str | None = None) -> ProfileReply:
        profile = assistant.profiles.known(user_id, session_id=session_id)
        return ProfileReply.of(profile, user_id, session_id)

    @router.get(
        "/profiles/{user_id:path}",
        summary="What is known of a shopper",
        response_model=ProfileReply,
    )
    def read(
        user_id: UserId,
        session_id: Annotated[
            Identifier | None, Query(description="The session (conversation) to add.")
        ] = None,
    ) -> ProfileReply:
        """Tags with strength, evidence and age; facts; prices; history; the switch."""
        found = reply(user_id, session_id)
        shopper = assistant.profiles.shoppers.get(user_id)
        if shopper is None and found.personalisation and not (found.events or found.facts):
            raise Problem(404, "Nothing is known of this shopper. POST /v1/events to tell some.")
        return found

    @router.patch(
        "/profiles/{user_id:path}",
        summary="Correct a profile, switch it off or on",
        response_model=ProfileReply,
    )
    def change(user_id: UserId, change: ProfileChange) -> ProfileReply:
        """State facts, take tags off, let behaviour speak again; answers with the new profile."""
        statements, now = assistant.profiles.statements, datetime.now(UTC)
        try:
            for tag in change.remove:
                statements.state(user_id, Fact(kind=tag.kind, value=tag.value, wanted=None, ts=now))
            for tag in change.restore:
                statements.take_back(user_id, tag.kind, tag.value)
            for one in change.add:
                statements.state(
                    user_id, Fact(kind=one.kind, value=one.value, wanted=one.wanted, ts=now)
                )
        except TooManyFactsError as error:
            raise Problem(422, str(error)) from error
        if change.personalisation is not None:
            statements.personalise(user_id, on=change.personalisation)
        return reply(user_id)

    @router.delete(
        "/profiles/{user_id:path}", summary="Forget a shopper", response_model=ErasedReply
    )
    def delete(user_id: UserId) -> Erased:
        """Delete events, profile, facts, carts and conversations; uses of promotions lose the name.

        Repeating it is harmless. The shop's own order records are not touched.
        """
        return assistant.forget_shopper(user_id)

    return router
