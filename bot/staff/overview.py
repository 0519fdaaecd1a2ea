"""Overview: how much was asked, by whom as far as that may be told, and how well it was answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from starlette.responses import Response

from bot.content import LANGUAGE_NAMES, LANGUAGES
from bot.privacy import K_URGENT, share

from .guard import DeskRoute, StaffVisit, desk_route
from .names import Names
from .reading import Reading, Readings, Weeks, rate
from .tables import Column, Drawing, Row, TablePlan, change
from .view import View
from .words import N_

_MOST_WEEKS_BY_DAY: Final = 12
"""Of a longer period the page shows no days: they would say no more than the weeks."""
_NOW = Column("now", N_("This period"), "count")
_BEFORE = Column("before", N_("Period before"), "count")
_CHANGE = Column("change", N_("Change"), "change")
_QUESTIONS = Column("questions", N_("Questions"), "count")
_SHARE = Column("share", N_("Share of all questions, at least"), "percent")

COUNTS: Final = {
    "asked": N_("Questions"),
    "people": N_("Most people on one day"),
    "flow_started": N_("Conversations begun"),
    "flow_finished": N_("Conversations that reached a result"),
    "helpful": N_("Answers marked helpful"),
    "unhelpful": N_("Answers marked not helpful"),
}
SHARES: Final = {
    "answered": N_("Answered at once"),
    "suggested": N_("“Did you mean” offered"),
    "not_answered": N_("Not answered"),
    "helpful": N_("Found helpful, of those who said"),
}


async def _totals(reading: Reading) -> list[Row]:
    compare = await reading.comparable()
    rows: list[Row] = []
    for measure, name in COUNTS.items():
        if measure == "people":
            people = await reading.people()
            now = _most(people, reading.period.weeks)
            before = _most(people, reading.period.before().weeks)
        else:
            weeks = await reading.weeks(measure)
            now, before = reading.now(weeks), reading.before(weeks)
        rows.append(
            (measure, reading.words(name), now, before, change(now, before) if compare else None)
        )
    return rows


def _most(people: Weeks, over: Sequence[dt.date]) -> int | None:
    return max((figure for monday, figure in people.items() if monday in over), default=None)


async def _shares(reading: Reading) -> list[Row]:
    compare = await reading.comparable()
    rows: list[Row] = []
    for measure, name in SHARES.items():
        part, wholes = await parts(reading, measure)
        now = rate(part, wholes, reading.period.weeks)
        before = rate(part, wholes, reading.period.before().weeks)
        changed = change(now, before, of_shares=True) if compare else None
        rows.append((measure, reading.words(name), now, before, changed))
    return rows


async def parts(reading: Reading, measure: str) -> tuple[Weeks, list[Weeks]]:
    """Return the weeks of a share's part, and of what its whole consists of."""
    part = await reading.weeks(measure)
    if measure == "helpful":
        return part, [part, await reading.weeks("unhelpful")]
    return part, [await reading.weeks("asked")]


async def _weeks(reading: Reading) -> list[Row]:
    asked, people = await reading.weeks("asked"), await reading.people()
    return [
        (monday.isoformat(), asked.get(monday), people.get(monday))
        for monday in reading.period.weeks
    ]


async def _week_shares(reading: Reading) -> list[Row]:
    found = [await parts(reading, measure) for measure in SHARES]
    return [
        (monday.isoformat(), *(rate(part, wholes, [monday]) for part, wholes in found))
        for monday in reading.period.weeks
    ]


async def _days(reading: Reading) -> list[Row]:
    return [(day.isoformat(), count) for day, count in (await reading.days()).items()]


async def _urgent(reading: Reading) -> list[Row]:
    _, names, compare = reading.words, reading.names, await reading.comparable()
    by_danger = await reading.by_week("urgent", "danger")
    found = [("", _("All together"), await reading.weeks("urgent"))]
    found += [
        (danger, names.danger(danger), by_danger.get(danger, {}))
        for danger in reading.library.urgent
    ]
    rows: list[Row] = []
    for danger, name, weeks in found:
        now, before = reading.now(weeks), reading.before(weeks)
        rows.append((danger or "all", name, now, before, change(now, before) if compare else None))
    return rows


def _shared(
    measure: str, dimension: str, named: Callable[[Names, str], str], every: Sequence[str] = ()
) -> Callable[[Reading], Awaitable[list[Row]]]:
    """Return what gives the rows of questions by some dimension; all of `every` have a row."""

    async def rows(reading: Reading) -> list[Row]:
        compare = await reading.comparable()
        found = await reading.by_week(measure, dimension)
        whole = reading.now(await reading.weeks("asked"))
        made: list[Row] = []
        for value in _ordered(found, reading, every):
            weeks = found.get(value, {})
            now, before = reading.now(weeks), reading.before(weeks)
            changed = change(now, before) if compare else None
            made.append(
                (value, named(reading.names, value), now, share(now, whole), before, changed)
            )
        return made

    return rows


def _ordered(found: Mapping[str, Weeks], reading: Reading, every: Sequence[str]) -> list[str]:
    """Return the values with the most first; by released figures, then by id."""
    values = {*found, *every}
    return sorted(values, key=lambda value: (-(reading.now(found.get(value, {})) or 0), value))


async def _topic_languages(reading: Reading) -> list[Row]:
    topics = await reading.by_week("asked", "topic")
    crossed = await reading.by_week("asked", "topic_language")
    rows: list[Row] = []
    for topic in _ordered(topics, reading, sorted(set(reading.library.topics.values()))):
        counts = [reading.now(crossed.get(f"{topic}/{code}", {})) for code in LANGUAGES]
        rows.append((topic, reading.names.topic(topic), *counts))
    return rows


