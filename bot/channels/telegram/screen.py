"""Keeping a chat short: the screen is edited in place, and old screens are taken away."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from telegram import Bot
from telegram.constants import BulkRequestLimit, ParseMode
from telegram.error import BadRequest, TelegramError

from .delivery import deliver
from .render import Part

_DELETABLE = 48 * 3600
"""Seconds for which Telegram lets a bot delete messages of a private chat."""
_TRAIL = 300


@dataclass(slots=True)
class Memory:
    """Message numbers of one chat: the screen now shown, and all that `/clear` can delete."""

    shown: list[int] = field(default_factory=list)
    trail: list[tuple[int, float]] = field(default_factory=list)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Memory:
        """Make a memory of what `to_data` returned."""
        trail = [(int(number), float(sent)) for number, sent in data.get("trail", [])]
        return cls(list(data.get("shown", [])), trail)

    def to_data(self) -> dict[str, Any]:
        """Return the memory as plain data, without what can no longer be deleted."""
        oldest = time.time() - _DELETABLE
        recent = [(number, sent) for number, sent in self.trail if sent > oldest]
        return {"shown": self.shown, "trail": recent[-_TRAIL:]}

    def note(self, message: int) -> None:
        """Remember a message of either side."""
        self.trail.append((message, time.time()))


class Screen:
    """The screen of one chat."""

    def __init__(self, bot: Bot, chat: int, memory: Memory) -> None:
        self._bot, self._chat, self.memory = bot, chat, memory

    async def show(self, parts: Sequence[Part], pressed: int | None) -> None:
        """Show the parts: in place of the message whose button was `pressed`, else below.

        What was on the screen before goes away, unless it is the message edited in place.
        """
        before = list(self.memory.shown)
        shown: list[int] = []
        for position, part in enumerate(parts):
            edited = pressed if position == 0 else None
            shown.append(await self._put(part, edited))
        self.memory.shown = shown
        await self._delete(number for number in before if number not in shown)

    async def send_document(self, name: str, content: bytes) -> None:
        """Send a file below the screen; it stays when the screen changes."""
        sent = await deliver(
            partial(self._bot.send_document, self._chat, content, filename=name), repeatable=False
        )
        if sent is not None:
            self.memory.note(sent.message_id)

    async def clear(self) -> None:
        """Delete all messages of both sides that Telegram still lets us delete."""
        oldest = time.time() - _DELETABLE
        await self._delete(number for number, sent in self.memory.trail if sent > oldest)
        self.memory.shown.clear()
        self.memory.trail.clear()

    async def _put(self, part: Part, edited: int | None) -> int:
        if edited is not None:
            try:
                await deliver(
                    lambda: self._bot.edit_message_text(
                        part.html,
                        chat_id=self._chat,
                        message_id=edited,
                        parse_mode=ParseMode.HTML,
                        reply_markup=part.keyboard,
                    )
                )
            except BadRequest as error:
                if "parse" in error.message.lower():
                    raise
                # Deleted, or too old to be edited: show it anew.
            else:
                return edited
        sent = await deliver(
            lambda: self._bot.send_message(
                self._chat, part.html, parse_mode=ParseMode.HTML, reply_markup=part.keyboard
            ),
            repeatable=False,
        )
        if sent is None:  # pragma: no cover - sending has no "already so"
            raise TelegramError("nothing was sent")
        self.memory.note(sent.message_id)
        return sent.message_id

    async def _delete(self, numbers: Iterable[int]) -> None:
        wanted = list(dict.fromkeys(numbers))
        most = BulkRequestLimit.MAX_LIMIT
        for start in range(0, len(wanted), most):
            some = wanted[start : start + most]
            try:
                await deliver(partial(self._bot.delete_messages, self._chat, some))
            except BadRequest:
                # One of them is too old or gone, and Telegram refuses them all: one by one.
                for number in some:
                    await self._delete_one(number)

    async def _delete_one(self, number: int) -> None:
        try:
            await deliver(lambda: self._bot.delete_message(self._chat, number))
        except BadRequest:
            return
