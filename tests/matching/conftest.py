from collections.abc import Callable

import pytest

from bot.matching import Match, Matcher


@pytest.fixture
def ask(matcher: Matcher) -> Callable[..., Match]:
    def asked(text: str, language: str | None = None) -> Match:
        return matcher.match(text, language)

    return asked
