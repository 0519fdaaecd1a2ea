"""`komek run`: the assistant on the web and, with a token, in Telegram."""

from __future__ import annotations

import logging

import click

from bot.assistant import Assistant
from bot.logs import set_up_logs
from bot.privacy import Keys, read_or_make_secret
from bot.settings import Settings
from bot.store import Store

from .serving import serve
from .shelf import open_shelf

_log = logging.getLogger("bot.run")


@click.command()
def command() -> None:
    """Run the assistant until it is told to stop."""
    set_up_logs()
    settings = Settings()
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    shelf = open_shelf(settings)
    given = settings.secret_key
    secret = (
        given.get_secret_value() if given else read_or_make_secret(settings.data / "secret.key")
    )
    store = Store(settings.database_url or f"sqlite+aiosqlite:///{settings.data / 'komek.sqlite'}")
    assistant = Assistant(shelf.library, store, Keys(secret), shelf.match, shelf.mask)
    serve(settings, assistant, store, shelf)
