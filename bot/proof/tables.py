"""Outcome tables: for one flow, everything it may tell, and for whom, in few rows.

A table is kept in git, so that a change of rules shows whose result it changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .tables_diagram import Cube, Diagrams

NOT_ASKED = "-"
"""The class of those who are not asked a step; the others are choices, or numbers such as 2-12."""

Group = Mapping[str, tuple[str, ...]]
"""Some people: for each step that matters, the classes of answers they may have given."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing a flow may tell: what it is, its id, who gets it, and what it brings.

    `what` is a word such as outcome or paper; for a `step`, `groups` are those who are asked.
    Nobody gets it when there are no groups; a group without steps is everybody.
    """

    what: str
    id: str
    groups: tuple[Group, ...]
    gives: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """What a flow tells; `holds` are the days for which the rules are these, in words.

    `parameters` goes from an id and its days to the value, `steps` to the classes of answers.
    """

    flow: str
    holds: str
    gives: Mapping[str, str]
    parameters: Mapping[tuple[str, str], str]
    steps: Mapping[str, tuple[str, ...]]
    rows: tuple[Row, ...]


class People:
    """Everybody who may answer some steps: between groups in words and sets of answers.

    The last step is the first variable: a description then leaves out later steps before earlier
    ones, and says `age=adult` rather than that some later question is not asked.
    """

    def __init__(self, steps: Mapping[str, Sequence[str]]) -> None:
        self._ids = list(steps)[::-1]
        self._names = [(*steps[step], NOT_ASKED) for step in self._ids]
        self._positions = {step: position for position, step in enumerate(self._ids)}
        self.sets = Diagrams([len(names) for names in self._names])

    def who(self, step: str, classes: Sequence[str]) -> int:
        """Return the set of those whose class for `step` is one of `classes`."""
        position = self._positions[step]
        names = self._names[position]
        return self.sets.where(position, (i for i, name in enumerate(names) if name in classes))

    def groups(self, wanted: int, within: int) -> tuple[Group, ...]:
        """Describe `wanted` by groups; they may say anything of people outside `within`."""
        return tuple(self._group(cube) for cube in self.sets.describe(wanted, within))

    def asked(self, guards: Mapping[str, int]) -> int:
        """Return those who can exist: asked a step exactly where its guard holds."""
        found = 1
        for step, guard in guards.items():
            skipped = self.who(step, [NOT_ASKED])
            agrees = self.sets.union(
                self.sets.without(guard, skipped), self.sets.without(skipped, guard)
            )
            found = self.sets.both(found, agrees)
        return found

    def _group(self, cube: Cube) -> Group:
        return {
            self._ids[position]: tuple(
                name for i, name in enumerate(self._names[position]) if i in values
            )
            for position, values in sorted(cube.items(), reverse=True)
        }
