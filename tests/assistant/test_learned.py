"""A learned way of asking counts at once, and never before a danger."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.assistant import Learned
from bot.content import Library
from bot.matching import Candidate, Match
from bot.store import LearnedWay, Learning, Store

ANSWER = "iin_for_foreigners"


def _learned(library: Library, found: Match, *ways: tuple[str, str]) -> Learned:
    store = Learning(Store("sqlite+aiosqlite://"))
    learned = Learned(lambda: library, lambda _text, _language: found, store)
    day = dt.date(2026, 11, 16)
    learned.use(LearnedWay(n, entry, "ru", way, day) for n, (entry, way) in enumerate(ways))
    return learned


@pytest.mark.parametrize("text", ["где взять ИИН", "взять иин где", "где взят иин??"])
def test_the_same_question_nearly_so_written_is_answered(library: Library, text: str) -> None:
    learned = _learned(library, Match("none"), (ANSWER, "где взять иин"))
    found = learned.match(text, "ru")
    assert (found.action, found.entry, found.kind) == ("answer", ANSWER, "answer")


def test_another_question_is_left_to_the_matching(library: Library) -> None:
    learned = _learned(library, Match("none"), (ANSWER, "где взять иин"))
    assert learned.match("где взять няню", "ru").action == "none"


def test_a_flow_can_be_learned(library: Library) -> None:
    learned = _learned(library, Match("none"), ("flow:legal_stay", "сколько можно гостить"))
    found = learned.match("сколько можно гостить", "ru")
    assert (found.action, found.entry, found.kind) == ("answer", "legal_stay", "flow")


def test_a_danger_is_never_hidden(library: Library) -> None:
    urgent = Match("urgent", urgent="violence_home")
    learned = _learned(library, urgent, (ANSWER, "муж бьет"))
    assert learned.match("муж бьет", "ru") == urgent


def test_a_sure_answer_gives_way_to_the_very_same_words_only(library: Library) -> None:
    sure = Match("answer", "child_iin", "answer", 0.99, (Candidate("child_iin", "answer", 0.99),))
    learned = _learned(library, sure, (ANSWER, "где взять иин взрослому"))
    assert learned.match("где взять иин взрослом", "ru") == sure
    assert learned.match("Где взять ИИН взрослому?", "ru").entry == ANSWER


def test_what_is_gone_from_the_content_is_passed_over(library: Library) -> None:
    learned = _learned(library, Match("none"), ("an_answer_that_was_deleted", "где взять иин"))
    assert learned.match("где взять иин", "ru").action == "none"
