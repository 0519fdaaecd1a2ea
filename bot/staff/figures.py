"""The figures of the desk. Nothing true leaves this module: every figure went through `release`.

The grain of time is the week, from Monday to Sunday, and only weeks that are over are told, so that
nobody can watch a figure grow. Sums over several weeks, shares and comparisons are worked out from
what was released of each week, never from the true counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.privacy import release, share, smallest
from bot.store import QuestionLog, TrueCell

WEEK: Final = dt.timedelta(weeks=1)
PERIODS: Final = (4, 12, 26, 52)
"""The lengths of a period that can be asked for, in weeks."""

Released = Mapping[str, Mapping[dt.date, int]]
"""What was released, by value and Monday; a week that is not there has fewer than k."""


@dataclass(frozen=True, slots=True)
class Period:
    """Whole weeks that are over: the Mondays of the first and the last, both included."""

    first: dt.date
    last: dt.date

    @property
    def weeks(self) -> tuple[dt.date, ...]:
        """Return the Mondays."""
        count = (self.last - self.first) // WEEK + 1
        return tuple(self.first + number * WEEK for number in range(count))

    @property
    def end(self) -> dt.date:
        """Return the last day."""
        return self.last + WEEK - dt.timedelta(days=1)

    def before(self) -> Period:
        """Return the period of the same length just before."""
        length = len(self.weeks) * WEEK
        return Period(self.first - length, self.last - length)


def period(weeks: int, today: dt.date) -> Period:
    """Return the last `weeks` weeks that were over before `today`."""
    monday = today - dt.timedelta(days=today.weekday())
    return Period(monday - weeks * WEEK, monday - WEEK)


class Figures:
    """Reads what was counted and gives what may be seen of it."""

    def __init__(self, questions: QuestionLog) -> None:
        self._questions = questions

    async def by_week(self, measure: str, dimension: str, of: Period) -> Released:
        """Return the figures of a measure along a dimension, week by week."""
        cells = await self._questions.weeks(measure, dimension, of.first, of.last)
        return _released(cells, smallest(measure))

    async def totals(self, measure: str, dimension: str, of: Period) -> Mapping[str, int]:
        """Return the sums over the period, largest first; what is never released is not there."""
        found = await self.by_week(measure, dimension, of)
        sums = {value: sum(weeks.values()) for value, weeks in found.items()}
        return dict(sorted(sums.items(), key=lambda entry: (-entry[1], entry[0])))

    async def total(self, measure: str, of: Period) -> int | None:
        """Return the sum of a measure over the period; nothing when no week reaches k."""
        return (await self.totals(measure, "all", of)).get("")

    async def by_day(self, measure: str, of: Period) -> Mapping[dt.date, int] | None:
        """Return a measure day by day, or nothing unless every day of the period reaches k."""
        k = smallest(measure)
        cells = await self._questions.days(measure, "all", of.first, of.end)
        found = {cell.since: release(cell.count, cell.people, k) for cell in cells}
        days = (of.end - of.first).days + 1
        every = {day: figure for day, figure in found.items() if figure is not None}
        return dict(sorted(every.items())) if len(every) == days else None

    async def people_by_week(self, of: Period) -> Mapping[dt.date, int]:
        """Return the most people who asked on a single day of each week.

        People are only told apart within a day, so how many came in a week is known to nobody.
        """
        cells = await self._questions.weeks("asked", "all", of.first, of.last)
        k = smallest("asked")
        found = {cell.since: release(cell.people, cell.people, k) for cell in cells}
        return {week: figure for week, figure in sorted(found.items()) if figure is not None}


def shares(parts: Mapping[str, int], wholes: Mapping[str, int]) -> Mapping[str, int]:
    """Return the share of each part in its whole in percent, where both were released."""
    found = {value: share(parts.get(value), wholes.get(value)) for value in wholes}
    return {value: percent for value, percent in found.items() if percent is not None}


def _released(cells: Sequence[TrueCell], k: int) -> Released:
    found: dict[str, dict[dt.date, int]] = {}
    for cell in cells:
        figure = release(cell.count, cell.people, k)
        if figure is not None:
            found.setdefault(cell.value, {})[cell.since] = figure
    return found
