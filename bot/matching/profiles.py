"""What a whole group of texts is about: every n-gram of them, rare ones and frequent ones in it more.

A way of asking holds a few of the words that people use for a thing, all ways together most of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .grams import Keys
from .linear import Vector
from .sparse import Lists, lists_of

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Profiles:
    """For each n-gram how much each group is about it; every group has length 1."""

    lists: Lists
    count: int

    def scores(self, keys: Keys) -> Floats:
        """Return the cosine of each group with a message that has these n-grams."""
        places = self.lists.found(keys)
        places = places[places >= 0]
        weights = _rarity(self.lists.sizes(places), self.count)
        length = max(float(np.linalg.norm(weights)), 1e-6)
        return self.lists.add_up(places, weights / length, self.count)


def fit_profiles(vectors: list[Vector], group: Ints, keys: Keys) -> Profiles:
    """Put the n-grams of all texts of a group together; `group` says to which a text belongs."""
    count = int(group.max()) + 1
    places = np.concatenate([places for places, _ in vectors]).astype(np.int64)
    groups = np.repeat(group, [len(places) for places, _ in vectors])
    pairs, often = np.unique(places * count + groups, return_counts=True)
    places, groups = pairs // count, (pairs % count).astype(np.int32)
    known, lists, sizes = np.unique(places, return_inverse=True, return_counts=True)
    weights = ((1 + np.log(often)) * _rarity(sizes, count)[lists]).astype(np.float32)
    lengths = np.sqrt(np.bincount(groups, weights * weights, count)).astype(np.float32)
    scaled = (weights / np.maximum(lengths, 1e-6)[groups]).astype(np.float32)
    return Profiles(lists_of(lists.astype(np.int32), groups, scaled, keys[known]), count)


def _rarity(groups: NDArray[np.integer[Any]], count: int) -> Floats:
    return (np.log((1 + count) / (1 + groups)) + 0.1).astype(np.float32)
