"""Invented personal data sent through web and Telegram is nowhere afterwards."""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import io
import logging
import re
import zipfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from pathlib import Path

import httpx
import pypdfium2
import pytest

from bot.assistant import Assistant, Housekeeping, Retention
from bot.channels.telegram import TelegramBot
from bot.channels.web import web_app
from bot.content import Library
from bot.logs import set_up_logs
from bot.matching import Matcher
from bot.privacy import Keys
from bot.privacy.masking import fit_mask
from bot.settings import CHECKOUT
from bot.staff import Throttle, staff_app
from bot.staff.desk import desk_pages
from bot.staff.gaps import Gaps
from bot.staff.passwords import Passwords
from bot.store import Learning, QuestionLog, Store
from bot.store.accounts import Accounts, Role
from tests.fake_telegram import FakeTelegram
from tests.privacy.canaries import Canary, canaries, squeezed
from tests.staff.desk import QUICK, SECRET, Clock, Desk, served

THURSDAY = dt.date(2026, 11, 19)
MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
PEOPLE = 2
"""Everything is sent by two people, so that nothing is hidden only because one person asked."""
LONG_NUMBER = 9
"""Ids of rows are random numbers of up to 19 digits: shorter secrets can be part of one."""
MOST_OF_A_KIND = 12
"""So many pages of one kind are looked at: of gaps, of entries, of one page's periods."""


