"""The experiments that run in this shop, as the conversation meets them.

A unit is the signed-in shopper, else the conversation. The exposure is logged where an arm takes
effect, at the first list or message of the session, and not where it would have.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from pydantic import ValidationError

from assistant.experiments.assignment import running, takes_part
from assistant.experiments.definition import Arm, Experiment, ExperimentsError
from assistant.experiments.interleave import team_draft
from assistant.experiments.log import ExperimentLog
from assistant.parser import IntentParser
from assistant.ranking import Ranked, RankingContext
from assistant.ranking.ranker import Ranker
from assistant.settings import Settings
from retrieval.hit import Hit


class Trial:
    """The shop's experiments and what their arms need, opened once. Thread-safe; close it."""

    def __init__(
        self,
        experiments: Sequence[Experiment],
        log: ExperimentLog,
        parsers: Mapping[tuple[str, str], IntentParser],
    ) -> None:
        """Run ``experiments``; ``parsers`` by experiment and arm, where an arm has its own."""
        self.experiments = tuple(experiments)
        self.log = log
        self.parsers = dict(parsers)

    @classmethod
    def open(
        cls,
        experiments: Sequence[Experiment],
        log: ExperimentLog,
        *,
        settings: Settings,
        open_parser: Callable[[Settings], IntentParser],
    ) -> Trial:
        """Open what the arms need.

        Raises:
            ExperimentsError: an arm's settings are not valid.
        """
        chosen: dict[tuple[str, str], Settings] = {}
        for experiment in experiments:
            for arm in experiment.arm:
                if arm.parser:
                    try:
                        own = Settings(**{**settings.model_dump(), **arm.parser})
                    except ValidationError as error:
                        fault = error.errors(include_url=False)[0]
                        raise ExperimentsError(
                            f"experiment {experiment.name!r}, arm {arm.name!r}, parser"
                            f" {fault['loc'][0]}: {fault['msg']}"
                        ) from error
                    chosen[experiment.name, arm.name] = own
        return cls(experiments, log, {key: open_parser(own) for key, own in chosen.items()})

    def parser(
        self, shops: IntentParser, unit: str, *, session_id: str, now: datetime | None = None
    ) -> IntentParser:
        """Who reads this unit's messages: the arm's parser, else the shop's."""
        found = self._split("parser", unit, session_id, now)
        return shops if found is None else self.parsers.get((found[0].name, found[1].name), shops)

    def ranked(
        self,
        hits: Sequence[Hit],
        context: RankingContext,
        ranker: Ranker,
        *,
        limit: int,
        unit: str,
        session_id: str,
        turn: int,
        now: datetime | None = None,
    ) -> list[Ranked]:
        """The list to show: by the arm's weights, or the two arms' lists mixed.

        Args:
            hits: the candidates.
            context: the turn.
            ranker: the shop's own; an arm with weights ranks by them, its rules stay.
            limit: how many to show.
            unit: the shopper, or a guest's conversation.
            session_id: the conversation.
            turn: its number in the conversation; with the session it seeds the coin of a mix.
            now: the moment (aware); the clock's if None.
        """
        moment = now or datetime.now(UTC)
        mixing = next((one for one in self._met(unit, moment) if one.kind == "interleave"), None)
        if mixing is None or context.intent.sort != "relevance":
            found = self._split("weights", unit, session_id, moment)
            used = ranker if found is None else ranker.by(found[1].weighed(ranker.weights))
            return used.rank(hits, context, limit=limit)
        lists = [
            {
                one.hit.product.id: one
                for one in ranker.by(arm.weighed(ranker.weights)).rank(hits, context, limit=limit)
            }
            for arm in mixing.arm
        ]
        key = f"{mixing.name}\x1f{session_id}\x1f{turn}"
        seed = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")
        coin = random.Random(seed)  # noqa: S311 - a coin that can be thrown again
        picked, teams = team_draft(list(lists[0]), list(lists[1]), limit=limit, coin=coin)
        names = {item: mixing.arm[team].name for item, team in zip(picked, teams, strict=True)}
        self.log.expose(mixing, unit, session_id=session_id, teams=names, now=moment)
        return [lists[team][item] for item, team in zip(picked, teams, strict=True)]

    def clear_caches(self) -> None:
        """Forget the readings of messages that the arms' parsers keep."""
        for parser in self.parsers.values():
            parser.cache.clear()

    def close(self) -> None:
        """Stop what the arms needed."""
        for parser in self.parsers.values():
            parser.close()

    def _met(self, unit: str, now: datetime) -> list[Experiment]:
        return [one for one in self.experiments if running(one, now) and takes_part(one, unit)]

    def _split(
        self, what: str, unit: str, session_id: str, now: datetime | None
    ) -> tuple[Experiment, Arm] | None:
        """The experiment on ``what`` that this unit is in, with its arm; logs the exposure."""
        moment = now or datetime.now(UTC)
        for experiment in self._met(unit, moment):
            if experiment.kind == "split" and any(getattr(arm, what) for arm in experiment.arm):
                arm = self.log.arm(experiment, unit)
                self.log.expose(experiment, unit, session_id=session_id, arm=arm, now=moment)
                return experiment, arm
        return None
