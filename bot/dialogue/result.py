"""The result of a flow: outcome, criteria, tasks, papers, money and notes for one set of answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.content import Library, NoValueError, value_on
from bot.content.conditions import Condition, Situation, Value, Verdict
from bot.content.models import (
    Amount,
    Contact,
    Criterion,
    Desk,
    Factors,
    Flow,
    Letter,
    Note,
    Outcome,
    Paper,
    Parameter,
    Task,
)

_WORST_FIRST: tuple[Verdict, ...] = ("not_met", "unclear", "met")


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion with its verdict."""

    criterion: Criterion
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Factor:
    """One number of a product: a dated parameter, or an answer or just a number."""

    value: Decimal
    parameter: Parameter | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount worked out in tenge: one product or a lower and an upper one.

    `products` and `values` are empty when a parameter has no value on the day. `since` and
    `until` bound the time for which the sum holds.
    """

    amount: Amount
    values: tuple[Decimal, ...]
    products: tuple[tuple[Factor, ...], ...]
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that follows from the answers, in the order in which it is shown."""

    flow: Flow
    answers: Mapping[str, Value]
    outcome: Outcome
    criteria: tuple[Judged, ...]
    tasks: tuple[Task, ...]
    papers: tuple[Paper, ...]
    sums: tuple[Sum, ...]
    notes: tuple[Note, ...]
    contacts: tuple[Contact, ...]
    letters: tuple[Letter, ...]
    desk: Desk | None

    def facts(self) -> tuple[str, ...]:
        """Return the ids of all facts that what is shown rests on, each once."""
        cited: dict[str, None] = {}
        shown = (
            self.outcome,
            *(judged.criterion for judged in self.criteria),
            *self.tasks,
            *(found.amount for found in self.sums),
            *self.notes,
            *self.papers,
            *self.letters,
            *((self.desk,) if self.desk else ()),
            self.flow,
        )
        for item in shown:
            cited.update(dict.fromkeys(item.facts))
        return tuple(cited)


def result(library: Library, flow: Flow, answers: Mapping[str, Value], today: date) -> Result:
    """Work out the result of a flow; `answers` are those that count (see `progress`)."""
    in_list = library.lists_on(today)
    on = Situation(answers, in_list=in_list)
    criteria = tuple(
        Judged(criterion, _verdict(criterion, on))
        for criterion in flow.criteria
        if _applies(criterion.when, on)
    )
    verdicts = {judged.verdict for judged in criteria}
    worst: Verdict = next((verdict for verdict in _WORST_FIRST if verdict in verdicts), "met")
    on = Situation(answers, in_list=in_list, criteria=worst)
    outcome = next(outcome for outcome in flow.outcomes if _applies(outcome.when, on))
    tasks = tuple(task for task in flow.tasks if _applies(task.when, on))
    notes = tuple(note for note in flow.notes if _applies(note.when, on))
    called = [use.contact for use in flow.contacts if _applies(use.when, on)]
    called.extend(contact for task in tasks for contact in task.contacts)
    called.extend(contact for note in notes for contact in note.contacts)
    return Result(
        flow=flow,
        answers=answers,
        outcome=outcome,
        criteria=criteria,
        tasks=tasks,
        papers=tuple(library.papers[use.paper] for use in flow.papers if _applies(use.when, on)),
        sums=tuple(
            _sum(library, amount, answers, today)
            for amount in flow.amounts
            if _applies(amount.when, on)
        ),
        notes=notes,
        contacts=tuple(library.contacts[name] for name in dict.fromkeys(called)),
        letters=tuple(
            library.letters[use.letter] for use in flow.letters if _applies(use.when, on)
        ),
        desk=next((desk for desk in flow.desk if _applies(desk.when, on)), None),
    )


def _applies(condition: Condition | None, on: Situation) -> bool:
    return condition is None or condition.holds(on) is True


def _verdict(criterion: Criterion, on: Situation) -> Verdict:
    if criterion.unclear is not None and criterion.unclear.holds(on) is not False:
        return "unclear"
    match criterion.met.holds(on):
        case True:
            return "met"
        case False:
            return "not_met"
    return "unclear"


def _sum(library: Library, amount: Amount, answers: Mapping[str, Value], today: date) -> Sum:
    try:
        products = tuple(
            tuple(_factors(library, factors, answers, today)) for factors in amount.products()
        )
    except NoValueError:
        return Sum(amount, (), (), None, None)
    values = []
    for product in products:
        value = Decimal(1)
        for factor in product:
            value *= factor.value
        values.append(value)
    dated = [
        value_on(factor.parameter, today)
        for product in products
        for factor in product
        if factor.parameter is not None
    ]
    since = max((value.from_ for value in dated), default=None)
    until = min((value.to for value in dated if value.to is not None), default=None)
    return Sum(amount, tuple(values), products, since, until)


def _factors(
    library: Library, factors: Factors, answers: Mapping[str, Value], today: date
) -> Iterable[Factor]:
    for factor in factors:
        if not isinstance(factor, str):
            yield Factor(Decimal(str(factor)))
        elif factor in library.parameters:
            parameter = library.parameters[factor]
            yield Factor(Decimal(str(value_on(parameter, today).value)), parameter=parameter)
        elif factor in answers:
            yield Factor(Decimal(answers[factor]))
        else:
            raise NoValueError(f"{factor} was not asked")
