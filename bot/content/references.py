"""Whether everything that content names exists, and stands where it may be named."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .conditions import CRITERIA, Between, Condition, CriteriaAre, InParameter, OneOf
from .models import Amount, Answer, Flow, Parameter, Step
from .problems import Problem
from .source import Origin, Place

Items = Mapping[str, Mapping[str, Any]]

_RESERVED = {CRITERIA, "any", *Flow.model_fields}
"""Words that a step may not be called: they mean something else in a `when` or in a context."""

# field → kind of item that it names
_FIELDS = {"facts": "fact", "contacts": "contact", "confirm": "contact"}


def check_references(items: Items, origins: Mapping[tuple[str, str], Origin]) -> Iterator[Problem]:
    """Go through all items and report every name that leads nowhere."""
    for (kind, item_id), origin in origins.items():
        item = items[kind][item_id]
        if kind == "flow":
            yield from _Checker(items, origin, item).flow()
        elif kind not in ("interface", "fact", "parameter", "contact"):
            yield from _Checker(items, origin, None).item(item, ())
        if kind == "answer" and not (item.confirm or item.contacts):
            yield from _nobody_confirms(items, origin, item)


def _nobody_confirms(items: Items, origin: Origin, answer: Answer) -> Iterator[Problem]:
    for position, name in enumerate(answer.facts):
        fact = items["fact"].get(name)
        if fact is not None and fact.confidence == "low":
            yield origin.problem(
                "nobody-confirms",
                ("facts", position),
                f"{answer.id!r} rests on {name!r}, which is not certain, and names nobody who can confirm it",
                "add `confirm:` with a contact",
            )
            return


class _Checker:
    def __init__(self, items: Items, origin: Origin, flow: Flow | None) -> None:
        self.items, self.origin = items, origin
        self.steps: dict[str, Step] = {}
        self._flow = flow

    def item(self, item: Any, place: Place) -> Iterator[Problem]:
        """Check the names in one item or part of one: facts, contacts, papers, links."""
        for field, kind in _FIELDS.items():
            if field == "contacts" and isinstance(item, Flow):
                continue
            for position, name in enumerate(getattr(item, field, [])):
                yield from self.named(kind, name, (*place, field, position))
        for position, link in enumerate(getattr(item, "see", [])):
            flow_id = link.removeprefix("flow:")
            kind = "answer" if flow_id == link else "flow"
            yield from self.named(kind, flow_id, (*place, "see", position))
        for position, note in enumerate(getattr(item, "guide", [])):
            yield from self.item(note, (*place, "guide", position))

    def named(self, kind: str, name: str, place: Place) -> Iterator[Problem]:
        """Check that an item of that kind and id exists."""
        if name not in self.items[kind]:
            yield self.unknown(kind, name, self.items[kind], place)

    def unknown(self, kind: str, name: str, known: Iterable[str], place: Place) -> Problem:
        near = difflib.get_close_matches(str(name), list(map(str, known)), 1)
        mend = f"did you mean {near[0]!r}?" if near else f"add that {kind} or name another"
        return self.origin.problem(f"unknown-{kind}", place, f"there is no {kind} {name!r}", mend)

    def flow(self) -> Iterator[Problem]:
        """Check a whole flow."""
        flow = self._flow
        assert flow is not None  # noqa: S101 - only called for flows
        yield from self.item(flow, ())
        for position, step in enumerate(flow.steps):
            place: Place = ("steps", position)
            if step.id in _RESERVED or step.id in self.steps:
                cause = "is a word of the format" if step.id in _RESERVED else "stands twice"
                yield self.origin.problem(
                    "step-id",
                    (*place, "id"),
                    f"the step id {step.id!r} {cause}",
                    "choose another id",
                )
            yield from self.condition(step.when, (*place, "when"), flow)
            self.steps[step.id] = step
        for section in ("criteria", "outcomes", "tasks", "amounts", "notes", "desk"):
            yield from self.section(flow, section)
        for section, kind in (("papers", "paper"), ("contacts", "contact"), ("letters", "letter")):
            for position, use in enumerate(getattr(flow, section)):
                yield from self.named(kind, getattr(use, kind), (section, position, kind))
                yield from self.condition(use.when, (section, position, "when"), flow)
        yield from self.outcomes(flow)

    def section(self, flow: Flow, section: str) -> Iterator[Problem]:
        seen: set[str] = set()
        for position, part in enumerate(getattr(flow, section)):
            place: Place = (section, position)
            if part.id in seen:
                yield self.origin.problem(
                    "duplicate-id",
                    (*place, "id"),
                    f"the id {part.id!r} stands twice in {section}",
                    "give one of the two another id",
                )
            seen.add(part.id)
            yield from self.item(part, place)
            for field in ("when", "met", "unclear"):
                yield from self.condition(
                    getattr(part, field, None), (*place, field), flow, section
                )
            if isinstance(part, Amount):
                yield from self.amount(part, place)
            for value in (getattr(part, "term", None) or {}).values():
                if isinstance(value, str):
                    yield from self.named("parameter", value, (*place, "term"))

    def outcomes(self, flow: Flow) -> Iterator[Problem]:
        for position, outcome in enumerate(flow.outcomes):
            last = position == len(flow.outcomes) - 1
            if last and outcome.when is not None:
                yield self.origin.problem(
                    "outcome-open",
                    ("outcomes", position, "when"),
                    f"the last outcome {outcome.id!r} has a `when`, so somebody may reach no outcome",
                    "let the last outcome apply to everybody else: delete its `when`",
                )
            if not last and outcome.when is None:
                yield self.origin.problem(
                    "outcome-hidden",
                    ("outcomes", position),
                    f"the outcome {outcome.id!r} has no `when`, so those after it are never reached",
                    "give it a `when` or move it to the end",
                )

    def condition(
        self, condition: Condition | None, place: Place, flow: Flow, section: str = "steps"
    ) -> Iterator[Problem]:
        for part in condition.parts() if condition is not None else ():
            if isinstance(part, CriteriaAre):
                if section in ("steps", "criteria") or not flow.criteria:
                    yield self.origin.problem(
                        "criteria-here",
                        place,
                        "`criteria` cannot be asked about here",
                        "ask about it in outcomes and what follows, in a flow that has criteria",
                    )
            elif isinstance(part, OneOf | Between | InParameter):
                yield from self.step_asked(part, place, flow)

    def step_asked(
        self, part: OneOf | Between | InParameter, place: Place, flow: Flow
    ) -> Iterator[Problem]:
        step = self.steps.get(part.step)
        if step is None:
            if flow.step(part.step) is not None:
                yield self.origin.problem(
                    "later-step",
                    place,
                    f"the step {part.step!r} comes later or is this step itself",
                    f"ask only about steps before this one, or move {part.step!r} up",
                )
            else:
                yield self.unknown("step", part.step, self.steps, place)
        elif isinstance(part, Between):
            if step.number is None:
                yield self.origin.problem(
                    "not-a-number",
                    place,
                    f"the step {part.step!r} is no number step",
                    "compare with its choices instead",
                )
        elif isinstance(part, InParameter):
            yield from self.named("parameter", part.parameter, place)
        else:
            yield from self.values_exist(part, step, place)

    def values_exist(self, part: OneOf, step: Step, place: Place) -> Iterator[Problem]:
        for value in sorted(part.values, key=str):
            if step.number is not None:
                if not isinstance(value, int) or not step.number.min <= value <= step.number.max:
                    yield self.origin.problem(
                        "unknown-choice",
                        place,
                        f"{value!r} is no number that {step.id!r} takes",
                        f"use a number from {step.number.min} to {step.number.max}",
                    )
                continue
            known = self.items["region"] if step.choices_from else step.choices or {}
            if value not in known:
                yield self.unknown("choice", str(value), known, place)

    def amount(self, amount: Amount, place: Place) -> Iterator[Problem]:
        place = (*place, "multiply" if amount.multiply is not None else "between")
        for product in amount.products():
            for factor in product:
                if not isinstance(factor, str):
                    continue
                step, parameter = self.steps.get(factor), self.items["parameter"].get(factor)
                if step is not None and step.number is None:
                    yield self.origin.problem(
                        "not-a-number",
                        place,
                        f"the step {factor!r} is no number step",
                        "multiply by a number step, a parameter or a number",
                    )
                elif step is None and not _is_number(parameter):
                    known = [*self.steps, *self.items["parameter"]]
                    yield self.unknown("parameter", factor, known, place)


def _is_number(parameter: Parameter | None) -> bool:
    return parameter is not None and any(
        isinstance(dated.value, int | float) for dated in parameter.values
    )
