"""Tables as charts, drawn by matplotlib: SVG for pages, PNG for print.

What is drawn carries no meaning by colour alone: bars carry their figures, lines have shapes and
names, and a figure that may not be told is a hatched stub, never a gap that looks like nothing.
Every chart stands beside its table.
"""

from __future__ import annotations

import datetime as dt
import io
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Final, Literal

from babel.dates import format_date
from babel.numbers import format_decimal
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from .guard import DeskRoute, StaffVisit, desk_route
from .tables import FEWER, Cell, Drawing, Row, Table, shown
from .words import Words, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

    from .reading import Readings
    from .tables import TablePlan

_KEPT: Final = 256
_DRAWING: Final = Lock()
"""matplotlib shares its fonts between drawings and is not made for several threads."""
_DOTS: Final = 200


@dataclass(frozen=True, slots=True)
class Style:
    """Colours of a chart; text and marks reach 4.5:1 and 3:1 on the background of the desk."""

    ink: str
    soft: str
    line: str
    paper: str
    series: tuple[str, ...]


LIGHT: Final = Style(
    "#16201f", "#56645f", "#cdd6d3", "#ffffff", ("#0b5f6b", "#b45309", "#6b3fa0", "#2f6f2f")
)
DARK: Final = Style(
    "#e8eeec", "#a3b1ad", "#3a4744", "#1a2221", ("#5cc3d0", "#f5a94b", "#c3a3f0", "#8fd6a8")
)
_LABELS_PER_INCH: Final = 1.25
"""So many days can be named along the time without touching, in Kazakh too."""
_MARKS: Final = ("o", "s", "^", "D")
_DASHES: Final = ("-", "--", "-.", ":")
_HATCHES: Final = (None, "//", "..", "xx")


@dataclass(frozen=True, slots=True)
class Shape:
    """For what a chart is drawn: its width in inches, and its colours. `print` is a PNG."""

    width: float
    style: Style
    form: Literal["svg", "png"] = "svg"
    height: float = 1.0
    """The height of charts along the time, as a multiple of the usual one."""


WIDE: Final = 8.6
NARROW: Final = 3.9
PRINTED: Final = Shape(7.2, LIGHT, "png", 0.85)


@lru_cache(maxsize=_KEPT)
def drawn(table: Table, shape: Shape) -> bytes:
    """Return the chart of a table that has one; equal tables give the same chart again."""
    from matplotlib.figure import Figure

    _, drawing = words(table.language), _drawing(table)
    rows = table.rows[: drawing.most]
    with _DRAWING:
        figure = Figure(figsize=(shape.width, _height(table, shape, len(rows))))
        axes = figure.add_subplot()
        figure.patch.set_alpha(0)
        axes.patch.set_alpha(0)
        _frame(axes, shape.style)
        if drawing.form == "bars":
            _bars(axes, table, rows, shape, _)
        elif drawing.form == "columns":
            _columns(axes, table, rows, shape, _)
        else:
            _lines(axes, table, rows, shape, _)
        figure.tight_layout(pad=0.4)
        file = io.BytesIO()
        figure.savefig(
            file, format=shape.form, transparent=True, dpi=_DOTS,
            metadata={"Date": None} if shape.form == "svg" else None,
        )  # fmt: skip
    return file.getvalue()


def _height(table: Table, shape: Shape, rows: int) -> float:
    drawing = _drawing(table)
    if drawing.form == "bars":
        lines = 0.34 if shape.width > NARROW else 0.46
        several = drawing.kinds is not None or len(drawing.values) > 1
        return (0.9 if several else 0.4) + rows * (lines + 0.2 * (len(drawing.values) - 1))
    return (2.9 if shape.width > NARROW else 2.7) * shape.height


def _frame(axes: Axes, style: Style) -> None:
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(style.line)
    axes.tick_params(colors=style.soft, labelsize=9, length=0)
    axes.set_axisbelow(True)


def _bars(axes: Axes, table: Table, rows: Sequence[Row], shape: Shape, _: Words) -> None:
    drawing = _drawing(table)
    narrow = shape.width <= NARROW
    series = list(_series(table, drawing, rows))
    thick = 0.72 / len(drawing.values)
    for number, (name, value, places) in enumerate(series):
        column = table.columns[table.place(value)]
        lower = thick * (drawing.values.index(value) + 0.5) - 0.36
        told = [_figure(rows[place][table.place(value)]) for place in places]
        axes.barh(
            [place + lower for place in places], [figure or 0 for figure in told], thick * 0.9,
            color=shape.style.series[number], label=name, hatch=_HATCHES[number],
            edgecolor=shape.style.paper, linewidth=0,
        )  # fmt: skip
        for place, figure in zip(places, told, strict=True):
            said = shown(rows[place][table.place(value)], column, table.k, _)
            axes.annotate(
                said, (figure or 0, place + lower), xytext=(4, 0), textcoords="offset points",
                va="center", fontsize=8.5, color=shape.style.ink if figure else shape.style.soft,
            )  # fmt: skip
    names = [str(row[table.place(drawing.label)]) for row in rows]
    axes.set_yticks(range(len(rows)), [_folded(name, 20 if narrow else 44) for name in names])
    axes.tick_params(axis="y", colors=shape.style.ink, labelsize=8.5 if narrow else 9)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.margins(x=0.18 if narrow else 0.1, y=0.01)
    if len(series) > 1:
        _legend(axes, shape)


