"""Long polling that one bad update cannot stop."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any
from urllib.parse import urlencode

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, TelegramError

_log = logging.getLogger(__name__)

SECONDS = 30
"""How long Telegram may hold a request open while nothing happens."""
LONGEST_PAUSE = 30.0
CONFLICTS = 3


async def poll(bot: Bot, queue: asyncio.Queue[Any], kinds: list[str]) -> None:
    """Fetch updates for ever and put them on the queue.

    The library reads a batch as a whole, and an update that it cannot read ends its polling for
    good; here each update is read alone, and a bad one is counted and passed over. Raises
    `RuntimeError` when polling makes no sense any more: a wrong token, or another process that
    polls with the same one.
    """
    offset, pause, conflicts = 0, 1.0, 0
    while True:
        try:
            found = await _fetch(bot, offset, kinds)
        except InvalidToken as error:
            raise RuntimeError(
                "Telegram does not know this token; check KOMEK_TELEGRAM_TOKEN"
            ) from error
        except Conflict as error:
            conflicts += 1
            if conflicts == CONFLICTS:
                raise RuntimeError(
                    "another process polls Telegram with this token; stop one of the two"
                ) from error
            await asyncio.sleep(pause)
            continue
        except TelegramError as error:
            _log.warning("polling Telegram failed with %s", type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE)
            continue
        pause, conflicts = 1.0, 0
        for data in found:
            offset = max(offset, int(data["update_id"]) + 1)
            update = _read(bot, data)
            if update is not None:
                await queue.put(update)


async def _fetch(bot: Bot, offset: int, kinds: list[str]) -> list[dict[str, Any]]:
    """Return raw updates; `Bot.get_updates` would read the whole batch at once."""
    wanted = {"offset": offset, "timeout": SECONDS, "allowed_updates": json.dumps(kinds)}
    url = f"{bot.base_url}/getUpdates?{urlencode(wanted)}"
    found = await bot.request.post(url, read_timeout=SECONDS + 10)
    return found if isinstance(found, list) else []


def _read(bot: Bot, data: dict[str, Any]) -> Update | None:
    try:
        return Update.de_json(data, bot)
    except Exception as error:
        _log.error("an update could not be read: %s", type(error).__name__)
        return None
