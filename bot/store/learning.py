"""Gaps in the content as people met them, and what staff taught the assistant about them."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, bindparam, delete, exists, insert, select, update

from bot.privacy.alike import Told, key, nearest

from .store import Store
from .tables import DraftAnswerRow, GapRow, LabelledQuestionRow, LearnedWayRow, MaskedTextRow

GapState = Literal["open", "attached", "drafted", "dismissed"]


@dataclass(frozen=True, slots=True)
class Gap:
    """Masked texts that ask alike. They go to `bot.privacy.alike.shown` and nowhere else."""

    id: int
    language: str
    state: str
    texts: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class LearnedWay:
    """A way of asking that staff attached to an entry."""

    id: int
    entry: str
    language: str
    way: str
    added: date


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question with the entry that answers it."""

    id: int
    entry: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """The beginning of an answer: what it should be called and answer, and how people ask."""

    id: int
    answer: str
    topic: str
    question: str
    language: str
    ways: tuple[str, ...]


class _Groups:
    """The gaps by language, to which texts are added."""

    def __init__(self) -> None:
        self._leaders: dict[str, tuple[list[str], list[int]]] = {}
        self._known: dict[tuple[str, str], int] = {}
        self.new: list[dict[str, str | int]] = []
        """Rows of the gaps that have to be made."""

    def know(self, language: str, leader: str, number: int) -> None:
        leaders, numbers = self._leaders.setdefault(language, ([], []))
        leaders.append(leader)
        numbers.append(number)
        self._known[language, leader] = number

    def place(self, language: str, of: str) -> int:
        """Return the gap for a key: the one it is most alike, or a new one."""
        number = self._known.get((language, of))
        if number is None:
            leaders, numbers = self._leaders.setdefault(language, ([], []))
            place = nearest(of, leaders)
            if place is not None:
                number = self._known[language, of] = numbers[place]
            else:
                number = secrets.randbits(63)
                self.know(language, of, number)
                self.new.append({"id": number, "language": language, "leader": of, "state": "open"})
        return number


