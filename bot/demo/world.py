"""Days of a plausible world: who comes, what they ask, where they leave a flow.

Everything is drawn from a seed and from the ids of the content; no word of it was ever typed by
anybody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

import yaml

from bot.content import Library
from bot.content.models import Flow
from bot.store import Logged

_FILE: Final = Path(__file__).with_name("world.yaml")
_PERSON_BYTES: Final = 16
_WEEKDAYS: Final = (1.15, 1.1, 1.05, 1.0, 1.0, 0.8, 0.75)


@dataclass(frozen=True, slots=True)
class World:
    """How big the world is and where its chance begins; equal worlds give equal days."""

    library: Library
    seed: int = 1
    questions_a_day: int = 200


def days_of(world: World, last: dt.date, days: int) -> Iterator[tuple[dt.date, list[Logged]]]:
    """Give the events of so many days, the oldest first; they end with `last`."""
    chance = Random(world.seed)  # noqa: S311 - a demonstration, not a secret
    town = _Town(world.library, chance)
    for number in range(days):
        day = last - dt.timedelta(days=days - 1 - number)
        growth = 0.7 + 0.6 * number / max(days, 1)
        wanted = world.questions_a_day * growth * _WEEKDAYS[day.weekday()]
        events: list[Logged] = []
        asked = 0
        while asked < wanted:
            visit = list(town.visit(day))
            asked += sum(event.kind in _ASKED for event in visit)
            events.extend(visit)
        yield day, events


_ASKED: Final = frozenset({"answered", "suggested", "not_answered", "urgent"})


@cache
def _habits() -> Mapping[str, Any]:
    habits: Mapping[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    return habits


class _Town:
    """Everybody who may come, and what they are like."""

    def __init__(self, library: Library, chance: Random) -> None:
        self._library, self._chance = library, chance
        self._habits = _habits()
        self._answers: dict[str, list[str]] = {}
        for answer in library.answers:
            self._answers.setdefault(library.topics[answer], []).append(answer)
        for entries in self._answers.values():
            chance.shuffle(entries)

    def visit(self, day: dt.date) -> Iterator[Logged]:
        """Give what one person does on one day."""
        chance = self._chance
        about = Logged(
            day,
            chance.randbytes(_PERSON_BYTES),
            kind="arrived",
            language=self._one_of(self._habits["languages"]),
            channel=self._one_of(self._habits["channels"]),
            campaign=self._one_of(self._habits["campaigns"]),
        )
        if about.campaign and chance.random() < 0.5:
            yield about
        if chance.random() < 0.03:
            yield replace(about, kind="language_switched", detail=about.language)
        if chance.random() < 0.4:
            yield from self._flow(about)
        topic = self._one_of(self._habits["topics"])
        for _ in range(chance.choice((0, 1, 1, 1, 2, 2, 3, 5))):
            yield from self._question(about, topic)
            if chance.random() < 0.3:
                topic = self._one_of(self._habits["topics"])

    def _question(self, about: Logged, topic: str) -> Iterator[Logged]:
        chance = self._chance
        what = chance.random()
        entries = self._answers.get(topic) or list(self._library.answers)
        entry = entries[min(int(chance.expovariate(4 / len(entries))), len(entries) - 1)]
        on = replace(about, topic=self._library.topics[entry], entry=entry)
        if what < 0.02:
            yield replace(about, kind="urgent", detail=chance.choice(list(self._library.urgent)))
        elif what < 0.70:
            yield replace(on, kind="answered", band=chance.choice(("high", "middle")))
            if chance.random() < 0.35:
                good = chance.random() < self._goodness(entry)
                yield replace(on, kind="helpful" if good else "unhelpful")
        elif what < 0.88:
            masked = self._gap(about.language)
            yield replace(on, kind="suggested", band="low", masked=masked)
            if chance.random() < 0.6:
                yield replace(on, kind="chosen")
        else:
            yield replace(about, kind="not_answered", masked=self._gap(about.language))

    def _goodness(self, entry: str) -> float:
        return 0.5 + 0.45 * (sum(entry.encode()) % 100) / 100

    def _gap(self, language: str) -> str:
        gaps: Mapping[str, Sequence[str]] = self._habits["gaps"]
        texts = gaps.get(language) or gaps["ru"]
        return texts[min(int(self._chance.expovariate(5 / len(texts))), len(texts) - 1)]

    def _flow(self, about: Logged) -> Iterator[Logged]:
        flow = self._library.flows[self._one_of(self._habits["flows"])]
        entry = f"flow:{flow.id}"
        about = replace(about, topic=self._library.topics[entry], entry=entry)
        yield replace(about, kind="flow_started")
        for step in flow.steps:
            if self._chance.random() < 0.06:
                return
            if step.when is None or self._chance.random() < 0.5:
                yield replace(about, kind="step_left", detail=step.id)
        yield replace(about, kind="flow_finished", detail=self._outcome(flow))

    def _outcome(self, flow: Flow) -> str:
        last = len(flow.outcomes) - 1
        return flow.outcomes[min(int(self._chance.expovariate(1 / 2)), last)].id

    def _one_of(self, weights: Mapping[str, float]) -> str:
        return self._chance.choices(list(weights), list(weights.values()))[0]
