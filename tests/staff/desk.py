"""What tests of the desk are made of: a served desk, people with browsers, a clock to move."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import uvicorn
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp

from bot.staff import StaffVisit, Throttle, desk_route
from bot.store import Store
from bot.store.accounts import Accounts, Role

SECRET = "a secret that is only for the tests of Komek"
PASSWORD = "seven horses sing under ice"
OTHER_PASSWORD = "quiet lamps borrow yellow rivers"
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


async def _probe(visit: StaffVisit) -> Response:
    return PlainTextResponse(f"{visit.account.name} {visit.request.method}")


async def _broken(_visit: StaffVisit) -> Response:
    raise ZeroDivisionError("a canary of an error")


PROBES = [
    desk_route("/probe", _probe, role="editor"),
    desk_route("/probe", _probe, role="editor", method="POST"),
    desk_route("/broken", _broken, role="viewer"),
]
"""Pages such as others plug into the desk."""


@dataclass
class Clock:
    """The time of the desk; it stands still until a test moves it."""

    now: dt.datetime = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += dt.timedelta(**by)


class Visitor:
    """Somebody with a browser: keeps cookies and sends forms with the tokens of their page."""

    def __init__(self, address: str, source: str) -> None:
        headers = {"X-Forwarded-For": source, "Sec-Fetch-Site": "same-origin"}
        self.client = httpx.AsyncClient(base_url=address, headers=headers)

    async def get(self, path: str) -> httpx.Response:
        return await self.client.get(path)

    async def send(self, path: str, page: str | None = None, **fields: str) -> httpx.Response:
        """Send a form with the token that stands on `page` (the same path unless it is given)."""
        shown = await self.client.get(path if page is None else page)
        found = re.search(r'name="token" value="([0-9a-f]{64})"', shown.text)
        token = found.group(1) if found else ""
        return await self.client.post(path, data={"token": token, **fields})

    async def sign_in(self, name: str, password: str = PASSWORD, code: str = "") -> httpx.Response:
        return await self.send("/sign-in", name=name, password=password, code=code)

    async def is_in(self) -> bool:
        answer = await self.client.get("/account")
        if answer.status_code == 303:
            assert answer.headers["location"].endswith("/sign-in")
        return answer.status_code == 200

    @property
    def cookie(self) -> str:
        return self.client.cookies["komek-staff"]

    def steal(self, other: Visitor) -> None:
        """Take the cookie of another browser."""
        self.client.cookies.set("komek-staff", other.cookie)


@dataclass
class Desk:
    """The served desk and everything around it."""

    address: str
    app: Starlette
    store: Store
    accounts: Accounts
    clock: Clock
    throttle: Throttle
    visitors: list[Visitor] = field(default_factory=list)

    def visitor(self, source: str = "198.51.100.7") -> Visitor:
        made = Visitor(self.address, source)
        self.visitors.append(made)
        return made

    async def hire(self, name: str, role: Role = Role.viewer, password: str = PASSWORD) -> int:
        """Make an account that has its password already."""
        link = await self.accounts.add(name, role, self.clock())
        made = await self.accounts.use_link(link, QUICK.hash(password), self.clock())
        assert made is not None
        return made.id

    async def signed_in(self, name: str, role: Role = Role.viewer) -> Visitor:
        """Make an account and sign in with it."""
        await self.hire(name, role)
        visitor = self.visitor()
        assert (await visitor.sign_in(name)).status_code == 303
        return visitor


@asynccontextmanager
async def served(app: ASGIApp) -> AsyncIterator[str]:
    """Serve an application on a free port and give its address."""
    # Only of a socket that says it is TCP does asyncio send small parts at once; else each answer
    # waits 40 ms for the browser's receipt.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    config = uvicorn.Config(app, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
