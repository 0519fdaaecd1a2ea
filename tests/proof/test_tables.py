"""Outcome tables say what the conversation says, stay fresh, and tell whose result a change changes."""

from __future__ import annotations

import datetime as dt
import random
import subprocess
from collections.abc import Callable, Iterable
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.outcomes import command
from bot.content import Library, load
from bot.content.models import Flow
from bot.dialogue import progress, result
from bot.proof.tables import NOT_ASKED, Row, Table
from bot.proof.tables_answers import answers_table
from bot.proof.tables_diagram import Cube, Diagrams
from bot.proof.tables_difference import differences
from bot.proof.tables_file import parsed, written
from bot.proof.tables_rules import table
from tests.content.test_broken import small_copy

DAY = dt.date(2026, 11, 21)
SIZES = (3, 2, 4)
PLACES = list(product(*map(range, SIZES)))


# The table says what the conversation says


def test_a_table_agrees_with_the_conversation(library: Library) -> None:
    draw = random.Random(5)  # noqa: S311 - chance, not secrets
    for flow in library.flows.values():
        read_back = parsed(written(table(library, flow, DAY)))
        for _ in range(200):
            told, classes = _told(library, flow, draw)
            rows = {(row.what, row.id) for row in read_back.rows if _gets(row, classes)}
            assert rows == told, (flow.id, classes)


def _told(
    library: Library, flow: Flow, draw: random.Random
) -> tuple[set[tuple[str, str]], dict[str, str]]:
    """Answer at random; return all that the result tells, and the class of each answer."""
    given = {
        step.id: draw.randint(step.number.min, step.number.max)
        if step.number
        else draw.choice(list(library.choices(flow.id, step.id)))
        for step in flow.steps
    }
    where = progress(library, flow, given, DAY)
    found = result(library, flow, where.answers, DAY)
    told = {("step", step.id) for step in where.steps} | {("outcome", found.outcome.id)}
    told |= {("criterion", f"{one.criterion.id} {one.verdict}") for one in found.criteria}
    told |= {("amount", one.amount.id) for one in found.sums}
    told |= {("desk", found.desk.id)} if found.desk else set()
    for what in ("task", "paper", "note", "contact", "letter"):
        told |= {(what, one.id) for one in getattr(found, f"{what}s")}
    return told, {step.id: str(where.answers.get(step.id, NOT_ASKED)) for step in flow.steps}


def _gets(row: Row, classes: dict[str, str]) -> bool:
    return any(
        all(any(_belongs(classes[step], name) for name in names) for step, names in group.items())
        for group in row.groups
    )


def _belongs(answer: str, name: str) -> bool:
    low, dash, high = name.partition("-")
    in_range = dash and low and answer.isdecimal() and int(low) <= int(answer) <= int(high)
    return answer == name or bool(in_range)


def test_the_files_can_be_read_back(library: Library) -> None:
    for flow in library.flows.values():
        made = table(library, flow, DAY)
        assert parsed(written(made)) == made
    assert parsed(written(answers_table(library))) == answers_table(library)


def test_tables_of_flows_can_be_read_by_people(library: Library) -> None:
    for flow in library.flows.values():
        assert written(table(library, flow, DAY)).count("\n") < 400, flow.id


def test_a_second_writing_of_the_same_rule_gives_the_same_table(tmp_path: Path) -> None:
    before = _visit(tmp_path / "before")
    after = _visit(
        tmp_path / "after",
        "papers:\n  - {paper: passport, when: {status: foreigner}}",
        "papers:\n  - {paper: passport, when: {status: {not: citizen}, age: {at_least: 0}}}",
    )
    assert written(before) == written(after)


@pytest.mark.parametrize("days", [0, 1, 40])
def test_a_table_stays_fresh_while_its_lists_hold(library: Library, days: int) -> None:
    flow = library.flows["relocation_eligibility"]
    later = table(library, flow, DAY - dt.timedelta(days))
    assert written(later) == written(table(library, flow, DAY))
    assert later.holds == "from 2026-01-01 to 2026-12-31"


