"""The question log: written with the session, counted when its day is over, deleted in time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import BigInteger, cast, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.privacy import Cell, Count, Happening, tally

from .store import Logged, Store, rows_by_table
from .tables import EventRow, MaskedTextRow, PersonOfDayRow, TallyRow


@dataclass(frozen=True, slots=True)
class TrueCell:
    """A cell of a week or a day: its count, and the most different people on a single day of it.

    True figures: they go to `bot.privacy.release` and nowhere else. `since` is the week's Monday
    or the day.
    """

    value: str
    since: date
    count: int
    people: int


class QuestionLog:
    """Counting the log and reading what was counted."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, events: Iterable[Logged]) -> None:
        """Add events that belong to no conversation, such as those of a demonstration."""
        async with self._store.transaction() as session:
            for table, rows in rows_by_table(events).items():
                await session.execute(insert(table), rows)

    async def close_days(self, today: date) -> None:
        """Count the days before `today` that are still open, and delete their pseudonyms.

        Each day is one transaction: counted and without pseudonyms, or neither. An event that comes
        after its day was counted is added to it.
        """
        async with self._store.reading() as session:
            days = await session.scalars(
                select(PersonOfDayRow.day).where(PersonOfDayRow.day < today).distinct()
            )
            open_days = sorted(days)
        for day in open_days:
            async with self._store.transaction() as session:
                await _close(session, day)
        if open_days:
            await self._store.truncate_log()

    async def forget(self, events_before: date, texts_before: date) -> None:
        """Delete events and what was counted of them, and masked texts, of before these days.

        Counts go by the week, as soon as its Monday is too old: a week that lost a day each night
        would tell its days.
        """
        async with self._store.transaction() as session:
            await session.execute(delete(EventRow).where(EventRow.day < events_before))
            await session.execute(delete(TallyRow).where(TallyRow.week < events_before))
            await session.execute(delete(MaskedTextRow).where(MaskedTextRow.day < texts_before))
        await self._store.truncate_log()

    async def weeks(
        self, measure: str, dimension: str, first: date, last: date
    ) -> Sequence[TrueCell]:
        """Return the cells of the weeks whose Mondays are from `first` to `last`."""
        row = TallyRow
        # PostgreSQL gives sums of big integers as decimals.
        count = cast(func.sum(row.count), BigInteger)
        asked = (
            select(row.value, row.week, count, func.max(row.people))
            .where(row.measure == measure, row.dimension == dimension)
            .where(row.week >= first, row.week <= last)
            .group_by(row.value, row.week)
        )
        async with self._store.reading() as session:
            return [TrueCell(*found) for found in await session.execute(asked)]

    async def days(
        self, measure: str, dimension: str, first: date, last: date
    ) -> Sequence[TrueCell]:
        """Return the cells of the single days from `first` to `last`."""
        row = TallyRow
        asked = (
            select(row.value, row.day, row.count, row.people)
            .where(row.measure == measure, row.dimension == dimension)
            .where(row.day >= first, row.day <= last)
        )
        async with self._store.reading() as session:
            return [TrueCell(*found) for found in await session.execute(asked)]

    async def first_day(self) -> date | None:
        """Return the first day that was counted."""
        async with self._store.reading() as session:
            found: date | None = await session.scalar(select(func.min(TallyRow.day)))
            return found


async def _close(session: AsyncSession, day: date) -> None:
    row = EventRow
    found = await session.execute(
        select(
            PersonOfDayRow.person, row.kind, row.language, row.channel, row.topic, row.entry,
            row.detail, row.campaign,
        )
        .join(PersonOfDayRow, PersonOfDayRow.event == row.id)
        .where(PersonOfDayRow.day == day)
        .order_by(row.id)
        # Of two processes that close a day the second finds nothing left to count.
        .with_for_update(of=PersonOfDayRow)
    )  # fmt: skip
    happened = [Happening(*one) for one in found]
    await _add(session, day, tally(happened))
    await _number_tellers(session, day, {one.person for one in happened})
    await session.execute(delete(PersonOfDayRow).where(PersonOfDayRow.day == day))


async def _add(session: AsyncSession, day: date, counts: Mapping[Cell, Count]) -> None:
    """Add counts to those of the day, which has some already when an event came late."""
    rows = await session.scalars(select(TallyRow).where(TallyRow.day == day))
    counted = {Cell(row.measure, row.dimension, row.value): row for row in rows}
    of_day = {"day": day, "week": day - timedelta(days=day.weekday())}
    new = []
    for cell, count in counts.items():
        row = counted.get(cell)
        if row is None:
            new.append({**cell._asdict(), **of_day, "count": count.times, "people": count.people})
        else:
            row.count += count.times
            row.people += count.people
    if new:
        await session.execute(insert(TallyRow), new)


async def _number_tellers(session: AsyncSession, day: date, people: set[bytes]) -> None:
    asked = (
        select(MaskedTextRow.event, PersonOfDayRow.person)
        .join(PersonOfDayRow, PersonOfDayRow.event == MaskedTextRow.event)
        .where(PersonOfDayRow.day == day)
    )
    # Shuffled by the random order of the pseudonyms, so that numbers do not tell who came first.
    number = {person: place for place, person in enumerate(sorted(people), start=1)}
    tellers = [
        {"event": event, "teller": number[person]} for event, person in await session.execute(asked)
    ]
    if tellers:
        await session.execute(update(MaskedTextRow), tellers)
