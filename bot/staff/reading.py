"""Reading figures for one page: each is asked for once, and kept a while for the next page."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

from starlette.exceptions import HTTPException

from bot.content import Library
from bot.privacy import share

from .figures import PERIODS, Figures, Period, Released, period
from .guard import StaffVisit
from .names import Names
from .words import Words

if TYPE_CHECKING:
    from .tables import TablePlan

USUAL_WEEKS: Final = 12
_KEPT_SECONDS: Final = 600
_KEPT_MOST: Final = 300

_T = TypeVar("_T")
Weeks = Mapping[dt.date, int]
"""A released figure by the Monday of its week; a week that is not there has fewer than k."""


class Recent:
    """Released figures of the last minutes.

    Weeks that are over change only when an event comes late, so a page may show what was right
    ten minutes ago.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[object, tuple[float, Any]] = {}

    async def get(self, key: object, ask: Callable[[], Awaitable[_T]]) -> _T:
        """Return what is kept under the key, or ask for it and keep it."""
        now = self._clock()
        kept = self._kept.get(key)
        if kept is not None and now - kept[0] < _KEPT_SECONDS:
            found: _T = kept[1]
            return found
        found = await ask()
        if len(self._kept) >= _KEPT_MOST:
            self._kept.clear()
        self._kept[key] = (now, found)
        return found


@dataclass(frozen=True)
class Reading:
    """What tables are made from: the figures of a period and of the one before it, and names.

    `about` is the entry or the flow that a table is asked for, where it is about one.
    """

    figures: Figures
    period: Period
    library: Library
    words: Words
    today: dt.date
    about: str = ""
    recent: Recent = field(default_factory=Recent)

    @property
    def names(self) -> Names:
        """The names of what figures are about."""
        return Names(self.library, self.words)

    async def by_week(self, measure: str, dimension: str) -> Released:
        """Return the figures of the period and of the one before, by value and week."""
        both = Period(self.period.before().first, self.period.last)

        async def ask() -> Released:
            return await self.figures.by_week(measure, dimension, both)

        return await self.recent.get((measure, dimension, both), ask)

    async def weeks(self, measure: str) -> Weeks:
        """Return a measure over everything, by week of the period and of the one before."""
        return (await self.by_week(measure, "all")).get("", {})

    async def people(self) -> Weeks:
        """Return the most people on one day of each week of the period and of the one before."""
        both = Period(self.period.before().first, self.period.last)

        async def ask() -> Weeks:
            return await self.figures.people_by_week(both)

        return await self.recent.get(("people", both), ask)

    async def days(self) -> Mapping[dt.date, int]:
        """Return the questions of each day of the period; nothing unless every day reaches k."""

        async def ask() -> Mapping[dt.date, int]:
            return await self.figures.by_day("asked", self.period) or {}

        return await self.recent.get(("days", self.period), ask)

    def now(self, weeks: Weeks) -> int | None:
        """Return the sum of what was released in the period; nothing where nothing was."""
        return _sum(weeks, self.period.weeks)

    def before(self, weeks: Weeks) -> int | None:
        """Return the sum of what was released in the period before."""
        return _sum(weeks, self.period.before().weeks)

    async def comparable(self) -> bool:
        """Tell whether the period before has a figure of questions for each of its weeks."""
        asked = await self.weeks("asked")
        return all(monday in asked for monday in self.period.before().weeks)


def rate(part: Weeks, wholes: Sequence[Weeks], over: Sequence[dt.date]) -> int | None:
    """Return the share of a part in the sum of `wholes`, in percent.

    Only weeks in which all of them were released count: a week whose part is fewer than k would
    else count as a week without any.
    """
    common = [monday for monday in over if all(monday in one for one in (part, *wholes))]
    whole = sum(one[monday] for one in wholes for monday in common)
    return share(sum(part[monday] for monday in common), whole)


def _sum(weeks: Weeks, over: Sequence[dt.date]) -> int | None:
    found = [weeks[monday] for monday in over if monday in weeks]
    return sum(found) if found else None


class Readings:
    """Makes the readings of all pages, which share what was asked lately."""

    def __init__(
        self, figures: Figures, library: Callable[[], Library], today: Callable[[], dt.date]
    ) -> None:
        self._figures, self._library, self.today = figures, library, today
        self._recent = Recent()

    def of(self, visit: StaffVisit, about: str = "") -> Reading:
        """Return the reading of the period that a request asks for, in its reader's language."""
        asked = visit.request.query_params.get("weeks", "")
        weeks = int(asked) if asked in map(str, PERIODS) else USUAL_WEEKS
        return self.over(period(weeks, self.today()), visit.words, about)

    def asked(self, plans: Mapping[str, TablePlan], visit: StaffVisit) -> tuple[TablePlan, Reading]:
        """Return the table that a path names (`{table}`), and the reading it is asked for.

        Raises 404 for a table that is not there, or that lacks what it is to be about.
        """
        plan = plans.get(visit.request.path_params["table"])
        if plan is None:
            raise HTTPException(404)
        about = visit.request.query_params.get("about", "") if plan.about != "all" else ""
        known = {*self._library().topics, *self._library().flows}
        if (plan.about == "one" and not about) or (about and about not in known):
            raise HTTPException(404)
        return plan, self.of(visit, about)

    def over(self, of: Period, words: Words, about: str = "") -> Reading:
        """Return the reading of a period."""
        return Reading(self._figures, of, self._library(), words, self.today(), about, self._recent)
