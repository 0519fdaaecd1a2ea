"""A small world whose true figures are known, and pages read as a person reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html.parser import HTMLParser

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from bot.channels.web.headers import SafetyHeaders
from bot.content import Library, Problem
from bot.settings import Settings
from bot.staff import Throttle, staff_app
from bot.staff.desk import desk_pages
from bot.staff.health import Checkup, Findings, Translated
from bot.staff.passwords import Passwords
from bot.staff.questions import Asked
from bot.store import Logged, QuestionLog, Store
from bot.store.accounts import Accounts
from tests.staff.desk import QUICK, SECRET, Clock, Desk, served

TODAY = dt.date(2026, 11, 21)
"""A Saturday, the day on which the desk's clock stands."""
MONDAY = dt.date(2026, 11, 16)
WEEK = dt.timedelta(weeks=1)
READ, RARE, FLOW = "propiska_removed", "mci_value", "legal_stay"


@dataclass(frozen=True)
class Crowd:
    """So many different people who do the same on one day."""

    people: int
    day: dt.date
    kind: str = "answered"
    topic: str = "school"
    entry: str = ""
    language: str = "ru"
    channel: str = "telegram"
    detail: str = ""
    campaign: str = ""

    def events(self) -> Iterator[Logged]:
        for number in range(self.people):
            person = f"{self.kind} {self.topic} {self.entry} {self.language} {number}"
            yield Logged(
                self.day, person.encode(), self.kind, self.language, self.channel,
                topic=self.topic, entry=self.entry, detail=self.detail, campaign=self.campaign,
            )  # fmt: skip


def usual(weeks: int) -> Iterator[Crowd]:
    """Give weeks that are alike: 43 questions, 2 of them about housing, all on a Wednesday."""
    for number in range(1, weeks + 1):
        day = MONDAY - number * WEEK + dt.timedelta(days=2)
        yield Crowd(23, day, entry=READ, campaign="clinic5")
        yield Crowd(2, day, topic="housing", entry=RARE, language="uz", channel="web")
        yield Crowd(11, day, kind="suggested", entry=READ, language="kk")
        yield Crowd(7, day, kind="not_answered", topic="", language="kk")
        yield Crowd(13, day, kind="urgent", topic="", detail="violence_home")
        yield Crowd(16, day, kind="helpful", entry=READ)
        yield Crowd(5, day, kind="unhelpful", entry=READ)
        yield Crowd(8, day, kind="arrived", topic="", campaign="clinic5")
        yield Crowd(6, day, kind="language_switched", topic="", detail="kk")
        flow = f"flow:{FLOW}"
        yield Crowd(20, day, kind="flow_started", entry=flow)
        yield Crowd(15, day, kind="step_left", entry=flow, detail="origin")
        yield Crowd(3, day, kind="step_left", entry=flow, detail="purpose")
        yield Crowd(10, day, kind="flow_finished", entry=flow, detail="asylum")


async def happened(store: Store, *crowds: Crowd) -> None:
    """Log what happened and count every day before today."""
    log = QuestionLog(store)
    await log.add(event for crowd in crowds for event in crowd.events())
    await log.close_days(TODAY)


class Checked(Checkup):
    """A check that has run already."""

    async def checked(self, library: Library, today: dt.date) -> Findings:  # noqa: ARG002
        problem = Problem("flows/visit.yaml", 3, "date-ahead", "=1+1 is no day", "correct it")
        return Findings((problem,), (Translated("uz", "locales/uz/flows/visit.po", 1, 2, 3),))


@asynccontextmanager
async def pages(
    store: Store, library: Library, *, asked: Asked | None = None, checkup: Checkup | None = None
) -> AsyncIterator[Desk]:
    """Serve the desk with the pages of figures."""
    accounts, clock, throttle = Accounts(store), Clock(), Throttle()
    routes = desk_pages(
        QuestionLog(store), lambda: library, Settings().content, lambda: TODAY,
        accounts=accounts, asked=asked, checkup=checkup or Checked(Settings().content),
    )  # fmt: skip
    app = staff_app(
        store, SECRET, routes, passwords=Passwords(QUICK), throttle=throttle, clock=clock
    )
    whole = Starlette(routes=[Mount("/staff", app)], middleware=[Middleware(SafetyHeaders)])
    async with served(whole) as address:
        desk = Desk(f"{address}/staff", app, store, accounts, clock, throttle)
        yield desk
        for visitor in desk.visitors:
            await visitor.client.aclose()


class _Tables(HTMLParser):
    """Collects the tables of a page by their captions."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self._caption, self._rows, self._cell = "", [[""]], False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag == "table":
            self._rows = []
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th"):
            self._rows[-1].append("")
            self._cell = True
        elif tag == "caption":
            self._caption = ""

    def handle_data(self, data: str) -> None:
        if self.lasttag == "caption" and not self._rows:
            self._caption += data.strip()
        elif self._cell:
            self._rows[-1][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._rows[-1][-1] = " ".join(self._rows[-1][-1].split())
            self._cell = False
        elif tag == "table":
            self.found[self._caption] = self._rows


def tables(page: str) -> dict[str, list[list[str]]]:
    """Return the tables of a page: caption, then rows of words, the headings first."""
    parser = _Tables()
    parser.feed(page)
    return parser.found


def row(page: str, table: str, first: str) -> list[str]:
    """Return the row of a table that begins with some words, without them."""
    return next(row[1:] for row in tables(page)[table] if row[0] == first)
