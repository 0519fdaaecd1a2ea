"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

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
