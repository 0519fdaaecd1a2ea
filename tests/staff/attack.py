"""Working out true counts from everything that was released, by integer linear programming.

A puzzle has one unknown for each true count, what the released figures say of it, and what anybody
knows who has read the code and the content: how counts add up.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Unknown = Hashable
Vector = npt.NDArray[np.float64]

_HALF: Final = 0.5
_CHANGES: Final = 1e-6
"""So much must be gained at least for a solution to be another one than the truth."""


@dataclass(frozen=True, slots=True)
class Relation:
    """`low` <= the sum of the unknowns with their factors <= `high`."""

    terms: Mapping[Unknown, int]
    low: float
    high: float

    def holds(self, truth: Mapping[Unknown, int]) -> bool:
        return self.low <= sum(by * truth[of] for of, by in self.terms.items()) <= self.high


def equal(whole: Iterable[Unknown], parts: Iterable[Unknown]) -> Relation:
    """Two sums are the same."""
    return Relation(_terms(whole, parts), 0, 0)


def at_most(less: Iterable[Unknown], more: Iterable[Unknown]) -> Relation:
    """One sum is at most another."""
    return Relation(_terms(less, more), -np.inf, 0)


def _terms(plus: Iterable[Unknown], minus: Iterable[Unknown]) -> dict[Unknown, int]:
    terms: dict[Unknown, int] = {}
    for unknowns, by in ((plus, 1), (minus, -1)):
        for unknown in unknowns:
            terms[unknown] = terms.get(unknown, 0) + by
    return terms


@dataclass
class Puzzle:
    """What an attacker knows: the bounds of each unknown, and relations between them."""

    bounds: dict[Unknown, tuple[float, float]] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)

    def determined(self, truth: Mapping[Unknown, int], targets: Iterable[Unknown]) -> set[Unknown]:
        """Return the targets whose true count is the only one that fits everything known.

        Whatever is not returned has another value in some world that would have been released
        alike. A sum of random weights is made as large and as small as can be: if both give the
        truth, no target can be anything else.
        """
        solver = _Solver(self, truth)
        chance = np.random.default_rng(1)
        left = sorted(set(targets), key=repr)
        while left:
            weights = chance.uniform(_HALF, 1, len(left)) * chance.choice((-1, 1), len(left))
            changed: set[Unknown] = set()
            for sign in (1, -1):
                changed |= solver.other(dict(zip(left, sign * weights, strict=True)))
            if not changed:
                return set(left)
            left = [target for target in left if target not in changed]
        return set()

    def known_not_zero(
        self, truth: Mapping[Unknown, int], targets: Iterable[Unknown]
    ) -> set[Unknown]:
        """Return the targets that are zero in no world that would have been released alike."""
        solver = _Solver(self, truth)
        left = set(targets)
        while left:
            found = solver.least(left)
            zeros = {target for target in left if found(target) == 0}
            if not zeros:
                return {one for one in left if solver.least({one})(one) > 0}
            left -= zeros
        return set()


class _Solver:
    def __init__(self, puzzle: Puzzle, truth: Mapping[Unknown, int]) -> None:
        self._names: Sequence[Unknown] = list(puzzle.bounds)
        self._at = {name: place for place, name in enumerate(self._names)}
        self._truth = np.array([truth[name] for name in self._names], float)
        low, high = np.array([puzzle.bounds[name] for name in self._names], float).T
        wrong = [
            name
            for name, least, most, true in zip(self._names, low, high, self._truth, strict=True)
            if not least <= true <= most
        ]
        assert not wrong, f"the attacker is mistaken about {wrong[:3]}"
        self._bounds = Bounds(low, high)
        rows, columns, factors = [], [], []
        for number, relation in enumerate(puzzle.relations):
            for name, by in relation.terms.items():
                rows.append(number)
                columns.append(self._at[name])
                factors.append(by)
        shape = (len(puzzle.relations), len(self._names))
        matrix = csr_array((factors, (rows, columns)), shape=shape, dtype=float)
        self._known = LinearConstraint(
            matrix,
            [relation.low for relation in puzzle.relations],
            [relation.high for relation in puzzle.relations],
        )

    def other(self, weights: Mapping[Unknown, float]) -> set[Unknown]:
        """Return which unknowns are not as in truth where their weighted sum is the smallest."""
        found = self._smallest(weights)
        cost = np.array([weights[name] for name in weights])
        places = [self._at[name] for name in weights]
        if cost @ (self._truth[places] - found[places]) < _CHANGES:
            return set()
        return {name for name in weights if found[self._at[name]] != self._truth[self._at[name]]}

    def least(self, unknowns: Iterable[Unknown]) -> Callable[[Unknown], float]:
        found = self._smallest(dict.fromkeys(unknowns, 1.0))
        return lambda name: float(found[self._at[name]])

    def _smallest(self, weights: Mapping[Unknown, float]) -> Vector:
        cost = np.zeros(len(self._names))
        for name, weight in weights.items():
            cost[self._at[name]] = weight
        solved = milp(
            cost,
            integrality=np.ones(len(self._names)),
            bounds=self._bounds,
            constraints=self._known,
            options={"mip_rel_gap": 0.0},
        )
        assert solved.success, solved.message
        whole: Vector = np.round(solved.x)
        return whole
