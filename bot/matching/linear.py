"""A linear model: how much each n-gram speaks for each entry, learned from the ways of asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Vector = tuple[NDArray[np.int32], NDArray[np.float32]]

_EPOCHS: Final = 4
_RATE: Final = 0.5
_SHARPNESS: Final = 3.0
_ENOUGH: Final = 0.9
"""A way of asking that leads to its entry with so much certainty teaches nothing more."""
_SMALL: Final = 0.02
"""Weights below this say nothing and are left out."""
_LONGEST: Final = 96
"""So many entries are kept for one n-gram, the heaviest, however many entries there are."""


@dataclass(frozen=True, slots=True)
class Linear:
    """The weights, as lists per n-gram; n-grams that only one way has are left out."""

    begins: NDArray[np.int32]
    entries: NDArray[np.uint16]
    weights: NDArray[np.float16]
    count: int

    def scores(
        self, places: NDArray[np.int32], weights: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Return the score of every entry for one message."""
        sizes = self.begins[places + 1] - self.begins[places]
        total = int(sizes.sum())
        if not total:
            return np.zeros(self.count, dtype=np.float32)
        skipped = self.begins[places] - np.concatenate(([0], np.cumsum(sizes)[:-1]))
        where = np.arange(total) + np.repeat(skipped, sizes)
        values = self.weights[where].astype(np.float32) * np.repeat(weights, sizes)
        return np.bincount(self.entries[where], values, self.count).astype(np.float32)


def fit_linear(
    vectors: list[Vector],
    entry: NDArray[np.int32],
    shared_by: NDArray[np.int64],
    count: int,
    weights: NDArray[np.float32] | None = None,
    sharpness: float = _SHARPNESS,
) -> Linear:
    """Fit by stochastic gradient steps on the softmax of the scores, one way of asking at a time.

    `weights` say how much each of the ways counts; without them all count the same.

    Each n-gram has its own pace (AdaGrad), since most are rare; only entries that are in question
    for a way of asking are moved by it, which keeps the weights sparse. The order is fixed, so the
    same content always gives the same model.
    """
    kept = np.flatnonzero(shared_by > 1)
    column = np.full(len(shared_by), -1, dtype=np.int32)
    column[kept] = np.arange(len(kept), dtype=np.int32)
    table = np.zeros((len(kept), count), dtype=np.float32)
    pace = np.full(len(kept), 1e-3, dtype=np.float32)
    examples = [
        (column[places][column[places] >= 0], values[column[places] >= 0])
        for places, values in vectors
    ]
    counts = np.ones(len(examples), dtype=np.float32) if weights is None else weights
    rate, shuffled = _RATE, np.random.default_rng(4)
    for _ in range(_EPOCHS):
        for one in shuffled.permutation(len(examples)):
            weight = float(counts[one])
            _learn(table, pace, examples[one], int(entry[one]), rate, weight, sharpness)
        rate *= 0.75
    return _sparse(table, kept, len(shared_by))


def _learn(
    table: NDArray[np.float32],
    pace: NDArray[np.float32],
    example: Vector,
    right: int,
    rate: float,
    weight: float,
    sharpness: float,
) -> None:
    places, weights = example
    scores = (weights @ table[places]) * sharpness
    error = np.exp(scores - scores.max())
    error /= error.sum()
    error[right] -= 1
    if error[right] > _ENOUGH - 1:
        return
    moved = np.flatnonzero(np.abs(error) > 0.003)
    step = error[moved] * weight
    pace[places] += weights * weights * (step @ step)
    table[np.ix_(places, moved)] -= np.outer(rate * weights / np.sqrt(pace[places]), step)


def _sparse(table: NDArray[np.float32], kept: NDArray[np.int64], rows: int) -> Linear:
    if table.shape[1] > _LONGEST:
        for row in table:
            row[np.argpartition(-np.abs(row), _LONGEST)[_LONGEST:]] = 0
    where, entries = np.nonzero(np.abs(table) >= _SMALL)
    sizes = np.zeros(rows, dtype=np.int64)
    sizes[kept] = np.bincount(where, minlength=len(kept))
    begins = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    weights = table[where, entries].astype(np.float16)
    return Linear(begins, entries.astype(np.uint16), weights, table.shape[1])
