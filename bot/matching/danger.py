"""Telling by meaning that a message is about a danger, where no phrase was written for it.

A linear model on the vector of the message, in danger.npz. `python -m bench.matching_calibrate` fits
it on the ways of asking for answers about dangers, on the near misses and on labelled messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

FILE: Final = Path(__file__).with_name("danger.npz")


@dataclass(frozen=True, slots=True)
class Danger:
    """The weights: the first row tells danger from calm, the others the kinds apart."""

    weights: Floats
    constants: Floats
    kinds: tuple[str, ...]
    danger_from: float
    """From this score on a message opens the urgent card without a phrase."""
    calm_below: float
    """Below it a phrase is taken to be there by chance."""

    def score(self, vector: Floats) -> float:
        """Return how much a message is about a danger."""
        return float(self.weights[0] @ vector + self.constants[0])

    def kind(self, vector: Floats) -> str:
        """Return the kind of danger that a message is most likely about."""
        return self.kinds[int((self.weights[1:] @ vector + self.constants[1:]).argmax())]


@cache
def load_danger(path: Path = FILE) -> Danger:
    """Read the weights."""
    with np.load(path) as file:
        return Danger(
            weights=file["weights"].astype(np.float32),
            constants=file["constants"].astype(np.float32),
            kinds=tuple(str(kind) for kind in file["kinds"]),
            danger_from=float(file["danger_from"]),
            calm_below=float(file["calm_below"]),
        )