async def _languages(reading: Reading) -> list[Row]:
    unanswered = await reading.by_week("not_answered", "language")
    asked = await reading.by_week("asked", "language")
    rows = await _shared("asked", "language", Names.language, LANGUAGES)(reading)
    over = reading.period.weeks
    return [
        (*row, rate(unanswered.get(code, {}), [asked.get(code, {})], over))
        for row in rows
        for code in [str(row[0])]
    ]


async def _campaigns(reading: Reading) -> list[Row]:
    arrived, asked = (
        await reading.by_week("arrived", "campaign"),
        await reading.by_week("asked", "campaign"),
    )
    compare = await reading.comparable()
    rows: list[Row] = []
    for campaign in _ordered(arrived, reading, list(asked)):
        came = arrived.get(campaign, {})
        now, before = reading.now(came), reading.before(came)
        changed = change(now, before) if compare else None
        rows.append((campaign, now, reading.now(asked.get(campaign, {})), before, changed))
    return rows


async def _switches(reading: Reading) -> list[Row]:
    found = await reading.by_week("language_switched", "language")
    return [
        (code, reading.names.language(code), reading.now(found.get(code, {})))
        for code in _ordered(found, reading, LANGUAGES)
    ]


_COUNTED = (_QUESTIONS, _SHARE, _BEFORE, _CHANGE)
TABLES: Final = (
    TablePlan(
        "totals",
        N_("The period in figures"),
        (
            Column("figure", N_("Id"), "code"),
            Column("name", N_("Figure"), "text"),
            _NOW,
            _BEFORE,
            _CHANGE,
        ),
        _totals,
    ),
    TablePlan(
        "shares",
        N_("How questions were answered"),
        (
            Column("share", N_("Id"), "code"),
            Column("name", N_("Share"), "text"),
            Column("now", N_("This period"), "percent"),
            Column("before", N_("Period before"), "percent"),
            _CHANGE,
        ),
        _shares,
    ),
    TablePlan(
        "weeks",
        N_("Questions by week"),
        (
            Column("week", N_("Week"), "week"),
            _QUESTIONS,
            Column("people", N_("Most people on one day"), "count"),
        ),
        _weeks,
        drawing=Drawing("columns", "week", ("questions",)),
    ),
    TablePlan(
        "days",
        N_("Questions by day"),
        (Column("day", N_("Day"), "day"), _QUESTIONS),
        _days,
        drawing=Drawing("columns", "day", ("questions",), most=400),
    ),
    TablePlan(
        "week_shares",
        N_("How questions were answered, by week"),
        (
            Column("week", N_("Week"), "week"),
            *(Column(measure, name, "percent") for measure, name in SHARES.items()),
        ),
        _week_shares,
        drawing=Drawing("lines", "week", tuple(SHARES)),
    ),
    TablePlan(
        "urgent",
        N_("Urgent messages"),
        (
            Column("danger", N_("Id"), "code"),
            Column("name", N_("Kind of danger"), "text"),
            _NOW,
            _BEFORE,
            _CHANGE,
        ),
        _urgent,
        k=K_URGENT,
    ),
    TablePlan(
        "topics",
        N_("Topics"),
        (Column("topic", N_("Id"), "code"), Column("name", N_("Topic"), "text"), *_COUNTED),
        _shared("asked", "topic", Names.topic),
        drawing=Drawing("bars", "name", ("questions",)),
    ),
    TablePlan(
        "topic_languages",
        N_("Topics by language"),
        (
            Column("topic", N_("Id"), "code"),
            Column("name", N_("Topic"), "text"),
            *(Column(code, LANGUAGE_NAMES[code], "count") for code in LANGUAGES),
        ),
        _topic_languages,
    ),
    TablePlan(
        "languages",
        N_("Languages"),
        (
            Column("language", N_("Id"), "code"),
            Column("name", N_("Language"), "text"),
            *_COUNTED,
            Column("not_answered", N_("Not answered"), "percent"),
        ),
        _languages,
        drawing=Drawing("bars", "name", ("questions",)),
    ),
    TablePlan(
        "channels",
        N_("Channels"),
        (Column("channel", N_("Id"), "code"), Column("name", N_("Channel"), "text"), *_COUNTED),
        _shared("asked", "channel", Names.channel, ("telegram", "web")),
        drawing=Drawing("bars", "name", ("questions",)),
    ),
    TablePlan(
        "campaigns",
        N_("Campaigns"),
        (
            Column("campaign", N_("Campaign"), "text"),
            Column("arrivals", N_("Arrivals"), "count"),
            _QUESTIONS,
            Column("before", N_("Arrivals in the period before"), "count"),
            _CHANGE,
        ),
        _campaigns,
    ),
    TablePlan(
        "language_switches",
        N_("Language switched to"),
        (
            Column("language", N_("Id"), "code"),
            Column("name", N_("Language"), "text"),
            Column("switches", N_("Switches"), "count"),
        ),
        _switches,
    ),
)


class Overview:
    """The first page of the desk."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings

    def routes(self) -> list[DeskRoute]:
        """Return the route."""
        return [desk_route("/", self.look, role="viewer", title=N_("Overview"))]

    async def look(self, visit: StaffVisit) -> Response:
        """Show the period that is asked for."""
        reading = self._readings.of(visit)
        few = len(reading.period.weeks) <= _MOST_WEEKS_BY_DAY
        plans = [plan for plan in TABLES if few or plan.id != "days"]
        tables = {plan.id: await plan.table(reading) for plan in plans}
        view = View(visit, reading, await reading.comparable())
        return visit.page("overview.html", view=view, tables=tables)