class Learning:
    """Groups what was not answered and keeps what staff made of it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def group_texts(self) -> None:
        """Put the texts of counted days into gaps: each to the one it is most alike, or a new one.

        Gaps whose texts are all deleted go as well, and one whose leader was deleted is led by another
        of its texts: nothing of a text outlives it. Nothing waits while the texts are compared: it
        happens in a thread, and of two processes that do it at once one has the last word.
        """
        has_texts = exists().where(MaskedTextRow.gap == GapRow.id)
        has_gap = exists().where(GapRow.id == MaskedTextRow.gap)
        async with self._store.transaction() as session:
            await session.execute(delete(GapRow).where(~has_texts))
        await self._lead_anew()
        async with self._store.reading() as session:
            gaps = list(await session.execute(select(GapRow.language, GapRow.leader, GapRow.id)))
            waiting = list(
                await session.execute(
                    select(MaskedTextRow.event, MaskedTextRow.language, MaskedTextRow.masked)
                    .where(~has_gap, MaskedTextRow.teller.is_not(None))
                    .order_by(MaskedTextRow.event)
                )
            )
        if not waiting:
            return
        groups = _Groups()
        for language, leader, number in gaps:
            groups.know(language, leader, number)
        placed = await asyncio.to_thread(
            lambda: [
                {"of": event, "to": groups.place(language, key(masked))}
                for event, language, masked in waiting
            ]
        )
        async with self._store.transaction() as session:
            if groups.new:
                await session.execute(insert(GapRow), groups.new)
            # By the table: a text that was deleted meanwhile is no error here.
            connection = await session.connection()
            table = MaskedTextRow.__table__
            await connection.execute(
                table.update()  # type: ignore[attr-defined]
                .where(table.c.event == bindparam("of"))
                .values(gap=bindparam("to")),
                placed,
            )

    async def _lead_anew(self) -> None:
        async with self._store.reading() as session:
            leaders = {gap.id: gap.leader for gap in await session.scalars(select(GapRow))}
            grouped = select(MaskedTextRow.gap, MaskedTextRow.masked).order_by(MaskedTextRow.event)
            texts = list(await session.execute(grouped.where(MaskedTextRow.gap.is_not(None))))
        led = await asyncio.to_thread(lambda: [(gap, key(masked)) for gap, masked in texts])
        lost = set(leaders) - {gap for gap, leader in led if gap and leaders.get(gap) == leader}
        async with self._store.transaction() as session:
            for gap, leader in dict(led).items():
                if gap in lost:
                    await session.execute(
                        update(GapRow).where(GapRow.id == gap).values(leader=leader)
                    )

    async def gaps(self, before: date, state: GapState = "open") -> list[Gap]:
        """Return the gaps in that state, with their texts of before a day."""
        return await self._gaps(GapRow.state == state, MaskedTextRow.day < before)

    async def gap(self, number: int, before: date) -> Gap | None:
        """Return one gap with its texts of before a day."""
        found = await self._gaps(GapRow.id == number, MaskedTextRow.day < before)
        return found[0] if found else None

    async def asked(self, entry: str, before: date) -> list[Gap]:
        """Return the texts for which an entry was the likeliest, by gap, of before a day."""
        return await self._gaps(MaskedTextRow.entry == entry, MaskedTextRow.day < before)

    async def attach(
        self, gap: int, entry: str, language: str, ways: Iterable[str], question: str, today: date
    ) -> None:
        """Teach ways of asking an entry, and keep one of them as a labelled question."""
        of = {"entry": entry, "language": language, "added": today}
        async with self._store.transaction() as session:
            for way in ways:
                session.add(LearnedWayRow(id=secrets.randbits(63), way=way, **of))
            session.add(LabelledQuestionRow(id=secrets.randbits(63), text=question, **of))
            await session.execute(update(GapRow).where(GapRow.id == gap).values(state="attached"))

    async def draft(
        self,
        gap: int,
        answer: str,
        topic: str,
        question: str,
        language: str,
        ways: Iterable[str],
        today: date,
    ) -> None:
        """Keep the beginning of an answer that somebody should write."""
        async with self._store.transaction() as session:
            session.add(
                DraftAnswerRow(
                    id=secrets.randbits(63), answer=answer, topic=topic, question=question,
                    language=language, ways="\n".join(ways), added=today,
                )
            )  # fmt: skip
            await session.execute(update(GapRow).where(GapRow.id == gap).values(state="drafted"))

    async def set_state(self, gap: int, state: GapState) -> None:
        """Put a gap away, or take it up again."""
        async with self._store.transaction() as session:
            await session.execute(update(GapRow).where(GapRow.id == gap).values(state=state))

    async def ways(self) -> list[LearnedWay]:
        """Return everything that was attached, the oldest first."""
        async with self._store.reading() as session:
            rows = await session.scalars(
                select(LearnedWayRow).order_by(LearnedWayRow.added, LearnedWayRow.id)
            )
            return [LearnedWay(row.id, row.entry, row.language, row.way, row.added) for row in rows]

    async def unlearn(self, way: int) -> None:
        """Take a way of asking back, and the labelled question of the same words."""
        async with self._store.transaction() as session:
            row = await session.get(LearnedWayRow, way)
            if row is not None:
                await session.execute(
                    delete(LabelledQuestionRow).where(
                        LabelledQuestionRow.entry == row.entry, LabelledQuestionRow.text == row.way
                    )
                )
                await session.delete(row)

    async def labelled_questions(self) -> list[LabelledQuestion]:
        """Return the labelled questions, in a lasting order."""
        async with self._store.reading() as session:
            rows = await session.scalars(
                select(LabelledQuestionRow).order_by(
                    LabelledQuestionRow.added, LabelledQuestionRow.id
                )
            )
            return [LabelledQuestion(row.id, row.entry, row.language, row.text) for row in rows]

    async def drafts(self) -> list[DraftAnswer]:
        """Return the answers that should be written, the oldest first."""
        async with self._store.reading() as session:
            rows = await session.scalars(
                select(DraftAnswerRow).order_by(DraftAnswerRow.added, DraftAnswerRow.id)
            )
            return [
                DraftAnswer(
                    row.id, row.answer, row.topic, row.question, row.language,
                    tuple(row.ways.splitlines()),
                )
                for row in rows
            ]  # fmt: skip

    async def _gaps(self, *where: ColumnElement[bool]) -> list[Gap]:
        text = MaskedTextRow
        asked = (
            select(
                GapRow.id, GapRow.language, GapRow.state, text.masked, text.day, text.teller,
                text.entry,
            )
            .join(GapRow, GapRow.id == text.gap)
            .where(*where)
        )  # fmt: skip
        found: dict[tuple[int, str, str], list[Told]] = {}
        async with self._store.reading() as session:
            for number, language, state, masked, day, teller, entry in await session.execute(asked):
                told = Told(masked, day, teller or 0, entry)
                found.setdefault((number, language, state), []).append(told)
        return [Gap(*of, tuple(texts)) for of, texts in found.items()]
