"""Content health: what runs out, what is unsure, untranslated, unread, or found wrong by the check.

Figures of people appear here only as reads; everything else is about the content.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from calendar import monthrange
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Final, Literal

from starlette.responses import Response

from bot.content import Library, NoValueError, Problem, read, value_on
from bot.content.models import Answer, Fact, Flow, Parameter
from bot.proof import check
from bot.proof.coverage import cited_in
from bot.proof.written import texts

from .guard import DeskRoute, StaffVisit, desk_route
from .reading import Reading, Readings
from .tables import INAPPLICABLE, Cell, Column, Row, TablePlan
from .view import View
from .words import N_

SOON: Final = dt.timedelta(days=60)
NOT_RUN: Final = N_("The check could not be run. Run “komek check” by hand and read what it says.")
LONG_AGO: Final = dt.timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Translated:
    """How far one content file is translated into one language, in texts."""

    language: str
    file: str
    done: int
    stale: int
    missing: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What `komek check` says about the content, and the state of its translations."""

    problems: tuple[Problem, ...]
    translated: tuple[Translated, ...]


class Checkup:
    """Runs the check in a process of its own, at most once for a revision of the content and a day."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._of: tuple[str, dt.date] | None = None
        self._run: asyncio.Task[Findings] | None = None

    def state(self, library: Library, today: dt.date) -> Literal["running", "failed", "done"]:
        """Tell how far the run for this content is; begins it at the first call."""
        run = self._begun(library, today)
        if not run.done():
            return "running"
        return "failed" if run.cancelled() or run.exception() is not None else "done"

    async def findings(self, library: Library, today: dt.date) -> Findings | None:
        """Wait for the findings about this content; nothing when the check could not be run."""
        await asyncio.wait([self._begun(library, today)])
        failed = self.state(library, today) == "failed"
        return None if failed else self._begun(library, today).result()

    def _begun(self, library: Library, today: dt.date) -> asyncio.Task[Findings]:
        of = (library.revision, today)
        if self._run is None or self._of != of:
            self._of, self._run = of, asyncio.create_task(self.checked(library, today))
        return self._run

    async def checked(self, library: Library, today: dt.date) -> Findings:
        """Check the content in a process of its own."""
        # Some seconds of work: in a thread it would slow down every conversation.
        pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        try:
            asked = pool.submit(findings, self._root, library, today)
            return await asyncio.wrap_future(asked)
        finally:
            pool.shutdown(wait=False)


def findings(root: Path, library: Library, today: dt.date) -> Findings:
    """Check the content below `root`; a content that cannot be loaded gives only its problems."""
    content = read(root)
    if content.problems:
        return Findings(tuple(sorted(content.problems)), ())
    problems = sorted(check(content, library, root, today), key=lambda one: (one.severity, one))
    translated = tuple(
        Translated(one.language, one.file, len(one.words), len(one.stale), len(one.missing))
        for one in texts(content, root).translated
    )
    return Findings(tuple(problems), translated)


def _entries(library: Library) -> Iterator[tuple[str, Answer | Flow]]:
    yield from library.answers.items()
    for flow in library.flows.values():
        yield f"flow:{flow.id}", flow


def _end(fact: Fact) -> dt.date | None:
    """Return the last day of a fact, whose end may be known to the month or the year only."""
    if fact.valid_to is None:
        return None
    year, month, day = (*map(int, fact.valid_to.split("-")), 0, 0)[:3]
    month = month or 12
    return dt.date(year, month, day or monthrange(year, month)[1])


async def _facts(reading: Reading) -> list[Row]:
    library, names = reading.library, reading.names
    resting: dict[str, list[str]] = {}
    for entry, item in _entries(library):
        for fact in dict.fromkeys(cited_in(item)):
            resting.setdefault(fact, []).append(entry)
    rows: list[tuple[dt.date, Row]] = []
    for name, entries in resting.items():
        end = _end(library.facts[name])
        if end is not None and end <= reading.today + SOON:
            titles = "; ".join(names.entry(entry) for entry in entries)
            statement = library.facts[name].statement
            ending = _ending(reading, end)
            rows.append((end, (name, statement, *ending, "; ".join(entries), titles)))
    return [row for _, row in sorted(rows, key=lambda row: (row[0] < reading.today, row[0]))]


def _ending(reading: Reading, end: dt.date) -> tuple[Cell, Cell, Cell]:
    """Return the cells about an end: whether it is past, the day, and how many days away it is."""
    _, away = reading.words, (end - reading.today).days
    return _("ended") if away < 0 else _("ends soon"), end.isoformat(), abs(away)


async def _values(reading: Reading) -> list[Row]:
    _ = reading.words
    rows: list[tuple[dt.date, Row]] = []
    for parameter in reading.library.parameters.values():
        label = parameter.label.to(reading.words.language)
        state = _value_until(parameter, reading.today)
        if state == "unknown":
            unknown = (_("no value today"), INAPPLICABLE, INAPPLICABLE)
            rows.append((reading.today, (parameter.id, label, *unknown)))
        elif state != "known":
            rows.append((state, (parameter.id, label, *_ending(reading, state))))
    return [row for _end, row in sorted(rows)]


def _value_until(parameter: Parameter, today: dt.date) -> dt.date | Literal["unknown", "known"]:
    """Return the last day of today's value, if it ends soon and no value follows it."""
    for ahead in range(SOON.days + 1):
        try:
            value_on(parameter, today + dt.timedelta(days=ahead))
        except NoValueError:
            return today + dt.timedelta(days=ahead - 1) if ahead else "unknown"
    return "known"


