"""`komek cases` and `komek chat --record`: cases that are written by talking, and kept right."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.proof.cases import read_cases
from tests.content.test_broken import small_copy

CASE = """\
# Written by a lawyer.
- name: A grown-up citizen
  on: 2026-05-01
  answers: {age: 30, status: citizen}
  expect:
    outcome: wait # she is 30
    amounts: {fee: 360} # 30 x 12
    no_papers: [passport]
"""


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = small_copy(tmp_path)
    monkeypatch.setenv("KOMEK_CONTENT", str(root))
    monkeypatch.setenv("KOMEK_DATA", str(tmp_path / "data"))
    return root


def _write(folder: Path, text: str) -> Path:
    path = folder / "visit.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_difference_is_told_and_is_an_error(tmp_path: Path) -> None:
    path = _write(tmp_path, CASE)
    result = CliRunner().invoke(main, ["cases", str(path)])
    assert result.exit_code == 1
    assert (
        "A grown-up citizen: outcome: the case says 'wait', the flow gives 'come'" in result.output
    )
    assert path.read_text(encoding="utf-8") == CASE


def test_update_writes_what_the_flow_gives_and_keeps_the_comments(
    tmp_path: Path,
) -> None:
    path = _write(tmp_path, CASE)
    assert CliRunner().invoke(main, ["cases", "--update", str(path)]).exit_code == 0
    text = path.read_text(encoding="utf-8")
    assert "outcome: come # she is 30" in text
    assert "# 30 x 12" in text
    assert "# Written by a lawyer." in text
    assert CliRunner().invoke(main, ["cases", str(path)]).exit_code == 0


def test_a_wrong_answer_in_a_case_is_said(tmp_path: Path) -> None:
    path = _write(tmp_path, CASE.replace("status: citizen", "status: king"))
    result = CliRunner().invoke(main, ["cases", str(path)])
    assert (
        "A grown-up citizen: status cannot be 'king'; it takes citizen, foreigner" in result.output
    )


def test_a_conversation_becomes_a_case(tmp_path: Path) -> None:
    path = tmp_path / "visit.yaml"
    said = "a\n30\na\n/quit\n"
    command = ["chat", "--lang", "en", "--on", "2026-05-01", "--record", str(path)]
    result = CliRunner().invoke(main, command, input=said)
    assert "1 cases were added" in result.output
    (case,) = read_cases(path)
    assert case["answers"] == {"age": 30, "status": "citizen"}
    assert case["expect"]["outcome"] == "come"
    assert case["expect"]["amounts"] == {"fee": 360}
    assert CliRunner().invoke(main, ["cases", str(path)]).exit_code == 0


def test_a_flow_without_an_end_is_not_recorded(tmp_path: Path) -> None:
    path = tmp_path / "visit.yaml"
    result = CliRunner().invoke(
        main, ["chat", "--lang", "en", "--record", str(path)], input="a\n/quit\n"
    )
    assert "nothing was recorded" in result.output
    assert not path.exists()
