"""Updates on their way to the bot: the queue behind getUpdates."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from .errors import CONFLICT, CONFLICT_WITH_WEBHOOK, ApiError
from .waiting import Bell
from .wire import JsonObject

# These must be asked for by name; an empty list of allowed updates does not include them.
_NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass
class _Poll:
    """A getUpdates that waits."""

    offset: int
    ousted: bool = False


class Updates:
    """Keeps updates until the bot confirms them by asking for later ones."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._ids = itertools.count(1001)
        self._pending: list[JsonObject] = []
        self._repeats: list[JsonObject] = []
        self._allowed: list[str] = []
        self._poll: _Poll | None = None
        self._closed = False
        self._held = False
        self.duplicate = False
        self.reorder = False
        # Telegram ends the older of two polls and lets the newer wait. To refuse the newer one is
        # easier to follow in a test, and to two running bots it comes to the same: both see 409.
        self.conflict_hits: Literal["newer", "older"] = "newer"
        self.webhook_url = ""

    @property
    def pending(self) -> int:
        return len(self._pending) + len(self._repeats)

    @property
    def polling(self) -> bool:
        return self._poll is not None

    @property
    def settled(self) -> bool:
        """Everything was fetched and confirmed, and the bot waits for more."""
        return self.polling and not self.pending

    def add(self, kind: str, content: JsonObject) -> int | None:
        """Queues an update; None when the bot has not asked for its kind."""
        wanted = kind in self._allowed if self._allowed else kind not in _NOT_BY_DEFAULT
        if not wanted:
            return None
        update_id = next(self._ids)
        self._pending.append({"update_id": update_id, kind: content})
        self._bell.ring()
        return update_id

    def drop_pending(self) -> None:
        self._pending.clear()
        self._repeats.clear()
        self._bell.ring()

    def allow(self, kinds: list[str]) -> None:
        self._allowed = kinds

    @property
    def allowed(self) -> list[str]:
        return list(self._allowed)

    @contextmanager
    def held(self) -> Iterator[None]:
        """While inside, updates gather and the bot gets none, so that they come as one batch."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
            self._bell.ring()

    def close(self) -> None:
        """Lets the waiting poll go, so that the server can stop."""
        self._closed = True
        self._bell.ring()

    async def fetch(self, offset: int, limit: int, seconds: float) -> list[JsonObject]:
        """getUpdates: confirms what lies before the offset and waits for what does not."""
        if self.webhook_url:
            raise ApiError(409, CONFLICT_WITH_WEBHOOK)
        if self._poll is not None:
            if self.conflict_hits == "newer":
                raise ApiError(409, CONFLICT)
            self._poll.ousted = True
        self._confirm(offset)
        poll = self._poll = _Poll(offset)
        self._bell.ring()
        try:
            await self._bell.wait(lambda: poll.ousted or self._closed or self._ready, seconds)
            if poll.ousted:
                raise ApiError(409, CONFLICT)
            return self._batch(limit) if self._ready and not self._closed else []
        finally:
            if self._poll is poll:
                self._poll = None
                self._bell.ring()

    @property
    def _ready(self) -> bool:
        return bool(self.pending) and not self._held

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self._pending = self._pending[offset:]
            return
        confirmed = [update for update in self._pending if update["update_id"] < offset]
        self._pending = [update for update in self._pending if update["update_id"] >= offset]
        if self.duplicate:
            self._repeats += confirmed

    def _batch(self, limit: int) -> list[JsonObject]:
        """What a poll brings home: repeats of the confirmed first, so that the offset goes on."""
        repeats, self._repeats = self._repeats, []
        fresh = self._pending[:limit]
        if self.duplicate:
            fresh = [update for update in fresh for _ in range(2)]
        if self.reorder:
            fresh.reverse()
        return repeats + fresh
