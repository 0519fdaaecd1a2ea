"""What `komek check` proves, and that it sees the one person whom a mistake leaves alone."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.content import Library, load
from bot.dialogue import progress, result
from bot.proof import bare_results, coverage
from bot.proof.classes import Watched, classes, explore
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
    where = progress(library, library.flows["visit"], found["task"], DAY)
    assert not result(library, library.flows["visit"], where.answers, DAY).tasks


def test_a_result_without_a_contact_is_found(tmp_path: Path) -> None:
    library = _small(
        tmp_path, "contacts: [office]\n", "contacts: [{contact: office, when: {status: citizen}}]\n"
    )
    found = dict(bare_results(library, library.flows["visit"], DAY))
    assert found["contact"]["status"] == "foreigner"


def test_check_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = small_copy(tmp_path)
    flow = root / "flows" / "visit.yaml"
    flow.write_text(
        flow.read_text(encoding="utf-8").replace(
            "  - id: go\n", "  - id: go\n    when: {age: {at_least: 18}}\n"
        ),
        encoding="utf-8",
    )
    monkeypatch.setenv("KOMEK_CONTENT", str(root))
    output = CliRunner().invoke(main, ["check"])
    assert output.exit_code == 1
    assert (
        "flows/visit.yaml:1: no-task: the answers age=0, status=citizen lead to a result without a task"
        in output.output
    )


def test_exploring_agrees_with_trying_everything(tmp_path: Path) -> None:
    library = _small(tmp_path)
    flow = library.flows["visit"]
    watched = [
        *(Watched(f"outcome {one.id}", one.when) for one in flow.outcomes),
        *(Watched(f"paper {use.paper}", use.when) for use in flow.papers),
        *(Watched(f"note {note.id}", note.when) for note in flow.notes),
    ]
    found = set(explore(library, flow, watched, DAY))
    tried = set()
    for age, status, visa in itertools.product(
        range(121), ("citizen", "foreigner"), ("yes", "no", "unsure")
    ):
        where = progress(library, flow, {"age": age, "status": status, "visa": visa}, DAY)
        one = result(library, flow, where.answers, DAY)
        # `come` has no condition of its own, so it applies to everybody.
        tags = {"outcome come"} | ({"outcome wait"} if one.outcome.id == "wait" else set())
        tags |= {f"paper {paper.id}" for paper in one.papers} | {
            f"note {note.id}" for note in one.notes
        }
        tried.add(frozenset(tags))
    assert found == tried


def test_the_shipped_flows_leave_nobody_alone(library: Library) -> None:
    for flow in library.flows.values():
        assert not dict(bare_results(library, flow, dt.date(2026, 11, 21))), flow.id


def test_nearly_all_solid_facts_are_used(library: Library) -> None:
    assert coverage(library).share >= 0.9
