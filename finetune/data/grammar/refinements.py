"""Later messages that change the need: answer, narrow, correct, widen, take back, switch."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from finetune.data.grammar.need import LIST_OF, Need, Wish
from finetune.data.grammar.openings import frame, new_row, typed
from finetune.data.grammar.prices import priced
from finetune.data.grammar.talk import Talk
from finetune.data.grammar.template import tidy
from finetune.data.grammar.wishes import WEIGHTS, fits
from retrieval.values import color_families

_REPLACED = ("color", "brand", "material", "size")
_DROPPED = ("color", "brand", "material", "size", "feature", "price", "occasion", "recipient")
_GIFT_PRICES = (12.0, 160.0)


def answer(talk: Talk) -> bool:
    """The kind of thing, after a need without one."""
    if "product_type" in talk.need.fields:
        return False
    settled = {"price", "recipient", "occasion", "use", "feature", "quantity", "sort"}
    own = talk.drawer.some(talk.rng, talk.row, without=settled)[:1]
    own = [wish for wish in own if _open(talk.need, wish)]
    typed(talk, "answer.type", "refine", talk.need, wishes=own)
    return True


def narrow(talk: Talk) -> bool:
    """One or two more wishes."""
    rng, need = talk.rng, talk.need
    wishes: list[Wish] = []
    texts: list[str] = []
    many = 2 if rng.random() < 0.15 else 1
    for slot in _slots(rng):
        wish = _wish(talk, slot)
        if wish is None or not _open(need, wish) or not fits(wish, wishes, _kind(need)):
            continue
        place = "alone" if not wishes else "clause"
        text = talk.speaker.say(rng, wish, place)
        if text is None:
            continue
        wishes.append(wish)
        texts.append(text)
        if len(wishes) == many:
            break
    if not wishes:
        return False
    family, template = frame(talk, "narrow")
    alone = talk.speaker.with_clauses(rng, texts[0], texts[1:])
    for wish in wishes:
        _take(need, wish)
    _refine(talk, tidy(template.fill(rng, {"alone": alone})), f"{family.name}.{wishes[0].slot}")
    return True


def new_price(talk: Talk) -> bool:
    """A price: the first, or one that replaces the earlier range."""
    low, high = talk.row.price if "product_type" in talk.need.fields else _GIFT_PRICES
    wish = priced(talk.rng, talk.phrases, low, high)
    text = talk.speaker.say(talk.rng, wish, "alone") if wish else None
    if wish is None or text is None:
        return False
    family, template = frame(talk, "narrow")
    talk.need.add(wish)
    _refine(talk, tidy(template.fill(talk.rng, {"alone": text})), f"{family.name}.price")
    return True


def correct(talk: Talk) -> bool:
    """Another value instead of one wished for ("actually size 9")."""
    return _second_value(talk, "replace")


def widen(talk: Talk) -> bool:
    """A second value beside one wished for ("or black too")."""
    return _second_value(talk, "also")


def _second_value(talk: Talk, place: str) -> bool:
    rng, need = talk.rng, talk.need
    slots = [slot for slot in _REPLACED if need.values(slot)]
    if not slots:
        return False
    slot = rng.choice(slots)
    old = need.values(slot)
    others = [value for value in getattr(talk.row, LIST_OF[slot]) if value not in old]
    others = [v for v in others if not any(v in o or o in v for o in old)]
    unwanted = {*need.values("exclude.brand"), *need.values("exclude.color")}
    others = [value for value in others if value not in unwanted]
    if not others:
        return False
    wish = talk.drawer.listed(rng, slot, [rng.choice(others)])
    text = talk.speaker.say(rng, wish, place, {"old": old[0]})
    if text is None:
        return False
    if place == "replace":
        need.drop(LIST_OF[slot])
    need.add(wish)
    _refine(talk, text, f"{place}.{slot}")
    return True


def relax(talk: Talk) -> bool:
    """A wish taken back ("any colour is fine")."""
    rng, need = talk.rng, talk.need
    for slot in rng.sample(_DROPPED, len(_DROPPED)):
        if slot == "price":
            if "price_max" not in need.fields and "price_min" not in need.fields:
                continue
            wish = Wish("price", "", {}, {})
        elif slot in {"occasion", "recipient"}:
            if slot not in need.fields or "product_type" not in need.fields:
                continue
            wish = Wish(slot, str(need.fields[slot]), {"value": str(need.fields[slot])}, {})
        elif values := need.values(slot):
            wish = Wish(slot, value := rng.choice(values), {"value": value}, {})
        else:
            continue
        form = talk.phrases.form(slot, wish.value)
        ways = [one for one in form.texts["drop"] if one.slots <= wish.fill.keys()] if form else []
        if not ways:
            continue
        template = rng.choice(ways)
        if slot == "price":
            need.drop_price()
        elif slot in LIST_OF and "value" in template.slots:
            need.drop(LIST_OF[slot], wish.value)
        elif slot == "feature" and len(need.values("feature")) > 1:
            continue
        else:
            need.drop(LIST_OF.get(slot, slot))
        _refine(talk, tidy(template.fill(rng, wish.fill)), f"drop.{slot}")
        return True
    return False


def cheaper(talk: Talk) -> bool:
    """The results cost too much."""
    return _simple(talk, "cheaper", {"sort": "price_asc"})


def same_for(talk: Talk) -> bool:
    """The same thing for somebody else."""
    if "product_type" not in talk.need.fields:
        return False
    rng = talk.rng
    before = talk.need.fields.get("recipient")
    people = [one for one in talk.phrases.people if one.pronoun and one.value != before]
    wish = talk.drawer.person(rng, rng.choice(people).value)
    family, template = frame(talk, "same_for")
    talk.need.add(wish)
    text = tidy(template.fill(rng, {"person": wish.fill["value"]}))
    _refine(talk, text, family.name)
    return True


def switch(talk: Talk) -> bool:
    """Another kind of product: a new need."""
    if "product_type" not in talk.need.fields:
        return False
    row = new_row(talk)
    if row is None:
        return False
    talk.row = row
    typed(talk, "switch", "search", Need())
    return True


def also_for(talk: Talk) -> bool:
    """Another kind of product for the same person."""
    recipient = talk.need.fields.get("recipient")
    person = talk.phrases.person.get(str(recipient))
    if "product_type" not in talk.need.fields or person is None or not person.pronoun:
        return False
    row = new_row(talk)
    if row is None:
        return False
    talk.row = row
    pronouns = talk.phrases.pronouns[talk.rng.choice(person.pronoun)]
    need = Need({"recipient": recipient})
    typed(talk, "also_for", "search", need, more=pronouns, without={"recipient"})
    return True


def _simple(talk: Talk, act: str, fields: dict[str, object]) -> bool:
    family, template = frame(talk, act)
    talk.need.fields.update(fields)
    _refine(talk, tidy(template.fill(talk.rng, {})), family.name)
    return True


def _refine(talk: Talk, text: str, family: str) -> None:
    talk.says(text, talk.need.intent("refine"), family)


def _slots(rng: Random) -> list[str]:
    """Slots in a weighted random order; what is unwanted comes up more often than at first."""
    weight = {slot: 2 * w if slot.startswith("exclude") else w for slot, w in WEIGHTS.items()}
    return sorted(weight, key=lambda slot: -(rng.random() ** (1 / weight[slot])))


def _wish(talk: Talk, slot: str) -> Wish | None:
    if "product_type" in talk.need.fields:
        return talk.drawer.one(talk.rng, talk.row, slot)
    # Without a kind only what suits anything can be said.
    if slot in {"sort", "rating", "sale", "exclude.quality"}:
        return talk.drawer.one(talk.rng, talk.row, slot)
    if slot == "recipient" and "recipient" not in talk.need.fields:
        people = [one.value for one in talk.phrases.people if one.pronoun]
        return talk.drawer.person(talk.rng, talk.rng.choice(people))
    if slot == "occasion":
        return talk.drawer.occasion(talk.rng, talk.rng.choice(list(talk.phrases.occasions)))
    return priced(talk.rng, talk.phrases, *_GIFT_PRICES) if slot == "price" else None


def _kind(need: Need) -> str:
    said = [str(need.fields.get("product_type", "")), *need.values("feature")]
    return " ".join([*said, *need.values("material"), *need.values("exclude.feature")])


def _open(need: Need, wish: Wish) -> bool:
    """Whether ``wish`` is new: the slot is empty, or a list of features or exclusions grows."""
    if wish.slot in {"feature", "exclude.feature", "exclude.quality", "exclude.brand"}:
        return not set(wish.change[LIST_OF[wish.slot]]) & {
            *need.values("feature"),
            *need.values("material"),
            *need.values("brand"),
            *need.values("exclude.brand"),
            *need.values("exclude.feature"),
        }
    if wish.slot == "exclude.color":
        return not need.values("exclude.color") and len(need.values("color")) < 2
    if wish.slot == "color" and need.values("exclude.color"):
        return False
    return not any(name in need.fields for name, value in wish.change.items() if value is not None)


def _take(need: Need, wish: Wish) -> None:
    """Add ``wish``; a colour just refused is no longer wanted."""
    if wish.slot == "exclude.color":
        refused = wish.change["exclude_colors"]
        for color in need.values("color"):
            if any(color == one or color_families(color) & color_families(one) for one in refused):
                need.drop("colors", color)
    need.add(wish)


REFINEMENTS: tuple[tuple[Callable[[Talk], bool], float], ...] = (
    (narrow, 10),
    (new_price, 4),
    (correct, 5),
    (widen, 3),
    (relax, 5),
    (cheaper, 3),
    (same_for, 1.5),
    (switch, 4),
    (also_for, 4),
)
"""What may come after a list was shown, and how often. Each says False where it does not fit."""
