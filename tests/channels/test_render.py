"""Everything that can be shown, as Telegram gets it: valid HTML, within the limits."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.render import length, render, to_html
from bot.content import Library
from bot.dialogue import Fold, Incoming, Message, Session, advance, show
from tests.fake_telegram.formatting import read_text

DAY = dt.date(2026, 11, 21)
SCREENS = (
    "",
    "papers",
    "money",
    "conditions",
    "notes",
    "contacts",
    "letters",
    "sources",
    "changes",
    "desk",
    "answers",
)


def _check(message: Message) -> None:
    parts = render(message)
    for part in parts:
        read_text(part.html, "HTML")
        assert 0 < length(part.html) <= 4096
    assert all(part.keyboard is None for part in parts[:-1])
    if message.buttons:
        assert parts[-1].keyboard is not None


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_every_answer(library: Library, language: str) -> None:
    for name in library.answers:
        _check(show(library, Session(language=language, screen=f"answer:{name}"), DAY))


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_every_screen_of_results(library: Library, language: str) -> None:
    for flow in library.flows:
        for turn in range(3):
            session = _finished(library, Session(language=language, flow=flow), turn)
            for screen in SCREENS:
                shown = show(library, Session(language, flow, session.answers, {}, screen), DAY)
                _check(shown)


def _finished(library: Library, session: Session, turn: int) -> Session:
    """Answer every question, each time with another of its choices."""
    for step in range(30):
        shown = show(library, session, DAY)
        actions = [b.action for row in shown.buttons for b in row if b.action.startswith("pick:")]
        if not actions:
            return session
        action = actions[(turn * 7 + step) % len(actions)]
        session = advance(library, session, Incoming("button", action), DAY).session
    raise AssertionError("the flow has no end")


@pytest.mark.parametrize("language", ["uz", "ky", "tg"])
def test_every_region_and_letter_in_a_borrowed_language(library: Library, language: str) -> None:
    for region in library.regions:
        _check(show(library, Session(language=language, screen=f"region:{region}"), DAY))


def test_long_texts_are_cut_between_paragraphs_and_lose_nothing() -> None:
    paragraphs = [
        f"{number}. **Thing** number {number} & more <than> that" for number in range(300)
    ]
    parts = render(Message("\n\n".join(paragraphs), folds=(Fold("More", "folded text"),)))
    assert len(parts) > 1
    text = " ".join(re.sub(r"<[^>]+>", "", part.html) for part in parts)
    assert all(f"number {number} &amp; more &lt;than&gt;" in text for number in range(300))
    assert "folded text" in text


@given(st.text(max_size=300))
def test_any_text_gives_valid_html(text: str) -> None:
    read_text(to_html(text), "HTML")


@given(st.text(alphabet="*_[]()\\`<>&\n- 1.ab", max_size=80))
def test_broken_markup_gives_valid_html(text: str) -> None:
    read_text(to_html(text), "HTML")