def test_a_list_that_ends_changes_the_table(library: Library) -> None:
    flow = library.flows["relocation_eligibility"]
    after = table(library, flow, dt.date(2027, 1, 1))
    assert after.holds == "from 2027-01-01"
    told = list(differences(table(library, flow, DAY), after))
    assert told[0] == (
        "the rules shown held from 2026-01-01 to 2026-12-31, now they hold from 2027-01-01"
    )
    assert any(
        one.endswith("the outcome changes from kandas_no_places to kandas_maybe") for one in told
    )


# Sets and their descriptions

_sets = st.sets(st.sampled_from(PLACES))


@given(_sets, _sets)
def test_a_description_is_exact_where_it_matters(
    wanted: set[tuple[int, ...]], within: set[tuple[int, ...]]
) -> None:
    diagrams = Diagrams(SIZES)
    cubes = diagrams.describe(_node(diagrams, wanted), _node(diagrams, within))
    described = {place for place in PLACES if any(_inside(place, cube) for cube in cubes)}
    assert described & within == wanted & within


@given(_sets, _sets)
def test_sets_behave_like_sets(one: set[tuple[int, ...]], other: set[tuple[int, ...]]) -> None:
    diagrams = Diagrams(SIZES)
    a, b = _node(diagrams, one), _node(diagrams, other)
    assert diagrams.union(a, b) == _node(diagrams, one | other)
    assert diagrams.both(a, b) == _node(diagrams, one & other)
    assert diagrams.without(a, b) == _node(diagrams, one - other)


def _node(diagrams: Diagrams, places: Iterable[tuple[int, ...]]) -> int:
    cubes = ({v: frozenset([value]) for v, value in enumerate(place)} for place in places)
    return diagrams.union_of(map(diagrams.of_cube, cubes))


def _inside(place: tuple[int, ...], cube: Cube) -> bool:
    return all(place[variable] in values for variable, values in cube.items())


# The difference in words


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "met: {age: {at_least: 18}}",
            "met: {age: {at_least: 16}}",
            [
                "for age=16-17 the outcome changes from wait to come",
                "for age=16-17 the criterion grown_up changes from not_met to met",
            ],
        ),
        (
            'foreigner: "No"}',
            'foreigner: "No", refugee: Refugee}',
            [
                "the new answer status=refugee leads to wait or come",
                "step status: answers now also refugee",
            ],
        ),
        (
            "{paper: passport, when: {status: foreigner}}",
            "passport",
            ["paper passport is now also for status=citizen"],
        ),
        (
            "when: {status: foreigner}\n    ask",
            "ask",
            ["step visa is now also asked for status=citizen"],
        ),
        (
            "when: {visa: [no, unsure]}",
            "when: {visa: no, age: {at_least: 60}}",
            ["note slow is no longer for age=0-17|18-59, visa=no|unsure, or for visa=unsure"],
        ),
        (
            "multiply: [age, rate]",
            "multiply: [age, rate, 2]",
            ["amount fee: sum changes from age x rate to age x rate x 2"],
        ),
        (
            "number: {min: 0, max: 120}",
            "number: {min: 0, max: 99}",
            ["step age: answers change from 0-120 to 0-99"],
        ),
    ],
)
def test_a_change_is_told_in_words(tmp_path: Path, old: str, new: str, told: list[str]) -> None:
    before, after = _visit(tmp_path / "before"), _visit(tmp_path / "after", old, new)
    found = list(differences(before, after))
    assert set(told) <= set(found), found
    assert not list(differences(before, before))


def test_that_a_number_splits_elsewhere_is_no_news(tmp_path: Path) -> None:
    before = _visit(tmp_path / "before")
    after = _visit(tmp_path / "after", "at_least: 18", "at_least: 16")
    assert not [one for one in differences(before, after) if "answers" in one]


def test_a_changed_parameter_is_told(tmp_path: Path) -> None:
    before = _visit(tmp_path / "before")
    parameters = small_copy(tmp_path) / "knowledge" / "parameters.yaml"
    text = parameters.read_text(encoding="utf-8")
    parameters.write_text(text.replace("value: 12,", "value: 13,"), encoding="utf-8")
    assert list(differences(before, _visit(tmp_path))) == [
        "the parameter rate from 2026-01-01 to 2026-12-31 changes from 12 KZT to 13 KZT"
    ]


