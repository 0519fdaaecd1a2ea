"""What a turn adds to the question log."""

from __future__ import annotations

import datetime as dt

from bot.content import Library
from bot.dialogue import Event, Incoming, Session, advance
from bot.matching import Candidate, Match

DAY = dt.date(2026, 11, 21)
FLOW = "legal_stay"


def _events(
    library: Library, session: Session, incoming: Incoming, found: Match | None = None
) -> tuple[Event, ...]:
    return advance(library, session, incoming, DAY, found).events


def _typed(library: Library, found: Match) -> tuple[Event, ...]:
    return _events(library, Session(language="ru"), Incoming("text", "…"), found)


def test_a_question_is_counted_by_what_became_of_it(library: Library) -> None:
    sure = Match("answer", "iin_for_foreigners", "answer", 0.95)
    assert _typed(library, sure) == (Event("answered", "iin_for_foreigners", band="high"),)
    one = Candidate("iin_for_foreigners", "answer", 0.5)
    unsure = Match("suggest", "iin_for_foreigners", "answer", 0.5, (one,))
    assert _typed(library, unsure) == (Event("suggested", "iin_for_foreigners", band="low"),)
    assert _typed(library, Match("none")) == (Event("not_answered"),)


def test_of_a_danger_only_its_kind_is_counted(library: Library) -> None:
    urgent = Match("urgent", "iin_for_foreigners", "answer", 0.95, urgent="violence_home")
    assert _typed(library, urgent) == (Event("urgent", detail="violence_home"),)


def test_two_questions_in_one_message_count_as_two(library: Library) -> None:
    halves = tuple(
        Match("answer", entry, "answer", 0.95) for entry in ("iin_for_foreigners", "child_iin")
    )
    both = Match("answer", "iin_for_foreigners", "answer", 0.95, parts=halves)
    assert [event.entry for event in _typed(library, both)] == ["iin_for_foreigners", "child_iin"]


def test_helpful_is_counted_for_the_answer_on_the_screen(library: Library) -> None:
    shown = Session(language="ru", screen="answer:iin_for_foreigners")
    assert _events(library, shown, Incoming("button", "helpful:yes")) == (
        Event("helpful", "iin_for_foreigners"),
    )
    assert _events(library, shown, Incoming("button", "helpful:no")) == (
        Event("unhelpful", "iin_for_foreigners"),
    )


def test_an_answer_chosen_from_a_did_you_mean(library: Library) -> None:
    asked = Session(language="ru", screen="suggest:iin_for_foreigners:child_iin")
    assert _events(library, asked, Incoming("button", "answer:child_iin")) == (
        Event("chosen", "child_iin"),
    )


def test_a_flow_from_start_to_end(library: Library) -> None:
    session = Session(language="ru")
    turn = advance(library, session, Incoming("button", f"flow:{FLOW}"), DAY)
    assert turn.events == (Event("flow_started", f"flow:{FLOW}"),)
    kinds = []
    while not any(event.kind == "flow_finished" for event in turn.events):
        press = next(
            button.action
            for row in turn.messages[0].buttons
            for button in row
            if button.action.startswith("pick:")
        )
        turn = advance(library, turn.session, Incoming("button", press), DAY)
        kinds += [event.kind for event in turn.events]
    assert kinds[-1] == "flow_finished"
    assert set(kinds[:-1]) == {"step_left"}
    finished = turn.events[-1]
    assert finished.detail in {outcome.id for outcome in library.flows[FLOW].outcomes}


def test_a_poster_counts_once(library: Library) -> None:
    start = Incoming("command", "start school-clinic5")
    turn = advance(library, Session(language="ru"), start, DAY)
    assert Event("arrived") in turn.events
    assert Event("arrived") not in advance(library, turn.session, start, DAY).events


def test_choosing_a_language_first_is_no_switch(library: Library) -> None:
    assert not _events(library, Session(), Incoming("button", "lang:tg"))
    switched = _events(library, Session(language="ru"), Incoming("button", "lang:tg"))
    assert switched == (Event("language_switched", detail="tg"),)


def test_what_is_deleted_leaves_no_event(library: Library) -> None:
    shown = Session(language="ru", screen="answer:iin_for_foreigners")
    assert not _events(library, shown, Incoming("button", "clear:yes"))
