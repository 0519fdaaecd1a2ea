"""Free questions in the conversation: what is shown for each kind of match."""

from __future__ import annotations

import datetime as dt

from bot.content import Library
from bot.dialogue import Incoming, Session, Turn, advance
from bot.matching import Candidate, Match

DAY = dt.date(2026, 11, 21)
SURE = Match("answer", "iin_for_foreigners", "answer", 0.95, language="ru")


def _ask(library: Library, found: Match, session: Session | None = None) -> Turn:
    asked = session or Session(language="ru")
    return advance(library, asked, Incoming("text", "canary question"), DAY, found)


def _labels(turn: Turn) -> list[str]:
    return [button.label for row in turn.messages[0].buttons for button in row]


def test_a_sure_answer_is_shown_with_its_sources_and_what_is_related(library: Library) -> None:
    turn = _ask(library, SURE)
    assert "Как иностранцу получить ИИН?" in turn.messages[0].text
    assert turn.messages[0].folds
    assert any("Помогло" in label for label in _labels(turn))
    assert any("школу" in label for label in _labels(turn))


def test_the_chosen_language_rules_the_answer(library: Library) -> None:
    turn = _ask(library, SURE, Session(language="kk"))
    assert "Шетелдік ЖСН-ді қалай алады?" in turn.messages[0].text
    assert any("Русский" in label for label in _labels(turn))


def test_a_language_without_texts_gets_the_russian_one_and_is_told_so(library: Library) -> None:
    turn = _ask(library, SURE, Session(language="ky"))
    assert turn.messages[0].text.startswith("_Бул текст азырынча ушул тилде: Русский._")
    assert "Как иностранцу получить ИИН?" in turn.messages[0].text


def test_likely_meanings_are_offered_as_buttons(library: Library) -> None:
    likely = (
        Candidate("propiska_how", "answer", 0.5),
        Candidate("propiska_temporary", "answer", 0.3),
        Candidate("legal_stay", "flow", 0.2),
    )
    turn = _ask(library, Match("suggest", "propiska_how", "answer", 0.5, likely, language="ru"))
    assert "Вы об этом?" in turn.messages[0].text
    actions = [button.action for row in turn.messages[0].buttons for button in row]
    assert actions[:3] == ["answer:propiska_how", "answer:propiska_temporary", "flow:legal_stay"]
    assert all(len(action.encode()) <= 64 for action in actions)


def test_a_flow_that_was_meant_is_offered(library: Library) -> None:
    turn = _ask(library, Match("answer", "school_enrollment", "flow", 0.95, language="ru"))
    assert "по шагам" in turn.messages[0].text
    assert turn.messages[0].buttons[0][0].action == "flow:school_enrollment"


def test_two_questions_get_two_answers(library: Library) -> None:
    parts = (SURE, Match("answer", "iin_price", "answer", 0.9, language="ru"))
    turn = _ask(library, Match("answer", "iin_for_foreigners", "answer", 0.6, parts=parts))
    assert "Как иностранцу получить ИИН?" in turn.messages[0].text
    assert "бесплат" in turn.messages[0].text


def test_nothing_found_is_said_with_whom_to_ask(library: Library) -> None:
    turn = _ask(library, Match("none", language="ru"))
    assert "Проверенного ответа на это у меня нет" in turn.messages[0].text
    assert "1414" in turn.messages[0].text


def test_no_word_of_the_question_stays(library: Library) -> None:
    for found in (SURE, Match("none", language="ru")):
        turn = _ask(library, found)
        assert "canary" not in str(turn.session.to_data())
        assert "canary" not in turn.messages[0].text


def test_an_answer_to_the_question_on_the_screen_comes_before_a_free_question(
    library: Library,
) -> None:
    session = Session(language="ru", flow="birth_certificate")
    turn = advance(library, session, Incoming("text", "Дома в Казахстане"), DAY, SURE)
    assert turn.session.given() == {"born": "home"}


def test_what_is_no_answer_and_no_question_shows_the_question_again(library: Library) -> None:
    session = Session(language="ru", flow="birth_certificate")
    turn = advance(library, session, Incoming("text", "ну"), DAY, Match("none", language="ru"))
    assert "Я не понял" in turn.messages[0].text
    assert "Где родился ребёнок?" in turn.messages[0].text


def test_not_helpful_leads_to_people(library: Library) -> None:
    asked = _ask(library, SURE).session
    turn = advance(library, asked, Incoming("button", "helpful:no"), DAY)
    assert "Жаль." in turn.messages[0].text
    assert "1414" in turn.messages[0].text
    turn = advance(library, asked, Incoming("button", "helpful:yes"), DAY)
    assert "Хорошо." in turn.messages[0].text
    assert "ИИН" in turn.messages[0].text
