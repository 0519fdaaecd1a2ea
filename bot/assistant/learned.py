"""Ways of asking that staff attached to entries: they count at once, beside what was fitted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from rapidfuzz import fuzz, process

from bot.content import Library
from bot.matching import Candidate, Match
from bot.matching.normalise import skeleton
from bot.store import LearnedWay, Learning

MatchText = Callable[[str, str | None], Match]

NEARLY: Final = 88.0
"""From this `ratio` of the sorted words of two skeletons on, a text is taken for a learned way."""
SECONDS: Final = 5.0
"""How often other processes' lessons are looked for."""


class Learned:
    """The learned ways in use. A danger is never hidden by them."""

    def __init__(self, library: Callable[[], Library], match: MatchText, store: Learning) -> None:
        self._library, self._match, self._store = library, match, store
        self._keys: list[str] = []
        self._ways: list[LearnedWay] = []

    async def refresh(self) -> None:
        """Take up what was learned since."""
        self.use(await self._store.ways())

    async def follow(self) -> None:
        """Take up what other processes learned, for ever."""
        while True:
            await self.refresh()
            await asyncio.sleep(SECONDS)

    def use(self, ways: Iterable[LearnedWay]) -> None:
        """Use these ways; of one way taught twice the later counts."""
        by_key = {_key(way.way): way for way in ways}
        self._keys, self._ways = list(by_key), list(by_key.values())

    def match(self, text: str, language: str | None) -> Match:
        """Match a text: a learned way that is the same or nearly so, else what was fitted."""
        found = self._match(text, language)
        if found.action == "urgent" or not self._keys:
            return found
        return self._learned(_key(text), found) or found

    def _learned(self, key: str, found: Match) -> Match | None:
        # An answer that was sure gives way only to the very same words.
        cutoff = 100.0 if found.action == "answer" else NEARLY
        near = process.extractOne(key, self._keys, scorer=fuzz.ratio, score_cutoff=cutoff)
        if near is None or not key:
            return None
        way = self._ways[near[2]]
        library = self._library()
        flow = way.entry.removeprefix("flow:")
        if way.entry in library.answers:
            return replace(
                found, action="answer", entry=way.entry, kind="answer", probability=1.0,
                suggestions=(), parts=(),
            )  # fmt: skip
        if flow in library.flows:
            offered = (Candidate(flow, "flow", 1.0),)
            return replace(
                found, action="answer", entry=flow, kind="flow", probability=1.0,
                suggestions=offered, parts=(),
            )  # fmt: skip
        return None


def _key(text: str) -> str:
    return " ".join(sorted(skeleton(text).split()))
