"""Questions and choices that change nothing: nobody should be asked what does not matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.content import Library, Problem
from bot.content.conditions import Value
from bot.content.models import Flow, Step
from bot.content.source import Origin, Place

from .classes import grouped
from .formula import Formula
from .parts import FIRST_OF, parts_of
from .search import Search


def idle_choices(library: Library, flow: Flow, origin: Origin, day: date) -> Iterator[Problem]:
    """Report steps whose answer changes nothing, and choices that always come to the same.

    Something is changed when it decides whether a later step is asked or what stands in the
    result. A number that an amount multiplies by, and a region, which has its own guide, matter.
    """
    search = Search(library, flow, day)
    shown = _shown(flow, search)
    factors = {
        factor for amount in flow.amounts for product in amount.products() for factor in product
    }
    for position, step in enumerate(flow.steps):
        if step.id in factors or step.choices_from is not None:
            continue
        alike = _alike(library, flow, step, day, search, shown)
        if len(alike) == 1:
            yield origin.problem(
                "idle-step",
                ("steps", position),
                f"nothing depends on the answer to {step.id!r}",
                "let something depend on it, or do not ask",
            )
            continue
        for same in alike:
            if (len(same) if step.number else sum(map(len, same))) > 1:
                yield _same(step, position, same, origin)


def _same(step: Step, position: int, same: list[list[Value]], origin: Origin) -> Problem:
    if step.number is not None:
        names = ", ".join(f"{min(values)} to {max(values)}" for values in same)
        place: Place = ("steps", position, "number")
    else:
        choices = [value for values in same for value in values]
        names = ", ".join(map(repr, choices))
        place = ("steps", position, "choices", choices[1])
    problem = origin.problem(
        "same-choice",
        place,
        f"the {'numbers' if step.number else 'choices'} {names} of {step.id!r} always come to the same",
        "let something depend on which it is, or make them one choice",
    )
    return replace(problem, severity="warning")


@dataclass(frozen=True, slots=True)
class _Shown:
    """Something that a person notices: shown where `own` holds and nothing of `earlier` does."""

    own: Formula
    earlier: tuple[Formula, ...] = ()


def _shown(flow: Flow, search: Search) -> Sequence[_Shown]:
    """Return when each question and each thing in the result is shown."""
    repeated: dict[tuple[str, str], list[Formula]] = {}
    firsts: dict[str, list[Formula]] = {}
    shown: list[_Shown] = []
    for part in parts_of(flow, search):
        if part.place[0] in FIRST_OF:
            earlier = firsts.setdefault(part.word, [])
            shown.append(_Shown(part.own, tuple(earlier)))
            earlier.append(part.own)
        else:
            repeated.setdefault((part.word, part.name), []).append(part.own)
    shown.extend(_Shown(search.formulas.some(formulas)) for formulas in repeated.values())
    for position in range(len(flow.criteria)):
        shown.extend(_Shown(one) for one in search.formulas.verdicts(position, flow).values())
    return shown


def _alike(
    library: Library,
    flow: Flow,
    step: Step,
    day: date,
    search: Search,
    shown: Sequence[_Shown],
) -> list[list[list[Value]]]:
    """Return the classes of a step's answers in groups that always come to the same."""
    waiting = sorted(
        (one for one in shown if step.id in one.own.steps),
        key=lambda one: (len(one.earlier), len(one.own.steps)),
    )
    alike: list[list[list[Value]]] = []
    for values in grouped(library, flow, step, day):
        for group in alike:
            if not _differ(step, group[0][0], values[0], search, waiting):
                group.append(values)
                break
        else:
            alike.append([values])
    return alike


def _differ(
    step: Step, one: Value, other: Value, search: Search, waiting: Sequence[_Shown]
) -> bool:
    """Tell whether something is shown with one of the answers and not with the other.

    That a later step is asked with one of them only is a difference by itself. So where there is
    none, the other answers of a person are the same in both cases, and all can be compared. Of
    things of which the first is shown, it is enough to look for the first that differs: those
    before it hold with neither answer.
    """
    make = search.formulas
    for shown in waiting:
        differ = make.differ(
            make.given(shown.own, step.id, one), make.given(shown.own, step.id, other)
        )
        before = (make.holds(formula, False, None) for formula in shown.earlier)
        wanted = make.every((search.asked[step.id], differ, *before))
        if search.find(wanted, {step.id: one}) is not None:
            return True
    return False
