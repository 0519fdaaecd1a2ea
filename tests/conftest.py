"""What all tests share."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from bot.content import Library, load
from bot.matching import Matcher, load_matcher, load_semantic
from bot.settings import Settings
from bot.store import Store

SMALL = Path(__file__).parent / "content" / "small"


@pytest.fixture(scope="session")
def cache(pytestconfig: pytest.Config) -> Path:
    """What a first start works out from the content, kept from one run of the tests to the next."""
    folder = Path(pytestconfig.cache.mkdir("komek")) if pytestconfig.cache else None
    assert folder is not None
    library = load(Settings().content, folder)
    load_matcher(library, folder)
    load_semantic(library, folder)
    return folder


@pytest.fixture(scope="session")
def library(cache: Path) -> Library:
    """The shipped content."""
    return load(Settings().content, cache)


@pytest.fixture(scope="session")
def matcher(library: Library, cache: Path) -> Matcher:
    """The matching fitted to the shipped content, without the semantic stage."""
    return load_matcher(library, cache)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A database of its own for each test."""
    made = Store(f"sqlite+aiosqlite:///{tmp_path / 'komek.sqlite'}")
    await made.open()
    yield made
    await made.close()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A real Chromium: one that is installed, else the one that Playwright brought."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
    async with async_playwright() as playwright:
        made = await playwright.chromium.launch(executable_path=found, args=quiet)
        yield made
        await made.close()
