"""The card of a danger: it comes first, betrays nothing in its first line, and loses no answer."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.content import LANGUAGES, Library
from bot.dialogue import Incoming, Session, advance
from bot.matching import Match

DAY = dt.date(2026, 11, 21)


def _card(library: Library, language: str, danger: str, entry: str | None = None) -> str:
    found = Match(
        "urgent", entry, "answer" if entry else None, 0.9, urgent=danger, language=language
    )
    turn = advance(library, Session(language=language), Incoming("text", "canary"), DAY, found)
    assert any(b.action == "clear:yes" for b in turn.messages[0].buttons[0])
    return turn.messages[0].text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_begins_neutrally_and_has_a_number(library: Library, language: str) -> None:
    for danger, urgent in library.urgent.items():
        text = _card(library, language, danger)
        title = urgent.title.to(language)
        assert f"**{title}**" in text[:90]
        assert title == library.urgent["violence_home"].title.to(language)
        assert any(number in text for number in ("102", "103", "112", "111"))
        assert urgent.say.language_used(language) == language


def test_the_answer_follows_the_card(library: Library) -> None:
    text = _card(library, "ru", "pregnancy_danger", "ambulance_free")
    question = library.answers["ambulance_free"].question.to("ru")
    assert text.index("103") < text.index(question)


def test_a_danger_in_the_middle_of_a_flow_comes_before_the_question(library: Library) -> None:
    session = Session(language="ru", flow="birth_certificate")
    found = Match("urgent", urgent="violence_home", language="ru")
    turn = advance(library, session, Incoming("text", "дома муж бьёт меня"), DAY, found)
    assert "102" in turn.messages[0].text
    assert turn.session.given() == {}


def test_the_words_of_a_button_are_the_button_whatever_the_matching_says(library: Library) -> None:
    session = Session(language="ru", flow="birth_certificate")
    found = Match("urgent", urgent="detention", language="ru")
    turn = advance(library, session, Incoming("text", "дома в Казахстане"), DAY, found)
    assert len(turn.session.given()) == 1
    assert "102" not in turn.messages[0].text
