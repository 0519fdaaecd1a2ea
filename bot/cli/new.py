"""`komek new`: skeletons of answers and flows, with blanks that `komek check` asks for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter, ValidationError

from bot.content import LANGUAGE_NAMES, LANGUAGES, SOURCE_LANGUAGE, models
from bot.content.source import read_yaml
from bot.settings import Settings

from .schema import headed


@click.group()
def command() -> None:
    """Make a skeleton to be filled in; `komek check` tells what is still blank."""


@command.command("answer")
@click.argument("answer_id", metavar="ID")
@click.option(
    "--topic", required=True, metavar="TOPIC", help="The file in knowledge/answers/ it goes to."
)
def new_answer(answer_id: str, topic: str) -> None:
    """Add an answer named ID to knowledge/answers/TOPIC.yaml."""
    root = Settings().content
    _refuse_bad_id(answer_id, models.Answer)
    _refuse_bad_id(topic, models.Answer)
    for known in sorted(root.glob("knowledge/answers/*.yaml")):
        _refuse_known(root, known, answer_id)
    path = root / "knowledge" / "answers" / f"{topic}.yaml"
    before = path.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if path.exists() else ""
    _write(root, path, before + _answer(answer_id, date.today()))


@command.command("flow")
@click.argument("flow_id", metavar="ID")
def new_flow(flow_id: str) -> None:
    """Make flows/ID.yaml: a flow with one question and two results."""
    root = Settings().content
    _refuse_bad_id(flow_id, models.Flow)
    path = root / "flows" / f"{flow_id}.yaml"
    if path.exists():
        raise click.ClickException(f"the flow {flow_id!r} exists already in flows/{flow_id}.yaml")
    _write(root, path, _flow(flow_id, date.today()))


def _refuse_bad_id(name: str, model: type[models.Model]) -> None:
    field = model.model_fields["id"]
    try:
        TypeAdapter(field.rebuild_annotation()).validate_python(name)
    except ValidationError:
        longest = 24 if model is models.Flow else 40
        raise click.BadParameter(
            f"{name!r} cannot be an id; use small Latin letters, digits and _, "
            f"a letter first, at most {longest} in all, such as lost_passport"
        ) from None


def _refuse_known(root: Path, path: Path, answer_id: str) -> None:
    """Refuse an id that a file has, also where the rest of the file is not right yet."""
    name = path.relative_to(root).as_posix()
    source = read_yaml(path, name)
    if source.problems:
        raise click.ClickException(f"first mend this: {source.problems[0]}")
    items: list[Any] = source.data if isinstance(source.data, list) else []
    for position, item in enumerate(items):
        if isinstance(item, dict) and item.get("id") == answer_id:
            line = source.line((position, "id"))
            raise click.ClickException(
                f"the answer {answer_id!r} exists already in {name}:{line}; choose another id"
            )


def _write(root: Path, path: Path, text: str) -> None:
    """Write a content file that has blanks now, and tell which lines they are on."""
    text = headed(root, path, text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    click.echo(f"{path.relative_to(root)}: the skeleton is there. Fill these lines:")
    for number, line in enumerate(text.splitlines(), 1):
        key, found, hint = line.partition(_BLANK)
        if found:
            click.echo(f"  line {number}: {key.strip(' ->[]')} {hint.strip()}")
    click.echo("Then run `komek check`, which names every blank that is left.")


_BLANK = "# FILL:"
"""Begins the comment on a blank; an empty text, list or value is what `komek check` refuses."""

_ANSWER = """\
- id: {id}
  question: >-  # FILL: the question in English; write on a new line below, four spaces in
  answer: >-  # FILL: two to five short sentences in English, below, four spaces in
  ask:
{ways}
  confirm: []
  see: []
  facts: []  # FILL: ids from knowledge/facts/; if a fact is doubtful, fill `confirm` too
  reviewed: {today}
"""

_FLOW = """\
id: {id}
order: 100
icon: "📄"
title: >-  # FILL: its name in the menu, in English; write on a new line below, two spaces in
about: >-  # FILL: one sentence: what somebody learns here
ask:
{ways}
reviewed: {today}
confirm: []  # FILL: who can confirm what is not certain, ids from knowledge/contacts.yaml
steps:
  - id: first
    ask: >-  # FILL: the first question, below, six spaces in
    why: >-  # FILL: why you ask it
    choices:
      yes: >-  # FILL: the first choice
      no: >-  # FILL: the second choice
outcomes:
  - id: first_yes
    when: {{first: yes}}
    verdict: good
    title: >-  # FILL: the result for the first choice
    say: >-  # FILL: what it means, two or three short sentences
    facts: []  # FILL: ids from knowledge/facts/
  - id: others
    verdict: info
    title: >-  # FILL: the result for everybody else
    say: >-  # FILL: what it means
    facts: []  # FILL: ids from knowledge/facts/
tasks:
  - id: first_task
    do: >-  # FILL: the first thing to do
    facts: []  # FILL: ids from knowledge/facts/
contacts:  # FILL: who helps: [helpline-111], ids from knowledge/contacts.yaml
"""


def _answer(answer_id: str, today: date) -> str:
    return _ANSWER.format(id=answer_id, ways=_ways("    "), today=today)


def _flow(flow_id: str, today: date) -> str:
    return _FLOW.format(id=flow_id, ways=_ways("  "), today=today)


def _ways(indent: str) -> str:
    """Return the blanks for the ways of asking, one line a language, English first."""
    languages = [SOURCE_LANGUAGE, *(one for one in LANGUAGES if one != SOURCE_LANGUAGE)]
    return "\n".join(
        f"{indent}{code}:  # FILL: [four, ways of asking, or more] in {LANGUAGE_NAMES[code]}"
        for code in languages
    )
