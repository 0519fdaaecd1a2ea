"""`komek chat`: talk to the assistant in this terminal."""

from __future__ import annotations

from datetime import date

import click
from rich.console import Console

from bot.channels.terminal import TerminalChat
from bot.content import LANGUAGES
from bot.dialogue import Session
from bot.settings import Settings

from .library import load_library, on_option


@click.command()
@click.option("--lang", type=click.Choice(LANGUAGES), help="The language; asked when left out.")
@on_option
def command(lang: str | None, on: date) -> None:
    """Talk to the assistant. Nothing is kept when you leave."""
    library = load_library(Settings())
    chat = TerminalChat(
        library, lambda _text, _language: None, Session(language=lang), on, Console()
    )
    chat.run(lambda: input("> "))
