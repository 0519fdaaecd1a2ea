"""Telling that a message is about a danger, and which: by the messages in knowledge/urgent.yaml.

A linear model on the n-grams of the message tells the kinds of danger from everything calm: near
misses, ways of asking, what is elsewhere. Beside it stands how like the message is to the most alike
message of danger and to the most alike calm one. With the semantic stage the same is done on
vectors. How the signs are weighed stands in calibration.json. A message that is written in
knowledge/urgent.yaml itself is decided by that file alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .bank import Bank
from .linear import Linear, Vector, fit_linear

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

LETTER_SIGNS: Final = (
    "linear",  # the odds of danger in the linear model
    "danger",  # the cosine with the likest message of danger
    "calm",  # the cosine with the likest calm one
    "danger_profile",  # the same with all messages of one kind taken together
    "calm_profile",  # with all ways of asking for one entry
    "near_profile",  # with all near misses
    "words",  # the length
)
"""What letters and words say."""
MEANING_SIGNS: Final = ("meant", "danger_meant", "calm_meant")
"""The same by meaning."""

_CALM: Final = 0
_NEITHER: Final = -1
_NEAR_MISS: Final = 2.0
_WAY: Final = 1.0
"""How much a near miss and a way of asking count in fitting, beside a message of danger."""
_SHARPNESS: Final = 2.5
_DECAY: Final = 0.2
_STEPS: Final = 8
_NEAREST: Final = 4.0
"""How much the nearest message counts for the kind, beside the linear model."""


@dataclass(frozen=True, slots=True)
class Danger:
    """The kinds, what was written of each, and the linear model; its first column is calm."""

    kinds: tuple[str, ...]
    written: Mapping[str, str | None]
    linear: Linear
    rows: Ints
    """For each way of asking and then each alarm: 0 calm, 1 and on the kind, -1 not counted."""
    ways: int
    """So many of the rows are ways of asking."""
    of_kind: tuple[Ints, ...]
    """The places of the messages of each kind among the alarms."""
    calm_entries: Ints

    def signs(
        self, vector: Vector, alike: Floats, profiles: Floats, words: int
    ) -> tuple[Floats, Floats]:
        """Return the `LETTER_SIGNS` of a message, and a score for each kind.

        `alike` are the cosines with the ways of asking and the alarms, `profiles` those with the
        entries, the near misses and the kinds.
        """
        if not self.kinds:
            return np.zeros(len(LETTER_SIGNS), dtype=np.float32), np.zeros(0, dtype=np.float32)
        profile = profiles[-len(self.kinds) :]
        scores = self.linear.scores(*vector) * _SHARPNESS
        likest = self._likest(alike)
        kinds = scores[1:]
        highest = kinds.max()
        odds = highest + np.log(np.exp(kinds - highest).sum()) - scores[_CALM]
        signs = (
            odds, likest[1:].max(), likest[_CALM],
            profile.max(), profiles[self.calm_entries].max(initial=0.0),
            profiles[-len(self.kinds) - 1], np.log1p(words),
        )  # fmt: skip
        return np.array(signs, dtype=np.float32), kinds + _NEAREST * (likest[1:] + profile)

    def meant(self, space: DangerSpace, vector: Floats, near: Floats) -> tuple[Floats, Floats]:
        """Return the `MEANING_SIGNS` of a message, and a score for each kind.

        `near` are the cosines with the ways of asking; those with the alarms are made here.
        """
        if not self.kinds:
            return np.zeros(len(MEANING_SIGNS), dtype=np.float32), np.zeros(0, dtype=np.float32)
        likest = self._likest(np.concatenate((near, space.alarms @ vector)))
        odds = float(space.weights @ vector) + space.constant
        signs = np.array([odds, likest[1:].max(), likest[_CALM]], dtype=np.float32)
        return signs, _NEAREST * likest[1:]

    def _likest(self, alike: Floats) -> Floats:
        """Return the highest similarity with what is calm and with each kind."""
        calm = alike.max(where=self.rows == _CALM, initial=0.0)
        own = alike[self.ways :]
        return np.array([calm, *(own[of].max(initial=0.0) for of in self.of_kind)], np.float32)


@dataclass(frozen=True, slots=True)
class DangerSpace:
    """The vectors of the alarms and a logistic model of danger on vectors."""

    alarms: Floats
    weights: Floats
    constant: float


def fit_danger(bank: Bank, vectors: list[Vector], shared_by: NDArray[np.int64]) -> Danger:
    """Fit the model on letters; `vectors` are those of the ways and then of the alarms."""
    kinds = _kinds(bank)
    rows = _rows(bank, kinds)
    used = np.flatnonzero(rows != _NEITHER)
    return Danger(
        kinds=kinds,
        written={alarm.skeleton: alarm.kind for alarm in bank.alarms},
        linear=fit_linear(
            [vectors[row] for row in used],
            rows[used],
            shared_by,
            len(kinds) + 1,
            _weights(bank, rows)[used],
            _SHARPNESS,
        ),
        rows=rows,
        ways=len(bank.ways),
        of_kind=tuple(
            np.flatnonzero(rows[len(bank.ways) :] == kind).astype(np.int32)
            for kind in range(1, len(kinds) + 1)
        ),
        calm_entries=np.array(
            [place for place in range(len(bank.entries)) if place not in bank.dangerous], np.int32
        ),
    )


def fit_danger_space(bank: Bank, ways: Floats, alarms: Floats) -> DangerSpace:
    """Fit the model on vectors by Newton's steps."""
    rows = _rows(bank, _kinds(bank))
    used = rows != _NEITHER
    weights, hit = _weights(bank, rows)[used], rows[used] != _CALM
    table = np.vstack((ways, alarms))[used]
    table = np.hstack((table, np.ones((len(table), 1), dtype=np.float32)))
    held = np.diag(np.array([_DECAY] * ways.shape[1] + [1e-4], dtype=np.float32))
    model = np.zeros(table.shape[1], dtype=np.float32)
    for _ in range(_STEPS if hit.any() else 0):
        likely = 1 / (1 + np.exp(-np.clip(table @ model, -30, 30)))
        slope = table.T @ (weights * (likely - hit)) + held @ model
        curve = (table * (weights * likely * (1 - likely))[:, None]).T @ table + held
        model = model - np.linalg.solve(curve, slope)
    return DangerSpace(alarms, model[:-1].astype(np.float32), float(model[-1]))


def _kinds(bank: Bank) -> tuple[str, ...]:
    return tuple(sorted({alarm.kind for alarm in bank.alarms if alarm.kind is not None}))


def _rows(bank: Bank, kinds: tuple[str, ...]) -> Ints:
    number: dict[str | None, int] = {None: _CALM}
    number |= {kind: place for place, kind in enumerate(kinds, 1)}
    ways = [_NEITHER if way.entry in bank.dangerous else _CALM for way in bank.ways]
    return np.array(ways + [number[alarm.kind] for alarm in bank.alarms], dtype=np.int32)


def _weights(bank: Bank, rows: Ints) -> Floats:
    weights = np.where(rows == _CALM, _NEAR_MISS, 1.0).astype(np.float32)
    weights[: len(bank.ways)] = _WAY
    return weights
