"""Loads the session, asks the dialogue, keeps what may be kept."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from bot.content import Library
from bot.dialogue import Incoming, Message, Session, Turn, advance, show
from bot.matching import Match
from bot.privacy import Keys, Pseudonyms, SealBroken
from bot.store import Store

from .question_log import logged

_log = logging.getLogger(__name__)

_KAZAKHSTAN = timezone(timedelta(hours=5))
"""One time for the whole country since 1 March 2024."""


def kazakhstan_now() -> datetime:
    """Return the time in Kazakhstan."""
    return datetime.now(_KAZAKHSTAN)


def kazakhstan_day() -> date:
    """Return today's date in Kazakhstan."""
    return kazakhstan_now().date()


@dataclass(frozen=True, slots=True)
class Chat:
    """Where somebody talks: the channel, and her address in it, which is never stored."""

    channel: str
    address: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A turn, and what the channel asked to remember of this chat (message numbers, no text)."""

    turn: Turn
    memory: Mapping[str, Any] = field(default_factory=dict)


class Assistant:
    """The assistant behind all channels."""

    def __init__(
        self,
        library: Callable[[], Library],
        store: Store,
        keys: Keys,
        match: Callable[[str, str | None], Match],
        mask: Callable[[str], str],
        today: Callable[[], date] = kazakhstan_day,
    ) -> None:
        self.library, self._store, self._keys, self._today = library, store, keys, today
        self._match, self._mask = match, mask
        self._pseudonyms = Pseudonyms()

    async def handle(
        self, chat: Chat, incoming: Incoming, update: int | None = None
    ) -> Reply | None:
        """Take one turn; returns nothing when the numbered `update` was taken before."""
        key = self._keys.conversation(chat.channel, chat.address)
        found, masked = await self._read(key, incoming)
        async with self._store.conversation(key, datetime.now(UTC)) as kept:
            if update is not None and kept.last_update is not None and update <= kept.last_update:
                return None
            session, memory = self._opened(key, kept.sealed)
            library, today = self.library(), self._today()
            turn = advance(library, session, incoming, today, found)
            person = self._pseudonyms.of(key, today)
            kept.events = logged(library, turn, chat.channel, today, person, masked)
            kept.sealed = None if turn.forget else self._sealed(key, turn.session, memory)
            kept.last_update = update if update is not None else kept.last_update
        if turn.forget:
            await self._store.forget(key)
        return Reply(turn, memory)

    async def _read(self, key: str, incoming: Incoming) -> tuple[Match | None, str]:
        """Match and mask a text before the transaction: it takes longer than that may last."""
        if incoming.kind != "text":
            return None, ""
        session, _ = self._opened(key, await self._store.read(key, datetime.now(UTC)))
        found = await asyncio.to_thread(self._match, incoming.value, session.language)
        if found.action in ("answer", "urgent"):
            return found, ""
        return found, await asyncio.to_thread(self._mask, incoming.value)

    def end_day(self, today: date) -> None:
        """Destroy the pseudonyms of the days before, though nobody may have written today."""
        self._pseudonyms.turn(today)

    async def look(self, chat: Chat) -> Message:
        """Show where the conversation stands without changing anything."""
        key = self._keys.conversation(chat.channel, chat.address)
        session, _ = self._opened(key, await self._store.read(key, datetime.now(UTC)))
        return show(self.library(), session, self._today())

    async def remember(self, chat: Chat, memory: Mapping[str, Any]) -> None:
        """Keep what the channel needs for its next turn in this chat."""
        key = self._keys.conversation(chat.channel, chat.address)
        async with self._store.conversation(key, datetime.now(UTC)) as kept:
            if kept.sealed is not None:
                session, _ = self._opened(key, kept.sealed)
                kept.sealed = self._sealed(key, session, memory)

    async def forget(self, chat: Chat) -> None:
        """Delete everything about a chat."""
        await self._store.forget(self._keys.conversation(chat.channel, chat.address))

    def _opened(self, key: str, sealed: bytes | None) -> tuple[Session, Mapping[str, Any]]:
        if sealed is None:
            return Session(), {}
        try:
            data = json.loads(self._keys.open(key, sealed))
        except SealBroken:
            # Starting anew harms less than refusing her; the row is overwritten by this turn.
            _log.warning("a session could not be opened and is begun anew")
            return Session(), {}
        return Session.from_data(data["session"]), data["memory"]

    def _sealed(self, key: str, session: Session, memory: Mapping[str, Any]) -> bytes:
        data = {"session": session.to_data(), "memory": dict(memory)}
        return self._keys.seal(key, json.dumps(data, ensure_ascii=False).encode())
