"""The content in use: one snapshot at a time, swapped as a whole when the files change."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.content import ContentError, Library
from bot.matching import Match

_log = logging.getLogger(__name__)

SECONDS = 2.0
"""How often the files are looked at."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A library, and the matching and the masking that were fitted to it.

    `warm` gets ready what may come later, such as the semantic stage; it takes seconds after a
    change of content and runs off the event loop.
    """

    library: Library
    match: Callable[[str, str | None], Match]
    mask: Callable[[str], str]
    warm: Callable[[], None] = lambda: None


class Shelf:
    """Holds the snapshot in use. A turn that is under way keeps the one it began with."""

    def __init__(self, root: Path, read: Callable[[], Snapshot]) -> None:
        self._root, self._read = root, read
        self._seen = self._fingerprint()
        self._current = read()

    def library(self) -> Library:
        """Return the library in use."""
        return self._current.library

    def match(self, text: str, language: str | None) -> Match:
        """Match a text with the matching in use."""
        return self._current.match(text, language)

    def mask(self, text: str) -> str:
        """Mask a text with the words of the library in use."""
        return self._current.mask(text)

    async def follow(self) -> None:
        """Look at the files for ever; read changed content aside and swap it in when it is right.

        Content with problems is told in the log, and the old snapshot stays in use.
        """
        await asyncio.to_thread(self._current.warm)
        while True:
            await asyncio.sleep(SECONDS)
            seen = await asyncio.to_thread(self._fingerprint)
            if seen != self._seen:
                self._seen = seen
                if await self.refresh():
                    await asyncio.to_thread(self._current.warm)

    async def refresh(self) -> bool:
        """Read the content anew; returns whether it was right and is in use now."""
        try:
            self._current = await asyncio.to_thread(self._read)
        except ContentError as error:
            for problem in error.problems:
                _log.error("%s", problem)
            _log.error("the content was not changed: %d problems", len(error.problems))
            return False
        _log.info("the content is now that of revision %s", self._current.library.revision)
        return True

    def _fingerprint(self) -> frozenset[tuple[str, int, int]]:
        return frozenset(
            (str(path), found.st_mtime_ns, found.st_size)
            for path in self._files()
            if (found := path.stat())
        )

    def _files(self) -> Iterator[Path]:
        for folder in ("flows", "knowledge"):
            yield from (self._root / folder).rglob("*.yaml")
        yield from (self._root / "locales").rglob("*.po")
