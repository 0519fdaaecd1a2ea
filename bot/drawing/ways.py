"""Which question or result comes after which choice, worked out by going through all answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.content import Library
from bot.content.conditions import Condition, CriteriaAre, Situation, Value, asked_about
from bot.content.models import Flow, Step
from bot.dialogue import result


@dataclass(frozen=True, slots=True)
class Option:
    """One line below a question: a choice, or a run of numbers that nothing tells apart."""

    first: Value
    last: Value


@dataclass(frozen=True, slots=True)
class Group:
    """Choices of one step that lead to the same: to one of `steps`, in order, or to the end.

    Which of several steps it is depends on earlier answers. `outcomes` are those that are
    reached when no further step is asked.
    """

    step: Step
    options: tuple[Option, ...]
    steps: tuple[Step, ...]
    outcomes: frozenset[str]


_State = tuple[tuple[tuple[str, Value], ...], tuple[str, Value] | None]
"""The answers that something later still asks about, and the last choice that was made."""


def options(library: Library, flow: Flow, step: Step, day: date) -> tuple[Option, ...]:
    """Return the lines below the question of `step`."""
    if step.number is None:
        return tuple(Option(choice, choice) for choice in library.choices(flow.id, step.id))
    alike = _Alike(library, flow, day)
    found: list[Option] = []
    for number in range(step.number.min, step.number.max + 1):
        if found and alike(step.id, number) == alike(step.id, found[-1].first):
            found[-1] = Option(found[-1].first, number)
        else:
            found.append(Option(number, number))
    return tuple(found)


def groups(library: Library, flow: Flow, day: date) -> list[Group]:
    """Return what every choice leads to, as of a day, step by step."""
    alike = _Alike(library, flow, day)
    in_list = library.lists_on(day)
    lines = {step.id: options(library, flow, step, day) for step in flow.steps}
    following: dict[tuple[str, Value], set[str]] = defaultdict(set)
    ends: dict[tuple[str, Value], set[str]] = defaultdict(set)
    states: set[_State] = {((), None)}
    for position, step in enumerate(flow.steps):
        needed = _needed_after(flow, position)
        reached: set[_State] = set()
        for live, last in states:
            answers = dict(live)
            asked = step.when is None or step.when.holds(Situation(answers, in_list=in_list))
            if asked is False:
                reached.add((_kept(answers, needed), last))
                continue
            if last is not None:
                following[last].add(step.id)
            for line in lines[step.id]:
                answers[step.id] = alike.representative(step.id, line.first)
                reached.add((_kept(answers, needed), (step.id, line.first)))
        states = reached
    for live, last in states:
        if last is not None:
            ends[last].add(result(library, flow, dict(live), day).outcome.id)
    return list(_grouped(flow, lines, following, ends))


def _grouped(
    flow: Flow,
    lines: Mapping[str, tuple[Option, ...]],
    following: Mapping[tuple[str, Value], set[str]],
    ends: Mapping[tuple[str, Value], set[str]],
) -> Iterator[Group]:
    for step in flow.steps:
        found: dict[tuple[frozenset[str], frozenset[str]], list[Option]] = defaultdict(list)
        for line in lines[step.id]:
            key = (step.id, line.first)
            found[frozenset(following.get(key, ())), frozenset(ends.get(key, ()))].append(line)
        for (names, outcomes), same in found.items():
            if names or outcomes:
                steps = tuple(one for one in flow.steps if one.id in names)
                yield Group(step, tuple(same), steps, outcomes)


def _kept(answers: Mapping[str, Value], needed: set[str]) -> tuple[tuple[str, Value], ...]:
    return tuple(sorted((step, value) for step, value in answers.items() if step in needed))


def _deciding(flow: Flow) -> list[Condition]:
    """Return the conditions that decide the outcome."""
    found = [outcome.when for outcome in flow.outcomes if outcome.when is not None]
    if any(isinstance(part, CriteriaAre) for one in found for part in one.parts()):
        for criterion in flow.criteria:
            found += [one for one in (criterion.when, criterion.met, criterion.unclear) if one]
    return found


def _needed_after(flow: Flow, position: int) -> set[str]:
    later = [step.when for step in flow.steps[position + 1 :] if step.when is not None]
    return {step for condition in [*later, *_deciding(flow)] for step in asked_about(condition)}


class _Alike:
    """Tells values of a step apart as far as the order of questions and the outcome do."""

    def __init__(self, library: Library, flow: Flow, day: date) -> None:
        self._in_list = library.lists_on(day)
        self._parts = [
            part
            for condition in [*(s.when for s in flow.steps if s.when), *_deciding(flow)]
            for part in condition.parts()
        ]
        self._first: dict[tuple[str, tuple[bool | None, ...]], Value] = {}

    def __call__(self, step_id: str, value: Value) -> tuple[bool | None, ...]:
        on = Situation({step_id: value}, in_list=self._in_list)
        return tuple(part.holds(on) for part in self._parts if step_id in asked_about(part))

    def representative(self, step_id: str, value: Value) -> Value:
        return self._first.setdefault((step_id, self(step_id, value)), value)
