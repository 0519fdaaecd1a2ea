"""Telegram over long polling."""

from .bot import TelegramBot

__all__ = ["TelegramBot"]
