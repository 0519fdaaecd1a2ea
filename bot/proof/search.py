"""Looking for answers that make a formula true, asking only the steps that it depends on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.content import Library
from bot.content.conditions import Value
from bot.content.models import Flow

from .classes import classes
from .formula import All, AnyOf, Formula, Formulas, Known

_State = tuple[Formula, tuple[tuple[str, Formula], ...]]


class Search:
    """Finds answers of one flow on one day.

    Ways on which the same is left of the formula are one: whether answers exist from there on is
    worked out once and remembered for all later searches.
    """

    def __init__(self, library: Library, flow: Flow, day: date) -> None:
        self.formulas = Formulas(library.lists_on(day))
        self.values = {step.id: classes(library, flow, step, day) for step in flow.steps}
        self.asked: Mapping[str, Formula] = {
            # While a list has no value its condition is open; the conversation asks then.
            step.id: self.formulas.holds(self.formulas.of(step.when), True, None)
            for step in flow.steps
        }
        self.worst = self.formulas.worst_verdict(flow)
        self._order = {step.id: position for position, step in enumerate(flow.steps)}
        self._known: dict[_State, Mapping[str, Value] | None] = {}

    def find(
        self, wanted: Formula, fixed: Mapping[str, Value] | None = None
    ) -> Mapping[str, Value] | None:
        """Return answers under which `wanted` holds, or `None` when there are none.

        Only the answers that matter are returned. `fixed` are answers taken for given: whether
        their steps are asked at all is for `wanted` to say.
        """
        asked = dict(self.asked)
        for step, value in (fixed or {}).items():
            wanted = self.formulas.given(wanted, step, value)
            asked = {
                name: self.formulas.given(formula, step, value)
                for name, formula in asked.items()
                if name != step
            }
        found = self._find(wanted, self._needed(wanted, asked))
        if found is None:
            return None
        return {step: found[step] for step in sorted(found, key=self._order.__getitem__)}

    def _needed(
        self, formula: Formula, asked: Mapping[str, Formula]
    ) -> tuple[tuple[str, Formula], ...]:
        """Return the steps that `formula` waits for, in order, each with when it is asked."""
        needed: set[str] = set()
        open_ones = list(formula.steps)
        while open_ones:
            step = open_ones.pop()
            if step not in needed:
                needed.add(step)
                open_ones.extend(asked[step].steps)
        return tuple((step, asked[step]) for step in sorted(needed, key=self._order.__getitem__))

    def _find(
        self, formula: Formula, needed: tuple[tuple[str, Formula], ...]
    ) -> Mapping[str, Value] | None:
        if isinstance(formula, Known):
            return {} if formula.truth is True else None
        state = (formula, needed)
        if state not in self._known:
            self._known[state] = self._try(formula, needed)
        return self._known[state]

    def _try(
        self, formula: Formula, needed: tuple[tuple[str, Formula], ...]
    ) -> Mapping[str, Value] | None:
        step = self._hardest(formula)
        asked = dict(needed)
        answered = asked.pop(step)
        skipped = self.formulas.holds(answered, False)
        tried: set[_State] = set()
        for value in (*self.values[step], None):
            left = self.formulas.given(formula, step, value)
            # The step may come before others that decide whether it is asked: require that too.
            left = self.formulas.every((left, skipped if value is None else answered))
            later = {name: self.formulas.given(one, step, value) for name, one in asked.items()}
            state = (left, self._needed(left, later))
            if state in tried:
                continue
            tried.add(state)
            found = self._find(*state)
            if found is not None:
                return found if value is None else {step: value, **found}
        return None

    def _hardest(self, formula: Formula) -> str:
        """Return the step to decide next: of the part that waits for the fewest, the most asked."""
        parts = formula.parts if isinstance(formula, All) else (formula,)
        fewest = min(parts, key=lambda part: len(part.steps))
        while isinstance(fewest, All | AnyOf):
            fewest = min(fewest.parts, key=lambda part: len(part.steps))
        return max(
            sorted(fewest.steps, key=self._order.__getitem__),
            key=lambda step: sum(step in part.steps for part in parts),
        )
