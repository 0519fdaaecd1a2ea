"""Matching as commands use it: letters and words at once, meaning as soon as it is there."""

from __future__ import annotations

from pathlib import Path

from bot.content import Library
from bot.matching import Match, Semantic, load_matcher, load_semantic


class Asking:
    """Matches texts against one library; `warm` adds the semantic stage where it is installed."""

    def __init__(self, library: Library, cache: Path) -> None:
        self._library, self._cache = library, cache
        self._matcher = load_matcher(library, cache)
        self._semantic: Semantic | None = None

    def __call__(self, text: str, language: str | None) -> Match:
        return self._matcher.match(text, language, self._semantic)

    def warm(self) -> None:
        """Get the semantic stage ready; seconds after a change of content, else a moment."""
        self._semantic = load_semantic(self._library, self._cache)
