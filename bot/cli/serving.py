"""Running the web chat and the bot in one loop, until told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import click
import uvicorn

from bot.assistant import Assistant, Housekeeping, Learned, Retention, Shelf
from bot.channels.web import web_app
from bot.settings import Settings
from bot.store import Store

from .desk import Desk

_log = logging.getLogger("bot.run")
_YEAR_DAYS, _YEAR_MONTHS = 365, 12


@dataclass(frozen=True, slots=True)
class House:
    """Everything that is served: the assistant with its store and content, and the staff's desk."""

    settings: Settings
    assistant: Assistant
    store: Store
    shelf: Shelf
    learned: Learned | None = None
    desk: Desk | None = None


def serve(house: House) -> None:
    """Serve until a signal comes or something fails for good; says what and how to mend it."""
    try:
        asyncio.run(_serve(house))
    except (OSError, RuntimeError) as error:
        raise click.ClickException(str(error)) from error


async def _serve(house: House) -> None:
    settings, assistant = house.settings, house.assistant
    stopped = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    async with AsyncExitStack() as stack:
        await house.store.open()
        stack.push_async_callback(house.store.close)
        listening = _listen(settings.host, settings.port)
        app = web_app(assistant, house.desk)
        server = _Server(uvicorn.Config(app, log_config=None, access_log=False))
        served = asyncio.create_task(server.serve(sockets=[listening]))
        followed = [asyncio.create_task(work) for work in _lasting_work(house)]
        told = asyncio.create_task(stopped.wait())
        waited: list[asyncio.Future[Any]] = [served, told, *followed]
        if settings.telegram_token is not None:
            from bot.channels.telegram import TelegramBot

            token = settings.telegram_token.get_secret_value()
            stats = house.desk.stats if house.desk is not None else None
            bot = TelegramBot(assistant, token, settings.telegram_api, stats)
            stack.push_async_callback(bot.stop)
            waited.append(await bot.start())
            _log.info("Telegram: the bot is answering")
        host, port = listening.getsockname()[:2]
        click.echo(f"Komek is ready: http://{host}:{port}/  (Ctrl+C stops it)")
        done, _ = await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True
        for task in (told, *followed):
            task.cancel()
        await served
        for ended in done:
            if not ended.cancelled():
                ended.result()


def _lasting_work(house: House) -> Iterator[Coroutine[Any, Any, None]]:
    settings = house.settings
    event_days = settings.keep_events_months * _YEAR_DAYS // _YEAR_MONTHS
    retention = Retention(event_days, settings.keep_texts_days)
    yield Housekeeping(house.assistant, house.store, retention).follow()
    yield house.shelf.follow()
    if house.learned is not None:
        yield house.learned.follow()


class _Server(uvicorn.Server):
    """Leaves the signals to us: the bot has to be stopped as well."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Only of a socket that says it is TCP does asyncio send small parts at once; else each answer
    # waits 40 ms for the browser's receipt.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise OSError(
            f"the address {host}:{port} cannot be used ({error.strerror}); "
            "set KOMEK_HOST or KOMEK_PORT to another"
        ) from error
    return listening
