"""Conditions as marks: the number of a question and the letters of its choices, such as `2 c d`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.content import Library
from bot.content.conditions import Condition, CriteriaAre, Every, Situation, Some, asked_about
from bot.content.models import Flow, Step

from .ways import Option, options

_CRITERIA = {"met": "✓", "unclear": "?", "not_met": "✗"}
NOT_ASKED = "–"
"""Stands among the letters where the condition also holds for those who were not asked."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The answer to question `number` is one of `letters`, or (`negated`) none of them.

    `number` is empty for the conditions of eligibility, whose letters are their signs.
    """

    number: str
    letters: str
    negated: bool = False


Marks = Sequence[Mark | str]
"""Marks in reading order, with `+` (and), `/` (or) and brackets between them."""


def letter(position: int) -> str:
    """Return the letter of the choice at `position`: a to z, then aa, ab and so on."""
    name = ""
    while position >= 0:
        name = chr(ord("a") + position % 26) + name
        position = position // 26 - 1
    return name


class Marking:
    """Gives the questions of a flow their numbers and the choices their letters."""

    def __init__(self, library: Library, flow: Flow, day: date) -> None:
        self._in_list = library.lists_on(day)
        self.options: Mapping[str, tuple[Option, ...]] = {
            step.id: options(library, flow, step, day) for step in flow.steps
        }
        self._steps = {step.id: step for step in flow.steps}
        self._numbers = {step.id: str(n) for n, step in enumerate(flow.steps, 1)}

    def number(self, step: Step) -> str:
        """Return the number of a question, from 1."""
        return self._numbers[step.id]

    def letters(self, step: Step, chosen: Sequence[Option]) -> str:
        """Return the letters of some choices of a step."""
        lines = self.options[step.id]
        return " ".join(letter(n) for n, line in enumerate(lines) if line in chosen)

    def marks(self, condition: Condition) -> list[Mark | str]:
        """Return a condition as marks."""
        match condition:
            case Every(conditions):
                return self._joined(conditions, "+", Some)
            case Some(conditions):
                return self._joined(conditions, "/", Every)
            case CriteriaAre(verdicts):
                signs = " ".join(sign for name, sign in _CRITERIA.items() if name in verdicts)
                return [Mark("", signs)]
        return [self._mark(condition)]

    def _joined(
        self, conditions: Sequence[Condition], sign: str, bracketed: type[Condition]
    ) -> list[Mark | str]:
        found: list[Mark | str] = []
        for condition in conditions:
            found += [sign] if found else []
            marks = self.marks(condition)
            found += ["(", *marks, ")"] if isinstance(condition, bracketed) else marks
        return found

    def _mark(self, condition: Condition) -> Mark:
        (name,) = asked_about(condition)
        step, lines = self._steps[name], self.options[name]
        held = {
            line: condition.holds(Situation({name: line.first}, in_list=self._in_list)) is not False
            for line in lines
        }
        holds = [line for line in lines if held[line]]
        fails = [line for line in lines if not held[line]]
        unasked = step.when is not None and condition.holds(Situation({})) is True
        if fails and len(fails) < len(holds) and (unasked or step.when is None):
            return Mark(self.number(step), self.letters(step, fails), negated=True)
        letters = self.letters(step, holds)
        return Mark(self.number(step), f"{letters} {NOT_ASKED}".strip() if unasked else letters)
