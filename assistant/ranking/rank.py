"""Candidates in, the list shown out.

The score is a sum of contributions, one a factor (:mod:`assistant.ranking.scoring`). Then:

- a product that is out of stock loses more than anything else can add: it comes last;
- what the shopper said they never buy loses twice that: it comes after even what is sold out
  (:mod:`assistant.ranking.never`); not where nothing personal counts;
- what states a wish that was just said gains more than anything else short of these can add, by the
  share of such wishes that it states;
- a promotion counts only from a relevance of ``promotion_floor`` up, and adds at most its weight;
- the shop's merchandising rules add or take off, or give a product its place;
- diversity (:mod:`assistant.ranking.diversity`): a product like one placed above loses
  ``diversity`` times their likeness, and up to twice that where the shopper is known.

Each is a contribution of its own, so the list is still in order of score and still adds up.

Hence the promise: a product whose score without promotion is ahead of another's by more than the
promotion weight and what diversity may cost stays ahead of it, whatever the offers.

Where the shopper asks for another order (cheapest first), it holds among the products that are an
answer at all (the relevance floor), and neither diversity nor merchandising interferes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from assistant.agent.turn import Offer
from assistant.profiles.model import Tag
from assistant.ranking.affinity import NOTHING, Factor
from assistant.ranking.context import Ranked, RankingContext
from assistant.ranking.diversity import PERSONAL, Likeness, diverse, widening
from assistant.ranking.factors import FACTORS, Factors
from assistant.ranking.merchandising import MOST, InForce, Rules
from assistant.ranking.never import Nevers
from assistant.ranking.scoring import Floats, Linear, Scorer, total
from assistant.ranking.sorting import place
from assistant.ranking.weights import Weights
from assistant.ranking.wishes import stated
from retrieval.hit import Hit

_PROMOTION = FACTORS.index("promotion")
_NO_RULES = Rules()
SAID = 3.0
"""What stating all wishes just said adds: more than relevance, tastes and diversity together."""


def rank(
    hits: Sequence[Hit],
    context: RankingContext,
    weights: Weights,
    *,
    limit: int,
    scorer: Scorer | None = None,
    rules: Rules = _NO_RULES,
) -> list[Ranked]:
    """The best ``limit`` candidates, in the order to show them.

    Args:
        hits: the candidates; each product once.
        context: the turn.
        weights: what each factor counts, diversity and the floors.
        limit: how many to return, 0 or more.
        scorer: what prices the factors; the weights themselves if None.
        rules: the shop's merchandising.
    """
    if not hits or limit <= 0:
        return []
    pricing = scorer or Linear(weights)
    sort = context.intent.sort
    in_force = rules.in_force(context.intent) if sort == "relevance" else InForce()
    candidates = _Candidates(hits, context, weights, pricing, in_force)
    if sort == "relevance":
        picked = _arranged(candidates, limit, in_force)
    else:
        scores = candidates.scores
        by_sort = sorted(
            range(len(hits)),
            key=lambda at: place(
                hits[at],
                float(scores[at]),
                sort,
                weights.sort_floor,
                never=candidates.never(at) is not None,
            ),
        )
        picked = [(at, {}) for at in by_sort[:limit]]
    means = dict(zip(candidates.names, candidates.contributions.mean(axis=0), strict=True))
    return [candidates.ranked(at, means, more) for at, more in picked]


class _Candidates:
    """The candidates' contributions, a row each, in columns by name."""

    def __init__(
        self,
        hits: Sequence[Hit],
        context: RankingContext,
        weights: Weights,
        scorer: Scorer,
        rules: InForce,
    ) -> None:
        self.hits = hits
        self._offers = [next(iter(context.offers(hit.product)), None) for hit in hits]
        self._factors = factors_of(hits, self._offers, context, weights)
        self.values = values_of(self._factors)
        names, columns = list(scorer.names), [scorer.contributions(self.values)]
        products = [hit.product for hit in hits]
        self._gone = np.array([p.availability == "out_of_stock" for p in products])
        self.diversity = weights.diversity * self._widening(columns[0], names, context)
        """What a likeness of 1 costs in this list."""
        if rules.rules:
            names.append("merchandising")
            columns.append(np.array([rules.added(products)]).T)
        off = scorer.unavailable + (2 * MOST if rules.rules else 0.0)
        off += self.diversity - weights.diversity
        if context.said:
            names.append("said")
            shares = [
                sum(stated(p, wish) for wish in context.said) / len(context.said) for p in products
            ]
            columns.append(SAID * np.array(shares)[:, None])
            off += SAID
        if self._gone.any():
            names.append("availability")
            columns.append(np.where(self._gone, -off, 0.0)[:, None])
        stated_off = Nevers(context.profile.dislikes if weights.dislikes else ())
        self._nevers = [stated_off.of(p) for p in products] if stated_off else [None] * len(hits)
        if any(self._nevers):
            names.append("never")
            against = np.array([tag is not None for tag in self._nevers])
            columns.append(np.where(against, -2 * off, 0.0)[:, None])
        self.names = tuple(names)
        self.contributions: Floats = np.hstack(columns)
        self.scores = total(self.contributions)

    def _widening(
        self, contributions: Floats, names: Sequence[str], context: RankingContext
    ) -> float:
        intent, there = context.intent, ~self._gone
        asked = intent.price_min is not None or intent.price_max is not None
        usual = not asked and bool(context.profile.price_bands)  # else it is no matter of taste
        own = [
            at
            for at, name in enumerate(names)
            if name in PERSONAL and (usual or name != "price_fit")
        ]
        return widening(contributions[there].sum(axis=1), contributions[there][:, own].sum(axis=1))

    def best_first(self) -> list[int]:
        return sorted(
            range(len(self.hits)), key=lambda at: (-self.scores[at], self.hits[at].product.id)
        )

    def never(self, at: int) -> Tag | None:
        """What the shopper said they never buy, of which the candidate is."""
        return self._nevers[at]

    def in_stock(self, at: int) -> bool:
        return not self._gone[at]

    def ranked(self, at: int, means: Mapping[str, float], more: Mapping[str, float]) -> Ranked:
        """One candidate with what its place adds (``more``)."""
        row = dict(zip(self.names, self.contributions[at].tolist(), strict=True))
        for name in ("availability", "never", "said"):
            if row.get(name) == 0.0:
                del row[name]
        score = float(self.scores[at]) + sum(more.values())
        row |= more
        factors = dict(zip(FACTORS, self._factors[at], strict=True))
        evidence = {name: dict(one.evidence) for name, one in factors.items() if one.evidence}
        never = self._nevers[at]
        if never is not None:
            evidence["never"] = {"kind": never.kind, "value": never.value}
        return Ranked(
            hit=self.hits[at],
            score=score,
            contributions=row,
            margins={name: value - float(means.get(name, 0.0)) for name, value in row.items()},
            evidence=evidence,
            values=dict(zip(FACTORS, self.values[at].tolist(), strict=True)),
            offer=self._offers[at],
        )


