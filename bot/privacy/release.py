"""The one place that decides which figures leave the database, and how.

Every figure that staff can see, on a page, in an export, a report or a message, is a `Cell` of one
finished week that went through `release`, or is worked out from such figures alone. What is worked
out from released figures tells nothing more than they do, so sums over weeks, shares and
comparisons need no rule of their own.

The reasons and measurements stand in docs/privacy.md.
"""

from __future__ import annotations

from typing import Final

K: Final = 5
K_URGENT: Final = 10
_COARSE: Final = 20
"""A figure is not given finer than about a twentieth of itself."""


def smallest(measure: str) -> int:
    """Return the smallest group that may be seen: ten where danger is counted, else five."""
    return K_URGENT if measure == "urgent" else K


def release(count: int, people: int, k: int) -> int | None:
    """Return what may be said of a cell, or nothing: "fewer than k".

    `people` is the largest number of different people in the cell on any single day of the week: a
    person is only told apart within a day, so a week's own sum could be one person seven times.
    The count is rounded down to a multiple of k, and of a larger round unit when it is large, so
    that one person more or less seldom shows.
    """
    if people < k or count < k:
        return None
    return count - count % unit(count, k)


def unit(count: int, k: int) -> int:
    """Return what a count is rounded down to a multiple of: k, 2k, 4k, 10k, 20k, 40k, 100k ..."""
    step = k
    factors = (2, 2, 2.5)
    turn = 0
    while step * factors[turn % 3] * _COARSE <= count:
        step = int(step * factors[turn % 3])
        turn += 1
    return step


def share(part: int | None, whole: int | None) -> int | None:
    """Return a share in percent, worked out from released figures and rounded down to fives."""
    if part is None or not whole:
        return None
    return min(100, part * 100 // whole) // 5 * 5
