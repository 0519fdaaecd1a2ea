"""Where somebody stands in a flow, worked out from the answers alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.content import Library
from bot.content.conditions import Situation, Value
from bot.content.models import Flow, Step


@dataclass(frozen=True, slots=True)
class Progress:
    """The answers that count, the steps that apply, and the first one still to be answered.

    `possible` counts the steps that apply or still may, for "3 of 7". An answer to a step that
    is skipped now is not in `answers`, but is not forgotten either.
    """

    answers: Mapping[str, Value]
    steps: tuple[Step, ...]
    next: Step | None
    possible: int

    def before(self, step_id: str) -> Step | None:
        """Return the step asked before `step_id`, or nothing at the first."""
        ids = [step.id for step in self.steps]
        if step_id not in ids:
            return self.steps[-1] if self.steps else None
        position = ids.index(step_id)
        return self.steps[position - 1] if position else None

    def number_of(self, step: Step) -> int:
        """Return which question in a row this is, from 1."""
        return self.steps.index(step) + 1


def valid(library: Library, flow: Flow, step: Step, value: Value | None) -> bool:
    """Tell whether `value` is an answer that the step takes as it stands now."""
    if step.number is not None:
        return isinstance(value, int) and step.number.min <= value <= step.number.max
    return value in library.choices(flow.id, step.id)


def progress(library: Library, flow: Flow, given: Mapping[str, Value], today: date) -> Progress:
    """Work out where the answers `given` lead in the flow on that day."""
    in_list = library.lists_on(today)
    answers: dict[str, Value] = {}
    ahead: set[str] = set()
    steps: list[Step] = []
    following: Step | None = None
    maybe = 0
    for step in flow.steps:
        if step.when is not None:
            holds = step.when.holds(Situation(answers, frozenset(ahead), in_list))
            if holds is False:
                continue
            if holds is None and following is not None:
                ahead.add(step.id)
                maybe += 1
                continue
            # Open though everything before is answered: a list has no value that day. Ask.
        steps.append(step)
        value = given.get(step.id)
        if value is not None and valid(library, flow, step, value):
            answers[step.id] = value
        else:
            following = following or step
            ahead.add(step.id)
    shown = steps if following is None else steps[: steps.index(following) + 1]
    return Progress(answers, tuple(shown), following, len(steps) + maybe)
