"""Running the web chat and the bot in one loop, until told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from typing import Any

import click
import uvicorn

from bot.assistant import Assistant, Housekeeping, Retention, Shelf
from bot.channels.web import web_app
from bot.settings import Settings
from bot.store import Store

_log = logging.getLogger("bot.run")
_YEAR_DAYS, _YEAR_MONTHS = 365, 12


def serve(settings: Settings, assistant: Assistant, store: Store, shelf: Shelf) -> None:
    """Serve until a signal comes or something fails for good; says what and how to mend it."""
    try:
        asyncio.run(_serve(settings, assistant, store, shelf))
    except (OSError, RuntimeError) as error:
        raise click.ClickException(str(error)) from error


async def _serve(settings: Settings, assistant: Assistant, store: Store, shelf: Shelf) -> None:
    stopped = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    async with AsyncExitStack() as stack:
        await store.open()
        stack.push_async_callback(store.close)
        retention = Retention(
            settings.keep_events_months * _YEAR_DAYS // _YEAR_MONTHS, settings.keep_texts_days
        )
        house = Housekeeping(assistant, store, retention)
        listening = _listen(settings.host, settings.port)
        server = _Server(uvicorn.Config(web_app(assistant), log_config=None, access_log=False))
        served = asyncio.create_task(server.serve(sockets=[listening]))
        cleaned = asyncio.create_task(house.follow())
        followed = asyncio.create_task(shelf.follow())
        told = asyncio.create_task(stopped.wait())
        waited: list[asyncio.Future[Any]] = [served, cleaned, followed, told]
        if settings.telegram_token is not None:
            from bot.channels.telegram import TelegramBot

            token = settings.telegram_token.get_secret_value()
            bot = TelegramBot(assistant, token, settings.telegram_api)
            stack.push_async_callback(bot.stop)
            waited.append(await bot.start())
            _log.info("Telegram: the bot is answering")
        host, port = listening.getsockname()[:2]
        click.echo(f"Komek is ready: http://{host}:{port}/  (Ctrl+C stops it)")
        done, _ = await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True
        for task in (cleaned, followed, told):
            task.cancel()
        await served
        for ended in done:
            if not ended.cancelled():
                ended.result()


class _Server(uvicorn.Server):
    """Leaves the signals to us: the bot has to be stopped as well."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
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
