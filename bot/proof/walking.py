"""Walking a flow with given answers, and describing what comes out by ids."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.content import Library
from bot.content.conditions import Value
from bot.content.models import Flow
from bot.dialogue import Result, progress, result, valid


class WrongAnswers(ValueError):
    """The answers name an unknown step or value, or leave one out."""


def walk(library: Library, flow: Flow, given: Mapping[str, str], on: date) -> Result:
    """Work out a result; refuses unknown steps and values, and answers that are missing."""
    answers: dict[str, Value] = {}
    for name, value in given.items():
        step = flow.step(name)
        if step is None:
            steps = ", ".join(step.id for step in flow.steps)
            raise WrongAnswers(f"{flow.id} has no step {name!r}; it has {steps}")
        answers[name] = int(value) if step.number is not None and value.isdecimal() else value
        if not valid(library, flow, step, answers[name]):
            taken = (
                f"a number from {step.number.min} to {step.number.max}"
                if step.number is not None
                else ", ".join(library.choices(flow.id, name))
            )
            raise WrongAnswers(f"{name} cannot be {value!r}; it takes {taken}")
    where = progress(library, flow, answers, on)
    if where.next is not None:
        raise WrongAnswers(f"the step {where.next.id!r} is not answered")
    return result(library, flow, where.answers, on)


def described(walked: Result) -> dict[str, Any]:
    """Return a result as plain data, by ids; sums in tenge, two numbers where it is a range."""
    return {
        "flow": walked.flow.id,
        "outcome": walked.outcome.id,
        "verdict": walked.outcome.verdict,
        "criteria": {judged.criterion.id: judged.verdict for judged in walked.criteria},
        "tasks": [task.id for task in walked.tasks],
        "papers": [paper.id for paper in walked.papers],
        "amounts": {
            one.amount.id: _sums([float(value) for value in one.values]) for one in walked.sums
        },
        "notes": [note.id for note in walked.notes],
        "contacts": [contact.id for contact in walked.contacts],
        "letters": [letter.id for letter in walked.letters],
        "facts": list(walked.facts()),
    }


def _sums(values: list[float]) -> float | list[float] | None:
    whole = [int(value) if value == int(value) else value for value in values]
    return None if not whole else whole[0] if len(whole) == 1 else whole
