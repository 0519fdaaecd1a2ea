"""What Telegram shows of the bot before it is opened: commands and descriptions per language."""

from __future__ import annotations

import logging

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from bot.content import LANGUAGES, SOURCE_LANGUAGE, Library

_log = logging.getLogger(__name__)

COMMANDS = ("menu", "urgent", "language", "privacy", "clear")


async def publish_profile(bot: Bot, library: Library) -> None:
    """Set commands and descriptions where they differ; a failure here never stops the bot.

    English stands for every language that has none of its own.
    """
    for language in LANGUAGES:
        code = None if language == SOURCE_LANGUAGE else language
        try:
            await _publish(bot, library, language, code)
        except TelegramError as error:
            _log.warning("the profile in %s was not set: %s", language, error.message)


async def _publish(bot: Bot, library: Library, language: str, code: str | None) -> None:
    wanted = [BotCommand(name, library.say(f"command.{name}", language)) for name in COMMANDS]
    if list(await bot.get_my_commands(language_code=code)) != wanted:
        await bot.set_my_commands(wanted, language_code=code)
    description = library.say("telegram.description", language)
    if (await bot.get_my_description(language_code=code)).description != description:
        await bot.set_my_description(description, language_code=code)
    short = library.say("telegram.short_description", language)
    if (await bot.get_my_short_description(language_code=code)).short_description != short:
        await bot.set_my_short_description(short, language_code=code)
