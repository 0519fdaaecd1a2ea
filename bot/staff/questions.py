"""Questions: the entries that are read most, and everything about one of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.content import LANGUAGE_NAMES, LANGUAGES, Library, Text
from bot.content.models import Answer, Fact, Flow
from bot.privacy import K
from bot.proof.coverage import cited_in

from .guard import DeskRoute, StaffVisit, desk_route
from .names import CONFIDENCES
from .reading import Reading, Readings, rate
from .tables import Column, Drawing, Row, TablePlan, change
from .view import View
from .words import N_

if TYPE_CHECKING:
    from .gaps import GapLine

Asked = Callable[[str], Awaitable[Sequence["GapLine"]]]
"""Returns how people asked when an entry was likely, as far as that may be seen."""

_MARKDOWN: Final = MarkdownIt("zero", {"breaks": True, "html": False}).enable(
    ["emphasis", "list", "escape", "newline"]
)
"""Without links: they stand in the text as they are written, so that they can be read."""


async def _entries(reading: Reading) -> list[Row]:
    compare = await reading.comparable()
    read = await reading.by_week("read", "entry")
    answered = await reading.by_week("answered", "entry")
    suggested = await reading.by_week("suggested", "entry")
    helpful = await reading.by_week("helpful", "entry")
    unhelpful = await reading.by_week("unhelpful", "entry")
    over, names, rows = reading.period.weeks, reading.names, []
    for entry in {**reading.library.topics, **read}:
        if entry.startswith("flow:"):
            continue
        weeks, good, bad = (one.get(entry, {}) for one in (read, helpful, unhelpful))
        now, before = reading.now(weeks), reading.before(weeks)
        topic = reading.library.topics.get(entry, "")
        row: Row = (
            entry,
            names.entry(entry),
            topic,
            names.topic(topic),
            now,
            reading.now(answered.get(entry, {})),
            reading.now(suggested.get(entry, {})),
            rate(good, [good, bad], over),
            before,
            change(now, before) if compare else None,
        )
        rows.append(row)
    return sorted(rows, key=lambda row: (-int(row[4] or 0), str(row[1]).casefold()))


async def _entry_weeks(reading: Reading) -> list[Row]:
    measures = ("read", "answered", "suggested", "helpful", "unhelpful")
    found = [
        (await reading.by_week(measure, "entry")).get(reading.about, {}) for measure in measures
    ]
    return [
        (monday.isoformat(), *(weeks.get(monday) for weeks in found))
        for monday in reading.period.weeks
    ]


ENTRIES: Final = TablePlan(
    "entries",
    N_("Most read entries"),
    (
        Column("entry", N_("Id"), "code"),
        Column("name", N_("Entry"), "text"),
        Column("topic", N_("Id of the topic"), "code"),
        Column("topic_name", N_("Topic"), "text"),
        Column("read", N_("Read or offered"), "count"),
        Column("answered", N_("Answered with it"), "count"),
        Column("suggested", N_("Offered first"), "count"),
        Column("helpful", N_("Found helpful"), "percent"),
        Column("before", N_("In the period before"), "count"),
        Column("change", N_("Change"), "change"),
    ),
    _entries,
    drawing=Drawing("bars", "name", ("read",), most=12),
)
ENTRY_WEEKS: Final = TablePlan(
    "entry_weeks",
    N_("An entry by week"),
    (
        Column("week", N_("Week"), "week"),
        Column("read", N_("Read or offered"), "count"),
        Column("answered", N_("Answered with it"), "count"),
        Column("suggested", N_("Offered first"), "count"),
        Column("helpful", N_("Marked helpful"), "count"),
        Column("unhelpful", N_("Marked not helpful"), "count"),
    ),
    _entry_weeks,
    drawing=Drawing("columns", "week", ("read",)),
    about="one",
)
TABLES: Final = (ENTRIES, ENTRY_WEEKS)


@dataclass(frozen=True, slots=True)
class Wording:
    """A text of an entry in one language: `instead` is the language that stands in, if one does."""

    language: str
    instead: str | None
    parts: Sequence[tuple[str, Markup]]
    """Heading and text."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact of an entry, and how many days ago somebody looked at it."""

    fact: Fact
    confidence: str
    age: int
    expired: bool


class Questions:
    """The list of entries, and the page of each."""

    def __init__(self, readings: Readings, asked: Asked | None) -> None:
        self._readings, self._asked = readings, asked

    def routes(self) -> list[DeskRoute]:
        """Return the routes."""
        return [
            desk_route("/questions", self.look, role="viewer", title=N_("Questions")),
            desk_route("/questions/{entry}", self.look_closer, role="viewer"),
        ]

    async def look(self, visit: StaffVisit) -> Response:
        """Show the entries, those read most first; all of a topic, or those that may be told."""
        reading = self._readings.of(visit)
        chosen = visit.request.query_params.get("topic", "")
        every = "all" in visit.request.query_params
        table = await ENTRIES.table(reading)
        topics = sorted(
            ((topic, reading.names.topic(topic)) for topic in set(reading.library.topics.values())),
            key=lambda topic: topic[1],
        )
        of_topic = [row for row in table.rows if not chosen or row[2] == chosen]
        told = [row for row in of_topic if row[4] is not None]
        return visit.page(
            "questions.html",
            view=View(visit, reading, await reading.comparable()),
            table=table,
            rows=of_topic if every else told,
            untold=len(of_topic) - len(told),
            every=every,
            chosen=chosen,
            topics=topics,
        )

    async def look_closer(self, visit: StaffVisit) -> Response:
        """Show one entry."""
        entry = visit.request.path_params["entry"]
        reading = self._readings.of(visit, entry)
        library = reading.library
        item = library.answers.get(entry) or library.flows.get(entry.removeprefix("flow:"))
        if item is None or entry not in library.topics:
            raise HTTPException(404)
        return visit.page(
            "entry.html",
            view=View(visit, reading, await reading.comparable()),
            entry=entry,
            item=item,
            title=reading.names.entry(entry),
            topic=reading.names.topic(library.topics[entry]),
            wordings=[_wording(item, language) for language in LANGUAGES],
            language_names=LANGUAGE_NAMES,
            evidence=list(_evidence(library, item, reading)),
            table=await ENTRY_WEEKS.table(reading) if isinstance(item, Answer) else None,
            asked=await self._asked(entry) if self._asked else (),
            k=K,
        )


def _wording(item: Answer | Flow, language: str) -> Wording:
    texts = list(_texts(item))
    used = {text.language_used(language) for _, text in texts} - {language}
    parts = [(heading, _html(text.to(language))) for heading, text in texts]
    return Wording(language, min(used, default=None), parts)


def _texts(item: Answer | Flow) -> Iterator[tuple[str, Text]]:
    """Give the texts of an entry that people read first, each with what it is."""
    if isinstance(item, Answer):
        yield N_("Question"), item.question
        yield N_("Answer"), item.answer
        return
    yield N_("Title"), item.title
    yield N_("About"), item.about
    for step in item.steps:
        yield N_("Step"), step.ask
    for outcome in item.outcomes:
        yield N_("Outcome"), outcome.title


def _html(text: str) -> Markup:
    return Markup(_MARKDOWN.render(text))  # noqa: S704 - HTML is off, links too


def _evidence(library: Library, item: Answer | Flow, reading: Reading) -> Iterator[Evidence]:
    for name in dict.fromkeys(cited_in(item)):
        fact = library.facts[name]
        age = (reading.today - fact.checked).days
        confidence = reading.words(CONFIDENCES[fact.confidence])
        yield Evidence(fact, confidence, age, fact.expired(reading.today))
