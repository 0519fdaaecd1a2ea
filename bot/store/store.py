"""Reading and writing sessions, one short transaction a turn."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, event, insert, select, text
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from .migrate import migrate
from .tables import Base, EventRow, MaskedTextRow, PersonOfDayRow, SessionRow

LIFETIME = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Logged:
    """One event for the question log; empty strings where nothing applies.

    `person` is the pseudonym of the day; `masked` the masked text of a question without a sure
    answer.
    """

    day: date
    person: bytes
    kind: str
    language: str
    channel: str
    topic: str = ""
    entry: str = ""
    detail: str = ""
    band: str = ""
    campaign: str = ""
    masked: str = ""


@dataclass(slots=True)
class Kept:
    """One conversation inside its transaction; what is changed here is written at the end."""

    sealed: bytes | None
    last_update: int | None
    events: list[Logged] = field(default_factory=list)


class Store:
    """The database behind the assistant; safe to use from many tasks at once."""

    def __init__(self, url: str) -> None:
        self._engine: AsyncEngine = create_async_engine(url)
        self._sqlite = self._engine.dialect.name == "sqlite"
        if self._sqlite:
            _set_up_sqlite(self._engine)
        self._sessions = async_sessionmaker(self._engine, expire_on_commit=False)
        reading = self._engine.execution_options(reading=True)
        self._readers = async_sessionmaker(reading, expire_on_commit=False)
        # SQLite has one writer; waiting here is fair, waiting inside SQLite is not.
        self._writers = asyncio.Semaphore(1 if self._sqlite else 32)

    async def open(self) -> None:
        """Make the database or bring it up to date."""
        async with self._engine.begin() as connection:
            await connection.run_sync(migrate)

    async def close(self) -> None:
        """Let go of all connections."""
        await self._engine.dispose()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Give a transaction that writes; an exception inside the block changes nothing."""
        async with self._writers, self._sessions() as session, session.begin():
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Give a session that only reads, without waiting for writers."""
        async with self._readers() as session:
            yield session

    @asynccontextmanager
    async def conversation(self, key: str, now: datetime) -> AsyncIterator[Kept]:
        """Lock one conversation, give what is kept of it, and write it back at the end.

        What has expired counts as never kept. `sealed` set to nothing deletes the row. An
        exception inside the block changes nothing.
        """
        async with self.transaction() as session:
            row = await session.get(SessionRow, key, with_for_update=True)
            alive = row is not None and _utc(row.expires_at) > now
            kept = Kept(row.sealed, row.last_update) if row and alive else Kept(None, None)
            yield kept
            for table, rows in rows_by_table(kept.events).items():
                await session.execute(insert(table), rows)
            if kept.sealed is None:
                if row is not None:
                    await session.delete(row)
            elif row is None:
                row = SessionRow(conversation=key, sealed=kept.sealed)
                session.add(row)
            if row is not None and kept.sealed is not None:
                row.sealed = kept.sealed
                row.last_update = kept.last_update
                row.expires_at = now + LIFETIME

    async def read(self, key: str, now: datetime) -> bytes | None:
        """Return what is kept of a conversation without locking it."""
        async with self.reading() as session:
            found = await session.execute(
                select(SessionRow.sealed).where(
                    SessionRow.conversation == key, SessionRow.expires_at > now
                )
            )
            return found.scalar_one_or_none()

    async def forget(self, key: str) -> None:
        """Delete a conversation, also from SQLite's write-ahead log."""
        async with self.transaction() as session:
            await session.execute(delete(SessionRow).where(SessionRow.conversation == key))
        await self.truncate_log()

    async def forget_expired(self, now: datetime) -> None:
        """Delete the conversations whose time is over."""
        async with self.transaction() as session:
            await session.execute(delete(SessionRow).where(SessionRow.expires_at <= now))
        await self.truncate_log()

    async def truncate_log(self) -> None:
        """Empty SQLite's write-ahead log, where what was deleted would live on."""
        if self._sqlite:
            async with self._engine.connect() as plain:
                connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
                await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))


def rows_by_table(events: Iterable[Logged]) -> dict[type[Base], list[dict[str, Any]]]:
    """Return the rows that events become, by their tables; numbered at random, see `EventRow`."""
    rows: dict[type[Base], list[dict[str, Any]]] = {}
    for one in events:
        number = secrets.randbits(63)
        values = asdict(one)
        person, masked = values.pop("person"), values.pop("masked")
        of_day = {"event": number, "day": one.day}
        rows.setdefault(EventRow, []).append({"id": number, **values})
        rows.setdefault(PersonOfDayRow, []).append({**of_day, "person": person})
        if masked:
            text = {"language": one.language, "entry": one.entry, "masked": masked}
            rows.setdefault(MaskedTextRow, []).append({**of_day, **text})
    return rows


def _set_up_sqlite(engine: AsyncEngine) -> None:
    """Set the journal, secure deletion and honest transactions on every connection."""

    @event.listens_for(engine.sync_engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, see below
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "busy_timeout=5000",
            "secure_delete=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Any) -> None:
        options = connection.get_execution_options()
        if options.get("isolation_level") != "AUTOCOMMIT":
            # Who will write says so at once; who reads sees the last commit and waits for nobody.
            connection.exec_driver_sql("BEGIN" if options.get("reading") else "BEGIN IMMEDIATE")


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
