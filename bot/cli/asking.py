"""Matching and masking as commands use them: ready while the first page is read, with meaning a moment later."""

from __future__ import annotations

import threading
from pathlib import Path

from bot.content import Library
from bot.matching import Match, Matcher, Semantic, load_matcher, load_semantic
from bot.privacy import Mask, fit_mask


class Asking:
    """Matches texts against one library.

    Nothing is loaded until `warm` is called or somebody asks, so that a start does not wait for
    it; call both off the event loop. `warm` also adds the semantic stage where it is installed.
    After a change of content the one `before` answers until this one is warm: nobody waits.
    """

    def __init__(self, library: Library, cache: Path, before: Asking | None = None) -> None:
        self._library, self._cache, self._before = library, cache, before
        self._loading = threading.Lock()
        self._matcher: Matcher | None = None
        self._semantic: Semantic | None = None
        self._fitting = threading.Lock()
        self._mask: Mask | None = None

    def __call__(self, text: str, language: str | None) -> Match:
        before = self._before
        if before is not None:
            return before(text, language)
        return self._loaded().match(text, language, self._semantic)

    def mask(self, text: str) -> str:
        """Return the text with everything masked that might tell of a person."""
        return self._fitted_mask().mask(text)

    def warm(self) -> None:
        """Get everything ready; seconds after a change of content, else a moment."""
        self._loaded()
        self._fitted_mask()
        self._semantic = load_semantic(self._library, self._cache)
        self._before = None

    def _fitted_mask(self) -> Mask:
        with self._fitting:
            if self._mask is None:
                self._mask = fit_mask(self._library)
            return self._mask

    def _loaded(self) -> Matcher:
        with self._loading:
            if self._matcher is None:
                self._matcher = load_matcher(self._library, self._cache)
            return self._matcher
