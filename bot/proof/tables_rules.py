"""Working out the outcome table of a flow from its rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TypeVar

from bot.content import Library
from bot.content.conditions import (
    Between,
    Condition,
    CriteriaAre,
    Every,
    InParameter,
    OneOf,
    Situation,
    Some,
    Value,
    Verdict,
)
from bot.content.models import (
    Amount,
    Criterion,
    DatedValue,
    Desk,
    Flow,
    Outcome,
    Step,
    Task,
    Values,
)

from .classes import conditions_of, grouped
from .tables import NOT_ASKED, People, Row, Table
from .tables_diagram import ALL, NONE, Set
from .tables_gives import given, oldest, reached, rests_on, ways

_VERDICTS: tuple[Verdict, ...] = ("met", "unclear", "not_met")
"""From the best on."""

Part = TypeVar("Part", Outcome, Desk)


def table(library: Library, flow: Flow, day: date) -> Table:
    """Work out what `flow` tells to whom, by the rules that hold on `day`."""
    lists = {
        part.parameter
        for condition in conditions_of(flow)
        for part in condition.parts()
        if isinstance(part, InParameter)
    }
    rules = _Rules(library, flow, day)
    rows = tuple(rules.rows())
    cited = {fact for row in rows for fact in row.gives.get("facts", "").split(", ") if fact}
    return Table(
        flow=flow.id,
        holds=_period(library, lists, day),
        gives=given(
            order=str(flow.order),
            ask=ways(flow.ask),
            reviewed=flow.reviewed.isoformat(),
            checked=oldest(library, {*cited, *flow.facts}),
            confirm=flow.confirm,
            **rests_on(library, flow.facts),
        ),
        parameters=dict(_parameters(library, flow, lists)),
        steps={step: tuple(answers) for step, answers in rules.answers.items()},
        rows=rows,
    )


def _period(library: Library, lists: Iterable[str], day: date) -> str:
    """Return the days around `day` on which no list that a condition asks about changes."""
    since, until = date.min, date.max
    for parameter in lists:
        for dated in library.parameters[parameter].values:
            for edge in (dated.from_, dated.to + timedelta(1) if dated.to else None):
                if edge is not None and edge <= day:
                    since = max(since, edge)
                elif edge is not None:
                    until = min(until, edge - timedelta(1))
    return _days(None if since == date.min else since, None if until == date.max else until)


def _days(since: date | None, until: date | None) -> str:
    words = [f"from {since}"] if since else []
    words += [f"to {until}"] if until else []
    return " ".join(words) or "any day"


def _parameters(
    library: Library, flow: Flow, lists: Iterable[str]
) -> Iterator[tuple[tuple[str, str], str]]:
    """Go through all values, whatever the day, of the parameters that the flow uses."""
    used = set(lists)
    for amount in flow.amounts:
        used.update(str(factor) for product in amount.products() for factor in product)
    for task in flow.tasks:
        used.update(str(value) for value in (task.term or {}).values())
    for name in sorted(used & set(library.parameters)):
        parameter = library.parameters[name]
        for dated in parameter.values:
            yield (name, _days(dated.from_, dated.to)), f"{_value(dated)} {parameter.unit}"


def _value(dated: DatedValue) -> str:
    value: Values | None = dated.value
    if value is None:
        return "not known"
    if isinstance(value, list):
        return "|".join(value)
    if isinstance(value, dict):
        return "|".join(f"{key}={number}" for key, number in value.items())
    return str(value)


class _Rules:
    """The conditions of one flow on one day, as sets of people."""

    def __init__(self, library: Library, flow: Flow, day: date) -> None:
        self._library, self._flow, self._day = library, flow, day
        self._in_list = library.lists_on(day)
        self.answers = {step.id: self._classes(step) for step in flow.steps}
        self._people = People({step: list(found) for step, found in self.answers.items()})
        self._sets = self._people.sets
        self._worst: Mapping[Verdict, Set] = {}
        guards: dict[str, Set] = {}
        self._guards: list[tuple[str, Set, Set]] = []
        for step in flow.steps:
            # Open because a list has no value that day: the conversation asks then.
            guard = ALL if step.when is None else self._holds(step.when, may=True)
            self._guards.append((step.id, guard, self._people.asked(guards)))
            guards[step.id] = guard
        self._all = self._people.asked(guards)
        self._judged = {criterion.id: self._judge(criterion) for criterion in flow.criteria}
        self._worst = self._worst_verdicts()

    def _classes(self, step: Step) -> dict[str, Value]:
        """Return the classes of answers to a step, each with one answer of it."""
        if step.number is None:
            return {choice: choice for choice in self._library.choices(self._flow.id, step.id)}
        alike = {
            value: position
            for position, values in enumerate(grouped(self._library, self._flow, step, self._day))
            for value in values
        }
        numbers = range(step.number.min, step.number.max + 1)
        runs = [list(run) for _, run in groupby(numbers, lambda number: alike[number])]
        return {_run(run[0], run[-1]): run[0] for run in runs}

    def _holds(self, condition: Condition, *, may: bool = False) -> Set:
        """Return those for whom the condition is true, or (`may`) true or open."""
        match condition:
            case Every():
                return self._sets.common_to(self._holds(c, may=may) for c in condition.conditions)
            case Some():
                return self._sets.union_of(self._holds(c, may=may) for c in condition.conditions)
            case CriteriaAre():
                return self._sets.union_of(
                    people
                    for verdict, people in self._worst.items()
                    if verdict in condition.verdicts
                )
            case OneOf() | Between() | InParameter():
                classes = [
                    name
                    for name, value in [*self.answers[condition.step].items(), (NOT_ASKED, None)]
                    if self._judges(condition, value, may=may)
                ]
                return self._people.who(condition.step, classes)
        raise TypeError(f"a condition of an unknown kind: {condition!r}")

    def _judges(
        self, part: OneOf | Between | InParameter, value: Value | None, *, may: bool
    ) -> bool:
        answers = {} if value is None else {part.step: value}
        held = part.holds(Situation(answers, in_list=self._in_list))
        return held is True or (may and held is None)

    def _applies(self, condition: Condition | None) -> Set:
        return ALL if condition is None else self._holds(condition)

    def _judge(self, criterion: Criterion) -> Mapping[Verdict, Set]:
        applies = self._applies(criterion.when)
        unclear = NONE if criterion.unclear is None else self._holds(criterion.unclear, may=True)
        met = self._sets.without(self._holds(criterion.met), unclear)
        perhaps = self._sets.union(unclear, self._holds(criterion.met, may=True))
        return {
            "met": self._sets.both(applies, met),
            "unclear": self._sets.both(applies, self._sets.without(perhaps, met)),
            "not_met": self._sets.without(applies, perhaps),
        }

    def _worst_verdicts(self) -> Mapping[Verdict, Set]:
        found: dict[Verdict, Set] = {}
        left = ALL
        for verdict in reversed(_VERDICTS[1:]):
            some = self._sets.union_of(judged[verdict] for judged in self._judged.values())
            found[verdict] = self._sets.both(some, left)
            left = self._sets.without(left, some)
        return {**found, "met": left}

    def rows(self) -> Iterator[Row]:
        """Go through everything that the flow may tell, in its order."""
        flow, library = self._flow, self._library
        for name, guard, before in self._guards:
            taken = "|".join(self.answers[name])
            yield Row("step", name, self._people.groups(guard, before), {"answers": taken})
        for criterion in flow.criteria:
            for verdict, people in self._judged[criterion.id].items():
                gives = given(**rests_on(library, criterion.facts)) if verdict == "met" else {}
                row = self._row("criterion", f"{criterion.id} {verdict}", people, gives)
                if row.groups or gives:
                    yield row
        for outcome, people in self._first(flow.outcomes):
            gives = given(verdict=outcome.verdict, **rests_on(library, outcome.facts))
            yield self._row("outcome", outcome.id, people, gives)
        for task in flow.tasks:
            gives = given(term=_term(task), contacts=task.contacts, **rests_on(library, task.facts))
            yield self._row("task", task.id, self._applies(task.when), gives)
        for name, condition in _numbered((use.paper, use.when) for use in flow.papers):
            gives = given(**rests_on(library, library.papers[name.split(" ")[0]].facts))
            yield self._row("paper", name, self._applies(condition), gives)
        for amount in flow.amounts:
            gives = given(sum=_formula(amount), per=amount.per, **rests_on(library, amount.facts))
            yield self._row("amount", amount.id, self._applies(amount.when), gives)
        for note in flow.notes:
            gives = given(
                kind=note.kind,
                see=note.see,
                contacts=note.contacts,
                **rests_on(library, note.facts),
            )
            yield self._row("note", note.id, self._applies(note.when), gives)
        for name, people in self._contacts().items():
            yield self._row("contact", name, people, reached(library.contacts[name]))
        for name, condition in _numbered((use.letter, use.when) for use in flow.letters):
            gives = given(**rests_on(library, library.letters[name.split(" ")[0]].facts))
            yield self._row("letter", name, self._applies(condition), gives)
        for desk, people in self._first(flow.desk):
            yield self._row("desk", desk.id, people, given(**rests_on(library, desk.facts)))

    def _row(self, what: str, name: str, people: Set, gives: Mapping[str, str]) -> Row:
        return Row(what, name, self._people.groups(people, self._all), gives)

    def _first(self, parts: Sequence[Part]) -> Iterator[tuple[Part, Set]]:
        left = ALL
        for part in parts:
            people = self._applies(part.when)
            yield part, self._sets.both(people, left)
            left = self._sets.without(left, people)

    def _contacts(self) -> dict[str, Set]:
        found: dict[str, Set] = {}
        named = [(use.contact, use.when) for use in self._flow.contacts]
        named += [(name, task.when) for task in self._flow.tasks for name in task.contacts]
        named += [(name, note.when) for note in self._flow.notes for name in note.contacts]
        for name, condition in named:
            found[name] = self._sets.union(found.get(name, NONE), self._applies(condition))
        return found


def _numbered(
    uses: Iterable[tuple[str, Condition | None]],
) -> Iterator[tuple[str, Condition | None]]:
    """Give a second use of the same thing a name of its own: it would be shown twice."""
    count: dict[str, int] = {}
    for name, condition in uses:
        count[name] = count.get(name, 0) + 1
        yield (name if count[name] == 1 else f"{name} ({count[name]})"), condition


def _run(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _term(task: Task) -> str | None:
    if task.term is None:
        return None
    ((unit, value),) = task.term.items()
    return f"{'-'.join(map(str, value)) if isinstance(value, tuple) else value} {unit}"


def _formula(amount: Amount) -> str:
    products = [" x ".join(map(str, factors)) for factors in amount.products()]
    shown = f"between {products[0]} and {products[1]}" if len(products) == 2 else products[0]
    return f"up to {shown}" if amount.up_to else shown
