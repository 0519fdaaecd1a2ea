"""Print how quick the staff's desk is with a million events, on SQLite and on PostgreSQL.

Writes docs/staff-speed.md as well. The world is invented (`bot.demo`); PostgreSQL comes from a
wheel and runs in a temporary folder.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import html
import os
import platform
import re
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import click
import httpx
from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.content import Library, load
from bot.demo import World, days_of
from bot.settings import Settings
from bot.staff import Throttle, staff_app
from bot.staff.desk import desk_pages
from bot.staff.gaps import Gaps
from bot.store import Learning, QuestionLog, Store
from bot.store.accounts import Accounts, Role
from bot.store.tables import TallyRow
from tests.staff.desk import SECRET, served
from tests.store.postgres import postgres

EVENTS: Final = 1_000_000
DAYS: Final = 730
EVENTS_A_QUESTION: Final = 2.37
TODAY: Final = dt.date(2026, 11, 16)
KEEP_TEXTS: Final = dt.timedelta(days=90)
TIMES: Final = 20
FIRST_TIMES: Final = 3
AIM_MS: Final = 300
WRITTEN: Final = Path("docs/staff-speed.md")


@dataclass
class Measured:
    """What was measured on one database; pages in milliseconds."""

    filling: dict[str, float] = field(default_factory=dict)
    events: int = 0
    tallies: int = 0
    first: dict[str, list[float]] = field(default_factory=dict)
    again: dict[str, list[float]] = field(default_factory=dict)


@click.command()
@click.option("--events", default=EVENTS, show_default=True, help="A smaller world is not written.")
def main(events: int) -> None:
    library = load(Settings().content)
    found: dict[str, Measured] = {}
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite+aiosqlite:///{folder}/komek.sqlite"
        found["SQLite"] = asyncio.run(_measure(address, library, events))
    # As Debian sets it up, and safe: what is committed is on the disk.
    with postgres({"shared_buffers": "128MB"}) as address:
        found["PostgreSQL"] = asyncio.run(_measure(address, library, events))
    report = "\n".join(_report(found))
    print(report)
    if events == EVENTS:
        WRITTEN.write_text(report + "\n", "utf-8")


async def _measure(address: str, library: Library, events: int) -> Measured:
    store = Store(address)
    await store.open()
    measured = Measured()
    try:
        await _fill(store, library, events, measured)
        await _visit(store, library, measured)
    finally:
        await store.close()
    return measured


async def _fill(store: Store, library: Library, events: int, measured: Measured) -> None:
    questions, learning = QuestionLog(store), Learning(store)
    world = World(library, 1, round(events / DAYS / EVENTS_A_QUESTION))
    with _step(measured, "adding the events"):
        for _, day in days_of(world, TODAY - dt.timedelta(days=1), DAYS):
            await questions.add(day)
            measured.events += len(day)
    with _step(measured, "counting two years of days"):
        await questions.close_days(TODAY)
    with _step(measured, "grouping the texts of two years"):
        await learning.group_texts()
    with _step(measured, "deleting what is too old"):
        await questions.forget(TODAY - dt.timedelta(days=DAYS), TODAY - KEEP_TEXTS)
        await learning.group_texts()
    async with store.reading() as session:
        measured.tallies = await session.scalar(select(func.count()).select_from(TallyRow)) or 0


@contextmanager
def _step(measured: Measured, name: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    measured.filling[name] = time.perf_counter() - begun
    click.echo(f"{name}: {measured.filling[name]:.1f} s", err=True)


class _Latest:
    """Serves the desk that was made last."""

    def __init__(self) -> None:
        self.app: ASGIApp = Starlette()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


async def _visit(store: Store, library: Library, measured: Measured) -> None:
    latest = _Latest()

    def fresh() -> Starlette:
        """Make a desk that has not read anything yet."""
        made = _desk(store, library)
        latest.app = made
        return made

    whole = Starlette(routes=[Mount("/staff", latest)])
    async with served(whole) as address, _signed_in(f"{address}/staff", store) as client:
        for name, path in (await _paths(fresh(), client, library)).items():
            first, again = measured.first.setdefault(name, []), measured.again.setdefault(name, [])
            for _ in range(FIRST_TIMES):
                fresh()
                first.append(await _milliseconds(client, path))
            again.extend([await _milliseconds(client, path) for _ in range(TIMES)])
            medians = (f"{statistics.median(taken):.0f} ms" for taken in (first, again))
            click.echo(f"{name}: {', '.join(medians)}", err=True)


async def _milliseconds(client: httpx.AsyncClient, path: str) -> float:
    begun = time.perf_counter()
    answer = await client.get(path)
    taken = time.perf_counter() - begun
    assert answer.status_code == 200, (path, answer.status_code)
    return taken * 1000


def _desk(store: Store, library: Library) -> Starlette:
    async def refresh() -> None:
        """Teach nothing: no page that is only read does."""

    accounts = Accounts(store)
    gaps = Gaps(
        Learning(store), accounts, lambda: library, lambda _text, _language: [], refresh,
        lambda: TODAY,
    )  # fmt: skip
    pages = desk_pages(
        QuestionLog(store), lambda: library, Settings().content, lambda: TODAY,
        accounts=accounts, asked=gaps.asked,
    )  # fmt: skip
    return staff_app(store, SECRET, [*pages, *gaps.routes()], throttle=Throttle())


@asynccontextmanager
async def _signed_in(address: str, store: Store) -> AsyncIterator[httpx.AsyncClient]:
    accounts, now = Accounts(store), dt.datetime.now(dt.UTC)
    account = await accounts.use_link(await accounts.add("Bench", Role.admin, now), "-", now)
    assert account is not None
    cookies = {"komek-staff": await accounts.begin_session(account.id, now)}
    async with httpx.AsyncClient(base_url=address, cookies=cookies, timeout=120) as client:
        yield client


async def _paths(app: Starlette, client: httpx.AsyncClient, library: Library) -> dict[str, str]:
    """Return what is measured, by what it is called: pages, then exports and the API."""
    routes = app.state.desk_routes
    pages = [one.path for one in routes if one.method == "GET" and one.title]
    found = {path: path for path in pages}
    entry = max(library.answers, key=lambda answer: len(library.topics[answer]))
    found["/questions/{entry}"] = f"/questions/{entry}"
    for path in ("/", "/questions", "/flows"):
        found[f"{path}?weeks=52"] = f"{path}?weeks=52"
    chart = re.search(r'"/staff(/chart/[^"]+)"', (await client.get("/?weeks=52")).text)
    assert chart is not None
    found["/chart/{table}.svg"] = html.unescape(chart[1])
    document = (await client.get("/api/openapi.json")).json()
    tables = [
        path.rpartition("/")[2]
        for path, said in document["paths"].items()
        if "{" not in path and not _about_one(said)
    ]
    found["/export/tables.xlsx?weeks=52"] = "/export/tables.xlsx?weeks=52"
    found["/report.pdf"] = f"/report.pdf?month={TODAY - dt.timedelta(days=30):%Y-%m}"
    for table in tables:
        found[f"/api/v1/{table}?weeks=52"] = f"/api/v1/{table}?weeks=52"
    for table in tables[:1]:
        found[f"/export/{table}.csv?weeks=52"] = f"/export/{table}.csv?weeks=52"
    return found


def _about_one(path: dict[str, dict[str, list[dict[str, bool]]]]) -> bool:
    return any(one.get("required", False) for one in path["get"].get("parameters", []))


def _report(found: dict[str, Measured]) -> Iterator[str]:
    one = next(iter(found.values()))
    yield "# How quick the staff's desk is\n"
    yield (
        f"Written by `python -m bench.desk`; do not edit. {one.events:,} invented events of {DAYS} days, of which "
        f"{one.tallies:,} daily counts\nremain; {os.cpu_count()} cores, {platform.machine()}, Python "
        f"{platform.python_version()}; served on this machine, one visitor at a time. Load\naverage of the machine at "
        f"the end: {os.getloadavg()[1]:.1f}; above 1, something else was running and the figures are too high.\n"
    )
    yield (
        f"*First*: a desk that has read nothing yet, median of {FIRST_TIMES}. *Again*: {TIMES} visits after it, when "
        f"released figures of the last ten\nminutes are at hand. The aim is a median under {AIM_MS} ms. Milliseconds; "
        "those over the aim are **bold**.\n"
    )
    heads = [f"{name}: {what}" for name in found for what in ("first", "again", "again p95")]
    yield "| page | " + " | ".join(heads) + " |"
    yield "|---|" + "---:|" * len(heads)
    for page in one.first:
        cells = [cell for measured in found.values() for cell in _cells(measured, page)]
        yield f"| `{page}` | " + " | ".join(cells) + " |"
    yield "\n## Filling\n"
    yield "| step, seconds | " + " | ".join(found) + " |"
    yield "|---|" + "---:|" * len(found)
    for step in one.filling:
        yield f"| {step} | " + " | ".join(f"{of.filling[step]:.1f}" for of in found.values()) + " |"


def _cells(measured: Measured, page: str) -> Iterator[str]:
    again: Sequence[float] = sorted(measured.again[page])
    medians = (statistics.median(measured.first[page]), statistics.median(again))
    for median in medians:
        yield f"**{median:.0f}**" if median > AIM_MS else f"{median:.0f}"
    yield f"{again[len(again) * 95 // 100 - 1]:.0f}"


if __name__ == "__main__":
    main()
