"""`komek chat`: talk to the assistant in this terminal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from rich.console import Console
from ruamel.yaml import YAML

from bot.channels.terminal import TerminalChat
from bot.content import LANGUAGES, Library
from bot.dialogue import Session, progress, result
from bot.proof.walking import described
from bot.settings import Settings

from .asking import Asking
from .library import load_library, on_option


@click.command()
@click.option("--lang", type=click.Choice(LANGUAGES), help="The language; asked when left out.")
@on_option
@click.option(
    "--record",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the results you reach as cases for tests/cases/.",
)
def command(lang: str | None, on: date, record: Path | None) -> None:
    """Talk to the assistant. Nothing is kept when you leave, unless you record cases."""
    settings = Settings()
    library = load_library(settings)
    session = Session(language=lang)
    asking = Asking(library, settings.data / "cache")
    asking.warm()
    chat = TerminalChat(library, asking, session, on, Console())
    chat.run(lambda: input("> "))
    if record is not None:
        _record(library, chat.session, on, record)


def _record(library: Library, session: Session, on: date, path: Path) -> None:
    """Add a case for every flow that was answered to its end."""
    cases = []
    for flow_id, given in session.answers.items():
        flow = library.flows[flow_id]
        where = progress(library, flow, given, on)
        if where.next is not None:
            continue
        found = described(result(library, flow, where.answers, on))
        expect = {
            key: found[key]
            for key in ("outcome", "criteria", "amounts", "tasks", "papers", "notes")
            if found[key]
        }
        name = "recorded: " + ", ".join(str(value) for value in where.answers.values())
        cases.append(
            {
                "name": name,
                "flow": flow_id,
                "on": on,
                "answers": dict(where.answers),
                "expect": expect,
            }
        )
    if not cases:
        click.echo("no flow was answered to its end; nothing was recorded")
        return
    yaml = YAML()
    yaml.width = 110
    with path.open("a", encoding="utf-8") as file:
        yaml.dump(cases, file)
    click.echo(f"{path}: {len(cases)} cases were added; check what they expect against the facts")