def _sent() -> list[Canary]:
    """One of each kind, language and, by turns, two of the ways of writing it: 180 canaries."""
    every = canaries()
    return [canary for number, canary in enumerate(every) if number % 5 in (0, 1 + number // 5 % 4)]


class _Trace:
    """Everything left behind by name; looks for canaries in plain, packed and drawn contents."""

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}

    def keep(self, name: str, content: bytes) -> None:
        self.contents[name] = content
        for inner, unpacked in _unpacked(content):
            self.contents[f"{name}/{inner}"] = unpacked

    def found(self, secrets: Iterable[str]) -> list[tuple[str, str]]:
        texts = {name: content.decode("utf-8", "ignore") for name, content in self.contents.items()}
        tight = {name: squeezed(text) for name, text in texts.items()}
        return [
            (name, secret)
            for secret in secrets
            for name, text in texts.items()
            if _stands_in(secret, text) or _stands_in(squeezed(secret), tight[name], least=6)
        ]


def _stands_in(secret: str, text: str, least: int = 1) -> bool:
    """Tell whether a text has a secret; a few digits inside a longer number are there by chance."""
    if len(secret) < least:
        return False
    if secret.isdecimal() and len(secret) < LONG_NUMBER:
        return re.search(rf"(?<!\d){secret}(?!\d)", text) is not None
    return secret in text


def _unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name, archive.read(name)
    if content[:2] == b"\x1f\x8b":
        yield "gzip", gzip.decompress(content)
    if content[:4] == b"%PDF":
        document = pypdfium2.PdfDocument(content)
        for number, page in enumerate(document):
            text = page.get_textpage()
            yield f"page{number}", text.get_text_range().encode()
            text.close()
            page.close()
        document.close()


@pytest.fixture
async def telegram(assistant: Assistant) -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as made:
        bot = TelegramBot(assistant, made.token, made.url)
        await bot.start()
        made.bot_idle = bot.application.update_queue.join
        yield made
        await bot.stop()


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """What the deployed logs say, at the most talkative level of our own."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    set_up_logs()
    logging.getLogger("bot").setLevel(logging.DEBUG)
    yield lambda: "".join(capsys.readouterr())
    root.handlers[:] = before
    root.setLevel(level)
    logging.getLogger("bot").setLevel(logging.NOTSET)


@pytest.fixture
def today() -> list[dt.date]:
    return [THURSDAY]


@pytest.fixture
def assistant(library: Library, matcher: Matcher, store: Store, today: list[dt.date]) -> Assistant:
    mask = fit_mask(library)
    return Assistant(
        lambda: library, store, Keys(SECRET), matcher.match, mask.mask, lambda: today[0]
    )


async def _write_on_the_web(address: str, texts: Iterable[str]) -> None:
    async with httpx.AsyncClient(base_url=address) as client:
        await client.post("/", data={"action": "lang:ru"})
        for text in texts:
            await client.post("/", data={"action": "menu"})
            assert (await client.post("/", data={"text": text})).status_code == 303


async def _write_in_telegram(fake: FakeTelegram, texts: Iterable[str]) -> None:
    person = fake.person()
    await person.command("/start")
    await person.press("Русский")
    for text in texts:
        await person.send(text)
        await person.settled()


async def _everything_staff_can_get(desk: Desk, trace: _Trace) -> None:
    """Go to every page, export and API call that has a link, as an administrator."""
    visitor = await desk.signed_in("boss", Role.admin)
    visitor.client.timeout = httpx.Timeout(60)  # the first look at the content's health proves it
    waiting, seen = ["/", "/gaps", "/export", "/api/openapi.json"], set[str]()
    kinds: Counter[str] = Counter()
    while waiting:
        path = waiting.pop()
        kind = re.sub(r"/(questions|gaps)/.*", r"/\1/one", path).partition("?")[0]
        if path in seen or path.startswith("/static") or kinds[kind] == MOST_OF_A_KIND:
            continue
        seen.add(path)
        kinds[kind] += 1
        answer = await visitor.get(path)
        assert answer.status_code in (200, 303), (path, answer.status_code)
        trace.keep(f"staff{path}", answer.content)
        if "html" in answer.headers.get("content-type", ""):
            links = re.findall(r'(?:href|src)="/staff(/[^"#]*)"', answer.text)
            waiting += [link.replace("&amp;", "&") for link in links]
    assert len(seen) > 20


async def test_no_canary_is_left_anywhere(
    assistant: Assistant,
    telegram: FakeTelegram,
    library: Library,
    store: Store,
    today: list[dt.date],
    tmp_path: Path,
    logged: Callable[[], str],
) -> None:
    sent = _sent()
    assert len(sent) >= 150
    assert len({canary.kind for canary in sent}) == 15
    half = len(sent) // 2
    accounts, learning, clock = Accounts(store), Learning(store), Clock(MONDAY)

    async def refresh() -> None:
        pass

    gaps = Gaps(
        learning, accounts, lambda: library, lambda _text, _language: [], refresh, MONDAY.date
    )
    pages = desk_pages(
        QuestionLog(store), lambda: library, CHECKOUT, MONDAY.date, accounts=accounts,
        asked=gaps.asked,
    )  # fmt: skip
    app = staff_app(
        store, SECRET, [*pages, *gaps.routes()], passwords=Passwords(QUICK), clock=clock
    )
    trace = _Trace()
    async with served(web_app(assistant, app)) as address:
        for _ in range(PEOPLE):
            await asyncio.gather(
                _write_on_the_web(address, [canary.text for canary in sent[:half]]),
                _write_in_telegram(telegram, [canary.text for canary in sent[half:]]),
            )
        for path in tmp_path.iterdir():
            trace.keep(f"open day/{path.name}", path.read_bytes())
        today[0] = MONDAY.date()
        await Housekeeping(assistant, store, Retention(730, 90)).end_day(MONDAY)
        desk = Desk(f"{address}/staff", app, store, accounts, clock, Throttle())
        await _everything_staff_can_get(desk, trace)
        for visitor in desk.visitors:
            await visitor.client.aclose()
    for path in tmp_path.iterdir():
        trace.keep(f"new day/{path.name}", path.read_bytes())
    trace.keep("log", logged().encode())

    assert not trace.found(secret for canary in sent for secret in canary.secrets)

    # The scan would have found them: plain, squeezed, packed and in a database.
    planted = sent[0]
    (tmp_path / "planted.gz").write_bytes(gzip.compress(planted.text.encode()))
    trace.keep("planted", (tmp_path / "planted.gz").read_bytes())
    assert trace.found(planted.secrets)