def factors_of(
    hits: Sequence[Hit],
    offers: Sequence[Offer | None],
    context: RankingContext,
    weights: Weights,
) -> list[tuple[Factor, ...]]:
    """The factors of each candidate in the order of ``FACTORS``; no promotion below its floor."""
    known = Factors(hits, context)
    found = []
    for hit, offer in zip(hits, offers, strict=True):
        row = known.of(hit, offer)
        if hit.relevance < weights.promotion_floor:
            row = (*row[:_PROMOTION], NOTHING, *row[_PROMOTION + 1 :])
        found.append(row)
    return found


def values_of(factors: Sequence[tuple[Factor, ...]]) -> Floats:
    """The values alone, shape ``(candidates, len(FACTORS))``."""
    return np.array([[one[0] for one in row] for row in factors], dtype=np.float64).reshape(
        -1, len(FACTORS)
    )


Picked = tuple[int, dict[str, float]]


def _arranged(candidates: _Candidates, limit: int, rules: InForce) -> list[Picked]:
    """By score, made diverse, what is pinned in its place."""
    order = candidates.best_first()
    pins = {}
    if rules.rules:
        wanted = rules.pinned([candidates.hits[at].product for at in order])
        pins = {
            order[at]: spot
            for at, spot in wanted.items()
            if spot <= limit and candidates.never(order[at]) is None
        }
    free = [at for at in order if at not in pins]
    likeness = Likeness([candidates.hits[at].product for at in free])
    scores = candidates.scores[np.array(free, dtype=np.int64)]
    picked: list[Picked] = [
        (free[at], {"diversity": -penalty} if penalty > 0 else {})
        for at, penalty in diverse(scores, likeness, candidates.diversity, limit)
    ]
    return _with_pins(candidates, picked, pins)[:limit] if pins else picked


def _with_pins(
    candidates: _Candidates, picked: list[Picked], pins: Mapping[int, int]
) -> list[Picked]:
    """Put the pinned in, and let each claim what brings it between its neighbours."""
    placed = list(picked)
    for at, spot in sorted(pins.items(), key=lambda pair: pair[1]):
        sold_out = sum(not candidates.in_stock(one) for one, _ in placed)
        placed.insert(min(spot - 1, len(placed) - sold_out), (at, {}))
    upper = np.inf
    found: list[Picked] = []
    for number, (at, more) in enumerate(placed):
        own = float(candidates.scores[at]) + sum(more.values())
        if at in pins:
            below = [
                float(candidates.scores[other]) + sum(adds.values())
                for other, adds in placed[number + 1 :]
                if other not in pins
            ]
            target = min(max(own, *below[:1]) if below else own, upper)
            if target != own:
                more = {**more, "pinned": target - own}  # noqa: PLW2901 - the row with its claim
                own = target
        upper = own
        found.append((at, more))
    return found
