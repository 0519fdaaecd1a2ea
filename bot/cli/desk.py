"""The desk of a running assistant, put together when the first member of staff comes."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from bot.assistant import Learned, Shelf, kazakhstan_day
from bot.privacy import Keys
from bot.settings import Settings
from bot.store import Learning, QuestionLog, Store


class Desk:
    """Serves `/staff`. Its libraries are only loaded at the first visit: most starts need none."""

    def __init__(
        self, settings: Settings, store: Store, secret: str, shelf: Shelf, learned: Learned
    ) -> None:
        self._settings, self._store, self._secret = settings, store, secret
        self._shelf, self._learned = shelf, learned
        self._making = asyncio.Lock()
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._making:
            if self._app is None:
                self._app = await asyncio.to_thread(self._made)
        await self._app(scope, receive, send)

    async def stats(self, chat: str, code: str) -> str | None:
        """Return what `/stats` answers in a Telegram chat; nothing when it is not linked to staff."""
        stats = await asyncio.to_thread(self._made_stats)
        return await stats(chat, code)

    def _made_stats(self) -> Callable[[str, str], Awaitable[str | None]]:
        from bot.staff.stats import Stats

        return Stats(self._store, Keys(self._secret), kazakhstan_day)

    def _made(self) -> ASGIApp:
        # What matplotlib finds out about fonts is kept with our own cache.
        os.environ.setdefault("MPLCONFIGDIR", str(self._settings.data / "cache"))
        from bot.staff import staff_app
        from bot.staff.desk import desk_pages
        from bot.staff.gaps import Gaps
        from bot.store.accounts import Accounts

        accounts = Accounts(self._store)
        gaps = Gaps(
            Learning(self._store),
            accounts,
            self._shelf.library,
            likely_entries(self._shelf),
            self._learned.refresh,
            kazakhstan_day,
        )
        pages = desk_pages(
            QuestionLog(self._store),
            self._shelf.library,
            self._settings.content,
            kazakhstan_day,
            accounts=accounts,
            asked=gaps.asked,
        )
        return staff_app(self._store, self._secret, [*pages, *gaps.routes()])


def likely_entries(shelf: Shelf) -> Callable[[str, str], Sequence[str]]:
    """Return what finds the entries that a text most likely means."""

    def likely(text: str, language: str) -> Sequence[str]:
        found = shelf.match(text, language)
        kinds = [(one.kind, one.entry) for one in found.suggestions]
        if found.entry is not None:
            kinds.insert(0, (found.kind or "answer", found.entry))
        entries = [f"flow:{entry}" if kind == "flow" else entry for kind, entry in kinds]
        return list(dict.fromkeys(entries))

    return likely
