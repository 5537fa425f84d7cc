"""Search, refine, more and similar: candidates, their order, and what to say when nothing fits.

Nothing outside a hard constraint is ever presented as fitting. Where nothing fits, each constraint
is lifted in turn to see what that would open up, and the nearest products are shown as near misses
with what they violate. An exclusion is lifted only to count, never to show: what a shopper said
they do not want stays out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from langgraph.runtime import Runtime

from assistant.agent.bounds import settled
from assistant.agent.candidates import CANDIDATES, search, suiting, type_exists
from assistant.agent.notes import leading
from assistant.agent.phrases import Phrases
from assistant.agent.reference import referred
from assistant.agent.several import one_of_the_people
from assistant.agent.shop import Shop
from assistant.agent.side_by_side import several_kinds
from assistant.agent.sizing import in_the_shops_sizes
from assistant.agent.state import Candidates, ConversationState, Draft, Found
from assistant.agent.timing import timed
from assistant.agent.visit import profile_of, session_of
from assistant.agent.wanted import constraints_of
from assistant.intent import Intent
from assistant.profiles.model import Profile
from assistant.profiles.recipients import for_another
from assistant.promotions.fatigue import Tired
from assistant.ranking import Ranked, RankingContext
from retrieval.constraints import Constraints
from retrieval.hit import Hit

SHOWN = 6
NEAR_MISSES = 3

_LOOKED_AT = 50
"""Products whose misses are counted where no constraint alone is in the way."""
_LOOSEN_ORDER = (
    "price_max", "price_min", "min_rating", "on_sale", "in_stock", "sizes", "colors", "materials",
    "genders", "brands", "exclude_colors", "exclude_brands", "exclude",
)  # fmt: skip
_NEVER_SHOWN = {"exclude_colors", "exclude_brands", "exclude"}


@timed("retrieve")
def retrieve(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
    """Fetch the candidates of a search, refinement, further page or similarity request."""
    shop = runtime.context
    changed, notice = settled(state, shop.currency)
    theirs, said, chips = one_of_the_people({**state, **changed}, shop.currency)
    changed = {**changed, **theirs}
    several = several_kinds({**state, **changed}, shop, notice + said)
    update = several or _fetched({**state, **changed}, shop, notice + said)
    if chips and (candidates := update.get("candidates")) is not None:
        update["candidates"] = candidates.model_copy(update={"chips": chips})
    return {**changed, **update}


def _fetched(state: ConversationState, shop: Shop, notice: str) -> ConversationState:
    intent = state["parsed"].intent
    seen = tuple(state.get("seen", ())) if intent.action == "more" else ()
    constraints = constraints_of(intent, exclude_ids=seen)
    if intent.action == "similar":
        base = referred(state, intent, shop)
        if not base:
            return {"draft": _which(state, intent)}
        hits = shop.index.similar(base[0].id, constraints, limit=CANDIDATES)
        return {
            "candidates": Candidates(
                hits=hits, constraints=constraints, like=base[0].id, notice=notice
            ),
            "focus": base[0].id,
        }
    if not intent.query.strip() and intent.sort == "relevance":
        start = _start(state, shop, intent, constraints)
        return {"candidates": start.model_copy(update={"notice": notice})}
    told = state["parsed"].told
    hits = search(shop, intent, constraints, told=told)
    fitting = suiting([hit for hit in hits if hit.type_match is not False], intent, told)
    shoes = None if fitting else in_the_shops_sizes(state, shop, constraints)
    if shoes is not None:
        constraints, notice = shoes[0], notice + shoes[1]
        hits = search(shop, intent, constraints, told=told)
        fitting = suiting([hit for hit in hits if hit.type_match is not False], intent, told)
    unknown = not fitting and bool(intent.product_type) and not type_exists(shop, intent)
    return {
        "candidates": Candidates(
            hits=suiting(hits, intent, told) if unknown else fitting,
            constraints=constraints,
            unknown_type=unknown,
            exhausted=intent.action == "more" and not fitting,
            notice=notice,
        )
    }


@timed("rank")
def order(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
    """Rank the candidates; where there are none, look for what is nearest."""
    shop, candidates = runtime.context, state["candidates"]
    products = [hit.product for hit in candidates.hits]
    said = leading(state["parsed"].intent, state.get("intent") or {}, products)
    context = replace(ranking_context(state, shop), because=candidates.because, said=said)
    if candidates.kinds:
        each = max(2, SHOWN // len(candidates.kinds))
        by_id = {hit.product.id: hit for hit in candidates.hits}
        lists = [
            ranked_in(state, shop, [by_id[one] for one in ids], context, limit=each)
            for ids in candidates.kinds.values()
        ]
        return {"found": Found(ranked=[one for ranked in lists for one in ranked])}
    if candidates.hits:
        count = NEAR_MISSES if candidates.unknown_type else SHOWN
        ranked = ranked_in(state, shop, candidates.hits, context, limit=count)
        misses = {}
        if candidates.unknown_type:
            misses = {item.hit.product.id: ["type"] for item in ranked}
        return {"found": Found(ranked=ranked, misses=misses)}
    if candidates.exhausted:
        return {"found": Found()}
    return {"found": _nearest(state, shop, candidates.constraints, context)}


def ranking_context(state: ConversationState, shop: Shop) -> RankingContext:
    """What the ranker knows about the turn: the need, the shopper, the session, the shop."""
    parsed = state["parsed"]
    now = datetime.now(UTC)
    profile = profile_of(state, shop, now)
    popularity = shop.popularity()
    return RankingContext(
        intent=parsed.intent,
        profile=_theirs(profile, parsed.intent),
        session=session_of(state, shop),
        popularity=popularity,
        by_segment=lambda names: shop.suggestions.segments.leaning(names, popularity),
        offers=shop.promotions.quoting(
            profile,
            codes=state.get("codes", []),
            tired=tired_of(state, shop, now).cards,
            now=now,
            language=parsed.intent.language,
        ),
        language=parsed.intent.language,
    )


def _theirs(profile: Profile, intent: Intent) -> Profile:
    """The profile as far as it speaks for whom the product is for.

    The giver's taste and size are not those of the person who gets the gift; what the giver never
    buys, pays and has just looked at still counts.
    """
    return profile.model_copy(update={"tags": ()}) if for_another(intent.recipient) else profile


def ranked_in(
    state: ConversationState,
    shop: Shop,
    hits: Sequence[Hit],
    context: RankingContext,
    *,
    limit: int,
) -> list[Ranked]:
    """A list of this conversation: by the shop's ranking, or by the arm this shopper is in."""
    return shop.ranked(
        hits,
        context,
        limit=limit,
        user_id=state.get("user_id"),
        session_id=state["conversation_id"],
        turn=len(state.get("messages", [])),
    )


