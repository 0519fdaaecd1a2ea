"""Turning scores into one order and into the probability that the first of it is right.

The numbers stand in calibration.json, written by `python -m bench.matching_calibrate` from labelled
questions. They weigh a dozen similarities against each other; which words lead where is learned
from the content alone, so new content needs no new calibration.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

FILE: Final = Path(__file__).with_name("calibration.json")
SIGNS: Final = ("score", "lead", "lead_elsewhere", "share", "known", "alike", "words")
"""What the probability is read from, apart from the language."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The weights of one stage: of the features for the order, of the signs for the probability."""

    order: Floats
    signs: Floats
    constant: float
    by_language: Mapping[str, float]
    answer_from: float
    """Answer at once from this probability on; below it ask what was meant."""
    suggest_from: float

    def scores(self, features: Floats) -> Floats:
        """Return one score for each row of features."""
        found: Floats = features @ self.order
        return found

    def probability(self, signs: Floats, language: str | None) -> float:
        """Return how likely it is that the first entry is right."""
        by_language = self.by_language.get(language or "", 0.0)
        odds = float(signs @ self.signs) + self.constant + by_language
        return 1 / (1 + float(np.exp(-odds)))


@dataclass(frozen=True, slots=True)
class DangerStage:
    """The weights of the signs of a danger, and from which sum on the card opens."""

    signs: Floats
    open_from: float

    def opens(self, signs: Floats) -> bool:
        """Tell whether a message with these signs opens the card."""
        return float(signs @ self.signs) >= self.open_from


@dataclass(frozen=True, slots=True)
class Calibration:
    """Both stages: letters and words alone, and together with meaning."""

    lexical: Stage
    semantic: Stage
    danger: DangerStage
    danger_meant: DangerStage


def signs(scores: Floats, beside: float, features: Floats, known: float, words: int) -> Floats:
    """Return the `SIGNS` of a ranking in order; `beside` is the best score of what is elsewhere."""
    second = float(scores[1]) if len(scores) > 1 else -np.inf
    rest = float(np.exp(scores - scores[0]).sum() + np.exp(min(beside - float(scores[0]), 50.0)))
    return np.array(
        [
            scores[0],
            min(float(scores[0]) - second, 5.0),
            np.clip(float(scores[0]) - beside, -5.0, 5.0),
            -np.log(rest),
            known,
            features[0, 0],
            np.log1p(words),
        ],
        dtype=np.float32,
    )


@cache
def load_calibration(path: Path = FILE) -> Calibration:
    """Read the numbers."""
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return Calibration(
        _stage(data["lexical"]),
        _stage(data["semantic"]),
        _danger(data["danger"]),
        _danger(data["danger_meant"]),
    )


def _danger(data: dict[str, Any]) -> DangerStage:
    weights = np.array(list(data["signs"].values()), dtype=np.float32)
    return DangerStage(weights, data["open_from"])


def _stage(data: dict[str, Any]) -> Stage:
    return Stage(
        order=np.array(list(data["order"].values()), dtype=np.float32),
        signs=np.array([data["signs"][sign] for sign in SIGNS], dtype=np.float32),
        constant=data["constant"],
        by_language=data["by_language"],
        answer_from=data["answer_from"],
        suggest_from=data["suggest_from"],
    )
