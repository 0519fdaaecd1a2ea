"""Calling the Bot API so that a passing fault is not seen and a final one is not repeated."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

_log = logging.getLogger(__name__)

Answer = TypeVar("Answer")
TRIES = 3
LONGEST_WAIT = 30.0


async def deliver(
    call: Callable[[], Awaitable[Answer]], *, repeatable: bool = True
) -> Answer | None:
    """Make one API call; returns nothing when what it wanted is already so.

    A flood limit is obeyed, a network fault is tried again. `repeatable=False` marks a call that
    may have worked although the answer was lost: sending again could show a message twice.
    """
    for attempt in range(1, TRIES + 1):
        try:
            return await call()
        except RetryAfter as error:
            wait = _seconds(error.retry_after)
            if attempt == TRIES or wait > LONGEST_WAIT:
                raise
            await asyncio.sleep(wait + random.uniform(0, 0.3))  # noqa: S311 - only spreads the load
        except BadRequest as error:
            if already_so(error):
                return None
            raise
        except TimedOut:
            if attempt == TRIES or not repeatable:
                raise
        except NetworkError as error:
            if attempt == TRIES:
                raise
            _log.info("the Bot API failed with %s, trying again", type(error).__name__)
            await asyncio.sleep(0.2 * 2**attempt * random.uniform(0.5, 1))  # noqa: S311
    raise AssertionError("unreachable")  # pragma: no cover


def already_so(error: BadRequest) -> bool:
    """Tell whether a refusal means that there was nothing left to do."""
    text = error.message.lower()
    return any(
        said in text for said in ("not modified", "query is too old", "message to delete not found")
    )


def _seconds(wait: float | timedelta) -> float:
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
