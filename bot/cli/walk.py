"""`komek walk`: the result of a flow for given answers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import click

from bot.content import Library
from bot.dialogue import Session, show
from bot.proof.walking import WrongAnswers, described, walk
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
    try:
        walked = walk(library, library.flows[flow], given, on)
    except WrongAnswers as error:
        raise click.BadParameter(str(error)) from None
    text = texts(library, flow, given, lang, on)
    if as_json:
        data = {**described(walked), "text": "\n\n".join(text)}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        for part, found in described(walked).items():
            click.echo(f"{part}: {json.dumps(found, ensure_ascii=False)}")
        click.echo("\n" + "\n\n---\n\n".join(text))


def _parsed(answers: str) -> dict[str, str]:
    pairs = [part.split("=", 1) for part in answers.split(",") if part.strip()]
    if any(len(pair) != 2 for pair in pairs):
        raise click.BadParameter("write the answers as step=value,step=value")
    return {step.strip(): value.strip() for step, value in pairs}


def texts(library: Library, flow: str, given: dict[str, str], language: str, on: date) -> list[str]:
    """Return the screens of the result as a reader would see them."""
    session = Session(language=language, flow=flow)
    for name, value in given.items():
        step = library.flows[flow].step(name)
        number = step is not None and step.number is not None
        session = session.with_answer(flow, name, int(value) if number else value)
    shown = [show(library, replace(session, screen=screen), on).text for screen in _SCREENS]
    return list(dict.fromkeys(shown))
