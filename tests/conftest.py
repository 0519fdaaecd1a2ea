"""What all tests share."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from bot.content import Library, load
from bot.matching import Matcher, fit
from bot.settings import Settings

SMALL = Path(__file__).parent / "content" / "small"


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped content."""
    return load(Settings().content)


@pytest.fixture(scope="session")
def matcher(library: Library) -> Matcher:
    """The matching fitted to the shipped content, without the semantic stage."""
    return fit(library)


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
