"""Mending single words: typing errors, and words written without the space between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import JaroWinkler

_SHORTEST: Final = 5
_ALIKE: Final = 0.91
_GLUED: Final = 9
_LONGEST: Final = 40
_LIST: Final = 200
"""Only so many words of one beginning are compared with, the most frequent."""
_MENDED: Final = 30
"""Only so many unknown words of one message are looked at."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """The words of all ways of asking, by their first two letters."""

    counts: Mapping[str, int]
    begun: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, words: Iterable[str]) -> Spelling:
        """Collect the words."""
        counts = Counter(words)
        begun: dict[str, list[str]] = {}
        for word, _ in counts.most_common():
            if len(word) >= _SHORTEST - 1 and word.isalpha():
                begun.setdefault(word[:2], []).append(word)
        return cls(dict(counts), {key: tuple(found[:_LIST]) for key, found in begun.items()})

    def mended(self, words: list[str]) -> Iterator[str]:
        """Return the words, unknown ones replaced by the known word that was meant, if any.

        A word is only replaced by one that begins alike (`JaroWinkler` counts the common
        beginning), because in these languages the end of a word carries its grammar.
        """
        left = _MENDED
        for word in words:
            if word in self.counts or len(word) < _SHORTEST or not word.isalpha() or not left:
                yield word
                continue
            left -= 1
            yield from self._split(word) or (self._nearest(word) or word,)

    def _nearest(self, word: str) -> str | None:
        best, nearest = _ALIKE, None
        for known in self.begun.get(word[:2], ()):
            if abs(len(known) - len(word)) <= 2 and known[:5] != word[:5]:
                alike = JaroWinkler.similarity(word, known, prefix_weight=0.1)
                if alike > best:
                    best, nearest = alike, known
        return nearest

    def _split(self, word: str) -> tuple[str, ...]:
        """Cut a long unknown word into two or three known ones, if that is possible."""
        if not _GLUED <= len(word) <= _LONGEST:
            return ()
        pieces: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ())]
        for end in range(1, len(word) + 1):
            best: tuple[float, tuple[str, ...]] | None = None
            for start in range(max(0, end - 14), end - 1):
                before, piece = pieces[start], word[start:end]
                if before is None or len(before[1]) == 3 or self.counts.get(piece, 0) < 2:
                    continue
                score = before[0] + len(piece) ** 2
                if best is None or score > best[0]:
                    best = score, (*before[1], piece)
            pieces.append(best)
        whole = pieces[-1]
        return whole[1] if whole is not None and len(whole[1]) > 1 else ()