def _series(
    table: Table, drawing: Drawing, rows: Sequence[Row]
) -> Iterator[tuple[str, str, list[int]]]:
    """Give the series of a bar chart: its name, its column, and the places of its bars."""
    if drawing.kinds is None:
        for value in drawing.values:
            yield table.columns[table.place(value)].title, value, list(range(len(rows)))
        return
    kinds = [str(row[table.place(drawing.kinds)]) for row in rows]
    title = table.columns[table.place(drawing.kinds)].title
    for kind in dict.fromkeys(kinds):
        places = [place for place, one in enumerate(kinds) if one == kind]
        yield f"{title}: {kind}", drawing.values[0], places


def _columns(axes: Axes, table: Table, rows: Sequence[Row], shape: Shape, _: Words) -> None:
    drawing = _drawing(table)
    heights = [_figure(row[table.place(drawing.values[0])]) for row in rows]
    column = table.columns[table.place(drawing.values[0])]
    places = range(len(rows))
    axes.bar(places, [height or 0 for height in heights], 0.8, color=shape.style.series[0])
    top = max((height for height in heights if height), default=table.k)
    untold = [place for place, height in enumerate(heights) if height is None]
    if untold:
        axes.bar(
            untold, [top * 0.06] * len(untold), 0.8, color="none", edgecolor=shape.style.soft,
            hatch="////", linewidth=0.6, label=_(FEWER, k=table.k),
        )  # fmt: skip
        _legend(axes, shape)
    room = len(rows) <= (14 if shape.width > NARROW else 6)
    for place, row, height in zip(places, rows, heights, strict=True):
        if room and height is not None:
            said = shown(row[table.place(drawing.values[0])], column, table.k, _)
            axes.annotate(
                said, (place, height), xytext=(0, 2), textcoords="offset points", ha="center",
                fontsize=8.5, color=shape.style.ink,
            )  # fmt: skip
    _time(axes, table, rows, shape)
    axes.set_ylim(0, top * 1.15)
    _grid(axes, shape, _)


def _lines(axes: Axes, table: Table, rows: Sequence[Row], shape: Shape, _: Words) -> None:
    drawing = _drawing(table)
    for number, value in enumerate(drawing.values):
        column = table.columns[table.place(value)]
        heights = [_figure(row[table.place(value)]) for row in rows]
        axes.plot(
            range(len(rows)),
            [float("nan") if height is None else height for height in heights],
            color=shape.style.series[number], marker=_MARKS[number], linestyle=_DASHES[number],
            linewidth=1.8, markersize=5 if len(rows) <= 26 else 3, label=column.title,
        )  # fmt: skip
    _time(axes, table, rows, shape)
    axes.set_ylim(0, 104)
    axes.set_xlim(-0.6, max(len(rows) - 0.4, 0.6))
    axes.set_yticks([0, 25, 50, 75, 100], [f"{share}%" for share in (0, 25, 50, 75, 100)])
    axes.grid(axis="y", color=shape.style.line, linewidth=0.7)
    _legend(axes, shape)


def _time(axes: Axes, table: Table, rows: Sequence[Row], shape: Shape) -> None:
    """Name as many weeks or days as there is room for."""
    room = int(shape.width * _LABELS_PER_INCH)
    every = -(-len(rows) // room)
    label = table.place(_drawing(table).label)
    ticks = range(0, len(rows), every)
    days = [dt.date.fromisoformat(str(rows[place][label])) for place in ticks]
    axes.set_xticks(ticks, [format_date(day, "d MMM", locale=table.language) for day in days])


def _grid(axes: Axes, shape: Shape, _: Words) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    def said(value: float, _place: object) -> str:
        figure: str = format_decimal(round(value), locale=_.language)
        return figure

    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(said))
    axes.grid(axis="y", color=shape.style.line, linewidth=0.7)


def _legend(axes: Axes, shape: Shape) -> None:
    narrow = shape.width <= NARROW
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1), ncols=1 if narrow else 2, frameon=False,
        fontsize=8.5, labelcolor=shape.style.ink, borderaxespad=0.2, handlelength=3,
    )  # fmt: skip


def _drawing(table: Table) -> Drawing:
    assert table.drawing is not None  # noqa: S101 - only tables with a drawing are drawn
    return table.drawing


def _figure(cell: Cell) -> int | None:
    return cell if isinstance(cell, int) else None


def _folded(name: str, width: int) -> str:
    """Return a name on at most two lines."""
    lines = textwrap.wrap(name, width)
    return "\n".join(lines[:2]) + (" …" if len(lines) > 2 else "")


class Charts:
    """Serves the charts of the pages."""

    def __init__(self, readings: Readings, plans: Mapping[str, TablePlan]) -> None:
        self._readings, self._plans = readings, plans

    def routes(self) -> list[DeskRoute]:
        """Return the route."""
        return [desk_route("/chart/{table}.svg", self.look, role="viewer")]

    async def look(self, visit: StaffVisit) -> Response:
        """Give the chart of a table, for light or dark paper, wide or narrow."""
        plan, reading = self._readings.asked(self._plans, visit)
        table = await plan.table(reading)
        if table.drawing is None:
            raise HTTPException(404)
        asked = visit.request.query_params
        shape = Shape(NARROW if "narrow" in asked else WIDE, DARK if "dark" in asked else LIGHT)
        return Response(await run_in_threadpool(drawn, table, shape), media_type="image/svg+xml")
