"""Finding messages about a danger, in any language: better one card too many than one too few.

A phrase is a short row of beginnings of words, such as "муж бьет". It is found where every one of
them begins a word of the message, in any order, close together. A near miss ("муж бьет рекорды") is a whole
sentence that contains a phrase and is harmless; a message is let go when it is more like one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rapidfuzz.fuzz import token_sort_ratio

from bot.content import Library

from .bank import Bank
from .normalise import skeleton

WINDOW: Final = 7
"""All parts of a phrase stand within so many words."""
_HARMLESS: Final = 72
"""How like a near miss a message has to be, of 100, to be let go."""


@dataclass(frozen=True, slots=True)
class UrgentPhrases:
    """The phrases by the first letters of their longest part, and the near misses, as skeletons."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    near_misses: tuple[str, ...]
    kinds: frozenset[str]

    def find(self, skeleton_: str) -> str | None:
        """Return the kind of danger that a message, given as its skeleton, is about."""
        words = skeleton_.split()
        kind = next(self._kinds(words), None)
        if kind is None or self._harmless(skeleton_):
            return None
        return kind

    def _kinds(self, words: list[str]) -> Iterator[str]:
        for position, word in enumerate(words):
            for length in (2, 3, 4):
                for parts, kind in self.phrases.get(word[:length], ()):
                    if _near(parts, words, position):
                        yield kind

    def _harmless(self, text: str) -> bool:
        return any(token_sort_ratio(text, miss) >= _HARMLESS for miss in self.near_misses)


def _near(parts: tuple[str, ...], words: list[str], position: int) -> bool:
    """Tell whether all parts begin different words of one window around that position."""
    if not words[position].startswith(parts[0]):
        return False
    for start in range(max(0, position - WINDOW + 1), position + 1):
        window = words[start : start + WINDOW]
        left = list(window)
        for part in parts:
            match = next((word for word in left if word.startswith(part)), None)
            if match is None:
                break
            left.remove(match)
        else:
            return True
    return False


def fit_urgent(library: Library) -> UrgentPhrases:
    """Fold the phrases of the library."""
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    misses: list[str] = []
    for urgent in library.urgent.values():
        for texts in urgent.phrases.values():
            for text in texts:
                parts = tuple(sorted(skeleton(text).split(), key=len, reverse=True))
                if parts:
                    phrases.setdefault(parts[0][:4], []).append((parts, urgent.id))
        for texts in urgent.near_misses.values():
            misses.extend(folded for text in texts if (folded := skeleton(text)))
    return UrgentPhrases(
        {begin: tuple(found) for begin, found in phrases.items()},
        tuple(dict.fromkeys(misses)),
        frozenset(library.urgent),
    )


def dangerous_entries(bank: Bank, phrases: UrgentPhrases) -> dict[int, str]:
    """Return the entries that are about a danger: of whose ways of asking most are urgent."""
    kinds: dict[int, list[str | None]] = {}
    for way in bank.ways:
        kinds.setdefault(way.entry, []).append(phrases.find(way.skeleton))
    found: dict[int, str] = {}
    for entry, of_ways in kinds.items():
        urgent = Counter(kind for kind in of_ways if kind is not None)
        if urgent and urgent.total() >= len(of_ways) / 2:
            found[entry] = urgent.most_common(1)[0][0]
    return found
