"""Sets of answers as decision diagrams, and the shortest plain description we find of a set.

A variable is a step, its values the classes of its answers, by position. A diagram shares what is
alike from a step on, so a flow of half a million ways takes a few hundred nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

Set = int
"""A set of answers: the number of its node. Equal sets have equal numbers."""
NONE: Set = 0
ALL: Set = 1

Cube = Mapping[int, frozenset[int]]
"""Answers described by what some variables may be; a variable that is left out may be anything."""


def _union(a: Set, b: Set) -> Set | None:
    if ALL in (a, b):
        return ALL
    return b if a == NONE else a if b in (NONE, a) else None


def _both(a: Set, b: Set) -> Set | None:
    if NONE in (a, b):
        return NONE
    return b if a == ALL else a if b in (ALL, a) else None


def _without(a: Set, b: Set) -> Set | None:
    if a == NONE or b in (ALL, a):
        return NONE
    return a if b == NONE else None


class Diagrams:
    """Sets over the same variables; `sizes` says how many values each has, in order."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = tuple(sizes)
        end = len(self.sizes)
        self._nodes: list[tuple[int, tuple[Set, ...]]] = [(end, ()), (end, ())]
        self._known: dict[tuple[int, tuple[Set, ...]], Set] = {}
        self.union = self._operation(
            lambda a, b: ALL if ALL in (a, b) else b if a == NONE else a if b in (NONE, a) else None
        )
        self.both = self._operation(
            lambda a, b: NONE if NONE in (a, b) else b if a == ALL else a if b in (ALL, a) else None
        )
        self.without = self._operation(
            lambda a, b: NONE if a == NONE or b in (ALL, a) else a if b == NONE else None
        )
        self._described: dict[tuple[Set, Set], tuple[Cube, ...]] = {}

    def where(self, variable: int, values: Iterable[int]) -> Set:
        """Return the set in which `variable` has one of `values`."""
        chosen = set(values)
        return self._node(variable, tuple(int(v in chosen) for v in range(self.sizes[variable])))

    def union_of(self, sets: Iterable[Set]) -> Set:
        """Return what is in at least one of the sets."""
        found = NONE
        for one in sets:
            found = self.union(found, one)
        return found

    def common_to(self, sets: Iterable[Set]) -> Set:
        """Return what is in every one of the sets."""
        found = ALL
        for one in sets:
            found = self.both(found, one)
        return found

    def of_cube(self, cube: Cube) -> Set:
        """Return the set that a cube describes."""
        return self.common_to(self.where(variable, values) for variable, values in cube.items())

    def describe(self, wanted: Set, within: Set) -> tuple[Cube, ...]:
        """Describe `wanted` by few cubes; outside `within` they may say anything.

        What cannot be answered is free, so a cube names only the steps that make the difference.
        The cubes depend on the two sets alone, not on how the conditions were written.
        """
        lower = self.both(wanted, within)
        cubes = self._cover(lower, self.union(lower, self.without(ALL, within)))
        return self._needed(lower, cubes)

    def _node(self, variable: int, children: tuple[Set, ...]) -> Set:
        if children.count(children[0]) == len(children):
            return children[0]
        key = (variable, children)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = len(self._nodes)
            self._nodes.append(key)
        return known

    def _parts(self, node: Set, variable: int) -> tuple[Set, ...]:
        at, children = self._nodes[node]
        return children if at == variable else (node,) * self.sizes[variable]

    def _operation(self, ends: Callable[[Set, Set], Set | None]) -> Callable[[Set, Set], Set]:
        @cache
        def apply(a: Set, b: Set) -> Set:
            known = ends(a, b)
            if known is not None:
                return known
            variable = min(self._nodes[a][0], self._nodes[b][0])
            parts = zip(self._parts(a, variable), self._parts(b, variable), strict=True)
            return self._node(variable, tuple(apply(x, y) for x, y in parts))

        return apply

    def _cover(self, lower: Set, upper: Set) -> tuple[Cube, ...]:
        """Return cubes that cover `lower` and stay inside `upper` (after Minato and Morreale)."""
        if lower == NONE:
            return ()
        if upper == ALL:
            return ({},)
        known = self._described.get((lower, upper))
        if known is None:
            variable = min(self._nodes[lower][0], self._nodes[upper][0])
            known = tuple(self._split(lower, upper, variable))
            self._described[lower, upper] = known
        return known

    def _split(self, lower: Set, upper: Set, variable: int) -> list[Cube]:
        lowers, uppers = self._parts(lower, variable), self._parts(upper, variable)
        anyway, shared = self.union_of(lowers), self.common_to(uppers)
        if self.without(anyway, shared) == NONE:
            return list(self._cover(anyway, shared))
        cubes: list[Cube] = []
        # What only holds for some values of this step, and so has to name them.
        left = [self.without(one, shared) for one in lowers]
        for values, limit in self._alike(left, uppers):
            for cube in self._cover(self.union_of(left[value] for value in values), limit):
                covered = self.of_cube(cube)
                named = {
                    value
                    for value in range(self.sizes[variable])
                    if self.both(covered, left[value]) != NONE
                    and self.without(covered, uppers[value]) == NONE
                }
                cubes.append({variable: self._named(named, covered, uppers), **cube})
                for value in named:
                    left[value] = self.without(left[value], covered)
        covered = self.union_of(self.of_cube(cube) for cube in cubes)
        missing = [
            self.without(one, done)
            for one, done in zip(lowers, self._parts(covered, variable), strict=True)
        ]
        return [*cubes, *self._cover(self.union_of(missing), shared)]

    def _alike(self, left: Sequence[Set], uppers: Sequence[Set]) -> list[tuple[list[int], Set]]:
        """Group the values for which one description can do; with each group its limit."""
        groups: list[tuple[list[int], Set]] = []
        for value, one in enumerate(left):
            if one == NONE:
                continue
            for position, (values, limit) in enumerate(groups):
                needed = self.union_of([one, *(left[other] for other in values)])
                narrower = self.both(limit, uppers[value])
                if self.without(needed, narrower) == NONE:
                    groups[position] = ([*values, value], narrower)
                    break
            else:
                groups.append(([value], uppers[value]))
        return groups

    def _named(self, needed: set[int], covered: Set, uppers: Sequence[Set]) -> frozenset[int]:
        """Return the values to name: those needed, or all that are allowed if very few are not."""
        allowed = {v for v, limit in enumerate(uppers) if self.without(covered, limit) == NONE}
        return frozenset(allowed if 2 * (len(uppers) - len(allowed)) < len(needed) else needed)

    def _needed(self, lower: Set, cubes: Sequence[Cube]) -> tuple[Cube, ...]:
        """Leave out cubes that the others make superfluous."""
        kept = list(cubes)
        for cube in reversed(cubes):
            others = [one for one in kept if one is not cube]
            if self.without(lower, self.union_of(map(self.of_cube, others))) == NONE:
                kept = others
        return tuple(kept)