async def _unsure(reading: Reading) -> list[Row]:
    library, names = reading.library, reading.names
    read_by_week = await reading.by_week("read", "entry")
    rows: list[Row] = []
    for entry, item in _entries(library):
        facts = [library.facts[name] for name in dict.fromkeys(cited_in(item))]
        unsure = [fact.id for fact in facts if fact.confidence == "low"]
        if unsure:
            count = reading.now(read_by_week.get(entry, {}))
            rows.append((entry, names.entry(entry), len(unsure), len(facts), count))
    return sorted(rows, key=lambda row: (-int(row[4] or 0), str(row[1])))


async def _unread(reading: Reading) -> list[Row]:
    read_by_week = await reading.by_week("read", "entry")
    names = reading.names
    rows: list[Row] = [
        (answer.id, names.entry(answer.id), names.topic(reading.library.topics[answer.id]))
        for answer in reading.library.answers.values()
        if reading.now(read_by_week.get(answer.id, {})) is None
    ]
    return sorted(rows, key=lambda row: (str(row[2]), str(row[1])))


async def _reviewed(reading: Reading) -> list[Row]:
    rows: list[tuple[int, Row]] = []
    for entry, item in _entries(reading.library):
        age = (reading.today - item.reviewed).days
        if age > LONG_AGO.days:
            row = (entry, reading.names.entry(entry), item.reviewed.isoformat(), age)
            rows.append((age, row))
    return [row for _, row in sorted(rows, reverse=True)]


