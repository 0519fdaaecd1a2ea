"""The plain methods that the matching has to be better than, on the same ways of asking."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.matching.bank import Bank

Scores = NDArray[np.float32]
Scorer = Callable[[str], Scores]
"""Gives one score for each entry."""


def baselines(bank: Bank) -> dict[str, Scorer]:
    """Return each method with its scorer. Ways that are elsewhere take part here too."""
    texts = [way.text.lower() for way in bank.ways]
    first = np.searchsorted([way.entry for way in bank.ways], np.arange(len(bank.entries)))

    def best(scores: Scores) -> Scores:
        found: Scores = np.maximum.reduceat(scores, first)
        return found

    words, letters = (
        Inverted([_words(text) for text in texts]),
        Inverted([_letters(text) for text in texts]),
    )
    return {
        "rapidfuzz WRatio": lambda text: best(_fuzz(text, texts, fuzz.WRatio)),
        "rapidfuzz token_set_ratio": lambda text: best(_fuzz(text, texts, fuzz.token_set_ratio)),
        "BM25": lambda text: best(words.bm25(_words(text.lower()))),
        "TF-IDF, characters 2-5": lambda text: best(letters.cosine(_letters(text.lower()))),
    }  # fmt: skip


def _fuzz(text: str, texts: Sequence[str], scorer: Callable[..., float]) -> Scores:
    found: Scores = process.cdist([text.lower()], texts, scorer=scorer, dtype=np.float32)[0]
    return (found / 100).astype(np.float32)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _letters(text: str) -> list[str]:
    padded = [f" {word} " for word in _words(text)]
    return [w[i : i + n] for w in padded for n in range(2, 6) for i in range(len(w) - n + 1)]


class Inverted:
    """A plain inverted index."""

    def __init__(self, texts: list[list[str]]) -> None:
        self.count = len(texts)
        self.sizes = np.array([len(text) for text in texts], dtype=np.float32)
        lists: Mapping[str, list[tuple[int, int]]] = defaultdict(list)
        for place, text in enumerate(texts):
            for term, often in Counter(text).items():
                lists[term].append((place, often))
        self.lists = {
            term: (np.array([p for p, _ in found]), np.array([o for _, o in found], np.float32))
            for term, found in lists.items()
        }
        lengths = np.zeros(self.count, dtype=np.float32)
        for places, counts in self.lists.values():
            lengths[places] += ((1 + np.log(counts)) * self._rarity(len(places))) ** 2
        self.lengths = np.sqrt(np.maximum(lengths, 1e-6))

    def _rarity(self, known_by: int) -> float:
        return float(np.log((1 + self.count) / (1 + known_by)) + 1)

    def bm25(self, terms: list[str], k: float = 1.5, b: float = 0.75) -> Scores:
        scores = np.zeros(self.count, dtype=np.float32)
        norm = k * (1 - b + b * self.sizes / self.sizes.mean())
        for term in set(terms) & self.lists.keys():
            places, often = self.lists[term]
            rarity = np.log(1 + (self.count - len(places) + 0.5) / (len(places) + 0.5))
            scores[places] += rarity * often * (k + 1) / (often + norm[places])
        return scores

    def cosine(self, terms: list[str]) -> Scores:
        scores, length = np.zeros(self.count, dtype=np.float32), 1e-6
        for term, times in Counter(terms).items():
            if term in self.lists:
                places, often = self.lists[term]
                rarity = self._rarity(len(places))
                weight = (1 + np.log(times)) * rarity
                length += weight * weight
                scores[places] += weight * (1 + np.log(often)) * rarity
        found: Scores = (scores / self.lengths / np.sqrt(length)).astype(np.float32)
        return found
