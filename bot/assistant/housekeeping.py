"""What has to happen when a day is over: its pseudonyms go, its events are counted, old rows go."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from bot.store import Learning, QuestionLog, Store
from bot.store.accounts import Accounts

from .assistant import Assistant, kazakhstan_now

_log = logging.getLogger(__name__)
_RETRY = 300.0


@dataclass(frozen=True, slots=True)
class Retention:
    """For how long what was logged is kept."""

    event_days: int
    text_days: int


class Housekeeping:
    """Ends days; safe to run in several processes on one database."""

    def __init__(self, assistant: Assistant, store: Store, retention: Retention) -> None:
        self._assistant, self._store, self._retention = assistant, store, retention
        self._questions = QuestionLog(store)
        self._learning = Learning(store)

    async def end_day(self, now: dt.datetime) -> None:
        """Do everything that is due on the day of `now`, in Kazakhstan's time."""
        today = now.date()
        self._assistant.end_day(today)
        await self._questions.close_days(today)
        await self._learning.group_texts()
        await self._questions.forget(
            events_before=today - dt.timedelta(days=self._retention.event_days),
            texts_before=today - dt.timedelta(days=self._retention.text_days),
        )
        await self._store.forget_expired(now)
        await Accounts(self._store).forget_old(now)

    async def follow(self) -> None:
        """End each day as it comes, for ever; what fails is tried again some minutes later."""
        while True:
            now = kazakhstan_now()
            try:
                await self.end_day(now)
            except (OSError, SQLAlchemyError) as error:
                _log.error("a day could not be ended: %s", type(error).__name__)
                await asyncio.sleep(_RETRY)
                continue
            midnight = dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time(), now.tzinfo)
            await asyncio.sleep((midnight - now).total_seconds() + 1)