_ENDING: Final = (
    Column("state", N_("State"), "text"),
    Column("ends", N_("Last day"), "day"),
    Column("days", N_("Days until or since"), "number"),
)
FACTS: Final = TablePlan(
    "ending_facts",
    N_("Facts that have ended or end within 60 days"),
    (
        Column("fact", N_("Fact"), "text"),
        Column("statement", N_("Statement"), "text"),
        *_ENDING,
        Column("entries", N_("Ids of entries"), "code"),
        Column("entry_names", N_("Entries that rest on it"), "text"),
    ),
    _facts,
    people=False,
)
VALUES: Final = TablePlan(
    "ending_values",
    N_("Amounts and lists that end within 60 days"),
    (
        Column("parameter", N_("Parameter"), "text"),
        Column("name", N_("What it is"), "text"),
        *_ENDING,
    ),
    _values,
    people=False,
)
UNSURE: Final = TablePlan(
    "unsure_entries",
    N_("Entries that rest on facts of low confidence"),
    (
        Column("entry", N_("Id"), "code"),
        Column("name", N_("Entry"), "text"),
        Column("low", N_("Facts of low confidence"), "number"),
        Column("facts", N_("Facts in all"), "number"),
        Column("read", N_("Read or offered"), "count"),
    ),
    _unsure,
)
UNREAD: Final = TablePlan(
    "unread_entries",
    N_("Entries that few people opened"),
    (
        Column("entry", N_("Id"), "code"),
        Column("name", N_("Entry"), "text"),
        Column("topic_name", N_("Topic"), "text"),
    ),
    _unread,
)
REVIEWED: Final = TablePlan(
    "reviewed_entries",
    N_("Entries reviewed more than 180 days ago"),
    (
        Column("entry", N_("Id"), "code"),
        Column("name", N_("Entry"), "text"),
        Column("reviewed", N_("Reviewed"), "day"),
        Column("age", N_("Days ago"), "number"),
    ),
    _reviewed,
    people=False,
)


def checked_tables(checkup: Checkup) -> tuple[TablePlan, TablePlan]:
    """Return the tables that wait for the check: translations, and what was found."""

    async def translations(reading: Reading) -> list[Row]:
        found = await checkup.findings(reading.library, reading.today)
        if found is None:
            return []
        return [
            (
                one.language, reading.names.language(one.language), one.file,
                one.missing, one.stale, one.done,
            )
            for one in sorted(found.translated, key=lambda one: -(one.missing + one.stale))
            if one.missing or one.stale
        ]  # fmt: skip

    async def problems(reading: Reading) -> list[Row]:
        found = await checkup.findings(reading.library, reading.today)
        _ = reading.words
        if found is None:
            return [(_(_SEVERITIES["error"]), INAPPLICABLE, INAPPLICABLE, _(NOT_RUN), INAPPLICABLE)]
        return [
            (_(_SEVERITIES[one.severity]), f"{one.file}:{one.line}", one.code, one.cause, one.mend)
            for one in found.problems
        ]

    return (
        TablePlan(
            "translations",
            N_("Translations that are missing or stale"),
            (
                Column("language", N_("Id"), "code"),
                Column("name", N_("Language"), "text"),
                Column("file", N_("File"), "text"),
                Column("missing", N_("Missing"), "number"),
                Column("stale", N_("Stale"), "number"),
                Column("done", N_("Done"), "number"),
            ),
            translations,
            people=False,
        ),
        TablePlan(
            "findings",
            N_("Findings of “komek check”"),
            (
                Column("severity", N_("Kind"), "text"),
                Column("place", N_("Place"), "text"),
                Column("code", N_("Code"), "text"),
                Column("cause", N_("Cause"), "text"),
                Column("mend", N_("Mend"), "text"),
            ),
            problems,
            people=False,
        ),
    )


_SEVERITIES: Final = {"error": N_("error"), "warning": N_("warning")}
TABLES: Final = (FACTS, VALUES, UNSURE, UNREAD, REVIEWED)


class Health:
    """The page about the state of the content."""

    def __init__(self, readings: Readings, checkup: Checkup) -> None:
        self._readings, self._checkup = readings, checkup
        self.tables = (*TABLES, *checked_tables(checkup))

    def routes(self) -> list[DeskRoute]:
        """Return the route."""
        return [desk_route("/health", self.look, role="viewer", title=N_("Content health"))]

    async def look(self, visit: StaffVisit) -> Response:
        """Show what is known at once; what the check finds follows when it has run."""
        reading = self._readings.of(visit)
        state = self._checkup.state(reading.library, reading.today)
        plans = self.tables if state == "done" else TABLES
        tables = {plan.id: await plan.table(reading) for plan in plans}
        return visit.page(
            "health.html", view=View(visit, reading), tables=tables, state=state, not_run=NOT_RUN
        )
