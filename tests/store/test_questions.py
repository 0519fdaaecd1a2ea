"""The question log: one transaction with the session, counted when the day is over, then deleted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.store import Logged, QuestionLog, Store, TrueCell
from bot.store.tables import EventRow, MaskedTextRow, PersonOfDayRow, SessionRow

NOW = dt.datetime(2026, 11, 18, 12, tzinfo=dt.UTC)
WEDNESDAY = NOW.date()
MONDAY = dt.date(2026, 11, 16)


def _asked(person: bytes, day: dt.date = WEDNESDAY, **more: str) -> Logged:
    return Logged(
        day, person, more.pop("kind", "answered"), "ru", "web", topic="school", entry="fee", **more
    )


async def _log(store: Store, *events: Logged) -> None:
    async with store.conversation("a" * 64, NOW) as kept:
        kept.sealed = b"sealed"
        kept.events = list(events)


async def _rows(store: Store, table: type) -> int:
    async with store.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_events_are_written_with_the_session_or_not_at_all(store: Store) -> None:

    async def fail() -> None:
        async with store.conversation("a" * 64, NOW) as kept:
            kept.sealed = b"sealed"
            kept.events = [_asked(b"anna")]
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert (await _rows(store, EventRow), await _rows(store, SessionRow)) == (0, 0)
    await _log(store, _asked(b"anna"))
    assert (await _rows(store, EventRow), await _rows(store, SessionRow)) == (1, 1)


async def test_an_open_day_is_not_counted_and_a_closed_one_has_no_pseudonyms(store: Store) -> None:
    questions = QuestionLog(store)
    await _log(store, _asked(b"anna"), _asked(b"anna"), _asked(b"bota"))
    await questions.close_days(WEDNESDAY)
    assert not await questions.weeks("asked", "topic", MONDAY, MONDAY)
    assert await _rows(store, PersonOfDayRow) == 3

    await questions.close_days(WEDNESDAY + dt.timedelta(days=1))
    assert await questions.weeks("asked", "topic", MONDAY, MONDAY) == [
        TrueCell("school", MONDAY, 3, 2)
    ]
    assert await _rows(store, PersonOfDayRow) == 0
    assert await _rows(store, EventRow) == 3


async def test_the_pseudonyms_leave_the_files_too(store: Store, tmp_path: Path) -> None:
    await _log(store, _asked(b"a pseudonym of 1"))
    assert b"a pseudonym of 1" in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    await QuestionLog(store).close_days(WEDNESDAY + dt.timedelta(days=1))
    assert b"a pseudonym of 1" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


async def test_closing_twice_and_a_late_event_count_right(store: Store) -> None:
    questions = QuestionLog(store)
    tomorrow = WEDNESDAY + dt.timedelta(days=1)
    await _log(store, _asked(b"anna"))
    await questions.close_days(tomorrow)
    await questions.close_days(tomorrow)
    await _log(store, _asked(b"bota"))
    await questions.close_days(tomorrow)
    assert await questions.days("asked", "all", MONDAY, tomorrow) == [TrueCell("", WEDNESDAY, 2, 2)]


async def test_a_week_knows_its_best_day_and_not_its_people(store: Store) -> None:
    days = [MONDAY + dt.timedelta(days=number) for number in range(7)]
    await _log(store, *(_asked(b"anna", day) for day in days), _asked(b"bota", MONDAY))
    await QuestionLog(store).close_days(MONDAY + dt.timedelta(days=7))
    assert await QuestionLog(store).weeks("asked", "all", MONDAY, MONDAY) == [
        TrueCell("", MONDAY, 8, 2)
    ]


async def test_texts_go_before_events_and_both_in_time(store: Store) -> None:
    await _log(store, _asked(b"anna", kind="not_answered", masked="где [name]"))
    questions = QuestionLog(store)
    await questions.forget(WEDNESDAY, WEDNESDAY)
    assert (await _rows(store, EventRow), await _rows(store, MaskedTextRow)) == (1, 1)
    await questions.forget(WEDNESDAY, WEDNESDAY + dt.timedelta(days=1))
    assert (await _rows(store, EventRow), await _rows(store, MaskedTextRow)) == (1, 0)
    await questions.forget(*[WEDNESDAY + dt.timedelta(days=1)] * 2)
    assert await _rows(store, EventRow) == 0


async def test_the_tellers_of_a_text_are_told_apart_within_the_day(store: Store) -> None:
    people = (b"anna", b"anna", b"bota")
    await _log(store, *(_asked(one, kind="not_answered", masked="где [name]") for one in people))
    await QuestionLog(store).close_days(WEDNESDAY + dt.timedelta(days=1))
    async with store.reading() as session:
        tellers = list(await session.scalars(select(MaskedTextRow.teller)))
    assert len(tellers) == 3
    assert set(tellers) == {1, 2}
