"""`/stats` in Telegram, for staff and for everybody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator

import pytest

from bot.assistant import Assistant
from bot.channels.telegram import TelegramBot
from bot.content import Library
from bot.matching import Match
from bot.privacy import Keys
from bot.staff.stats import Stats
from bot.store import Logged, QuestionLog, Store
from bot.store.accounts import Accounts, Role
from tests.fake_telegram import FakeTelegram
from tests.staff.desk import SECRET

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
LAST_WEEK = dt.date(2026, 11, 17)


@pytest.fixture
async def fake(library: Library, store: Store) -> AsyncIterator[FakeTelegram]:
    """Telegram with the bot on it, and a week in which twelve people asked about school."""
    events = [
        Logged(LAST_WEEK, bytes([n]), "answered", "kk", "web", "school", "school_fee")
        for n in range(12)
    ]
    await QuestionLog(store).add([*events, *events[:3]])
    await QuestionLog(store).close_days(NOW.date())
    keys = Keys(SECRET)
    assistant = Assistant(
        lambda: library, store, keys, lambda _text, _language: Match("none"), lambda _text: ""
    )
    stats = Stats(store, keys, NOW.date, lambda: NOW)
    async with FakeTelegram() as made:
        bot = TelegramBot(assistant, made.token, made.url, stats)
        await bot.start()
        made.bot_idle = bot.application.update_queue.join
        yield made
        await bot.stop()


async def test_a_linked_account_gets_the_week_in_one_message(
    fake: FakeTelegram, store: Store
) -> None:
    accounts = Accounts(store)
    await accounts.add("aigul", Role.viewer, NOW, language="ru")
    account = await accounts.find("aigul")
    assert account is not None
    code = await accounts.telegram_code(account.id, NOW)
    her = fake.person()
    await her.command(f"/stats {code}")
    await her.expect("Неделя с 2026-11-16 по 2026-11-22")
    await her.expect("Вопросов: 15")
    await her.expect("Неделей раньше: меньше 5")
    await her.expect("Школа: 15")
    await her.expect("Срочных: меньше 10")
    await her.command("/stats")
    await her.expect("Вопросов: 15")


@pytest.mark.parametrize("command", ["/stats", "/stats ABCDE-FGHIJ"])
async def test_to_others_it_is_no_command(fake: FakeTelegram, command: str) -> None:
    somebody = fake.person()
    await somebody.command(command)
    await somebody.expect("Choose a language")
