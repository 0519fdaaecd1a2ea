"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content import Library, load
from bot.settings import Settings

SMALL = Path(__file__).parent / "content" / "small"


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped content."""
    return load(Settings().content)
