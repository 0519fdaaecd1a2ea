"""Gaps: what people asked and got no sure answer to, and what an editor makes of it."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.content import LANGUAGE_NAMES, Library
from bot.privacy import K, release
from bot.privacy.alike import Shown, shown
from bot.store import Gap, GapState, Learning
from bot.store.accounts import Accounts, Deed

from .guard import DeskRoute, StaffVisit, desk_route
from .names import Names
from .words import N_

_PAGE: Final = "/gaps"
_SIZE: Final = 30
_LONGEST_WAY: Final = 200
_MOST_WAYS: Final = 10
_ID: Final = re.compile(r"[a-z][a-z0-9_]{2,39}")

Refresh = Callable[[], Awaitable[None]]
Likely = Callable[[str, str], Sequence[str]]
"""Returns the entries that a text of a language most likely means, the likeliest first."""


@dataclass(frozen=True, slots=True)
class GapLine:
    """One gap as it may be seen. `asked` is nothing where fewer than k people asked."""

    id: int
    language: str
    state: str
    shown: Shown
    asked: int | None
    last_week: dt.date


class Gaps:
    """The pages of gaps and of learned ways, and their actions."""

    def __init__(
        self,
        learning: Learning,
        accounts: Accounts,
        library: Callable[[], Library],
        likely: Likely,
        refresh: Refresh,
        today: Callable[[], dt.date],
    ) -> None:
        self._learning, self._accounts = learning, accounts
        self._library, self._likely, self._refresh = library, likely, refresh
        self._today = today
        self._seen: tuple[dt.date, Mapping[GapState, Sequence[GapLine]]] | None = None

    def routes(self) -> list[DeskRoute]:
        """Return the routes."""
        one = _PAGE + "/{gap:int}"
        return [
            desk_route(_PAGE, self.look, role="viewer", title=N_("Gaps")),
            desk_route(one, self.look_closer, role="viewer"),
            desk_route(one + "/attach", self.attach, role="editor", method="POST"),
            desk_route(one + "/draft", self.draft, role="editor", method="POST"),
            desk_route(one + "/put-away", self.put_away, role="editor", method="POST"),
            desk_route(one + "/take-up", self.take_up, role="editor", method="POST"),
            desk_route("/learned", self.learned, role="viewer", title=N_("Learned")),
            desk_route(
                "/learned/{way:int}/take-back", self.take_back, role="editor", method="POST"
            ),
        ]

    async def look(self, visit: StaffVisit) -> Response:
        """Show the gaps, the biggest first."""
        state: GapState = "dismissed" if "away" in visit.request.query_params else "open"
        language = visit.request.query_params.get("language", "")
        lines = [
            line
            for line in (await self._lines())[state]
            if language not in LANGUAGE_NAMES or line.language == language
        ]
        asked = visit.request.query_params.get("page", "")
        page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
        return visit.page(
            "gaps.html",
            lines=lines[page * _SIZE : (page + 1) * _SIZE],
            more=len(lines) > (page + 1) * _SIZE,
            page=page,
            state=state,
            chosen=language,
            names=LANGUAGE_NAMES,
            k=K,
        )

    async def look_closer(self, visit: StaffVisit) -> Response:
        """Show one gap, and what can be made of it."""
        return await self._closer(visit)

    async def attach(self, visit: StaffVisit) -> Response:
        """Teach an entry the ways of asking that the form holds."""
        line = await self._line(visit)
        entry = visit.field("entry")
        ways = _ways(visit.field("ways"))
        if not self._has(entry):
            return await self._closer(visit, visit.words(_NO_ENTRY))
        if not ways:
            return await self._closer(visit, visit.words(_NO_WAYS))
        await self._learning.attach(line.id, entry, line.language, ways, ways[0], self._today())
        await self._done(visit, Deed.GAP_ATTACHED, entry.replace(":", "."))
        await self._refresh()
        return visit.go(_PAGE, Deed.GAP_ATTACHED)

    async def draft(self, visit: StaffVisit) -> Response:
        """Note that an answer is to be written."""
        line = await self._line(visit)
        answer, topic = visit.field("answer").strip(), visit.field("topic")
        question, ways = " ".join(visit.field("question").split()), _ways(visit.field("ways"))
        if not _ID.fullmatch(answer) or self._has(answer):
            return await self._closer(visit, visit.words(_BAD_ID))
        if topic not in self._topics() or not 5 <= len(question) <= _LONGEST_WAY:
            return await self._closer(visit, visit.words(_NO_QUESTION))
        await self._learning.draft(
            line.id, answer, topic, question, line.language, ways, self._today()
        )
        await self._done(visit, Deed.GAP_DRAFTED, answer)
        return visit.go(_PAGE, Deed.GAP_DRAFTED)

    async def put_away(self, visit: StaffVisit) -> Response:
        """Take a gap from the list, because nothing is to be made of it."""
        line = await self._line(visit)
        await self._learning.set_state(line.id, "dismissed")
        await self._done(visit, Deed.GAP_PUT_AWAY, str(line.id))
        return visit.go(_PAGE, Deed.GAP_PUT_AWAY)

    async def take_up(self, visit: StaffVisit) -> Response:
        """Put a gap back on the list."""
        line = await self._line(visit)
        await self._learning.set_state(line.id, "open")
        await self._done(visit, Deed.GAP_TAKEN_UP, str(line.id))
        return visit.go(_PAGE, Deed.GAP_TAKEN_UP)

    async def learned(self, visit: StaffVisit) -> Response:
        """Show what was attached, and the answers asked for."""
        names = Names(self._library(), visit.words)
        ways = [(way, names.entry(way.entry)) for way in await self._learning.ways()]
        return visit.page(
            "learned.html",
            ways=ways[::-1],
            drafts=[(one, names.topic(one.topic)) for one in await self._learning.drafts()][::-1],
            names=LANGUAGE_NAMES,
        )

    async def take_back(self, visit: StaffVisit) -> Response:
        """Unlearn one way of asking."""
        way = visit.request.path_params["way"]
        await self._learning.unlearn(way)
        await self._done(visit, Deed.WAY_TAKEN_BACK, str(way))
        await self._refresh()
        return visit.go("/learned", Deed.WAY_TAKEN_BACK)

    async def asked(self, entry: str) -> list[GapLine]:
        """Return how people asked when an entry was offered to them as a likely meaning."""
        return _lines(await self._learning.asked(entry, self._monday()))

    async def _closer(self, visit: StaffVisit, problem: str | None = None) -> Response:
        line = await self._line(visit)
        asked = line.shown.wordings[0]
        likely = await asyncio.to_thread(self._likely, asked, line.language)
        if line.shown.entry and line.shown.entry not in likely:
            likely = [line.shown.entry, *likely]
        names = Names(self._library(), visit.words)
        typed = {
            name: visit.field(name) for name in ("ways", "entry", "answer", "topic", "question")
        }
        return visit.page(
            "gap.html",
            422 if problem else 200,
            line=line,
            problem=problem,
            typed=typed,
            likely=[(entry, names.entry(entry)) for entry in likely if self._has(entry)],
            entries=self._entries(names),
            topics=[(topic, names.topic(topic)) for topic in self._topics()],
            names=LANGUAGE_NAMES,
            k=K,
        )

    async def _line(self, visit: StaffVisit) -> GapLine:
        gap = await self._learning.gap(visit.request.path_params["gap"], self._monday())
        found = _lines([gap] if gap else [])
        if not found:
            raise HTTPException(404)
        return found[0]

    async def _lines(self) -> Mapping[GapState, Sequence[GapLine]]:
        """Return the gaps by state; what may be seen changes on Mondays and by what staff do."""
        monday = self._monday()
        if self._seen is None or self._seen[0] != monday:
            states: tuple[GapState, ...] = ("open", "dismissed")
            found = {state: _lines(await self._learning.gaps(monday, state)) for state in states}
            self._seen = (monday, found)
        return self._seen[1]

    async def _done(self, visit: StaffVisit, deed: Deed, about: str) -> None:
        self._seen = None
        kind = "gap" if about.isdigit() else "entry"
        await self._accounts.note(visit.account.id, deed, f"{kind}:{about}", visit.now)

    def _monday(self) -> dt.date:
        today = self._today()
        return today - dt.timedelta(days=today.weekday())

    def _has(self, entry: str) -> bool:
        return entry in self._library().topics

    def _topics(self) -> list[str]:
        library = self._library()
        return sorted({library.topics[answer] for answer in library.answers})

    def _entries(self, names: Names) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return all entries with their titles, by topic."""
        found: dict[str, list[tuple[str, str]]] = {}
        for entry, topic in self._library().topics.items():
            found.setdefault(names.topic(topic), []).append((entry, names.entry(entry)))
        return sorted(found.items())


_NO_ENTRY = N_("Choose the entry that answers this question.")
_NO_WAYS = N_("Write at least one way of asking, each on a line of its own, at most 200 letters.")
_BAD_ID = N_("Give the answer a new id: small Latin letters, digits and _, such as lost_passport.")
_NO_QUESTION = N_("Choose a topic and write the question in one sentence.")


def _lines(gaps: Iterable[Gap]) -> list[GapLine]:
    """Return what may be seen of gaps; ordered by released figures and words alone."""
    found = []
    for gap in gaps:
        seen = shown(gap.texts)
        if seen is not None:
            weeks = [release(count, people, K) for count, people in seen.weeks.values()]
            asked = sum(week for week in weeks if week is not None) or None
            last = max(seen.weeks)
            found.append(GapLine(gap.id, gap.language, gap.state, seen, asked, last))
    return sorted(found, key=lambda line: (-(line.asked or 0), line.shown.wordings))


def _ways(typed: str) -> list[str]:
    lines = (" ".join(line.split()) for line in typed.splitlines())
    kept = [line for line in lines if 2 <= len(line) <= _LONGEST_WAY and "[" not in line]
    return list(dict.fromkeys(kept))[:_MOST_WAYS]
