"""What would change a result, worked out by trying."""

from __future__ import annotations

import datetime as dt

from bot.content import Library
from bot.content.conditions import Value
from bot.dialogue import Change, changes, progress, result

DAY = dt.date(2026, 11, 21)


def _changes(library: Library, flow_id: str, answers: dict[str, Value]) -> list[Change]:
    flow = library.flows[flow_id]
    where = progress(library, flow, answers, DAY)
    assert where.next is None
    return changes(library, result(library, flow, where.answers, DAY), DAY)


RELOCATION: dict[str, Value] = {
    "who": "citizen", "move": "village", "destination": "pavlodar", "jobseeker": "no",
    "registration": "year", "from_region": "named", "before": "no", "profession": "skilled",
    "marital": "married", "family_size": 4,
}  # fmt: skip


def test_registering_as_job_seeker_would_open_the_way(library: Library) -> None:
    flow = library.flows["relocation_eligibility"]
    where = progress(library, flow, RELOCATION, DAY)
    now = result(library, flow, where.answers, DAY)
    better = {**RELOCATION, "jobseeker": "yes"}
    then = result(library, flow, progress(library, flow, better, DAY).answers, DAY)
    assert now.outcome.id != then.outcome.id


def test_every_change_is_true(library: Library) -> None:
    """Answering so really leads there: tried again with the answer changed."""
    for flow_id, answers in (
        ("birth_certificate", _any_answers(library, "birth_certificate")),
        ("legal_stay", _any_answers(library, "legal_stay")),
    ):
        flow = library.flows[flow_id]
        found = _changes(library, flow_id, answers)
        assert found
        for change in found:
            for value in change.values:
                where = progress(library, flow, {**answers, change.step.id: value}, DAY)
                assert result(library, flow, where.answers, DAY).outcome is change.outcome


def test_better_outcomes_come_first(library: Library) -> None:
    order = ("good", "maybe", "info", "wait", "no", "urgent")
    answers = _any_answers(library, "legal_stay")
    found = [c for c in _changes(library, "legal_stay", answers) if not (c.money or c.papers)]
    now = result(
        library,
        library.flows["legal_stay"],
        progress(library, library.flows["legal_stay"], answers, DAY).answers,
        DAY,
    ).outcome
    better = [order.index(c.outcome.verdict) < order.index(now.verdict) for c in found]
    assert better == sorted(better, reverse=True)


def _any_answers(library: Library, flow_id: str) -> dict[str, Value]:
    """Answer each question with its second choice."""
    flow, answers = library.flows[flow_id], dict[str, Value]()
    while (step := progress(library, flow, answers, DAY).next) is not None:
        choices = list(library.choices(flow_id, step.id))
        answers[step.id] = choices[1] if choices else step.number.min if step.number else 0
    return answers
