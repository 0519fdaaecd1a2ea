"""Callback queries: a tap on a button, and the one answer it may get."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from .errors import QUERY_TOO_OLD, ApiError


@dataclass(frozen=True)
class CallbackAnswer:
    """What the bot said to a tap."""

    text: str = ""
    show_alert: bool = False
    url: str = ""


@dataclass
class CallbackQuery:
    """A tap that waits for its answer."""

    query_id: str
    chat_id: int
    data: str
    answer: CallbackAnswer | None = None


class CallbackQueries:
    """All taps so far."""

    def __init__(self) -> None:
        self._queries: dict[str, CallbackQuery] = {}
        self._numbers = itertools.count(7_000_000_001)

    def open(self, chat_id: int, data: str) -> CallbackQuery:
        query = CallbackQuery(str(next(self._numbers)), chat_id, data)
        self._queries[query.query_id] = query
        return query

    def get(self, query_id: str) -> CallbackQuery | None:
        return self._queries.get(query_id)

    def answer(self, query_id: str, answer: CallbackAnswer) -> None:
        query = self._queries.get(query_id)
        if query is None or query.answer is not None:
            raise ApiError(400, QUERY_TOO_OLD)
        query.answer = answer
