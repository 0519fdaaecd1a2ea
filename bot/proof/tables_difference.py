"""What the difference between two outcome tables of a flow means, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from .tables import NOT_ASKED, People, Row, Table
from .tables_diagram import ALL, NONE, Set
from .tables_file import in_words

_NUMBERS = re.compile(r"(\d+)(?:-(\d+))?")
_LISTS = (
    "answers", "ask", "confirm", "contacts", "facts", "languages", "phones", "see", "words",
)  # fmt: skip
"""What a row gives that is a list; of anything else one value becomes another."""
_OF_ONE = ("outcome", "desk", "criterion")
"""Of these a person gets one: an outcome, a desk card, a verdict of a criterion."""


def differences(before: Table, after: Table) -> Iterator[str]:
    """Go through what changed, each change as a sentence without its full stop."""
    if before.holds != after.holds:
        yield f"the rules shown held {before.holds}, now they hold {after.holds}"
    yield from _gives("the flow", before.gives, after.gives)
    yield from _parameters(before.parameters, after.parameters)
    yield from _Compared(before, after).sentences()


def _parameters(
    before: Mapping[tuple[str, str], str], after: Mapping[tuple[str, str], str]
) -> Iterator[str]:
    for name, days in dict.fromkeys([*before, *after]):
        then, now = before.get((name, days)), after.get((name, days))
        if then is None:
            yield f"the parameter {name} {days} is new here: {now}"
        elif now is None:
            yield f"the parameter {name} {days} is not used any more; it was {then}"
        elif then != now:
            yield f"the parameter {name} {days} changes from {then} to {now}"


def _gives(name: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for key in dict.fromkeys([*before, *after]):
        then, now = before.get(key, ""), after.get(key, "")
        if then == now or (key == "answers" and _range(then) == _range(now) != ""):
            continue  # where the rules split a range of numbers is no news
        if key == "answers" and _range(then) and _range(now):
            yield f"{name}: answers change from {_range(then)} to {_range(now)}"
            continue
        if key not in _LISTS:
            yield f"{name}: {key} changes from {then or 'nothing'} to {now or 'nothing'}"
            continue
        old, new = (re.split(r", |\|", text) if text else [] for text in (then, now))
        added = [one for one in new if one not in old]
        gone = [one for one in old if one not in new]
        words = [f"now also {', '.join(added)}"] if added else []
        words += [f"no longer {', '.join(gone)}"] if gone else []
        yield f"{name}: {key} {' and '.join(words) or 'in another order or number'}"


class _Compared:
    """Two tables over the same people: those whose answers both versions of the flow know."""

    def __init__(self, before: Table, after: Table) -> None:
        self._before, self._after = before, after
        self._steps = {
            step: _refined(before.steps.get(step, ()), after.steps.get(step, ()))
            for step in dict.fromkeys([*after.steps, *before.steps])
        }
        self._people = People(self._steps)
        self._sets = self._people.sets
        self._asked_before = self._guards(before)
        self._asked_after = self._guards(after)
        self._now = self._people.asked(
            {
                step: self._sets.union(
                    self._asked_before.get(step, NONE), self._asked_after.get(step, NONE)
                )
                for step in self._steps
            }
        )
        self._both = self._sets.common_to([self._now, *map(self._known, self._steps)])

    def _guards(self, table: Table) -> dict[str, Set]:
        guards: dict[str, Set] = {}
        for row in table.rows:
            if row.what == "step":
                guards[row.id] = self._who(row, guards)
        return guards

    def _known(self, step: str) -> Set:
        """Return those whose answer to a step exists in both versions."""
        old, new = self._before.steps.get(step), self._after.steps.get(step)
        if old is None or new is None:
            return ALL
        classes = [n for n in self._steps[step] if _within(n, old) and _within(n, new)]
        return self._people.who(step, [*classes, NOT_ASKED])

    def _who(self, row: Row, guards: Mapping[str, Set]) -> Set:
        """Return the people of a row; an answer to a step that is not asked does not count."""
        found = NONE
        for group in row.groups:
            people = ALL
            for step, classes in group.items():
                named = [n for n in self._steps[step] if _within(n, classes)]
                given = self._sets.both(guards[step], self._people.who(step, named))
                skipped = self._sets.without(ALL, guards[step])
                fits = self._sets.union(given, skipped if NOT_ASKED in classes else NONE)
                people = self._sets.both(people, fits)
            found = self._sets.union(found, people)
        return found

    def _words(self, people: Set, within: Set) -> str:
        groups = self._people.groups(people, within)
        return ", or for ".join(in_words(group, self._steps) for group in groups)

    def sentences(self) -> Iterator[str]:
        """Go through what changed in the rows, who gets another outcome first."""
        before = {(row.what, row.id): row for row in self._before.rows}
        after = {(row.what, row.id): row for row in self._after.rows}
        for what in _OF_ONE:
            yield from self._exchanged(what)
        yield from self._new_answers()
        for key in dict.fromkeys([*before, *after]):
            yield from self._there(before.get(key), after.get(key))
        kinds = dict.fromkeys(what for what, _ in after)
        for what in kinds:
            old = [name for kind, name in before if kind == what and (what, name) in after]
            new = [name for kind, name in after if kind == what and (what, name) in before]
            if old != new:
                yield f"the order changes in {what}: now {', '.join(new)}"

    def _there(self, before: Row | None, after: Row | None) -> Iterator[str]:
        row = after or before
        assert row is not None  # noqa: S101 - one of the two is there
        name = f"{row.what} {row.id}"
        if before is None or after is None:
            if row.what == "criterion":
                return  # a verdict that nobody got; who gets it now is told with the criteria
            old = before is not None
            guards = self._asked_before if old else self._asked_after
            who = self._words(self._who(row, guards), self._now) or "nobody"
            yield f"{name} is gone; it was for {who}" if old else f"{name} is new, for {who}"
            return
        yield from _gives(name, before.gives, after.gives)
        if row.what in _OF_ONE:
            return
        then = self._who(before, self._asked_before)
        now = self._who(after, self._asked_after)
        asked = "asked " if row.what == "step" else ""
        if more := self._words(self._sets.without(now, then), self._both):
            yield f"{name} is now also {asked}for {more}"
        if less := self._words(self._sets.without(then, now), self._both):
            yield f"{name} is no longer {asked}for {less}"

    def _new_answers(self) -> Iterator[str]:
        outcomes = {
            row.id: self._who(row, self._asked_after)
            for row in self._after.rows
            if row.what == "outcome"
        }
        for step, known in self._after.steps.items():
            old = self._before.steps.get(step)
            for answer in known if old is not None else ():
                if _within(answer, old or ()) or _NUMBERS.fullmatch(answer):
                    continue
                people = self._sets.both(self._now, self._people.who(step, [answer]))
                led = [o for o, who in outcomes.items() if self._sets.both(who, people) != NONE]
                yield f"the new answer {step}={answer} leads to {' or '.join(led) or 'nothing'}"

    def _exchanged(self, what: str) -> Iterator[str]:
        """Tell who gets another outcome, desk card or verdict than before."""
        old = self._states(what, self._before, self._asked_before)
        new = self._states(what, self._after, self._asked_after)
        for of in dict.fromkeys([*old, *new]):
            if of and not (of in old and of in new):
                yield f"{what} {of} is {'new' if of in new else 'gone'}"
            name = f"the {what}{' ' + of if of else ''}"
            for then, had in old.get(of, {"nothing": ALL}).items():
                for now, has in new.get(of, {"nothing": ALL}).items():
                    people = self._sets.both(had, has)
                    if then != now and (who := self._words(people, self._both)):
                        yield f"for {who} {name} changes from {then} to {now}"

    def _states(
        self, what: str, table: Table, guards: Mapping[str, Set]
    ) -> dict[str, dict[str, Set]]:
        """Return who gets what: by criterion and verdict, or by outcome, with who gets nothing."""
        rows = (row for row in table.rows if row.what == what)
        states: dict[str, dict[str, Set]] = {}
        for of, group in groupby(rows, lambda row: _criterion(row)[0]):
            found = {_criterion(row)[1]: self._who(row, guards) for row in group}
            nothing = self._sets.without(ALL, self._sets.union_of(found.values()))
            states[of] = {**found, "nothing": nothing}
        return states


def _criterion(row: Row) -> tuple[str, str]:
    """Return the criterion and the verdict of a row, or no criterion and the row's id."""
    if row.what == "criterion":
        name, verdict = row.id.split(" ")
        return name, verdict
    return "", row.id


