"""`komek demo`: a database of invented people, to show and test the desk."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from pathlib import Path

import click

from bot.assistant import kazakhstan_day
from bot.demo import World, days_of
from bot.settings import Settings
from bot.store import Learning, QuestionLog, Store

from .library import load_library


@click.command()
@click.option("--days", type=click.IntRange(1, 1000), default=60, show_default=True)
@click.option(
    "--questions", type=click.IntRange(1, 20_000), default=200, show_default=True, help="A day."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Another world.")
def command(days: int, questions: int, seed: int) -> None:
    """Fill a separate database with generated events; nothing real is touched.

    The database is `demo.sqlite` in the data folder, and is made anew each time.
    """
    settings = Settings()
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = settings.data / "demo.sqlite"
    for old in (path, path.with_name("demo.sqlite-wal"), path.with_name("demo.sqlite-shm")):
        old.unlink(missing_ok=True)
    world = World(load_library(settings), seed, questions)
    count = asyncio.run(_fill(path, world, kazakhstan_day(), days))
    url = f"sqlite+aiosqlite:///{path}"
    click.echo(f"{count} events of {days} days are in {path}")
    click.echo("To look at them at /staff:")
    click.echo(f"  KOMEK_DATABASE_URL={url} komek staff add NAME --role admin")
    click.echo(f"  KOMEK_DATABASE_URL={url} komek run")


async def _fill(path: Path, world: World, today: date, days: int) -> int:
    store = Store(f"sqlite+aiosqlite:///{path}")
    await store.open()
    try:
        questions = QuestionLog(store)
        count = 0
        for _, events in days_of(world, today - timedelta(days=1), days):
            await questions.add(events)
            count += len(events)
        await questions.close_days(today)
        await Learning(store).group_texts()
        return count
    finally:
        await store.close()