def test_who_gets_another_outcome_is_told(tmp_path: Path) -> None:
    before = _visit(tmp_path / "before")
    after = _visit(tmp_path / "after", "outcomes:\n", "outcomes:\n" + _EARLY)
    assert list(differences(before, after))[:2] == [
        "for age=0-17, status=citizen the outcome changes from wait to early",
        "outcome early is new, for age=0-17, status=citizen",
    ]


_EARLY = """\
  - id: early
    when: {age: {at_most: 17}, status: citizen}
    verdict: wait
    title: Too early
    say: Come later.
    facts: [office-hours]
"""


def _visit(folder: Path, old: str = "", new: str = "") -> Table:
    library = _small(folder, old, new)
    return table(library, library.flows["visit"], DAY)


def _small(folder: Path, old: str = "", new: str = "") -> Library:
    folder.mkdir(exist_ok=True)
    root = folder / "content"
    if not root.exists():
        small_copy(folder)
    path = root / "flows" / "visit.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new) if old else text, encoding="utf-8")
    return load(root)


# The command

Komek = Callable[..., Result]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_copy(tmp_path)


@pytest.fixture
def outcomes(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Komek:
    monkeypatch.setenv("KOMEK_CONTENT", str(root))
    monkeypatch.setenv("KOMEK_DATA", str(tmp_path / "data"))
    return lambda *arguments: CliRunner().invoke(command, [*arguments, "--on", "2026-05-01"])


def test_written_tables_are_fresh_until_a_rule_changes(tmp_path: Path, outcomes: Komek) -> None:
    assert outcomes("--check").exit_code == 1
    assert "tests/outcomes/visit.tsv: written" in outcomes().output
    assert outcomes("--check").exit_code == 0
    _small(tmp_path, "at_least: 18", "at_least: 16")
    stale = outcomes("--check")
    assert stale.exit_code == 1
    assert "tests/outcomes/visit.tsv is stale:" in stale.output
    assert "for age=16-17 the outcome changes from wait to come" in stale.output
    assert "2 tables, 1 changed" in outcomes().output


def test_the_table_of_a_flow_that_is_gone_is_removed(root: Path, outcomes: Komek) -> None:
    outcomes()
    left = root / "tests" / "outcomes" / "gone.tsv"
    left.write_text(
        (root / "tests" / "outcomes" / "visit.tsv").read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert outcomes("--check").exit_code == 1
    outcomes()
    assert not left.exists()


def test_a_file_that_is_no_table_is_stale(root: Path, outcomes: Komek) -> None:
    outcomes()
    (root / "tests" / "outcomes" / "visit.tsv").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    stale = outcomes("--check")
    assert stale.exit_code == 1
    assert "this is not an outcome table" in stale.output


def test_the_difference_to_a_git_revision(root: Path, tmp_path: Path, outcomes: Komek) -> None:
    _git(root, "init", "--quiet")
    _git(root, "commit", "--quiet", "--allow-empty", "--message", "nothing yet")
    outcomes()
    empty = outcomes("--diff", "HEAD")
    assert empty.exit_code == 1
    assert "the revision HEAD holds no tables in tests/outcomes" in empty.output
    _git(root, "add", ".")
    _git(root, "commit", "--quiet", "--message", "tables")
    assert outcomes("--diff", "HEAD").output == "nobody's result changes\n"
    _small(tmp_path, "at_least: 18", "at_least: 16")
    assert (
        "visit: for age=16-17 the outcome changes from wait to come"
        in outcomes("--diff", "HEAD").output
    )
    (root / "flows" / "visit.yaml").unlink()
    for answers in (root / "knowledge" / "answers").glob("*.yaml"):
        text = answers.read_text(encoding="utf-8")
        answers.write_text(text.replace("see: [flow:visit]", "see: []"), encoding="utf-8")
    assert "visit: all of it is gone" in outcomes("--diff", "HEAD").output


@pytest.mark.parametrize("revision", ["nowhere", "--all"])
def test_an_unknown_revision_is_said_to_be_unknown(
    root: Path, outcomes: Komek, revision: str
) -> None:
    _git(root, "init", "--quiet")
    found = outcomes(f"--diff={revision}")
    assert found.exit_code == 2
    assert f"git knows no revision '{revision}'" in found.output.replace("\n", " ")


def _git(root: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", "-C", str(root), *who, *arguments], check=True)
