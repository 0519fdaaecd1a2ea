"""What can never happen in a flow, whatever is answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from bot.content import Library, Problem
from bot.content.conditions import Condition, Every, Some
from bot.content.models import Flow
from bot.content.source import Origin, Place

from .formula import Formula
from .parts import Part, parts_of
from .search import Search


def dead_parts(library: Library, flow: Flow, origin: Origin, day: date) -> Iterator[Problem]:
    """Report steps, outcomes, verdicts, tasks, papers and branches of conditions that never occur."""
    search = Search(library, flow, day)
    for part in parts_of(flow, search):
        yield from _part(part, origin, search)
    yield from _criteria(flow, origin, search)


def _part(part: Part, origin: Origin, search: Search) -> Iterator[Problem]:
    if search.find(part.own) is None:
        yield _never(origin, (*part.place, "when"), f"the `when` of {part}")
        return
    if search.find(part.occurs) is None:
        yield origin.problem(
            "always-covered",
            part.place,
            f"{part} is never reached: those before it take everybody who could reach it",
            "move it up, narrow the `when` of those before it, or delete it",
        )
        return
    yield from _branches(part.condition, (*part.place, "when"), origin, search)


def _criteria(flow: Flow, origin: Origin, search: Search) -> Iterator[Problem]:
    make = search.formulas
    for position, criterion in enumerate(flow.criteria):
        place: Place = ("criteria", position)
        applies = make.of(criterion.when)
        for key in ("when", "met", "unclear"):
            condition = getattr(criterion, key)
            if condition is None:
                continue
            if search.find(make.every([applies, make.of(condition)])) is None:
                what = f"the `{key}` of the criterion {criterion.id!r}"
                yield _never(origin, (*place, key), what)
                break
            yield from _branches(condition, (*place, key), origin, search)
        else:
            yield from _verdicts(flow, position, origin, search)


def _verdicts(flow: Flow, position: int, origin: Origin, search: Search) -> Iterator[Problem]:
    criterion = flow.criteria[position]
    verdicts = search.formulas.verdicts(position, flow)
    expected = [one for one in verdicts if one != "unclear" or criterion.unclear is not None]
    if missing := [one for one in expected if search.find(verdicts[one]) is None]:
        problem = origin.problem(
            "never-verdict",
            ("criteria", position),
            f"nobody can come to {' or '.join(missing)} in the criterion {criterion.id!r}",
            "correct its `met` and `unclear`; leave it when that is what the rules say",
        )
        yield replace(problem, severity="warning")


def _never(origin: Origin, place: Place, what: str) -> Problem:
    return origin.problem(
        "never-holds",
        place,
        f"{what} can never hold, whatever is answered",
        "correct the condition, or delete what it stands for",
    )


def _branches(
    condition: Condition | None, place: Place, origin: Origin, search: Search
) -> Iterator[Problem]:
    if condition is None:
        return
    data = _data_at(origin, place)
    for branch_place, chosen in _with_one_branch(condition, data, place):
        formula: Formula = search.formulas.of(chosen, search.worst)
        if search.find(formula) is None:
            yield origin.problem(
                "branch-never-holds",
                branch_place,
                "this branch of `any` can never hold together with what stands beside it",
                "correct or delete the branch",
            )


def _data_at(origin: Origin, place: Place) -> Any:
    data = origin.source.data
    for name in (*origin.place, *place):
        data = data[name]
    return data


def _with_one_branch(
    condition: Condition, data: Any, place: Place
) -> Iterator[tuple[Place, Condition]]:
    """Go through the branches of each `any`, each with the condition that has only this branch.

    `data` is what the condition was parsed from, for the places of the branches.
    """
    entries = (
        condition.conditions if isinstance(condition, Every) and len(data) > 1 else (condition,)
    )
    for position, ((key, value), entry) in enumerate(zip(data.items(), entries, strict=True)):
        if key != "any" or not isinstance(entry, Some):
            continue
        beside = (*entries[:position], *entries[position + 1 :])
        for number, branch in enumerate(entry.conditions):
            inside = (*place, key, number)
            yield inside, Every((*beside, branch))
            for deeper_place, deeper in _with_one_branch(branch, value[number], inside):
                yield deeper_place, Every((*beside, deeper))
