"""Many short lists of places with weights, kept in three arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .grams import Keys


@dataclass(frozen=True, slots=True)
class Lists:
    """For every key a list of places, each with a weight."""

    keys: Keys
    begins: NDArray[np.int32]
    places: NDArray[np.int32]
    weights: NDArray[np.float32]

    def found(self, keys: Keys) -> NDArray[np.int32]:
        """Return which list belongs to each key, -1 where there is none."""
        where = np.searchsorted(self.keys, keys)
        where[where == len(self.keys)] = 0
        where[self.keys[where] != keys] = -1
        return where.astype(np.int32)

    def sizes(self, lists: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return how long each of these lists is."""
        return self.begins[lists + 1] - self.begins[lists]

    def add_up(
        self, lists: NDArray[np.int32], factors: NDArray[np.float32], count: int
    ) -> NDArray[np.float32]:
        """Return for every place the sum of its weights in these lists, each times its factor."""
        sizes = self.sizes(lists)
        total = int(sizes.sum())
        if not total:
            return np.zeros(count, dtype=np.float32)
        # The positions begin, begin+1, ... of every list, one after the other.
        skipped = self.begins[lists] - np.concatenate(([0], np.cumsum(sizes)[:-1]))
        where = np.arange(total) + np.repeat(skipped, sizes)
        weights = self.weights[where] * np.repeat(factors, sizes)
        return np.bincount(self.places[where], weights, count).astype(np.float32)


def lists_of(
    lists: NDArray[np.int32],
    places: NDArray[np.int32],
    weights: NDArray[np.float32],
    keys: Keys,
) -> Lists:
    """Sort (list, place, weight) triples into lists; `lists` counts along `keys`."""
    order = np.argsort(lists, kind="stable")
    begins = np.searchsorted(lists[order], np.arange(len(keys) + 1)).astype(np.int32)
    return Lists(keys, begins, places[order], weights[order])
