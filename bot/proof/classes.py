"""Answers that no condition of a flow can tell apart, and every way through those classes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.content import Library
from bot.content.conditions import (
    Between,
    Condition,
    CriteriaAre,
    InParameter,
    OneOf,
    Situation,
    Value,
    Verdict,
    asked_about,
)
from bot.content.models import Flow, Step

_WORST: tuple[Verdict, ...] = ("met", "unclear", "not_met")


@dataclass(frozen=True, slots=True)
class Watched:
    """Something that applies or not by its condition; `tag` is what it stands for."""

    tag: str
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class _State:
    """What still matters after some steps: the live answers, the tags, the worst verdict."""

    live: tuple[tuple[str, Value], ...]
    tags: frozenset[str]
    worst: int


def conditions_of(flow: Flow) -> Iterator[Condition]:
    """Go through every condition of a flow."""
    for step in flow.steps:
        if step.when is not None:
            yield step.when
    for criterion in flow.criteria:
        yield criterion.met
        yield from (one for one in (criterion.when, criterion.unclear) if one is not None)
    for section in (
        "outcomes",
        "tasks",
        "papers",
        "amounts",
        "notes",
        "contacts",
        "letters",
        "desk",
    ):
        yield from (part.when for part in getattr(flow, section) if part.when is not None)


def classes(library: Library, flow: Flow, step: Step, day: date) -> list[Value]:
    """Return one answer of each class: a number step splits at the bounds its conditions use."""
    in_list = library.lists_on(day)
    parts = [
        part
        for condition in conditions_of(flow)
        for part in condition.parts()
        if isinstance(part, OneOf | Between | InParameter) and part.step == step.id
    ]
    values: Sequence[Value] = (
        range(step.number.min, step.number.max + 1)
        if step.number is not None
        else list(library.choices(flow.id, step.id))
    )
    found: dict[tuple[bool | None, ...], Value] = {}
    for value in values:
        on = Situation({step.id: value}, in_list=in_list)
        found.setdefault(tuple(part.holds(on) for part in parts), value)
    return list(found.values())


def explore(
    library: Library, flow: Flow, watched: Sequence[Watched], day: date
) -> Mapping[frozenset[str], Mapping[str, Value]]:
    """Return every set of tags that some answers lead to, each with one such set of answers.

    After each step, whatever is decided is turned into its tag and answers that nothing asks
    about any more are forgotten, so that ways which are alike from there on become one.
    """
    return _Explorer(library, flow, watched, day).run()


class _Explorer:
    def __init__(self, library: Library, flow: Flow, watched: Sequence[Watched], day: date) -> None:
        self._in_list = library.lists_on(day)
        self._flow, self._watched = flow, watched
        self._classes = {step.id: classes(library, flow, step, day) for step in flow.steps}
        self._order = {step.id: position for position, step in enumerate(flow.steps)}
        self._by_verdict = any(self._asks_verdict(one.condition) for one in watched)
        self._due = {position: list[Watched]() for position in range(-1, len(flow.steps))}
        for one in watched:
            self._due[self._decided_after(one.condition)].append(one)
        self._criteria = {position: list[int]() for position in range(-1, len(flow.steps))}
        if self._by_verdict:
            for number, criterion in enumerate(flow.criteria):
                conditions = (criterion.when, criterion.met, criterion.unclear)
                last = max(self._last(one) for one in conditions if one is not None)
                self._criteria[last].append(number)
        self._live_after = [self._live(position) for position in range(len(flow.steps))]

    @staticmethod
    def _asks_verdict(condition: Condition | None) -> bool:
        return condition is not None and any(
            isinstance(part, CriteriaAre) for part in condition.parts()
        )

    def _last(self, condition: Condition) -> int:
        return max((self._order[step] for step in asked_about(condition)), default=-1)

    def _decided_after(self, condition: Condition | None) -> int:
        if condition is None:
            return -1
        if self._asks_verdict(condition):
            return len(self._flow.steps) - 1
        return self._last(condition)

    def _live(self, position: int) -> frozenset[str]:
        """Return the steps up to `position` that something decided later still asks about."""
        later: set[str] = set()
        for step in self._flow.steps[position + 1 :]:
            later |= asked_about(step.when) if step.when is not None else set()
        for due, ones in self._due.items():
            if due > position:
                for one in ones:
                    later |= asked_about(one.condition) if one.condition is not None else set()
        for due, numbers in self._criteria.items():
            if due > position:
                for number in numbers:
                    criterion = self._flow.criteria[number]
                    for condition in (criterion.when, criterion.met, criterion.unclear):
                        later |= asked_about(condition) if condition is not None else set()
        return frozenset(step for step in later if self._order[step] <= position)

    def run(self) -> Mapping[frozenset[str], Mapping[str, Value]]:
        states: dict[_State, Mapping[str, Value]] = {
            self._settled(_State((), frozenset(), 0), {}, -1, {}): {}
        }
        for position, step in enumerate(self._flow.steps):
            following: dict[_State, Mapping[str, Value]] = {}
            for state, witness in states.items():
                for answers, answer in self._answers(state, step):
                    settled = self._settled(state, answers, position, answers)
                    given = witness if answer is None else {**witness, step.id: answer}
                    following.setdefault(settled, given)
            states = following
        return {state.tags: witness for state, witness in states.items()}

    def _answers(
        self, state: _State, step: Step
    ) -> Iterator[tuple[Mapping[str, Value], Value | None]]:
        live = dict(state.live)
        # A list without a value leaves a condition open; the conversation asks then, and so do we.
        on = Situation(live, in_list=self._in_list)
        if step.when is not None and step.when.holds(on) is False:
            yield live, None
            return
        for value in self._classes[step.id]:
            yield {**live, step.id: value}, value

    def _settled(
        self, state: _State, answers: Mapping[str, Value], position: int, live: Mapping[str, Value]
    ) -> _State:
        worst = state.worst
        on = Situation(answers, in_list=self._in_list)
        for number in self._criteria[position]:
            criterion = self._flow.criteria[number]
            if criterion.when is None or criterion.when.holds(on) is True:
                if criterion.unclear is not None and criterion.unclear.holds(on) is not False:
                    verdict = 1
                else:
                    verdict = {True: 0, None: 1, False: 2}[criterion.met.holds(on)]
                worst = max(worst, verdict)
        on = Situation(answers, in_list=self._in_list, criteria=_WORST[worst])
        tags = {
            one.tag
            for one in self._due[position]
            if one.condition is None or one.condition.holds(on) is True
        }
        kept = self._live_after[position] if position >= 0 else frozenset[str]()
        return _State(
            tuple(sorted((step, value) for step, value in live.items() if step in kept)),
            state.tags | tags,
            worst,
        )
