"""The desk served for real, with a clock that tests move and quick passwords."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from bot.channels.web.headers import SafetyHeaders
from bot.staff import Throttle, staff_app
from bot.staff.passwords import Passwords
from bot.store import Store
from bot.store.accounts import Accounts
from tests.staff.desk import PROBES, QUICK, SECRET, Clock, Desk, served


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(store: Store) -> Accounts:
    return Accounts(store)


@pytest.fixture
async def desk(store: Store, clock: Clock) -> AsyncIterator[Desk]:
    throttle, passwords = Throttle(), Passwords(QUICK)
    app = staff_app(store, SECRET, PROBES, throttle=throttle, passwords=passwords, clock=clock)
    whole = Starlette(routes=[Mount("/staff", app)], middleware=[Middleware(SafetyHeaders)])
    async with served(whole) as address:
        made = Desk(f"{address}/staff", app, store, Accounts(store), clock, throttle)
        yield made
        for visitor in made.visitors:
            await visitor.client.aclose()
