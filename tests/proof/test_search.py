"""Proofs agree with trying every answer, on made-up flows small enough for that."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from bot.content import Library
from bot.content.conditions import Value
from bot.content.models import Flow, Parameter
from bot.content.source import Origin, SourceFile
from bot.dialogue import progress, result
from bot.proof.bare import bare_results
from bot.proof.dead import dead_parts
from bot.proof.idle import idle_choices

DAY = dt.date(2026, 5, 1)
STEPS = ("s0", "s1", "s2", "s3")
CHOICES = ("a", "b", "c")
FACTS = {"facts": ["fact"]}
LIST = Parameter.model_validate(
    {
        "id": "list",
        "label": "List",
        "unit": "regions",
        "description": "",
        "confidence": "high",
        "values": [
            {"from": "2026-01-01", "value": ["a", "b"], "source": {"title": "", "url": None}}
        ],
    }
)


def _simple(steps: tuple[str, ...]) -> some.SearchStrategy[dict[str, Any]]:
    values = some.one_of(
        some.sampled_from(CHOICES),
        some.lists(some.sampled_from(CHOICES), min_size=1, max_size=2, unique=True).map(
            lambda values: {"not": values}
        ),
        some.just({"in": "list"}),
    )
    return some.dictionaries(some.sampled_from(steps), values, min_size=1, max_size=2)


def _when(steps: tuple[str, ...], criteria: bool = False) -> some.SearchStrategy[dict[str, Any]]:
    plain = _simple(steps)
    branches = some.lists(_simple(steps), min_size=2, max_size=2).map(lambda two: {"any": two})
    kinds = [plain, branches, some.builds(lambda one, two: {**one, **two}, plain, branches)]
    if criteria:
        verdicts = some.sampled_from(["met", "unclear", "not_met"])
        kinds.append(some.builds(lambda one, v: {**one, "criteria": v}, plain, verdicts))
    return some.one_of(kinds)


@some.composite
def flows(draw: some.DrawFn) -> dict[str, Any]:
    """Draw the data of a flow of four steps, some of them guarded."""
    steps = []
    for position, name in enumerate(STEPS):
        step: dict[str, Any] = {"id": name, "ask": "?", "choices": {one: one for one in CHOICES}}
        if position and draw(some.booleans()):
            step["when"] = draw(_when(STEPS[:position]))
        steps.append(step)
    shown = {"title": "t", "say": "s", "verdict": "info", **FACTS}
    criterion = {"id": "k", "text": "k", "met": draw(_when(STEPS)), **FACTS}
    if draw(some.booleans()):
        criterion |= {"when": draw(_when(STEPS)), "unclear": draw(_when(STEPS))}
    return {
        "id": "made_up", "icon": "x", "title": "t", "about": "a", "ask": {}, "reviewed": "2026-01-01",
        "confirm": ["office"], "steps": steps, "criteria": [criterion],
        "outcomes": [
            *({"id": f"o{n}", "when": draw(_when(STEPS, criteria=True)), **shown} for n in range(2)),
            {"id": "end", **shown},
        ],
        "tasks": [{"id": "t", "when": draw(_when(STEPS, criteria=True)), "do": "t", **FACTS}],
        "notes": [{"id": "n", "kind": "tip", "when": draw(_when(STEPS)), "say": "n", **FACTS}],
    }  # fmt: skip


def _library(data: Mapping[str, Any]) -> tuple[Library, Flow, Origin]:
    flow = Flow.model_validate(data)
    library = Library(
        "", {flow.id: flow}, {}, {}, {}, {}, {"list": LIST}, {}, {}, {}, {}, {}, {}, {}
    )
    return library, flow, Origin(SourceFile("made_up.yaml", data), ())


def _told(library: Library, flow: Flow, given: Mapping[str, Value]) -> frozenset[str]:
    """Return everything that a person with these answers notices."""
    where = progress(library, flow, given, DAY)
    found = result(library, flow, where.answers, DAY)
    return frozenset(
        [f"step {step.id}" for step in where.steps]
        + [f"outcome {found.outcome.id}"]
        + [f"task {task.id}" for task in found.tasks]
        + [f"note {note.id}" for note in found.notes]
        + [f"criterion {judged.criterion.id} {judged.verdict}" for judged in found.criteria]
    )


def _everybody() -> Iterator[dict[str, Value]]:
    for answers in itertools.product(CHOICES, repeat=len(STEPS)):
        yield dict(zip(STEPS, answers, strict=True))


@settings(max_examples=150, deadline=None)
@given(flows())
def test_what_is_said_never_to_occur_occurs_for_nobody(data: dict[str, Any]) -> None:
    library, flow, origin = _library(data)
    occurring = set().union(*(_told(library, flow, given) for given in _everybody()))
    problems = list(dead_parts(library, flow, origin, DAY))
    dead = [one for one in problems if one.code in ("never-holds", "always-covered")]
    for kind, parts in (
        ("step", flow.steps), ("outcome", flow.outcomes), ("task", flow.tasks), ("note", flow.notes),
    ):  # fmt: skip
        for part in parts:
            found = any(f"the {kind} {part.id!r}" in one.cause for one in dead)
            assert found is (f"{kind} {part.id}" not in occurring), part.id
    said = " ".join(one.cause for one in problems if "criterion 'k'" in one.cause)
    for verdict in ("met", "not_met"):
        if f"criterion k {verdict}" not in occurring:
            assert said
    assert all(
        f"criterion k {v}" not in occurring for v in ("met", "not_met") if f"to {v} " in said
    )


@settings(max_examples=150, deadline=None)
@given(flows())
def test_choices_said_to_be_alike_are_alike_for_everybody(data: dict[str, Any]) -> None:
    library, flow, origin = _library(data)
    told = {tuple(given.values()): _told(library, flow, given) for given in _everybody()}
    said = {one.cause for one in idle_choices(library, flow, origin, DAY)}
    for position, step in enumerate(STEPS):
        groups: list[list[str]] = []
        for choice in CHOICES:
            for group in groups:
                if all(
                    told[key] == told[(*key[:position], choice, *key[position + 1 :])]
                    for key in told
                    if key[position] == group[0] and f"step {step}" in told[key]
                ):
                    group.append(choice)
                    break
            else:
                groups.append([choice])
        if len(groups) == 1:
            assert f"nothing depends on the answer to {step!r}" in said
        alike = {
            f"the choices {', '.join(map(repr, g))} of {step!r} always come to the same"
            for g in groups
            if len(g) > 1
        }
        assert (alike if len(groups) > 1 else set()) == {
            one for one in said if f"of {step!r} always" in one
        }


@settings(max_examples=100, deadline=None)
@given(flows())
def test_somebody_without_a_task_is_found_when_there_is_one(data: dict[str, Any]) -> None:
    library, flow, _ = _library(data)
    without = [given for given in _everybody() if "task t" not in _told(library, flow, given)]
    found = dict(bare_results(library, flow, DAY))
    assert ("task" in found) is bool(without)
    if without:
        # What was not named does not matter: any answer to it leads to a result without a task.
        named = found["task"]
        matching = [given for given in _everybody() if named.items() <= given.items()]
        assert matching
        assert all("task t" not in _told(library, flow, given) for given in matching)
