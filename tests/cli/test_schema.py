"""`komek schema`: an editor takes the content that the assistant takes, and underlines the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from bot.cli import main
from bot.cli.schema import schema_of, schemas, with_header
from bot.content import load
from bot.content.source import read_yaml
from bot.settings import CHECKOUT
from tests.content.test_broken import small_copy

CONTENT = [
    path.relative_to(CHECKOUT).as_posix()
    for folder in ("flows", "knowledge")
    for path in sorted((CHECKOUT / folder).rglob("*.yaml"))
]


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = small_copy(tmp_path)
    monkeypatch.setenv("KOMEK_CONTENT", str(root))
    monkeypatch.setenv("KOMEK_DATA", str(tmp_path / "data"))
    return root


def _komek(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["schema", *arguments])


def _wrong(name: str, data: Any) -> list[str]:
    schema = schemas()[schema_of(name) or ""]
    return [
        "/".join(map(str, e.absolute_path)) for e in Draft202012Validator(schema).iter_errors(data)
    ]


@pytest.mark.parametrize("name", sorted(schemas()))
def test_it_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(schemas()[name])


@pytest.mark.parametrize("name", CONTENT)
def test_the_shipped_content_fits(name: str) -> None:
    assert _wrong(name, read_yaml(CHECKOUT / name, name).data) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("flows/visit.yaml", "title: Visit", "titel: Visit", ""),
        ("flows/visit.yaml", "verdict: wait", "verdict: later", "outcomes/0/verdict"),
        ("flows/visit.yaml", "at_least: 18", "atleast: 18", "criteria/0/met"),
        (
            "flows/visit.yaml",
            "{criteria: not_met}",
            "{criteria: failed}",
            "outcomes/0/when",
        ),
        ("flows/visit.yaml", "{visa: [no, unsure]}", "{visa: []}", "notes/0/when"),
        ("flows/visit.yaml", 'citizen: "Yes"', "citizen: 1", "steps/1/choices"),
        ("knowledge/answers/office.yaml", "question:", "qestion:", "0"),
        ("knowledge/parameters.yaml", "unit: ", "unit: mile ", "rate/unit"),
    ],
)
def test_a_mistake_is_underlined(small: Path, name: str, old: str, new: str, place: str) -> None:
    path = small / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    assert _wrong(name, read_yaml(path, name).data) == []
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(where.startswith(place) for where in _wrong(name, read_yaml(path, name).data))


def test_stale_schemas_and_missing_headers_are_told_and_mended(small: Path) -> None:
    assert _komek("--check").exit_code == 1
    assert "docs/schema/flow.json: written" in _komek().output
    told = _komek("--check")
    assert told.exit_code == 1
    assert "flows/visit.yaml does not name its schema; run `komek schema --headers`" in told.output
    assert "docs/schema" not in told.output

    headed = _komek("--headers")
    assert "flows/visit.yaml: the header was added" in headed.output
    first = (small / "flows" / "visit.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../docs/schema/flow.json"
    deeper = (small / "knowledge" / "answers" / "office.yaml").read_text(encoding="utf-8")
    assert deeper.startswith("# yaml-language-server: $schema=../../docs/schema/answers.json\n")
    assert set(load(small).flows) == {"visit"}
    assert _komek("--check").exit_code == 0
    assert _komek("--headers").output == f"{len(schemas())} schemas, 0 changed\n"

    (small / "docs" / "schema" / "flow.json").write_text("{}", encoding="utf-8")
    assert "docs/schema/flow.json is stale; run `komek schema`" in _komek("--check").output


def test_a_header_stands_once_and_leads_to_the_right_place() -> None:
    once = with_header("# About\na: 1\n", "old.json")
    assert once == "# yaml-language-server: $schema=old.json\n# About\na: 1\n"
    assert with_header(once, "new.json") == once.replace("old", "new")
