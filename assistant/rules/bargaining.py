"""Haggling: a shopper who wants a price of their own, which this shop has not."""

from __future__ import annotations

import re

from retrieval.values.text import fold

_OFF = r"\d+\s?(?:%|percent|[a-z$€£]+)?\s?off\b"
_HAGGLE = re.compile(
    r"\b(?:can|could|would|will) (?:you|i|we) (?:do|give|get|have|knock|take|make|offer)\b.{0,30}"
    rf"(?:{_OFF}|\bdiscount\b|\bbetter price\b)"
    rf"|\b(?:just|only|at least|come on|how about|what about|knock)\b.{{0,15}}{_OFF}"
    r"|\bgive (?:me|us) (?:a |some )?discount|\b(?:your|the) best (?:price|offer)\b"
    r"|\bmeet me (?:half ?way|in the middle)\b"
    r"|\b(?:lower|drop|reduce|come down on) the price\b|\bnegotia|\bhaggl"
)


def bargains(message: str) -> bool:
    """Whether an amount off, or a better price for oneself, is asked for.

    Examples:
        >>> bargains("can you do 20% off?"), bargains("what's your best price"), bargains("20% off")
        (True, True, False)
        >>> bargains("come on, just 5 dollars off"), bargains("something cheaper")
        (True, False)
    """
    return _HAGGLE.search(fold(message).replace("’", "'")) is not None
