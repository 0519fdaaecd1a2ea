"""`komek run`: the assistant on the web and, with a token, in Telegram."""

from __future__ import annotations

import logging

import click

from bot.assistant import Assistant, Learned
from bot.logs import set_up_logs
from bot.privacy import Keys, read_or_make_secret, refuse_known_secret
from bot.settings import Settings
from bot.store import Learning, Store

from .desk import Desk
from .serving import House, serve
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
    try:
        refuse_known_secret(secret)
    except RuntimeError as error:
        raise click.ClickException(str(error)) from error
    store = Store(settings.database())
    learned = Learned(shelf.library, shelf.match, Learning(store))
    assistant = Assistant(shelf.library, store, Keys(secret), learned.match, shelf.mask)
    desk = Desk(settings, store, secret, shelf, learned) if settings.staff else None
    serve(House(settings, assistant, store, shelf, learned, desk))
