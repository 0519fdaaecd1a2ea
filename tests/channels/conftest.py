"""The assistant on a database of its own, and the things that talk to it."""

from __future__ import annotations

import asyncio
import datetime as dt
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import uvicorn

from bot.assistant import Assistant
from bot.channels.telegram import TelegramBot
from bot.channels.web import web_app
from bot.content import Library
from bot.matching import Matcher
from bot.privacy import Keys
from bot.store import Store
from tests.fake_telegram import FakeTelegram

DAY = dt.date(2026, 11, 21)
SECRET = "a secret that is only for the tests of Komek"


@asynccontextmanager
async def running_assistant(
    library: Library, matcher: Matcher, folder: Path
) -> AsyncIterator[Assistant]:
    store = Store(f"sqlite+aiosqlite:///{folder / 'komek.sqlite'}")
    await store.open()
    try:
        yield Assistant(
            lambda: library, store, Keys(SECRET), matcher.match, lambda _text: "", lambda: DAY
        )
    finally:
        await store.close()


@pytest.fixture
async def assistant(library: Library, matcher: Matcher, tmp_path: Path) -> AsyncIterator[Assistant]:
    async with running_assistant(library, matcher, tmp_path) as made:
        yield made


@asynccontextmanager
async def running_bot(assistant: Assistant, fake: FakeTelegram) -> AsyncIterator[TelegramBot]:
    bot = TelegramBot(assistant, fake.token, fake.url)
    await bot.start()
    fake.bot_idle = bot.application.update_queue.join
    try:
        yield bot
    finally:
        await bot.stop()


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as made:
        yield made


@pytest.fixture
async def bot(assistant: Assistant, fake: FakeTelegram) -> AsyncIterator[TelegramBot]:
    async with running_bot(assistant, fake) as made:
        yield made


@pytest.fixture
async def page_address(assistant: Assistant) -> AsyncIterator[str]:
    """The address of the web chat, served for real."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(web_app(assistant), log_config=None, access_log=False))
    served = asyncio.create_task(server.serve(sockets=[listening]))
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    server.should_exit = True
    await served
