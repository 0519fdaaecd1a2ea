"""What would change a result: every single answer that could be another, tried out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.content import Library
from bot.content.conditions import Value
from bot.content.models import Flow, Outcome, Step

from .progress import progress
from .result import Result, result

_BETTER = ("good", "maybe", "info", "wait", "no", "urgent")
"""Verdicts from the best on."""


@dataclass(frozen=True, slots=True)
class Change:
    """One step answered otherwise, and what comes of it.

    `values` are the answers of the step that all lead to the same. `money` is the sum then, where
    it is higher than now, and `papers` how many papers fewer are needed; both only where the
    outcome stays.
    """

    step: Step
    values: tuple[Value, ...]
    outcome: Outcome
    money: Decimal | None = None
    papers: int = 0


def changes(library: Library, found: Result, today: date) -> list[Change]:
    """Return what a single other answer would change, better outcomes first.

    An answer that opens further questions is left out: what comes of it is not known yet.
    """
    grouped: dict[tuple[str, str, Decimal | None, int], Change] = {}
    for change in _tried(library, found, today):
        key = (change.step.id, change.outcome.id, change.money, change.papers)
        known = grouped.get(key)
        values = (*known.values, *change.values) if known is not None else change.values
        grouped[key] = Change(change.step, values, change.outcome, change.money, change.papers)
    return sorted(grouped.values(), key=lambda change: _worth(change, found.outcome))


def _worth(change: Change, now: Outcome) -> tuple[int, int]:
    """Order changes: a better outcome, more money, another outcome, fewer papers."""
    rank = _rank(change.outcome)
    if change.outcome is now:
        return (1 if change.money is not None else 3, 0)
    return (0 if rank < _rank(now) else 2, rank)


def _tried(library: Library, found: Result, today: date) -> Iterator[Change]:
    flow = found.flow
    for step in progress(library, flow, found.answers, today).steps:
        for value in _others(library, flow, step, found.answers):
            where = progress(library, flow, {**found.answers, step.id: value}, today)
            if where.next is None:
                other = result(library, flow, where.answers, today)
                change = _compared(step, value, found, other)
                if change is not None:
                    yield change


def _others(
    library: Library, flow: Flow, step: Step, answers: Mapping[str, Value]
) -> Iterator[Value]:
    if step.number is None:
        yield from (one for one in library.choices(flow.id, step.id) if one != answers[step.id])
        return
    now = answers[step.id]
    assert isinstance(now, int)  # noqa: S101 - only valid answers count
    yield from (one for one in range(step.number.min, step.number.max + 1) if one != now)


def _compared(step: Step, value: Value, now: Result, then: Result) -> Change | None:
    if then.outcome is not now.outcome:
        return Change(step, (value,), then.outcome)
    if step.number is not None:
        return None  # that more people get more money is no news
    before, after = _money(now), _money(then)
    if before is not None and after is not None and after > before:
        return Change(step, (value,), then.outcome, money=after)
    fewer = len(now.papers) - len(then.papers)
    return Change(step, (value,), then.outcome, papers=fewer) if fewer > 0 else None


def _money(found: Result) -> Decimal | None:
    if any(not one.values for one in found.sums):
        return None
    return sum((max(one.values) for one in found.sums), Decimal())


def _rank(outcome: Outcome) -> int:
    return _BETTER.index(outcome.verdict)
