"""`komek new`: skeletons that `komek check` refuses while blanks are left, and takes when filled."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.content import load
from tests.content.test_broken import small_copy


@pytest.fixture(autouse=True)
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = small_copy(tmp_path)
    monkeypatch.setenv("KOMEK_CONTENT", str(root))
    monkeypatch.setenv("KOMEK_DATA", str(tmp_path / "data"))
    return root


def _komek(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def _told(output: str) -> set[int]:
    """Return the numbers of the lines that somebody is asked to fill."""
    lines = [line.split() for line in output.splitlines() if line.startswith("  line ")]
    return {int(words[1].rstrip(":")) for words in lines}


def _fill(path: Path) -> None:
    """Fill every blank as its hint says: a text on a new line, a list behind the key."""
    filled = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        key, blank, _ = line.partition("# FILL:")
        key = key.rstrip()
        if not blank:
            filled.append(line)
        elif key.endswith(">-"):
            indent = len(key) - len(key.lstrip(" -")) + 2
            filled += [key, " " * indent + f"Words of line {number}."]
        elif key.endswith("[]"):
            filled.append(key[:-2] + ("[office-hours]" if "facts" in key else "[office]"))
        elif key == "contacts:":
            filled.append(f"{key} [office]")
        else:
            filled.append(f"{key} [one of {number}, two of {number}]")
    path.write_text("\n".join(filled) + "\n", encoding="utf-8")


def _refused(output: str, name: str) -> set[int]:
    return {int(line.split(":")[1]) for line in output.splitlines() if line.startswith(f"{name}:")}


def test_an_answer_is_asked_for_line_by_line_and_taken_when_filled(small: Path) -> None:
    made = _komek("new", "answer", "lost_key", "--topic", "office")
    assert made.exit_code == 0
    name = "knowledge/answers/office.yaml"
    assert made.output.startswith(f"{name}: the skeleton is there. Fill these lines:")
    checked = _komek("check")
    assert checked.exit_code == 1
    assert _refused(checked.output, name) == _told(made.output)

    _fill(small / name)
    checked = _komek("check")
    assert checked.exit_code == 0, checked.output
    answers = load(small).answers
    assert set(answers) == {"opening_hours", "lost_key"}
    assert answers["lost_key"].question.source.startswith("Words of line")


def test_an_answer_may_begin_a_topic(small: Path) -> None:
    assert _komek("new", "answer", "parking_place", "--topic", "parking").exit_code == 0
    path = small / "knowledge" / "answers" / "parking.yaml"
    assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=../../docs")
    _fill(path)
    assert "parking_place" in load(small).answers


def test_a_flow_is_asked_for_line_by_line_and_taken_when_filled(small: Path) -> None:
    made = _komek("new", "flow", "parking")
    assert made.exit_code == 0
    checked = _komek("check")
    assert checked.exit_code == 1
    assert _refused(checked.output, "flows/parking.yaml") == _told(made.output)

    _fill(small / "flows" / "parking.yaml")
    checked = _komek("check")
    assert checked.exit_code == 0, checked.output
    assert "flows/parking.yaml" not in checked.output
    walked = _komek("walk", "parking", "--answers", "first=yes", "--json")
    assert json.loads(walked.output)["outcome"] == "first_yes"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["answer", "opening_hours", "--topic", "parking"],
            "the answer 'opening_hours' exists already in knowledge/answers/office.yaml:1",
        ),
        (["flow", "visit"], "the flow 'visit' exists already in flows/visit.yaml"),
        (
            ["answer", "Lost key", "--topic", "office"],
            "'Lost key' cannot be an id; use small Latin",
        ),
        (["answer", "lost_key", "--topic", "../office"], "'../office' cannot be an id"),
        (["flow", "a_name_that_is_much_too_long"], "at most 24 in all"),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_nothing_is_written(
    small: Path, arguments: list[str], said: str
) -> None:
    before = {path: path.read_bytes() for path in small.rglob("*.yaml")}
    made = _komek("new", *arguments)
    assert made.exit_code != 0
    assert said in " ".join(made.output.split())
    assert before == {path: path.read_bytes() for path in small.rglob("*.yaml")}


def test_a_name_is_known_while_its_blanks_are_left(small: Path) -> None:
    _komek("new", "answer", "lost_key", "--topic", "office")
    again = _komek("new", "answer", "lost_key", "--topic", "office")
    assert again.exit_code == 1
    assert "the answer 'lost_key' exists already in knowledge/answers/office.yaml" in again.output
    (small / "knowledge" / "answers" / "office.yaml").write_text("- id: [", encoding="utf-8")
    assert "first mend this" in _komek("new", "answer", "other", "--topic", "office").output
