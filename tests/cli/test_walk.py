"""`komek walk` and `komek check` as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from tests.content.test_broken import small_copy


@pytest.fixture(autouse=True)
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = small_copy(tmp_path)
    monkeypatch.setenv("KOMEK_CONTENT", str(root))
    monkeypatch.setenv("KOMEK_DATA", str(tmp_path / "data"))
    return root


def _komek(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_the_result_as_json() -> None:
    found = json.loads(
        _komek(
            "walk",
            "visit",
            "--answers",
            "status=foreigner,age=30,visa=no",
            "--on",
            "2026-05-01",
            "--json",
        ).output
    )
    assert found["outcome"] == "come"
    assert found["criteria"] == {"grown_up": "met"}
    assert found["papers"] == ["passport"]
    assert found["amounts"] == {"fee": 360}
    assert found["notes"] == ["slow"]
    assert found["facts"] == ["office-hours", "office-age", "office-visa"]
    assert "Come to the office" in found["text"]


def test_another_day_another_amount() -> None:
    found = json.loads(
        _komek(
            "walk", "visit", "--answers", "age=30,status=citizen", "--on", "2025-05-01", "--json"
        ).output
    )
    assert found["amounts"] == {"fee": 300}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["walk", "vist"], "there is no flow 'vist'; there are visit"),
        (["walk", "visit", "--answers", "age"], "write the answers as step=value,step=value"),
        (
            ["walk", "visit", "--answers", "height=3"],
            "visit has no step 'height'; it has age, status, visa",
        ),
        (
            ["walk", "visit", "--answers", "age=many"],
            "age cannot be 'many'; it takes a number from 0 to 120",
        ),
        (
            ["walk", "visit", "--answers", "status=king"],
            "status cannot be 'king'; it takes citizen, foreigner",
        ),
        (["walk", "visit", "--answers", "age=3"], "the step 'status' is not answered"),
        (["walk", "visit", "--on", "tomorrow"], "'tomorrow' is not a day such as 2026-01-31"),
    ],
)
def test_a_mistake_is_said_with_its_mend(arguments: list[str], said: str) -> None:
    result = _komek(*arguments)
    assert result.exit_code == 2
    assert said in result.output


def test_check_tells_by_its_exit_status(small: Path) -> None:
    assert _komek("check").exit_code == 0
    (small / "knowledge" / "papers.yaml").write_text("- id: passport\n", encoding="utf-8")
    result = _komek("check")
    assert result.exit_code == 1
    assert "knowledge/papers.yaml:1: missing-key: the key 'what' is missing" in result.output


def test_other_commands_refuse_broken_content(small: Path) -> None:
    (small / "flows" / "visit.yaml").write_text("id: [", encoding="utf-8")
    result = _komek("walk", "visit")
    assert result.exit_code == 1
    assert "flows/visit.yaml:2: yaml-syntax" in result.output
