"""`komek preview`: the web chat with the content that is being written."""

from __future__ import annotations

import secrets
import tempfile
from datetime import date
from pathlib import Path

import click

from bot.assistant import Assistant
from bot.logs import set_up_logs
from bot.privacy import Keys
from bot.settings import Settings
from bot.store import Store

from .library import on_option
from .serving import House, serve
from .shelf import open_shelf


@click.command()
@on_option
def command(on: date) -> None:
    """Show the web chat, take up every change of the content, and keep nothing.

    Problems of the content are told here as soon as a file is saved.
    """
    set_up_logs()
    settings = Settings(telegram_token=None)
    shelf = open_shelf(settings)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite+aiosqlite:///{Path(folder) / 'preview.sqlite'}")
        keys = Keys(secrets.token_urlsafe(48))
        assistant = Assistant(shelf.library, store, keys, shelf.match, shelf.mask, lambda: on)
        serve(House(settings, assistant, store, shelf))
