"""What the templates of the pages say about figures: cells, periods and where charts are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from babel.dates import format_date

from .figures import PERIODS
from .guard import StaffVisit
from .reading import Reading
from .tables import FIGURES, Cell, Column, Row, Table, day, shown

_LONG: Final = 40


@dataclass(frozen=True)
class View:
    """One page with figures, as its templates see it."""

    visit: StaffVisit
    reading: Reading
    compared: bool = True
    """Whether there is a period before to compare with; else its columns are left out."""

    @property
    def periods(self) -> Sequence[int]:
        """The lengths of a period that can be chosen, in weeks."""
        return PERIODS

    @property
    def weeks(self) -> int:
        """The length of the period on the page, in weeks."""
        return len(self.reading.period.weeks)

    @property
    def query(self) -> str:
        """What a link has to carry so that the next page shows the same period."""
        return urlencode({"weeks": self.weeks})

    @property
    def last_day(self) -> str:
        """The Sunday up to which the figures go."""
        return format_date(self.reading.period.end, "full", locale=self.visit.language)

    def day(self, of: dt.date) -> str:
        """Return a day as people read it."""
        return day(of, self.visit.words)

    def columns(self, table: Table) -> list[tuple[int, Column]]:
        """Return the columns that people see, with their places; ids are for machines."""
        return [
            (place, one)
            for place, one in enumerate(table.columns)
            if one.kind != "code" and (self.compared or one.id not in ("before", "change"))
        ]

    def rows(self, table: Table) -> Sequence[Row]:
        """Return the rows as a page shows them: along the time the newest first."""
        return table.rows[::-1] if table.columns[0].kind in ("week", "day") else table.rows

    def cell(self, table: Table, column: Column, cell: Cell) -> str:
        """Return a cell in words."""
        return shown(cell, column, table.k, self.visit.words)

    def is_figure(self, column: Column) -> bool:
        """Tell whether a column is set to the right."""
        return column.kind in FIGURES

    def looks(self, column: Column, cell: Cell) -> str:
        """Return the classes of a cell: figures to the right, days unbroken, long texts wide."""
        if self.is_figure(column):
            return "number untold" if cell is None else "number"
        if isinstance(cell, str) and len(cell) > _LONG:
            return "said"
        return column.kind

    def link(self, path: str, about: str = "", **more: object) -> str:
        """Return the path of a page, a chart or a file for the same period."""
        asked = {"weeks": self.weeks} | ({"about": about} if about else {}) | more
        return f"{self.visit.path(path)}?{urlencode(asked)}"
