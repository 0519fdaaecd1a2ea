"""The conversation itself, on the small flow of `tests/content/small` and on the shipped ones."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import LANGUAGES, Library, load
from bot.content.library import step_key
from bot.dialogue import Incoming, Message, Session, Turn, advance, progress, show
from tests.content.test_broken import small_copy

DAY = dt.date(2026, 5, 1)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load(small_copy(tmp_path_factory.mktemp("small")))


class Talk:
    """A conversation that keeps its session the way the store does: as JSON."""

    def __init__(self, library: Library, language: str | None = "en", day: dt.date = DAY) -> None:
        self.library, self.day = library, day
        self.session = Session(language=language)
        self.turn: Turn | None = None

    def _take(self, incoming: Incoming) -> Message:
        session = Session.from_data(json.loads(json.dumps(self.session.to_data())))
        self.turn = advance(self.library, session, incoming, self.day)
        self.session = self.turn.session
        return self.turn.messages[0]

    def say(self, text: str) -> Message:
        return self._take(Incoming("text", text))

    def command(self, text: str) -> Message:
        return self._take(Incoming("command", text))

    def press(self, label: str) -> Message:
        shown = show(self.library, self.session, self.day)
        found = [b for row in shown.buttons for b in row if label in b.label]
        assert found, f"no button {label!r} in {[b.label for row in shown.buttons for b in row]}"
        return self.action(found[0].action)

    def action(self, action: str) -> Message:
        return self._take(Incoming("button", action))


def test_steps_that_do_not_apply_are_skipped(small: Library) -> None:
    talk = Talk(small)
    talk.action("flow:visit")
    talk.say("30")
    assert "Come to the office" in talk.press("Yes").text


def test_progress_counts_the_steps_that_may_still_come(small: Library) -> None:
    talk = Talk(small)
    assert "1 of 3" in talk.action("flow:visit").text
    assert "2 of 3" in talk.say("30").text
    assert "3 of 3" in talk.press("No").text


def test_back_shows_the_question_before_and_later_answers_stay(small: Library) -> None:
    talk = Talk(small)
    talk.action("flow:visit")
    talk.say("30")
    talk.press("No")
    assert "Are you a citizen?" in talk.press("Back").text
    assert "How old are you?" in talk.press("Back").text
    assert "Do you have a visa?" in talk.say("31").text
    assert talk.session.answers["visit"] == {"age": 31, "status": "foreigner"}


def test_an_answer_that_no_longer_applies_does_not_count_but_is_kept(small: Library) -> None:
    talk = Talk(small)
    talk.action("flow:visit")
    talk.say("30")
    talk.press("No")
    assert "Passport" in talk.press("I do not know").text or "Papers" in talk.press("Papers").text
    talk.command("menu")
    talk.press("Go on")
    talk.press("Change an answer")
    talk.press("Are you a citizen?")
    assert "Papers" not in "".join(b.label for r in talk.press("Yes").buttons for b in r)
    talk.press("Change an answer")
    talk.press("Are you a citizen?")
    assert "Papers" in "".join(b.label for r in talk.press("No").buttons for b in r)


def test_the_reason_for_a_question_is_told(small: Library) -> None:
    talk = Talk(small)
    talk.action("flow:visit")
    assert "Children come with a parent." in talk.press("Why do you ask?").text
    assert "Are you a citizen?" in talk.say("30").text


def test_start_over_forgets_the_flow_and_nothing_else(small: Library) -> None:
    talk = Talk(small, "ru")
    talk.action("flow:visit")
    talk.say("30")
    talk.action("restart")
    assert talk.session == Session(language="ru", flow="visit")


def test_papers_are_ticked_and_stay_ticked(small: Library) -> None:
    talk = Talk(small)
    talk.action("flow:visit")
    talk.say("30")
    talk.press("No")
    talk.press("I do not know")
    talk.press("Papers")
    assert "☑ **Passport**" in talk.press("Passport").text
    assert "1 of 1" in "".join(b.label for row in talk.press("Back").buttons for b in row)


def test_a_criterion_decides_the_outcome(small: Library) -> None:
    talk = Talk(small)
    talk.action("flow:visit")
    talk.say("17")
    text = talk.press("Yes").text
    assert "Come with a parent" in text
    assert "❌ You are 18 or older" in text


@pytest.mark.parametrize(
    ("day", "sum_shown"),
    [
        (dt.date(2025, 6, 1), "300"),
        (dt.date(2026, 6, 1), "360"),
        (dt.date(2024, 1, 1), None),
        (dt.date(2027, 1, 1), None),
    ],
)
def test_money_is_that_of_the_day_or_said_to_be_unknown(
    small: Library, day: dt.date, sum_shown: str | None
) -> None:
    talk = Talk(small, day=day)
    talk.action("flow:visit")
    talk.say("30")
    text = talk.press("Yes").text
    if sum_shown is None:
        assert "the sum for this date is not known; please ask: The office" in text
    else:
        assert f"Fee: **{sum_shown} ₸**" in text


def test_doubt_is_shown_with_who_can_confirm(small: Library) -> None:
    talk = Talk(small)
    talk.action("flow:visit")
    talk.say("30")
    talk.press("No")
    talk.press("I do not know")
    assert "Not certain. Please confirm with: The office" in talk.press("Good to know").text


def test_what_ran_out_since_its_review_is_said_to_be_old(small: Library) -> None:
    talk = Talk(small, day=dt.date(2027, 1, 1))
    talk.action("flow:visit")
    talk.say("30")
    assert "This may be out of date. Please confirm with: The office" in talk.press("Yes").text


def test_a_language_that_has_no_text_yet_says_so(small: Library) -> None:
    talk = Talk(small, "ky")
    assert "This text is in English for now." in talk.action("flow:visit").text


def test_a_button_of_a_changed_question_is_stale(small: Library) -> None:
    talk = Talk(small)
    talk.action("flow:visit")
    step = small.flows["visit"].steps[1]
    changed = step.model_copy(update={"choices": {**(step.choices or {}), "other": step.ask}})
    text = talk.action(f"pick:{step_key('visit', changed)}:citizen").text
    assert "That question has changed" in text
    assert "How old are you?" in text


def test_a_choice_that_the_step_never_had_is_refused(small: Library) -> None:
    talk = Talk(small)
    talk.action("flow:visit")
    talk.say("30")
    key = step_key("visit", small.flows["visit"].steps[1])
    assert "That question has changed" in talk.action(f"pick:{key}:president").text
    assert "status" not in talk.session.answers["visit"]


def test_a_result_seen_before_is_found_again_from_the_menu(small: Library) -> None:
    talk = Talk(small)
    talk.action("flow:visit")
    talk.say("30")
    talk.press("Yes")
    talk.command("menu")
    assert "Come to the office" in talk.press("Go on: Visit the office").text


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_whatever_is_pressed_there_is_an_answer_within_the_limits(
    library: Library, data: st.DataObject
) -> None:
    talk = Talk(library, data.draw(st.sampled_from(LANGUAGES)), dt.date(2026, 11, 21))
    message = talk.command("menu")
    for _ in range(data.draw(st.integers(min_value=1, max_value=25))):
        buttons = [b for row in message.buttons for b in row]
        assert buttons, "a screen with no way on"
        assert all(len(b.action.encode()) <= 64 for b in buttons)
        assert all(b.label.strip() for b in buttons)
        message = talk.action(data.draw(st.sampled_from(buttons)).action)
        assert message.text.strip()
        assert "{" not in message.text


@settings(max_examples=300, deadline=None)
@given(
    kind=st.sampled_from(["text", "button", "command", "location", "other"]),
    value=st.text(max_size=200)
    | st.from_regex(
        r"(pick|edit|page|tick|letter|answer|region|flow|lang|why)(:[a-z0-9]{0,9}){0,3}",
        fullmatch=True,
    ),
    screen=st.text(max_size=30)
    | st.sampled_from(
        ["papers", "ask:age:99999999999", "ask:age:-1", "letter:x:y", "answer:", "why:nothing"]
    ),
)
def test_nothing_that_comes_in_breaks_it(
    kind: str, value: str, screen: str, small: Library
) -> None:
    session = Session(
        language="en", flow="visit", answers={"visit": {"age": 30, "status": "gone"}}, screen=screen
    )
    turn = advance(small, session, Incoming(kind, value), DAY)  # type: ignore[arg-type]
    assert turn.messages[0].text
    assert Session.from_data(turn.session.to_data()) == turn.session


@given(words=st.text(max_size=50), kind=st.sampled_from(["text", "button", "command"]))
def test_no_words_from_outside_stay_in_the_session(words: str, kind: str, small: Library) -> None:
    library = small
    session = Session(language="en", flow="visit")
    turn = advance(library, session, Incoming(kind, f"canary {words}"), DAY)  # type: ignore[arg-type]
    assert "canary" not in json.dumps(turn.session.to_data())
    for verb in (
        "tick",
        "edit",
        "page",
        "why",
        "region",
        "answer",
        "flow",
        "pick",
        "letter",
        "lang",
    ):
        forged = Incoming("button", f"{verb}:canary:{words}")
        assert "canary" not in json.dumps(advance(library, session, forged, DAY).session.to_data())
        forged = Incoming("button", f"{verb}:canary")
        assert "canary" not in json.dumps(advance(library, session, forged, DAY).session.to_data())


def test_a_session_of_an_older_version_still_opens() -> None:
    session = Session.from_data({"language": "ru", "node": "gone"})
    assert session == Session(language="ru")


def test_an_answer_that_the_content_no_longer_takes_is_asked_again(small: Library) -> None:
    session = Session(
        language="en", flow="visit", answers={"visit": {"age": 500, "status": "citizen"}}
    )
    where = progress(small, small.flows["visit"], session.given(), DAY)
    assert where.next is not None
    assert where.next.id == "age"
    assert "How old are you?" in show(small, replace(session, screen="papers"), DAY).text


def test_long_lists_are_paged(library: Library) -> None:
    talk = Talk(library, "ru", dt.date(2026, 11, 21))
    talk.action("flow:relocation_eligibility")
    talk.press("Гражданство Казахстана")
    first = talk.press("В село в другом регионе")
    assert sum(b.action.startswith("pick:") for row in first.buttons for b in row) == 12
    second = talk.press("Ещё")
    assert {b.label for row in first.buttons for b in row if "pick" in b.action}.isdisjoint(
        b.label for row in second.buttons for b in row
    )
    talk.press("Раньше")
    typed = talk.say("Северо-Казахстанская область")
    assert talk.session.given()["destination"] == "north_kazakhstan"
    assert typed.text