def tired_of(state: ConversationState, shop: Shop, now: datetime) -> Tired:
    """The promotions that this shopper has been shown often enough."""
    session = state["conversation_id"]
    return shop.promotions.impressions.tired(
        state.get("user_id") or session, session_id=session, now=now
    )


def _start(
    state: ConversationState, shop: Shop, intent: Intent, constraints: Constraints
) -> Candidates:
    """Where nothing is asked for: what is suggested to this shopper, within their limits."""
    found = shop.suggestions.start(
        profile_of(state, shop),
        session_id=state["conversation_id"],
        session=session_of(state, shop),
        constraints=constraints,
        language=intent.language,
    )
    return Candidates(
        hits=found.hits,
        constraints=constraints,
        exhausted=intent.action == "more" and not found.hits,
        ground=found.ground,
        because=dict(found.because),
    )


def _nearest(
    state: ConversationState, shop: Shop, constraints: Constraints, context: RankingContext
) -> Found:
    """Lift each constraint alone; show the nearest products of the first that opens something."""
    intent, like = context.intent, state["candidates"].like
    if like is not None:  # That which others were to be like is no near miss of itself.
        gone = (*constraints.exclude_ids, like)
        constraints = constraints.model_copy(update={"exclude_ids": gone})
    opened: dict[str, list[Hit]] = {}
    for name in constraints.names:
        hits = search(shop, intent, constraints.without(name))
        fitting = [hit for hit in hits if hit.type_match is not False]
        # A search reads no further than its limit: what it brings may satisfy all, and miss none.
        inside = {one.id for one in shop.index.fitting([h.product for h in fitting], constraints)}
        violating = [hit for hit in fitting if hit.product.id not in inside]
        if violating:
            opened[name] = violating
    loosened = {name: len(opened[name]) for name in _LOOSEN_ORDER if name in opened}
    for name in loosened:
        if name in _NEVER_SHOWN:
            continue
        ranked = _closest(state, opened[name], name, context, shop)
        return Found(
            ranked=ranked,
            misses={item.hit.product.id: [name] for item in ranked},
            loosened=loosened,
        )
    if loosened:
        return Found(loosened=loosened)
    return _nearest_of_several(state, shop, intent, constraints, context)


def _nearest_of_several(
    state: ConversationState,
    shop: Shop,
    intent: Intent,
    constraints: Constraints,
    context: RankingContext,
) -> Found:
    """Where no constraint alone is in the way: the products that miss the fewest of them."""
    lifted = [n for n in _LOOSEN_ORDER if n in constraints.names and n not in _NEVER_SHOWN]
    hits = search(shop, intent, constraints.without(*lifted)) if len(lifted) > 1 else []
    hits = [hit for hit in hits if hit.type_match is not False][:_LOOKED_AT]
    products = [hit.product for hit in hits]
    misses: dict[str, list[str]] = {product.id: [] for product in products}
    for name in lifted:
        alone = constraints.without(*(one for one in constraints.names if one != name))
        fits = {product.id for product in shop.index.fitting(products, alone)}
        for id_ in misses.keys() - fits:
            misses[id_].append(name)
    fewest = min(map(len, misses.values()), default=0)
    nearest = [hit for hit in hits if len(misses[hit.product.id]) == fewest]
    ranked = ranked_in(state, shop, nearest, context, limit=NEAR_MISSES)
    return Found(
        ranked=ranked,
        misses={item.hit.product.id: misses[item.hit.product.id] for item in ranked},
    )


def _closest(
    state: ConversationState, hits: Sequence[Hit], name: str, context: RankingContext, shop: Shop
) -> list[Ranked]:
    """The near misses to show: for a price bound those nearest to it, else the best ranked."""
    if name not in {"price_max", "price_min"}:
        return ranked_in(state, shop, hits, context, limit=NEAR_MISSES)
    by_price = sorted(
        (hit for hit in hits if hit.product.charged is not None),
        key=lambda hit: hit.product.charged or 0,
        reverse=name == "price_min",
    )
    kept = ranked_in(state, shop, by_price[:NEAR_MISSES], context, limit=NEAR_MISSES)
    places = {hit.product.id: place for place, hit in enumerate(by_price)}
    return sorted(kept, key=lambda item: places[item.hit.product.id])


def _which(state: ConversationState, intent: Intent) -> Draft:
    phrases = Phrases(intent.language)
    return Draft(text=phrases("which.one" if state.get("listed") else "which.none"))
