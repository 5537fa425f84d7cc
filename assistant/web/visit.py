"""One visitor's side of a conversation: who they are, what was shown, and what a tap means.

A tap on a card's button is said as a sentence on the shopper's behalf, so that it goes through the
same turn as typed words and stands in the conversation for both sides to see. A tap on the list
last shown counts places ("the second one"), one on an older list names the product.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.agent.turn import Turn
from assistant.web.words import Words

Text = Annotated[str, Field(max_length=2000)]


class Tap(BaseModel):
    """What the browser sends when a button is tapped. Untrusted; anything else is refused."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    do: Literal["say", "cart_add", "similar", "details", "compare", "quantity", "new", "shopper"]
    say: Text = ""
    product: Text = ""
    products: Annotated[list[Text], Field(max_length=12)] = Field(default_factory=list)
    to: Annotated[int, Field(ge=0, le=99)] = 0
    user_id: Text = ""

    @classmethod
    def read(cls, data: Any) -> Tap | None:
        """The tap in ``data``, or None where it is not one."""
        try:
            return cls.model_validate(data)
        except ValidationError:
            return None


def language_of(accepted: str) -> str:
    """The first language of a browser's ``Accept-Language`` that the page has words in.

    Browsers list them best first, so the weights are not read.

    Examples:
        >>> language_of("zh-CN,zh;q=0.9,en;q=0.8"), language_of("fr-FR, zh;q=0.5"), language_of("")
        ('zh', 'zh', 'en')
    """
    for one in accepted.split(","):
        code = one.partition(";")[0].partition("-")[0].strip().lower()
        if Words(code).language == code:
            return code
    return Words("").language


class Kept(BaseModel):
    """What the browser keeps between visits, to go on with a conversation. Untrusted."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    conversation_id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    user_id: Text | None = None
    language: Annotated[str, Field(max_length=8)] = "en"

    @classmethod
    def read(cls, data: Any) -> Kept | None:
        """What was kept, or None where nothing usable was."""
        try:
            return cls.model_validate(data)
        except ValidationError:
            return None


@dataclass
class Visit:
    """One page's state, kept by Gradio on the server."""

    conversation_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    user_id: str | None = None
    language: str = "en"
    turns: list[str] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    listed: list[str] = field(default_factory=list)
    left: bool = False
    """Whether another visit has begun on this page: a reply still under way is not drawn."""

    @property
    def words(self) -> Words:
        """The page's wording in the visit's language."""
        return Words(self.language)

    def kept(self) -> dict[str, Any]:
        """What the browser is to keep of this visit."""
        kept = Kept(
            conversation_id=self.conversation_id, user_id=self.user_id, language=self.language
        )
        return kept.model_dump()

    def took(self, turn: Turn) -> None:
        """Remember what a turn showed; the language follows the shopper's."""
        self.language = Words(turn.language).language
        if turn.cards:
            self.listed = [card.product_id for card in turn.cards]
            self.titles.update({card.product_id: card.title for card in turn.cards})

    def sentence(self, tap: Tap) -> str:
        """What a tap says, or "" where it says nothing."""
        if tap.do == "say":
            return tap.say
        given = tap.products if tap.do == "compare" else [tap.product]
        chosen = [product for product in given if product in self.titles]
        if tap.do == "compare" and len(chosen) > 1:
            return self.words("act.compare", list=self._named(chosen))
        if tap.do in {"cart_add", "similar", "details"} and chosen:
            if chosen[0] in self.listed:
                nth = self.words.nth(self.listed.index(chosen[0]) + 1)
                return self.words(f"act.{tap.do}", nth=nth)
            return self.words(f"act.{tap.do}_named", title=self.titles[chosen[0]])
        return ""

    def _named(self, chosen: list[str]) -> str:
        """Several products in words: places where all are in the list last shown, else titles."""
        if set(chosen) <= set(self.listed):
            return self.words.choice(sorted(self.listed.index(one) + 1 for one in chosen))
        return self.words("act.joint").join(self.titles[one] for one in chosen)
