"""Waiting for something to become true, without sleeping and without waiting for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class WaitedTooLong(AssertionError):
    """What a test waited for did not happen; the message says what did."""


class Bell:
    """Rung at every change, so that whoever waits looks again."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        rung, self._event = self._event, asyncio.Event()
        rung.set()

    async def wait(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Whether the condition came true in time; looks once even with no time at all."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not condition():
            event = self._event
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                return False
            try:
                await asyncio.wait_for(event.wait(), left)
            except TimeoutError:
                return condition()
        return True

    async def until(
        self, condition: Callable[[], bool], seconds: float, complaint: Callable[[], str]
    ) -> None:
        """Like `wait`, but a test that waited in vain fails with the complaint."""
        if not await self.wait(condition, seconds):
            raise WaitedTooLong(f"waited {seconds:g} s: {complaint()}")
