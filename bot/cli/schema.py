"""`komek schema`: JSON Schemas, with which an editor completes keys and underlines mistakes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

import click
from pydantic import TypeAdapter

from bot.content import Text, models
from bot.content.conditions import CRITERIA
from bot.settings import Settings

Schema = dict[str, Any]
_Language = Literal["kk", "ru", "uz", "ky", "tg", "en"]

_FOLDER = Path("docs") / "schema"
_HEADER = "# yaml-language-server: $schema="
"""Begins the line in a YAML file that tells an editor where the schema stands."""


class _Languages(models.Model):
    """Which languages have every text, and which are still being translated."""

    complete: list[_Language]
    in_progress: list[_Language]


class _Kind(NamedTuple):
    """Files of one kind: the name of their schema, where they are, and what is in them.

    `many` items of `model` stand in a file as a list or under their ids, or it is one item.
    """

    name: str
    files: str
    model: Any
    many: Literal["list", "ids", "one"]


_KINDS = (
    _Kind("flow", "flows/*.yaml", models.Flow, "one"),
    _Kind("answers", "knowledge/answers/*.yaml", models.Answer, "list"),
    _Kind("facts", "knowledge/facts/*.yaml", models.Fact, "list"),
    _Kind("papers", "knowledge/papers.yaml", models.Paper, "list"),
    _Kind("contacts", "knowledge/contacts.yaml", models.Contact, "list"),
    _Kind("parameters", "knowledge/parameters.yaml", models.Parameter, "ids"),
    _Kind("regions", "knowledge/regions.yaml", models.Region, "list"),
    _Kind("letters", "knowledge/letters.yaml", models.Letter, "list"),
    _Kind("urgent", "knowledge/urgent.yaml", models.Urgent, "list"),
    _Kind("numbers", "knowledge/numbers.yaml", models.NumberWords, "one"),
    _Kind("languages", "knowledge/languages.yaml", _Languages, "one"),
    _Kind("interface", "knowledge/interface.yaml", dict[str, Text], "one"),
)


@click.command()
@click.option(
    "--check", is_flag=True, help="Only tell what is stale or lacks its header; exit 1 if any."
)
@click.option("--headers", is_flag=True, help="Also put the header line into the YAML files.")
def command(check: bool, headers: bool) -> None:
    """Write docs/schema/*.json: what may stand in the YAML files, for editors such as VS Code."""
    if check and headers:
        raise click.UsageError("use either --check or --headers")
    root = Settings().content
    wanted = {root / _FOLDER / f"{name}.json": _written(one) for name, one in schemas().items()}
    stale = [path for path, text in wanted.items() if not _holds(path, text)]
    headless = [(path, text) for path, text in _headed(root) if not _holds(path, text)]
    if check:
        raise SystemExit(_tell(root, stale, [path for path, _ in headless]))
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], encoding="utf-8")
        click.echo(f"{path.relative_to(root)}: written")
    click.echo(f"{len(wanted)} schemas, {len(stale)} changed")
    if headers:
        for path, text in headless:
            path.write_text(text, encoding="utf-8")
            click.echo(f"{path.relative_to(root)}: the header was added")


def schemas() -> dict[str, Schema]:
    """Return the schema of each kind of file, by its name."""
    return {kind.name: _schema(kind) for kind in _KINDS}


def schema_of(name: str) -> str | None:
    """Return which schema holds for the content file `name`, such as `flows/visit.yaml`."""
    return next((kind.name for kind in _KINDS if Path(name).match(kind.files)), None)


def with_header(text: str, address: str) -> str:
    """Return the text of a YAML file with the header line that names its schema, once."""
    first, _, rest = text.partition("\n")
    return f"{_HEADER}{address}\n{rest if first.startswith(_HEADER) else text}"


def headed(root: Path, path: Path, text: str) -> str:
    """Return the text of the content file at `path` with its header, once."""
    name = schema_of(path.relative_to(root).as_posix())
    address = os.path.relpath(root / _FOLDER / f"{name}.json", path.parent)
    return with_header(text, Path(address).as_posix())


def _headed(root: Path) -> Iterator[tuple[Path, str]]:
    """Go through all YAML files with the text that they should have."""
    for kind in _KINDS:
        for path in sorted(root.glob(kind.files)):
            yield path, headed(root, path, path.read_text(encoding="utf-8"))


def _holds(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def _tell(root: Path, stale: list[Path], headless: list[Path]) -> int:
    for path in stale:
        click.echo(f"{path.relative_to(root)} is stale; run `komek schema`")
    for path in headless:
        click.echo(
            f"{path.relative_to(root)} does not name its schema; run `komek schema --headers`"
        )
    if stale or headless:
        return 1
    click.echo(f"{len(_KINDS)} schemas are fresh, and every file names its own")
    return 0


def _written(schema: Schema) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


# What the models do not say by themselves

_WHEN: Schema = {"type": "object", "minProperties": 1}
"""How the models describe a condition."""
_VALUES: Schema = {
    "anyOf": [
        {"type": ["string", "integer"]},
        {"type": "array", "items": {"type": ["string", "integer"]}, "minItems": 1},
    ]
}
_CONDITION: Schema = {
    "description": "Steps with the answers for which this holds; several keys must all hold.",
    "type": "object",
    "minProperties": 1,
    "properties": {
        "any": {
            "description": "At least one of these conditions holds.",
            "type": "array",
            "items": {"$ref": "#/$defs/Condition"},
            "minItems": 2,
        },
        CRITERIA: {
            "description": "The worst verdict of all criteria that apply.",
            "anyOf": [
                {"enum": ["met", "unclear", "not_met"]},
                {"type": "array", "items": {"enum": ["met", "unclear", "not_met"]}, "minItems": 1},
            ],
        },
    },
    "additionalProperties": {
        "anyOf": [
            *_VALUES["anyOf"],
            {
                "type": "object",
                "properties": {"not": _VALUES},
                "required": ["not"],
                "additionalProperties": False,
            },
            {
                "type": "object",
                "properties": {"in": {"type": "string"}},
                "required": ["in"],
                "additionalProperties": False,
            },
            {
                "type": "object",
                "properties": {"at_least": {"type": "integer"}, "at_most": {"type": "integer"}},
                "minProperties": 1,
                "additionalProperties": False,
            },
        ]
    },
}
_SHORT = ("PaperUse", "ContactUse", "LetterUse")
"""Models of which the bare id may be written."""
_YEARS = ("valid_from", "valid_to")
"""Dates of which the bare year may be written, which YAML takes for a number."""


def _schema(kind: _Kind) -> Schema:
    item = TypeAdapter(kind.model).json_schema()
    parts: Schema = item.pop("$defs", {})
    for name in _SHORT:
        if name in parts:
            parts[name] = {"anyOf": [{"type": "string"}, parts[name]]}
    for part in (item, *parts.values()):
        for name in _YEARS:
            if name in part.get("properties", {}):
                part["properties"][name]["anyOf"].append({"type": "integer"})
    item, parts = _with_conditions(item), _with_conditions(parts)
    if "#/$defs/Condition" in json.dumps([item, parts]):
        parts["Condition"] = _CONDITION
    if kind.many == "ids":
        pattern = item["properties"].pop("id")
        item["required"].remove("id")
        item = {"type": "object", "propertyNames": pattern, "additionalProperties": item}
    elif kind.many == "list":
        item = {"type": "array", "items": item}
    draft = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": draft, **item, **({"$defs": parts} if parts else {})}


def _with_conditions(schema: Any) -> Any:
    """Return the schema with a description of conditions that says what may stand in them."""
    if isinstance(schema, dict):
        if {key: value for key, value in schema.items() if key != "title"} == _WHEN:
            return {"$ref": "#/$defs/Condition"}
        return {key: _with_conditions(value) for key, value in schema.items()}
    if isinstance(schema, list):
        return [_with_conditions(value) for value in schema]
    return schema
