"""Updates of one chat in order, different chats side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

SLOTS = 32
"""Updates worked on at once; more make the HTTP client slower, not faster."""
BACKLOG = 20
"""Updates of one chat that may wait; what comes on top is dropped."""


class ChatOrder(BaseUpdateProcessor):
    """Chains the updates of each chat, and takes a slot only when it is a chat's turn.

    The base class takes its own semaphore before the chain; with a bound as low as our slots one
    busy chat would hold them all while waiting for itself. So that bound is out of reach, and the
    slots are ours.
    """

    def __init__(self) -> None:
        super().__init__(max_concurrent_updates=100_000)
        self._slots = asyncio.Semaphore(SLOTS)
        self._tails: dict[int, asyncio.Future[None]] = {}
        self._waiting: dict[int, int] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the update before this one in the same chat, then work on it."""
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None:
            await coroutine
            return
        if self._waiting.get(chat.id, 0) >= BACKLOG:
            _discard(coroutine)
            return
        before = self._tails.get(chat.id)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._tails[chat.id] = done
        self._waiting[chat.id] = self._waiting.get(chat.id, 0) + 1
        try:
            if before is not None:
                await asyncio.shield(before)
            async with self._slots:
                await coroutine
        finally:
            done.set_result(None)
            if self._tails.get(chat.id) is done:
                del self._tails[chat.id]
            self._waiting[chat.id] -= 1
            if not self._waiting[chat.id]:
                del self._waiting[chat.id]

    async def initialize(self) -> None:
        """Nothing to make ready."""

    async def shutdown(self) -> None:
        """Nothing to close."""


def _discard(coroutine: Awaitable[Any]) -> None:
    close = getattr(coroutine, "close", None)
    if close is not None:
        close()
