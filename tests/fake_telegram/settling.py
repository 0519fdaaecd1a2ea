"""Telling when the bot is through with what it was sent."""

from __future__ import annotations

import asyncio

from .waiting import WaitedTooLong
from .world import World


async def settle(world: World, seconds: float, quiet: float) -> None:
    """Returns once every update is confirmed, the bot polls again and nothing more happens.

    A bot polls again as soon as it has queued an update, long before it has handled it. So either
    the bot itself says when it is idle (`world.bot_idle`), or Telegram listens for a quiet moment.
    """
    deadline = asyncio.get_running_loop().time() + seconds

    def left() -> float:
        return max(deadline - asyncio.get_running_loop().time(), 0.0)

    def drained() -> bool:
        return world.updates.settled and not world.journal.busy

    while True:
        await world.bell.until(
            drained, left(), lambda: f"the bot did not settle\n{world.describe()}"
        )
        if world.bot_idle is None:
            done = world.journal.deeds_begun

            def stirred(done: int = done) -> bool:
                return not drained() or world.journal.deeds_begun != done

            if not await world.bell.wait(stirred, min(quiet, left())):
                return
            continue
        try:
            await asyncio.wait_for(world.bot_idle(), left())
        except TimeoutError:
            raise WaitedTooLong(
                f"waited {seconds:g} s: the bot is still at work\n{world.describe()}"
            ) from None
        if drained():
            return
