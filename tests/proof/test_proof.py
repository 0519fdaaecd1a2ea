"""What is proved of a flow, and that the one person whom a mistake leaves alone is seen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bot.content import Library, load
from bot.dialogue import progress, result
from bot.proof import bare_results, coverage
from bot.proof.classes import classes
from tests.content.test_broken import small_copy

DAY = dt.date(2026, 5, 1)


def _small(tmp_path: Path, old: str = "", new: str = "") -> Library:
    root = small_copy(tmp_path)
    flow = root / "flows" / "visit.yaml"
    text = flow.read_text(encoding="utf-8")
    assert old in text
    flow.write_text(text.replace(old, new) if old else text, encoding="utf-8")
    return load(root)


def test_numbers_split_at_the_bounds_that_conditions_use(tmp_path: Path) -> None:
    library = _small(tmp_path)
    flow = library.flows["visit"]
    assert classes(library, flow, flow.steps[0], DAY) == [0, 18]
    assert classes(library, flow, flow.steps[2], DAY) == ["yes", "no"]


def test_a_result_without_a_task_is_found_with_the_answers_that_lead_there(tmp_path: Path) -> None:
    library = _small(tmp_path, "  - id: go\n", "  - id: go\n    when: {visa: yes}\n")
    found = dict(bare_results(library, library.flows["visit"], DAY))
    assert set(found) == {"task"}
    assert found["task"] == {"status": "foreigner", "visa": "no"}
    where = progress(library, library.flows["visit"], {**found["task"], "age": 30}, DAY)
    assert not result(library, library.flows["visit"], where.answers, DAY).tasks


def test_a_result_without_a_contact_is_found(tmp_path: Path) -> None:
    library = _small(
        tmp_path, "contacts: [office]\n", "contacts: [{contact: office, when: {status: citizen}}]\n"
    )
    found = dict(bare_results(library, library.flows["visit"], DAY))
    assert found["contact"]["status"] == "foreigner"


def test_the_shipped_flows_leave_nobody_alone(library: Library) -> None:
    for flow in library.flows.values():
        assert not dict(bare_results(library, flow, dt.date(2026, 11, 21))), flow.id


def test_nearly_all_solid_facts_are_used(library: Library) -> None:
    assert coverage(library).share >= 0.9
