"""The first message of a need: a request with a type, a gift, a vague need; and its answers."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from assistant.intent import Action
from finetune.data.grammar.need import Need, Wish
from finetune.data.grammar.ontology import Row
from finetune.data.grammar.phrases import Family
from finetune.data.grammar.prices import priced
from finetune.data.grammar.talk import Talk
from finetune.data.grammar.template import Template, tidy
from finetune.data.grammar.wishes import fits

_MARKED = re.compile(r"\[([^\]]+)\]")
_TRIES = 40
_PLURAL_IN_BARE = 0.85
"""How often a frame without an article ("which … do you have") takes the plural."""
_GIFT_PRICES = (12.0, 160.0)
_BESIDE_VAGUE = ("price.max", "exclude.quality", "price.around", "price.between")


def typed(
    talk: Talk,
    act: str,
    action: Action,
    need: Need,
    *,
    more: Mapping[str, str] | None = None,
    without: Collection[str] = (),
    wishes: list[Wish] | None = None,
) -> None:
    """The shopper names a kind of product; ``need`` becomes the talk's, with what they said.

    Args:
        talk: The conversation.
        act: The act whose frames are used.
        action: The action of the label.
        need: The need before; empty for a new one.
        more: What else the frames may fill in ({him}).
        without: Slots that are settled already.
        wishes: What to say of it; drawn where None.
    """
    rng, row = talk.rng, talk.row
    for _ in range(_TRIES):
        family, template = frame(talk, act)
        terse = "keyword" in family.name
        words, label, number = rng.choice(row.heads)
        own = talk.drawer.some(rng, row, without=without) if wishes is None else wishes
        many = next((wish for wish in own if wish.slot == "quantity"), None)
        bare = "a" not in template.slots and not terse and rng.random() < _PLURAL_IN_BARE
        if number == "singular" and (many is not None or bare):
            words, label, number = next(one for one in row.heads if one[0] == row.plural)
        request = talk.speaker.request(rng, words, number, own, terse=terse)
        if request is None:
            continue
        text = talk.speaker.sentence(rng, template, request, more or {})
        need.fields["product_type"] = label
        for wish in own:
            need.add(wish)
        talk.need, talk.searched = need, True
        talk.says(text, need.intent(action), family.name)
        return
    raise RuntimeError(f"nothing could be said of {row.type!r}; give its slots forms")


def frame(talk: Talk, act: str) -> tuple[Family, Template]:
    """A family of ``act`` and one of its texts."""
    family = talk.phrases.family(talk.rng, act)
    return family, talk.rng.choice(family.texts)


def gift(talk: Talk) -> None:
    """A gift, or something for somebody: no product type."""
    rng, phrases = talk.rng, talk.phrases
    family, template = frame(talk, "search.gift")
    need = Need(gift=True)
    values: dict[str, str] = {}
    person = rng.choice([one for one in phrases.people if one.pronoun])
    if "person" in template.slots:
        need.fields["recipient"] = person.value
        values["person"] = rng.choice(person.said)
    if person.pronoun:
        values |= phrases.pronouns[rng.choice(person.pronoun)]
    if "occasion" in template.slots:
        wish = talk.drawer.occasion(rng, rng.choice(list(phrases.occasions)))
        need.add(wish)
        values["occasion"] = wish.fill["value"]
    if "interest" in template.slots:
        values["interest"] = rng.choice(phrases.interests)
        need.fields["features"] = [values["interest"]]
    clauses = _beside(talk, need)
    values["clauses"] = talk.speaker.joined_clauses(rng, clauses)
    text = tidy(template.fill(rng, values))
    if "clauses" not in template.slots:
        text = talk.speaker.with_clauses(rng, text, clauses)
    talk.need, talk.searched = need, True
    talk.says(text, need.intent("search"), family.name)


def vague(talk: Talk) -> None:
    """A need described without naming the kind of thing."""
    rng = talk.rng
    described = rng.choice(talk.row.needs)
    need = Need()
    if features := _MARKED.findall(described):
        need.fields["features"] = list(dict.fromkeys(features))
    family, template = frame(talk, "search.need")
    text = tidy(template.fill(rng, {"need": _MARKED.sub(r"\1", described), "clauses": ""}))
    text = talk.speaker.with_clauses(rng, text, _beside(talk, need))
    talk.need, talk.searched = need, True
    talk.says(text, need.intent("search"), family.name)


def _beside(talk: Talk, need: Need) -> list[str]:
    """A price, now and then something unwanted, beside a vague need."""
    rng = talk.rng
    if rng.random() > 0.45:
        return []
    slot = rng.choices(_BESIDE_VAGUE, weights=(6, 1, 2, 1))[0]
    if slot.startswith("price"):
        low, high = _GIFT_PRICES if need.gift else talk.row.price
        wish = priced(rng, talk.phrases, low, high, slot.partition(".")[2])
    else:
        wish = talk.drawer.one(rng, talk.row, slot)
    if wish is None or not fits(wish, (), " ".join(need.values("feature"))):
        return []
    place = rng.choice(("after", "clause"))
    text = talk.speaker.say(rng, wish, place) or talk.speaker.say(rng, wish, "clause")
    if text is None:
        return []
    need.add(wish)
    return [text]


def new_row(talk: Talk) -> Row | None:
    """Another kind of product than the one talked about; None where there is none."""
    before = str(talk.need.fields.get("product_type", talk.row.type))

    def other(row: Row) -> bool:
        return not any(label in before or before in label for _, label, _ in row.heads)

    for _ in range(_TRIES):
        if other(row := talk.rng.choice(talk.rows)):
            return row
    return next(filter(other, talk.rows), None)
