"""Conditions as formulas that shrink while answers become known; equal formulas are one object."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

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
from bot.content.models import Flow

Truth = bool | None
"""True, false, or open: a list has no value that day."""


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """What a condition comes to; `steps` are those whose answers it still waits for.

    Formulas are made by `Formulas` only, which makes each one once: `is` compares them.
    """

    number: int
    steps: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Known(Formula):
    """A formula that waits for nothing any more."""

    truth: Truth


@dataclass(frozen=True, slots=True, eq=False)
class Asks(Formula):
    """A simple condition on one answer."""

    part: OneOf | Between | InParameter


@dataclass(frozen=True, slots=True, eq=False)
class All(Formula):
    """Every part holds."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True, eq=False)
class AnyOf(Formula):
    """Some part holds."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Is(Formula):
    """The part comes to one of the truths; so this one is never open."""

    part: Formula
    truths: frozenset[Truth]


@dataclass(frozen=True, slots=True, eq=False)
class Differ(Formula):
    """One of the two holds and the other does not."""

    left: Formula
    right: Formula


class Formulas:
    """Makes formulas, and works out what is left of one once an answer is known."""

    def __init__(self, in_list: Callable[[str, Value], bool | None]) -> None:
        self._in_list = in_list
        self._made: dict[object, Formula] = {}
        self._left: dict[tuple[Formula, str, Value | None], Formula] = {}

    def known(self, truth: Truth) -> Formula:
        """Return the formula that is `truth` whatever is answered."""
        return self._once((Known, truth), lambda number: Known(number, frozenset(), truth))

    def of(
        self, condition: Condition | None, criteria: Mapping[Verdict, Formula] | None = None
    ) -> Formula:
        """Return the formula of a condition; no condition always holds.

        `criteria` says when the worst verdict of the criteria is which (see `worst_verdict`).
        """
        match condition:
            case None:
                return self.known(True)
            case Every(conditions):
                return self.every(self.of(one, criteria) for one in conditions)
            case Some(conditions):
                return self.some(self.of(one, criteria) for one in conditions)
            case CriteriaAre(verdicts):
                worst = criteria or {}
                return self.some(worst[one] for one in worst if one in verdicts)
            case OneOf(step) | Between(step) | InParameter(step):
                part = condition
                return self._once(condition, lambda number: Asks(number, frozenset({step}), part))
        raise TypeError(f"{condition!r} is no condition that can be proved")

    def worst_verdict(self, flow: Flow) -> Mapping[Verdict, Formula]:
        """Return for each verdict when it is the worst of all criteria that apply."""
        of_each = [
            self.verdicts(criterion_index, flow) for criterion_index in range(len(flow.criteria))
        ]
        failed = self.some(each["not_met"] for each in of_each)
        unclear = self.some(each["unclear"] for each in of_each)
        passed = self.holds(failed, False)
        return {
            "not_met": failed,
            "unclear": self.every((passed, unclear)),
            "met": self.every((passed, self.holds(unclear, False))),
        }

    def verdicts(self, position: int, flow: Flow) -> Mapping[Verdict, Formula]:
        """Return for each verdict when the criterion at `position` applies and comes to it."""
        criterion = flow.criteria[position]
        applies = self.holds(self.of(criterion.when), True)
        met = self.of(criterion.met)
        doubtful = self.known(False) if criterion.unclear is None else self.of(criterion.unclear)
        clear = self.every((applies, self.holds(doubtful, False)))
        unclear = self.some((self.holds(doubtful, True, None), self.holds(met, None)))
        return {
            "met": self.every((clear, self.holds(met, True))),
            "unclear": self.every((applies, unclear)),
            "not_met": self.every((clear, self.holds(met, False))),
        }

    def every(self, parts: Iterable[Formula]) -> Formula:
        """Return the formula that holds where all parts hold."""
        return self._joined(All, parts, True)

    def some(self, parts: Iterable[Formula]) -> Formula:
        """Return the formula that holds where at least one part holds."""
        return self._joined(AnyOf, parts, False)

    def holds(self, part: Formula, *truths: Truth) -> Formula:
        """Return the formula that holds where `part` comes to one of `truths`, else is false."""
        if isinstance(part, Known):
            return self.known(part.truth in truths)
        if isinstance(part, Is | Differ):
            # Such a part is never open.
            if True in truths:
                return self.known(True) if False in truths else part
            if False not in truths:
                return self.known(False)
        if isinstance(part, All | AnyOf) and (True in truths) is not (False in truths):
            # Ask the parts instead, so that a formula falls into small pieces.
            inside = [self.holds(one, *truths) for one in part.parts]
            together = isinstance(part, All) is (True in truths)
            return self.every(inside) if together else self.some(inside)
        wanted = frozenset(truths)
        return self._once((Is, part, wanted), lambda number: Is(number, part.steps, part, wanted))

    def differ(self, left: Formula, right: Formula) -> Formula:
        """Return the formula that holds where one of the two holds and the other does not.

        What both have in common is taken out, so that only a small part is compared.
        """
        if left is right:
            return self.known(False)
        for one, other in ((left, right), (right, left)):
            if isinstance(one, Known):
                return self.holds(other, False, None) if one.truth else self.holds(other, True)
        for kind, join in ((All, self.every), (AnyOf, self.some)):
            ours, theirs = (one.parts if isinstance(one, kind) else (one,) for one in (left, right))
            if shared := set(ours) & set(theirs):
                compared = self.differ(
                    join(one for one in ours if one not in shared),
                    join(one for one in theirs if one not in shared),
                )
                decided = (self.holds(one, True) for one in shared)
                if kind is AnyOf:
                    decided = (self.holds(one, False, None) for one in shared)
                return self.every((compared, *decided))
        return self._once(
            (Differ, left, right),
            lambda number: Differ(number, left.steps | right.steps, left, right),
        )

    def given(self, formula: Formula, step: str, answer: Value | None) -> Formula:
        """Return what is left of `formula` once `step` has that answer, `None` when skipped."""
        if step not in formula.steps:
            return formula
        key = (formula, step, answer)
        left = self._left.get(key)
        if left is None:
            left = self._left[key] = self._given(formula, step, answer)
        return left

    def _given(self, formula: Formula, step: str, answer: Value | None) -> Formula:
        match formula:
            case Asks(part=part):
                answers = {} if answer is None else {step: answer}
                return self.known(part.holds(Situation(answers, in_list=self._in_list)))
            case All(parts=parts):
                return self.every(self.given(part, step, answer) for part in parts)
            case AnyOf(parts=parts):
                return self.some(self.given(part, step, answer) for part in parts)
            case Is(part=part, truths=truths):
                return self.holds(self.given(part, step, answer), *truths)
            case Differ(left=left, right=right):
                return self.differ(self.given(left, step, answer), self.given(right, step, answer))
        return formula

    def _joined(
        self, kind: type[All] | type[AnyOf], parts: Iterable[Formula], neutral: bool
    ) -> Formula:
        """Join parts: one that decides alone wins, neutral ones and repetitions are dropped."""
        kept: set[Formula] = set()
        for part in parts:
            for one in part.parts if isinstance(part, kind) else (part,):
                if not isinstance(one, Known):
                    kept.add(one)
                elif one.truth is (not neutral):
                    return one
                elif one.truth is None:
                    kept.add(one)
        if not kept:
            return self.known(neutral)
        if len(kept) == 1:
            return kept.pop()
        ordered = tuple(sorted(kept, key=lambda one: one.number))
        steps = frozenset[str]().union(*(one.steps for one in ordered))
        return self._once((kind, ordered), lambda number: kind(number, steps, ordered))

    def _once(self, key: object, make: Callable[[int], Formula]) -> Formula:
        formula = self._made.get(key)
        if formula is None:
            formula = self._made[key] = make(len(self._made))
        return formula
