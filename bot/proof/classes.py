"""Classes of answers: those that no condition of a flow can tell apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.content import Library
from bot.content.conditions import (
    Between,
    Condition,
    InParameter,
    OneOf,
    Situation,
    Value,
)
from bot.content.models import Flow, Step


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
    return [values[0] for values in grouped(library, flow, step, day)]


def grouped(library: Library, flow: Flow, step: Step, day: date) -> list[list[Value]]:
    """Return the answers of a step by classes: no condition tells those of one class apart."""
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
    found: dict[tuple[bool | None, ...], list[Value]] = {}
    for value in values:
        on = Situation({step.id: value}, in_list=in_list)
        found.setdefault(tuple(part.holds(on) for part in parts), []).append(value)
    return list(found.values())
