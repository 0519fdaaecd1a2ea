"""Nothing under k can be worked out from everything that the desk releases, taken together.

The attacker has read the code and the content, comes every day, takes every figure of every page
and export (all of them come from `Figures` and the lines of gaps), and holds whatever adds up in
this world for certain, also where it only happens to.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.content import LANGUAGES, Library
from bot.demo import World, days_of
from bot.privacy import K, smallest
from bot.privacy.alike import TELLERS, shown
from bot.privacy.release import unit
from bot.privacy.tally import MOST_QUESTIONS
from bot.staff.figures import PERIODS, WEEK, Figures, Period, period
from bot.staff.gaps import _lines
from bot.store import Learning, QuestionLog, Store
from bot.store.tables import TallyRow
from tests.staff.attack import Puzzle, Relation, Unknown, at_most, equal

LAST = dt.date(2026, 11, 15)
TODAY = LAST + dt.timedelta(days=1)
ORDINARY = ("answered", "suggested", "not_answered")
KINDS = (*ORDINARY, "urgent")
MANY = 10**9
ALL = ("all", "")


@dataclass(frozen=True)
class Seen:
    """An unknown: the count of a cell in a week or, where `day` is said, on a day of it."""

    measure: str
    dimension: str
    value: str
    day: dt.date | None = None


@dataclass
class Week:
    """A week as it was, and as it was released: what is not in `released` has fewer than k."""

    truth: dict[Seen, int] = field(default_factory=lambda: defaultdict(int))
    released: dict[Seen, int] = field(default_factory=dict)
    least: dict[Seen, int] = field(default_factory=dict)
    """What is known of a count beside its figure: a gap is shown when two asked on one day."""
    people: int = 0
    most_people: int | None = None


Weeks = Mapping[dt.date, Week]


@asynccontextmanager
async def _world(folder: Path, world: World, weeks: int) -> AsyncIterator[Store]:
    store = Store(f"sqlite+aiosqlite:///{folder / 'world.sqlite'}")
    await store.open()
    questions = QuestionLog(store)
    events = [event for _, day in days_of(world, LAST, 7 * weeks) for event in day]
    await questions.add(events)
    await questions.close_days(TODAY)
    await Learning(store).group_texts()
    yield store
    await store.close()


async def _seen(store: Store, weeks: int) -> Weeks:
    """Take everything there is to take, as of the Monday after each week, for every period."""
    found: dict[dt.date, Week] = defaultdict(Week)
    questions = QuestionLog(store)
    figures = Figures(questions)
    begin = LAST - weeks * WEEK + dt.timedelta(days=1)
    async with store.reading() as session:
        kinds = await session.execute(select(TallyRow.measure, TallyRow.dimension).distinct())
        cells = sorted((measure, dimension) for measure, dimension in kinds)
    for measure, dimension in cells:
        for cell in await questions.weeks(measure, dimension, begin, LAST):
            found[cell.since].truth[Seen(measure, dimension, cell.value)] = cell.count
            if (measure, dimension) == ("asked", "all"):
                found[cell.since].people = cell.people
    for monday in (begin + number * WEEK for number in range(1, weeks + 1)):
        for of in (period(length, monday) for length in PERIODS):
            for measure, dimension in cells:
                for value, by_week in (await figures.by_week(measure, dimension, of)).items():
                    for week, figure in by_week.items():
                        name = Seen(measure, dimension, value)
                        # Coming back, or asking for another period, tells nothing new.
                        assert found[week].released.setdefault(name, figure) == figure
            for week, people in (await figures.people_by_week(of)).items():
                found[week].most_people = people
    # Pages ask for whole periods; a period of one week tells all that any longer one would.
    for week, seen in found.items():
        for measure in {measure for measure, _ in cells}:
            by_day = await figures.by_day(measure, Period(week, week))
            for day, figure in (by_day or {}).items():
                seen.released[Seen(measure, *ALL, day)] = figure
            if by_day:
                for cell in await questions.days(measure, "all", week, week + WEEK):
                    if cell.since in by_day:
                        seen.truth[Seen(measure, *ALL, cell.since)] = cell.count
    await _add_gaps(Learning(store), found)
    return dict(found)


async def _add_gaps(learning: Learning, weeks: Weeks) -> None:
    """Add what the page of gaps says: it gives sums, whose growth from Monday to Monday tells."""
    told: dict[str, int] = {}
    for week in sorted(weeks):
        gaps = await learning.gaps(week + WEEK)
        for gap in gaps:
            seen = shown(gap.texts)
            name = Seen("gap", gap.language, str(gap.id))
            if seen is not None:
                weeks[week].truth[name] = seen.weeks.get(week, (0, 0))[0]
        for line in _lines(gaps):
            name = Seen("gap", line.language, str(line.id))
            if str(line.id) not in told:
                weeks[week].least[name] = TELLERS
            elif line.last_week == week:
                weeks[week].least[name] = 1
            grown = (line.asked or 0) - told.get(str(line.id), 0)
            told[str(line.id)] = line.asked or 0
            if grown:
                weeks[week].released[name] = grown


def _vocabulary(library: Library) -> Iterator[Seen]:
    """Name the cells that there may be, from the content, which everybody can read."""
    topics = sorted({library.topics[entry] for entry in library.topics})
    for measure in ("asked", *KINDS, "helpful", "unhelpful", "flow_started"):
        yield Seen(measure, *ALL)
    for language in LANGUAGES:
        yield Seen("asked", "language", language)
        yield Seen("not_answered", "language", language)
        yield from (Seen("asked", "topic_language", f"{topic}/{language}") for topic in topics)
    yield from (Seen("asked", "channel", channel) for channel in ("telegram", "web"))
    yield from (Seen("asked", "topic", topic) for topic in topics)
    yield from (Seen("urgent", "danger", danger) for danger in library.urgent)
    for entry in library.topics:
        for measure in ("answered", "suggested", "read", "helpful", "unhelpful"):
            yield Seen(measure, "entry", entry)
    for flow in library.flows.values():
        yield Seen("flow_started", "flow", flow.id)
        yield Seen("flow_finished", "flow", flow.id)
        yield from (Seen("step_left", "step", f"{flow.id}/{step.id}") for step in flow.steps)
        outcomes = (outcome.id for outcome in flow.outcomes)
        yield from (Seen("flow_finished", "outcome", f"{flow.id}/{one}") for one in outcomes)


def _relations(library: Library, unknowns: Iterable[Seen]) -> Iterator[Relation]:
    """Say how the counts of a week add up, as far as the code and the content tell."""
    by: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    days: dict[tuple[str, dt.date], Seen] = {}
    for one in unknowns:
        if one.day is None:
            by[one.measure, one.dimension].append(one)
        else:
            days[one.measure, one.day] = one
    asked, urgent, unanswered = (
        Seen(measure, *ALL) for measure in ("asked", "urgent", "not_answered")
    )
    yield equal([asked], [Seen(kind, *ALL) for kind in ORDINARY])
    # Where urgent questions were among those asked, this would tell of them.
    yield equal([asked], [Seen(kind, *ALL) for kind in KINDS])
    for dimension in ("language", "channel"):
        yield equal([asked], by["asked", dimension])
        yield equal([asked], [urgent, *by["asked", dimension]])
    yield at_most(by["asked", "campaign"], [asked])
    yield equal([asked], [unanswered, *by["asked", "topic"]])
    yield equal([unanswered], by["not_answered", "language"])
    for kind in ("answered", "suggested"):
        yield equal([Seen(kind, *ALL)], by[kind, "entry"])
    yield equal([urgent], by["urgent", "danger"])
    for one in by["asked", "topic"]:
        topic = one.value
        yield equal([one], _parts(by["asked", "topic_language"], topic))
        of = [entry for entry, has in library.topics.items() if has == topic]
        kinds = ("answered", "suggested")
        yield equal([one], [Seen(kind, "entry", entry) for kind in kinds for entry in of])
    for one in by["asked", "language"]:
        language = one.value
        crossed = [c for c in by["asked", "topic_language"] if c.value.endswith(f"/{language}")]
        yield equal([one], [Seen("not_answered", "language", language), *crossed])
        yield at_most(by["gap", language], [one])
    for entry in library.topics:
        questions = [Seen(kind, "entry", entry) for kind in ("answered", "suggested")]
        said = [Seen(kind, "entry", entry) for kind in ("helpful", "unhelpful")]
        yield equal([Seen("read", "entry", entry)], questions)
        yield at_most(questions, [Seen("read", "entry", entry)])
        yield at_most(said, questions[:1])
    for measure in ("helpful", "unhelpful"):
        yield from _people_in_parts(Seen(measure, *ALL), by[measure, "entry"])
    yield from _people_in_parts(Seen("flow_started", *ALL), by["flow_started", "flow"])
    for flow in library.flows.values():
        started, finished = (
            Seen(measure, "flow", flow.id) for measure in ("flow_started", "flow_finished")
        )
        before = started
        for step in flow.steps:
            here = Seen("step_left", "step", f"{flow.id}/{step.id}")
            yield at_most([here], [before])
            if step.when is None:
                before = here
        yield at_most([finished], [before])
        yield from _people_in_parts(finished, _parts(by["flow_finished", "outcome"], flow.id))
    for measure in {measure for measure, _ in days}:
        yield equal([Seen(measure, *ALL)], [one for (of, _), one in days.items() if of == measure])
    for day in {day for _, day in days}:
        ordinary = [days[kind, day] for kind in ORDINARY if (kind, day) in days]
        if ("asked", day) in days:
            yield at_most(ordinary, [days["asked", day]])
            if len(ordinary) == len(ORDINARY):
                yield equal([days["asked", day]], ordinary)


def _parts(cells: Iterable[Seen], whole: str) -> list[Seen]:
    return [cell for cell in cells if cell.value.startswith(f"{whole}/")]


def _people_in_parts(whole: Seen, parts: list[Seen]) -> Iterator[Relation]:
    """A person counts once in the whole and once in each part that she is in."""
    yield equal([whole], parts)
    yield at_most([whole], parts)
    yield from (at_most([part], [whole]) for part in parts)


def _most_hidden(one: Seen, library: Library) -> int:
    """Return how many there can be at most where "fewer than k" is said.

    Either fewer than k happened, or fewer than k people were there on each of seven days, each with
    as much as a person may count.
    """
    topics = len(set(library.topics.values())) + 1
    if one.dimension in ("topic", "topic_language", "entry", "danger") or one.measure == "urgent":
        each = MOST_QUESTIONS + (one.measure == "read")
    elif one.measure in ("asked", *KINDS):
        each = MOST_QUESTIONS * topics
    else:
        each = 1
    return (smallest(one.measure) - 1) * each * 7


def _released(one: Seen, week: Week, library: Library) -> tuple[float, float]:
    """Our rule: a figure is the true one rounded down, nothing means fewer than k."""
    figure = week.released.get(one)
    if figure is None:
        return week.least.get(one, 0), _most_hidden(one, library)
    return figure, figure + unit(figure, smallest(one.measure)) - 1


def _naive(one: Seen, week: Week, _library: Library) -> tuple[float, float]:
    """The rule that everybody thinks of first: one to four are hidden, all else is told."""
    count = week.truth[one]
    return (1, K - 1) if 0 < count < K else (count, count)


def _strict(one: Seen, week: Week, _library: Library) -> tuple[float, float]:
    """Better, and not good enough: everything under k is hidden, all else is told."""
    count = week.truth[one]
    return (0, K - 1) if count < K else (count, count)


Rule = Callable[[Seen, Week, Library], tuple[float, float]]


def _puzzle(week: Week, library: Library, rule: Rule) -> tuple[Puzzle, Mapping[Unknown, int]]:
    unknowns = list(dict.fromkeys([*week.truth, *_vocabulary(library)]))
    truth: dict[Unknown, int] = {one: week.truth[one] for one in unknowns}
    believed = [one for one in _relations(library, unknowns) if one.holds(truth)]
    bounds: dict[Unknown, tuple[float, float]] = {one: rule(one, week, library) for one in unknowns}
    most, asked = "most people of a day", Seen("asked", *ALL)
    truth[most] = week.people
    people = week.most_people
    bounds[most] = (people, people + unit(people, K) - 1) if people else (0, MANY)
    return Puzzle(bounds, [*believed, at_most([most], [asked])]), truth


def _small(week: Week) -> list[Seen]:
    """Return the cells that must not be known: more than nobody and fewer than k."""
    return [one for one, count in week.truth.items() if 0 < count < smallest(one.measure)]


def _found(weeks: Weeks, library: Library, rule: Rule) -> tuple[int, int]:
    """Return how many small cells the attack works out, and how many there are."""
    found, there = 0, 0
    for week in weeks.values():
        puzzle, truth = _puzzle(week, library, rule)
        small = _small(week)
        found += len(puzzle.determined(truth, small))
        there += len(small)
    return found, there


def _certain_danger(week: Week, library: Library) -> set[Unknown]:
    """Return the small counts of urgent questions of which it is known that there were some."""
    puzzle, truth = _puzzle(week, library, _released)
    urgent = [one for one in _small(week) if one.measure == "urgent"]
    return puzzle.known_not_zero(truth, urgent)


@pytest.mark.parametrize(
    ("questions_a_day", "weeks", "seed"), [(50, 4, 1), (200, 2, 2), (1000, 2, 3)]
)
async def test_no_small_count_can_be_worked_out(
    tmp_path: Path, library: Library, questions_a_day: int, weeks: int, seed: int
) -> None:
    async with _world(tmp_path, World(library, seed, questions_a_day), weeks) as store:
        found = await _seen(store, weeks)
    assert len(found) == weeks
    assert _found(found, library, _released)[0] == 0
    assert not any(_certain_danger(week, library) for week in found.values())

    # The attack is a good one: in the last week it breaks two rules that look safe.
    last = {LAST: found[max(found)]}
    assert _found(last, library, _naive)[0] + _found(last, library, _strict)[0] > 10


async def test_an_attack_on_exact_totals_finds_what_is_hidden(library: Library) -> None:
    """A sum by hand: two channels, one of them small, and a total that gives it away."""
    week = Week()
    channels = [Seen("asked", "channel", name) for name in ("telegram", "web")]
    week.truth.update({Seen("asked", *ALL): 103, channels[0]: 100, channels[1]: 3})
    week.truth[Seen("answered", *ALL)] = 103
    exact, truth = _puzzle(week, library, _naive)
    assert exact.determined(truth, channels) == set(channels)
    week.released = {Seen("asked", *ALL): 100, channels[0]: 100, Seen("answered", *ALL): 100}
    ours, truth = _puzzle(week, library, _released)
    assert not ours.determined(truth, channels)


async def test_danger_that_is_certain_is_found(library: Library) -> None:
    """What the first draft of the rule let through: urgent questions counted among those asked."""
    week = Week()
    whole, kinds = Seen("asked", *ALL), [Seen(kind, *ALL) for kind in KINDS]
    week.truth.update({whole: 360, **dict(zip(kinds, (249, 64, 39, 8), strict=True))})
    week.released = {whole: 360, **dict(zip(kinds[:3], (240, 60, 35), strict=True))}
    assert _certain_danger(week, library) == {Seen("urgent", *ALL)}
    week.truth[whole], week.released[whole] = 352, 350
    assert not _certain_danger(week, library)


async def test_a_week_goes_as_a_whole(tmp_path: Path, library: Library) -> None:
    """Were a week to lose a day each night, its figures of the next mornings would tell its days."""
    async with _world(tmp_path, World(library, 1, 50), 3) as store:
        questions = QuestionLog(store)
        begin = LAST - 3 * WEEK + dt.timedelta(days=1)
        whole = {cell.since: cell for cell in await questions.weeks("asked", "all", begin, LAST)}
        for old in (begin + dt.timedelta(days=number) for number in range(1, 15)):
            await questions.forget(events_before=old, texts_before=old)
            left = await questions.weeks("asked", "all", begin, LAST)
            assert len(left) == 3 - ((old - begin).days + 6) // 7
            assert all(cell == whole[cell.since] for cell in left)
