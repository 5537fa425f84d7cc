"""Hypothesis strategies for values, needs and changes, as the notation can say them."""

from hypothesis import strategies as st

from assistant.change import _DROPPED
from assistant.intent import ACTIONS, SORTS, Intent
from assistant.llm.notation import LISTS, SORT_WORDS, VALUE_CHARS, Change
from retrieval.values.text import fold

_MARKS = frozenset(",;<>\n")
_WORDS = ("red", "navy blue", "light blue", "nike", "cotton", "for kids", "16gb ram", "xl", "降噪")
_WORDS += ("红色", "深红色", "防水", "纯棉", "华为", "o'neal", "h&m", "3/8 inch", "size", "new")


def clean(text):
    """``text`` as a value of an intent: folded, no mark that a value cannot have."""
    # Folding makes marks of others: "，" becomes ",".
    return " ".join("".join(c for c in fold(text) if c not in _MARKS).split())


def _value(text):
    # The words that give up a whole slot ("price", "color") can be no value of their own.
    return bool(text) and len(text) <= VALUE_CHARS and text not in _DROPPED


values = st.one_of(st.sampled_from(_WORDS), st.text(max_size=25).map(clean)).filter(_value)
kinds = values.filter(lambda text: text[0] != "@")
lists = st.lists(values, unique=True, max_size=4)
amounts = st.integers(0, 5_000_000).map(lambda cents: cents / 100)


@st.composite
def slots(draw):
    """Slots of a change, each there or not."""
    found = {}
    if draw(st.booleans()):
        found["product_type"] = draw(kinds)
    for name in LISTS:
        if draw(st.integers(0, 3)) == 0:
            found[name] = draw(st.lists(values, unique=True, min_size=1, max_size=4))
    for name in ("occasion", "recipient"):
        if draw(st.integers(0, 3)) == 0:
            found[name] = draw(values)
    for name in ("price_min", "price_max", "min_rating"):
        if draw(st.integers(0, 3)) == 0:
            found[name] = draw(amounts)
    if draw(st.integers(0, 3)) == 0:
        found["quantity"] = draw(st.integers(1, 500))
    if draw(st.integers(0, 3)) == 0:
        found["currency"] = draw(st.sampled_from(["USD", "EUR", "GBP", "CNY"]))
    if draw(st.integers(0, 3)) == 0:
        found["sort"] = draw(st.sampled_from(sorted(SORT_WORDS)))
    if draw(st.integers(0, 3)) == 0:
        found["on_sale"] = True
    return found


@st.composite
def changes(draw):
    """Any change that the notation can say."""
    gift = draw(st.booleans())
    place = st.integers(1, 30).map(str) | st.sampled_from(["last", "all"]) | values
    return Change(
        action=draw(st.sampled_from(ACTIONS)),
        slots=draw(slots()),
        refs=tuple(draw(st.lists(place, unique=True, max_size=3))),
        drop=tuple(
            draw(st.lists(st.sampled_from(sorted(_DROPPED)) | values, unique=True, max_size=3))
        ),
        vague=gift or draw(st.booleans()),
        gift=gift,
    )


@st.composite
def needs(draw):
    """A consistent need: nothing wanted that is excluded."""
    found = draw(slots())
    low, high = found.get("price_min"), found.get("price_max")
    if low is not None and high is not None and low > high:
        found |= {"price_min": high, "price_max": low}
    if low is None and high is None:
        found.pop("currency", None)
    wanted = {"exclude_brands": ("brands",), "exclude": ("features", "materials")}
    for name, opposite in wanted.items():
        taken = {value for other in opposite for value in found.get(other, ())}
        found[name] = [value for value in found.get(name, ()) if value not in taken]
    refused = found.get("exclude_colors", [])
    found["colors"] = [c for c in found.get("colors", []) if not any(shade(c, r) for r in refused)]
    return Intent(sort=found.pop("sort", SORTS[0]), **found)


def shade(colour, refused):
    """Whether ``colour`` is ``refused`` or might be called a shade of it."""
    return refused.removesuffix("色") in colour or bool(set(refused.split()) & set(colour.split()))
