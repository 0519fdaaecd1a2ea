"""`komek walk`: the result of a flow for given answers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import click

from bot.content import Library
from bot.content.models import Flow
from bot.dialogue import Progress, Result, Session, progress, result, show, valid
from bot.settings import Settings

from .library import lang_option, load_library, on_option

_SCREENS = ("", "papers", "money", "notes", "contacts", "sources")


@click.command()
@click.argument("flow")
@click.option("--answers", default="", metavar="STEP=VALUE,...", help="The answers, in any order.")
@lang_option
@on_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(flow: str, answers: str, lang: str, on: date, as_json: bool) -> None:
    """Print the result of FLOW for the answers, as of a day."""
    library = load_library(Settings())
    if flow not in library.flows:
        raise click.BadParameter(f"there is no flow {flow!r}; there are {', '.join(library.flows)}")
    given = _parsed(answers)
    walked = walk(library, library.flows[flow], given, on)
    text = texts(library, flow, given, lang, on)
    if as_json:
        data = {**described(walked), "text": "\n\n".join(text)}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        click.echo("\n\n---\n\n".join(text))


def _parsed(answers: str) -> dict[str, str]:
    pairs = [part.split("=", 1) for part in answers.split(",") if part.strip()]
    if any(len(pair) != 2 for pair in pairs):
        raise click.BadParameter("write the answers as step=value,step=value")
    return {step.strip(): value.strip() for step, value in pairs}


def walk(library: Library, flow: Flow, given: dict[str, str], on: date) -> Result:
    """Work out a result; refuses unknown steps and values, and answers that are missing."""
    answers: dict[str, Any] = {}
    for name, value in given.items():
        step = flow.step(name)
        if step is None:
            steps = ", ".join(step.id for step in flow.steps)
            raise click.BadParameter(f"{flow.id} has no step {name!r}; it has {steps}")
        answers[name] = int(value) if step.number is not None and value.isdecimal() else value
        if not valid(library, flow, step, answers[name]):
            taken = (
                f"a number from {step.number.min} to {step.number.max}"
                if step.number is not None
                else ", ".join(library.choices(flow.id, name))
            )
            raise click.BadParameter(f"{name} cannot be {value!r}; it takes {taken}")
    where: Progress = progress(library, flow, answers, on)
    if where.next is not None:
        raise click.BadParameter(f"the step {where.next.id!r} is not answered")
    return result(library, flow, where.answers, on)


def texts(library: Library, flow: str, given: dict[str, str], language: str, on: date) -> list[str]:
    """Return the screens of the result as a reader would see them."""
    session = Session(language=language, flow=flow)
    for name, value in given.items():
        step = library.flows[flow].step(name)
        number = step is not None and step.number is not None
        session = session.with_answer(flow, name, int(value) if number else value)
    shown = [show(library, replace(session, screen=screen), on).text for screen in _SCREENS]
    return list(dict.fromkeys(shown))


def described(walked: Result) -> dict[str, Any]:
    """Return a result as plain data, by ids; sums in tenge, two numbers where it is a range."""
    return {
        "flow": walked.flow.id,
        "outcome": walked.outcome.id,
        "verdict": walked.outcome.verdict,
        "criteria": {judged.criterion.id: judged.verdict for judged in walked.criteria},
        "tasks": [task.id for task in walked.tasks],
        "papers": [paper.id for paper in walked.papers],
        "amounts": {
            one.amount.id: _sums([float(value) for value in one.values]) for one in walked.sums
        },
        "notes": [note.id for note in walked.notes],
        "contacts": [contact.id for contact in walked.contacts],
        "letters": [letter.id for letter in walked.letters],
        "facts": list(walked.facts()),
    }


def _sums(values: list[float]) -> float | list[float] | None:
    whole = [int(value) if value == int(value) else value for value in values]
    return None if not whole else whole[0] if len(whole) == 1 else whole
