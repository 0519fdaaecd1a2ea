"""From questions without an answer to a way of asking that counts."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select

from bot.store import Learning, Logged, QuestionLog, Store
from bot.store.tables import GapRow

MONDAY = dt.date(2026, 11, 9)
NEXT = dt.date(2026, 11, 16)


async def _ask(store: Store, *texts: str, language: str = "ru", day: dt.date = MONDAY) -> None:
    events = [
        Logged(day, str(number).encode(), "not_answered", language, "web", masked=text)
        for number, text in enumerate(texts)
    ]
    await QuestionLog(store).add(events)
    await QuestionLog(store).close_days(day + dt.timedelta(days=1))
    await Learning(store).group_texts()


async def test_alike_questions_are_one_gap_also_on_later_days(store: Store) -> None:
    await _ask(store, "открыть карту в банке", "как открыть карту в банке", "сколько стоит кошка")
    await _ask(store, "карту в банке открыть", day=MONDAY + dt.timedelta(days=2))
    gaps = await Learning(store).gaps(NEXT)
    assert sorted(len(gap.texts) for gap in gaps) == [1, 3]


async def test_languages_are_kept_apart(store: Store) -> None:
    await _ask(store, "карта банк")
    await _ask(store, "карта банк", language="ky")
    assert {gap.language for gap in await Learning(store).gaps(NEXT)} == {"ru", "ky"}


async def test_texts_of_this_week_wait(store: Store) -> None:
    await _ask(store, "карта банк")
    assert not await Learning(store).gaps(MONDAY)


async def test_an_attached_gap_leaves_the_list_and_teaches(store: Store) -> None:
    await _ask(store, "карта банк")
    learning = Learning(store)
    (gap,) = await learning.gaps(NEXT)
    await learning.attach(
        gap.id, "bank_card", "ru", ["карта банк", "где карта"], "карта банк", NEXT
    )
    assert not await learning.gaps(NEXT)
    assert {way.way for way in await learning.ways()} == {"карта банк", "где карта"}
    (question,) = await learning.labelled_questions()
    assert (question.entry, question.text) == ("bank_card", "карта банк")


async def test_a_way_taken_back_takes_its_labelled_question_along(store: Store) -> None:
    await _ask(store, "карта банк")
    learning = Learning(store)
    (gap,) = await learning.gaps(NEXT)
    await learning.attach(gap.id, "bank_card", "ru", ["карта банк"], "карта банк", NEXT)
    (way,) = await learning.ways()
    await learning.unlearn(way.id)
    assert not await learning.ways()
    assert not await learning.labelled_questions()


async def test_a_gap_goes_with_its_last_text(store: Store) -> None:
    await _ask(store, "карта банк")
    await QuestionLog(store).forget(MONDAY, NEXT)
    await Learning(store).group_texts()
    async with store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(GapRow)) == 0


async def test_nothing_of_a_deleted_text_is_left_in_its_gap(store: Store) -> None:
    await _ask(store, "открыть карту в банке снежинка")
    await _ask(store, "открыть карту в банке", day=NEXT)
    await QuestionLog(store).forget(MONDAY, NEXT)
    await Learning(store).group_texts()
    async with store.reading() as session:
        (leader,) = await session.scalars(select(GapRow.leader))
    assert "bank" in leader
    assert "sn" not in leader
