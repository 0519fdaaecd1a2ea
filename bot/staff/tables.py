"""The one shape of everything the desk shows, draws and hands out: page, chart, CSV, XLSX, API, PDF.

A `TablePlan` says what a table is about and how its rows come about; `TablePlan.table` fills it for
a period and a language. A cell of a figure that may not be told is `None`, and is said in words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from babel.dates import format_date, format_interval
from babel.numbers import format_decimal, format_percent

from bot.privacy import K

from .words import N_, Words

if TYPE_CHECKING:
    from .reading import Reading

Kind = Literal["code", "text", "week", "day", "count", "percent", "change", "number"]
"""What the cells of a column are.

`code` is an id, only for machines; `week` a Monday and `day` a day, as 2026-01-31; `count` a
released figure; `percent` a share worked out from released figures; `change` one of `CHANGES`;
`number` a figure that is about the content and not about people.
"""
Cell = str | int | None
Row = tuple[Cell, ...]

FIGURES: Final = ("count", "percent", "number")
CHANGES: Final = {
    "more": N_("more"),
    "less": N_("less"),
    "same": N_("about the same"),
}
FEWER: Final = N_("fewer than %(k)d")
TOO_FEW: Final = N_("too few to say")
UNDER: Final = N_("under 5%")
"""What a share of 0 means, since shares are rounded down to fives."""
NOT_COMPARED: Final = N_("cannot be compared")
INAPPLICABLE: Final = "–"
"""Stands where there is nothing to tell, as opposed to something that may not be told."""
_SAME_SHARE: Final = 5
"""Percentage points; shares are rounded to fives, so less is nothing."""
_SAME_COUNT: Final = 10
"""A difference of less than one tenth is nothing: weeks are rounded by up to a twentieth."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its id for machines, its English title marked with `N_`, and what it holds."""

    id: str
    title: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a table is drawn.

    `columns` stand upright along the time, `bars` lie under each other, `lines` are shares along
    the time. `label` and `values` are ids of columns; at most the first `most` rows are drawn.
    `kinds` is a column whose cells set bars apart.
    """

    form: Literal["columns", "bars", "lines"]
    label: str
    values: tuple[str, ...]
    most: int = 110
    kinds: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table for one period in one language; columns and title are in that language."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    k: int
    language: str
    drawing: Drawing | None = None

    def column(self, column: str) -> tuple[Cell, ...]:
        """Return the cells of a column."""
        place = self.place(column)
        return tuple(row[place] for row in self.rows)

    def place(self, column: str) -> int:
        """Return the place of a column."""
        return [one.id for one in self.columns].index(column)


@dataclass(frozen=True, slots=True)
class TablePlan:
    """What a table is about. `title` is English, marked with `N_`.

    `about` tells whether it needs to be asked for one entry or flow, can be, or is about all.
    `people` is false for tables about the content, which have no figures of people but reads.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[Reading], Awaitable[Sequence[Row]]]
    k: int = K
    drawing: Drawing | None = None
    about: Literal["one", "any", "all"] = "all"
    people: bool = True

    async def table(self, reading: Reading) -> Table:
        """Return the table as the reader of `reading` may see it."""
        _ = reading.words
        columns = tuple(Column(one.id, _(one.title), one.kind) for one in self.columns)
        rows = tuple(await self.rows(reading))
        return Table(
            self.id, _(self.title), columns, rows, self.k, _.language,
            self.drawing if rows else None,
        )  # fmt: skip


def shown(cell: Cell, column: Column, k: int, _: Words) -> str:
    """Return a cell as people read it; never blank for a figure that may not be told."""
    said: str
    if cell is None:
        return _unsaid(column, k, _)
    if cell == INAPPLICABLE:
        return INAPPLICABLE
    match column.kind:
        case "count" | "number":
            said = format_decimal(cell, locale=_.language)
            return said
        case "percent":
            said = format_percent(int(cell) / 100, locale=_.language)
            return said if cell else _(UNDER)
        case "week":
            return week(dt.date.fromisoformat(str(cell)), _)
        case "day":
            return day(dt.date.fromisoformat(str(cell)), _)
        case "change":
            return _(CHANGES[str(cell)])
    return str(cell)


def exported(cell: Cell, column: Column, k: int, _: Words) -> str | int:
    """Return a cell for programs: figures and days as they are, and in words what is no figure."""
    worded = cell is None or column.kind == "change" or (column.kind == "percent" and cell == 0)
    return shown(cell, column, k, _) if cell is None or worded else cell


def _unsaid(column: Column, k: int, _: Words) -> str:
    """Return what is said instead of a figure that may not be told or worked out."""
    if column.kind == "percent":
        return _(TOO_FEW)
    if column.kind == "change":
        return _(NOT_COMPARED)
    return _(FEWER, k=k)


def week(monday: dt.date, _: Words) -> str:
    """Return a week by its first and last day."""
    said: str = format_interval(
        monday, monday + dt.timedelta(days=6), "yMMMd", locale=_.language
    )  # fmt: skip
    return said


def day(of: dt.date, _: Words) -> str:
    """Return a day."""
    return format_date(of, "medium", locale=_.language)


def change(now: int | None, before: int | None, *, of_shares: bool = False) -> str | None:
    """Return how a figure compares with the one before: one of `CHANGES`, or nothing."""
    if now is None or before is None:
        return None
    enough = _SAME_SHARE if of_shares else max(now, before) // _SAME_COUNT
    if abs(now - before) <= enough:
        return "same"
    return "more" if now > before else "less"