def _bounds(name: str) -> tuple[int, int] | None:
    found = _NUMBERS.fullmatch(name)
    return (int(found[1]), int(found[2] or found[1])) if found else None


def _range(answers: str) -> str:
    """Return the lowest and the highest of numbers such as 0-17|18-120, or nothing."""
    found = [_bounds(name) for name in answers.split("|")]
    numbers = [edge for bounds in found for edge in bounds or ()]
    return f"{min(numbers)}-{max(numbers)}" if numbers and all(found) else ""


def _within(name: str, classes: Iterable[str]) -> bool:
    """Tell whether the answers of the class `name` all belong to one of `classes`."""
    small = _bounds(name)
    for other in classes:
        big = _bounds(other)
        if name == other or (small and big and big[0] <= small[0] and small[1] <= big[1]):
            return True
    return False


def _refined(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Return classes such that each belongs to one class, or none, of either version."""
    names = list(dict.fromkeys([*after, *before]))
    bounds = [found for found in map(_bounds, names) if found]
    edges = sorted({edge for low, high in bounds for edge in (low, high + 1)})
    numbers = [
        str(low) if low == high - 1 else f"{low}-{high - 1}"
        for low, high in pairwise(edges)
        if any(a <= low and high - 1 <= b for a, b in bounds)
    ]
    return [*(name for name in names if not _bounds(name)), *numbers]
