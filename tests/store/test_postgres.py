"""The store on a real PostgreSQL: what SQLite lets through or does by itself shows here."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store import Learning, Logged, QuestionLog, Store, TrueCell
from bot.store.accounts import Accounts, Deed, NameRefused, Role
from bot.store.staff_tables import AccountRow
from bot.store.tables import Base, EventRow, GapRow, MaskedTextRow, PersonOfDayRow
from tests.store.postgres import postgres

NOW = dt.datetime(2026, 11, 18, 12, tzinfo=dt.UTC)
WEDNESDAY = NOW.date()
THURSDAY = WEDNESDAY + dt.timedelta(days=1)
MONDAY = dt.date(2026, 11, 16)
NEXT_MONDAY = dt.date(2026, 11, 23)
KEY = "a" * 64


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with postgres() as found:
        yield found


@pytest.fixture
async def store(address: str) -> AsyncIterator[Store]:
    engine = create_async_engine(address)
    async with engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    await engine.dispose()
    made = Store(address)
    await made.open()
    yield made
    await made.close()


def _asked(person: bytes, day: dt.date = WEDNESDAY, masked: str = "") -> Logged:
    kind = "not_answered" if masked else "answered"
    return Logged(day, person, kind, "ru", "web", topic="school", entry="fee", masked=masked)


async def _rows(store: Store, table: type[Base]) -> int:
    async with store.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_the_migrations_make_the_tables_that_the_code_uses(
    store: Store, address: str
) -> None:
    await store.open()

    def found(connection: Connection) -> dict[str, dict[str, tuple[str, bool]]]:
        seen = inspect(connection)
        return {
            name: {
                column["name"]: (str(column["type"]).split("(")[0], column["nullable"])
                for column in seen.get_columns(name)
            }
            for name in seen.get_table_names()
        }

    engine = create_async_engine(address)
    async with engine.connect() as connection:
        there = await connection.run_sync(found)
    wanted = {
        table.name: {
            column.name: (
                str(column.type.compile(engine.dialect)).split("(")[0].split(" W")[0],
                bool(column.nullable),
            )
            for column in table.columns
        }
        for table in Base.metadata.tables.values()
    }
    await engine.dispose()
    assert AccountRow.__tablename__ in wanted
    there.pop("alembic_version")
    assert there == wanted


async def test_a_conversation_is_kept_expires_and_is_forgotten(store: Store) -> None:
    async with store.conversation(KEY, NOW) as kept:
        kept.sealed, kept.last_update = b"sealed", 2**40
    assert await store.read(KEY, NOW + dt.timedelta(days=29)) == b"sealed"
    assert await store.read(KEY, NOW + dt.timedelta(days=31)) is None
    async with store.conversation(KEY, NOW) as kept:
        assert (kept.sealed, kept.last_update) == (b"sealed", 2**40)
    await store.forget(KEY)
    assert await store.read(KEY, NOW) is None
    async with store.conversation(KEY, NOW) as kept:
        kept.sealed = b"again"
    await store.forget_expired(NOW + dt.timedelta(days=31))
    assert await store.read(KEY, NOW) is None


async def test_turns_of_one_chat_at_once_lose_nothing(store: Store) -> None:
    async with store.conversation(KEY, NOW) as kept:
        kept.sealed = b""

    async def add() -> None:
        async with store.conversation(KEY, NOW) as kept:
            kept.sealed = (kept.sealed or b"") + b"x"
            kept.events = [_asked(b"anna")]

    await asyncio.gather(*(add() for _ in range(20)))
    assert await store.read(KEY, NOW) == b"x" * 20
    assert await _rows(store, EventRow) == 20


async def test_a_turn_that_fails_changes_nothing(store: Store) -> None:

    async def fail() -> None:
        async with store.conversation(KEY, NOW) as kept:
            kept.sealed, kept.events = b"sealed", [_asked(b"anna")]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await store.read(KEY, NOW) is None
    assert await _rows(store, EventRow) == 0


async def test_a_day_is_counted_once_though_two_processes_close_it(
    store: Store, address: str
) -> None:
    other = Store(address)
    await QuestionLog(store).add(
        [_asked(b"anna"), _asked(b"anna", masked="где карта"), _asked(b"bota", masked="где карта")]
    )
    await asyncio.gather(*(QuestionLog(one).close_days(THURSDAY) for one in (store, other)))
    await other.close()
    (found,) = await QuestionLog(store).weeks("asked", "topic", MONDAY, MONDAY)
    assert found == TrueCell("school", MONDAY, 3, 2)
    assert (type(found.count), type(found.people)) == (int, int)
    assert await _rows(store, PersonOfDayRow) == 0
    async with store.reading() as session:
        assert set(await session.scalars(select(MaskedTextRow.teller))) == {1, 2}


async def test_a_late_event_is_added_to_its_day(store: Store) -> None:
    questions = QuestionLog(store)
    await questions.add([_asked(b"anna")])
    await questions.close_days(THURSDAY)
    await questions.add([_asked(b"bota")])
    await questions.close_days(THURSDAY)
    assert await questions.days("asked", "all", MONDAY, THURSDAY) == [TrueCell("", WEDNESDAY, 2, 2)]
    assert await questions.first_day() == WEDNESDAY


async def test_what_is_too_old_goes(store: Store) -> None:
    questions = QuestionLog(store)
    await questions.add([_asked(b"anna", masked="где карта")])
    await questions.close_days(THURSDAY)
    await questions.forget(events_before=MONDAY, texts_before=THURSDAY)
    assert (await _rows(store, EventRow), await _rows(store, MaskedTextRow)) == (1, 0)
    await questions.forget(events_before=THURSDAY, texts_before=THURSDAY)
    assert await _rows(store, EventRow) == 0
    assert await questions.first_day() is None


async def test_a_gap_is_found_attached_and_goes_with_its_texts(store: Store) -> None:
    questions, learning = QuestionLog(store), Learning(store)
    texts = ("открыть карту в банке", "карту в банке открыть", "сколько стоит кошка")
    await questions.add([_asked(bytes([n]), masked=text) for n, text in enumerate(texts)])
    await questions.close_days(THURSDAY)
    # Two processes may do it at once; what one of them did in vain goes the next time.
    await asyncio.gather(learning.group_texts(), Learning(store).group_texts())
    await learning.group_texts()
    assert await _rows(store, GapRow) == 2
    gaps = await learning.gaps(NEXT_MONDAY)
    assert sorted(len(gap.texts) for gap in gaps) == [1, 2]
    await learning.attach(gaps[0].id, "fee", "ru", ["карту открыть"], "карту открыть", NEXT_MONDAY)
    assert len(await learning.gaps(NEXT_MONDAY)) == 1
    (way,) = await learning.ways()
    await learning.unlearn(way.id)
    assert not await learning.labelled_questions()
    await questions.forget(MONDAY, NEXT_MONDAY)
    await learning.group_texts()
    assert await _rows(store, GapRow) == 0


async def test_accounts_sign_in_once_by_link_and_leave_a_trace(store: Store) -> None:
    accounts = Accounts(store)
    link = await accounts.add("Айжан.К", Role.editor, NOW)
    with pytest.raises(NameRefused):
        await accounts.add("айжан.к", Role.viewer, NOW)
    used = await asyncio.gather(*(accounts.use_link(link, "a hash", NOW) for _ in range(4)))
    (account,) = [one for one in used if one is not None]
    token = await accounts.begin_session(account.id, NOW)
    signed_in = await accounts.session(token, NOW + dt.timedelta(minutes=29))
    assert signed_in is not None
    assert signed_in.account.role is Role.editor
    await accounts.end_sessions(account.id, NOW)
    assert await accounts.session(token, NOW) is None
    await accounts.note(account.id, Deed.EXPORTED, "table:asked", NOW)
    async with store.reading() as session:
        moments = await session.scalars(text("SELECT at FROM staff_audit"))
        assert {moment.utcoffset() for moment in moments} == {dt.timedelta(0)}
