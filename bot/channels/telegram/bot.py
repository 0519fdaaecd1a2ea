"""The Telegram bot: updates in, screens out; everything else is the assistant's."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

# Waiting times of flood limits come as timedelta in the next major; asking for them now is
# also what keeps python-telegram-bot from warning at every flood limit.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from telegram import ChatMember, LinkPreviewOptions, Message, Update
from telegram.constants import ChatType
from telegram.error import Forbidden, NetworkError, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackContext,
    Defaults,
    TypeHandler,
)

from bot.assistant import Assistant, Chat
from bot.channels.pdf import to_pdf
from bot.dialogue import Incoming

from .delivery import deliver
from .order import ChatOrder
from .polling import poll
from .profile import publish_profile
from .render import render
from .screen import Memory, Screen

_log = logging.getLogger(__name__)

UPDATES = [Update.MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]
"""The kinds of updates asked for; fewer are less personal data."""
HANDLER_SECONDS = 20
CHANNEL = "telegram"

StatsFor = Callable[[str, str], Awaitable[str | None]]
"""Gives the week's figures for a chat and the code after the command, or nothing for strangers."""

App = Application[Any, Any, Any, Any, Any, Any]


class TelegramBot:
    """The bot over long polling."""

    def __init__(
        self, assistant: Assistant, token: str, api: str, stats: StatsFor | None = None
    ) -> None:
        self._assistant, self._stats = assistant, stats
        self.application: App = (
            ApplicationBuilder()
            .token(token)
            .base_url(f"{api}/bot")
            .base_file_url(f"{api}/file/bot")
            .updater(None)
            .concurrent_updates(ChatOrder())
            .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)))
            .build()
        )
        self.application.add_handler(TypeHandler(Update, self._on_update))
        self.application.add_error_handler(self._on_error)
        self._polling: asyncio.Task[None] | None = None

    async def start(self) -> asyncio.Task[None]:
        """Begin to poll; the task returned ends only with the error that stopped it."""
        await self.application.initialize()
        await self.application.start()
        bot, queue = self.application.bot, self.application.update_queue
        await publish_profile(bot, self._assistant.library())
        self._polling = asyncio.create_task(poll(bot, queue, UPDATES))
        return self._polling

    async def stop(self) -> None:
        """Finish what was begun and stop."""
        if self._polling is not None:
            self._polling.cancel()
            await asyncio.wait([self._polling])
        if self.application.running:
            await self.application.stop()
        await self.application.shutdown()

    async def _on_update(
        self, update: Update, _context: CallbackContext[Any, Any, Any, Any]
    ) -> None:
        chat = update.effective_chat
        if chat is None or chat.type != ChatType.PRIVATE:
            return
        async with asyncio.timeout(HANDLER_SECONDS):
            if update.my_chat_member is not None:
                if update.my_chat_member.new_chat_member.status == ChatMember.BANNED:
                    await self._assistant.forget(Chat(CHANNEL, str(chat.id)))
            elif update.callback_query is not None:
                query = update.callback_query
                await asyncio.gather(
                    deliver(query.answer),
                    self._turn(update, chat.id, Incoming("button", query.data or "")),
                )
            elif update.message is not None:
                what = incoming(update.message)
                if not await self._told_stats(chat.id, what):
                    await self._turn(update, chat.id, what)

    async def _turn(self, update: Update, chat: int, what: Incoming) -> None:
        where = Chat(CHANNEL, str(chat))
        reply = await self._assistant.handle(where, what, update.update_id)
        if reply is None:
            return
        screen = Screen(self.application.bot, chat, Memory.from_data(reply.memory))
        query = update.callback_query
        pressed = query.message.message_id if query is not None and query.message else None
        if update.message is not None:
            screen.memory.note(update.message.message_id)
        if reply.turn.forget:
            if pressed is not None:
                screen.memory.note(pressed)
            await screen.clear()
            pressed = None
        try:
            shown = reply.turn.messages[0]
            await screen.show(render(shown), pressed)
            if shown.document is not None:
                content = await asyncio.to_thread(to_pdf, shown.document)
                await screen.send_document(f"{shown.document.name}.pdf", content)
        except Forbidden:
            # She blocked the bot while it answered: what is kept goes at once.
            await self._assistant.forget(where)
            return
        if not reply.turn.forget:
            await self._assistant.remember(where, screen.memory.to_data())

    async def _told_stats(self, chat: int, what: Incoming) -> bool:
        """Answer `/stats` where the chat belongs to staff; for others it is no command of ours."""
        name, _, code = what.value.partition(" ")
        if self._stats is None or what.kind != "command" or name != "stats":
            return False
        text = await self._stats(str(chat), code.strip())
        if text is not None:
            await deliver(partial(self.application.bot.send_message, chat, text))
        return text is not None

    async def _on_error(self, update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Log what kind of error it was and where, and tell her; never what was typed, nor by whom."""
        error = context.error
        if isinstance(error, NetworkError):
            _log.warning("Telegram could not be reached: %s", type(error).__name__)
            return
        _log.error("an update failed with %s in %s", type(error).__name__, _place(error))
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None or isinstance(error, Forbidden):
            return
        try:
            language = (await self._assistant.look(Chat(CHANNEL, str(chat.id)))).language
            said = self._assistant.library().say("notice.error", language)
            await self.application.bot.send_message(chat.id, said)
        except TelegramError as failed:
            _log.warning("an apology was not sent: %s", type(failed).__name__)


def incoming(message: Message) -> Incoming:
    """Turn a Telegram message into what happened; anything but text is not looked at."""
    if message.text is None:
        return Incoming("location" if message.location is not None else "other")
    if message.text.startswith("/"):
        name, _, argument = message.text[1:].partition(" ")
        return Incoming("command", f"{name.split('@')[0].lower()} {argument}".strip())
    return Incoming("text", message.text)


def _place(error: BaseException | None) -> str:
    trace = error.__traceback__ if error is not None else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace is not None else "?"
