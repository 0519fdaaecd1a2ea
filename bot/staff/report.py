"""The monthly report: printable, complete in itself, to be handed to a funder or a ministry.

`Report.content` gathers released figures and words, `report_pdf` prints them: the second half needs
no database and runs in a thread.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel.dates import format_date

from .charts import PRINTED, drawn
from .figures import WEEK, Period
from .flows import FLOWS
from .limits import limits
from .overview import TABLES
from .questions import ENTRIES
from .reading import Reading, Readings
from .tables import FIGURES, Table, day, shown
from .words import N_, Words, words

if TYPE_CHECKING:
    from fpdf import FPDF

_MONTHS: Final = 12
_CHARTED: Final = 12
"""Weeks on the charts: one month alone shows no trend."""
_MOST_ENTRIES: Final = 10
_FONT: Final = "DejaVu"
_MARGIN: Final = 17.0
_SIZE: Final = 9.0
_LINE: Final = 4.7
_INK: Final = (22, 32, 31)
_SOFT: Final = (86, 100, 95)
_RULE: Final = (205, 214, 211)

WHAT_KOMEK_IS: Final = N_(
    "Komek is an information assistant in Telegram and on the web for people who move to or inside "
    "Kazakhstan. It answers from checked sources in six languages and keeps nothing that tells who "
    "asked."
)
HOW_ANSWERED: Final = N_(
    "“Answered at once”: the assistant was sure of the answer. “Did you mean”: it offered likely "
    "questions to choose from. “Not answered”: it said that it does not know, and whom to ask."
)
WHAT_A_FLOW_IS: Final = N_(
    "A flow is a conversation of a few questions that ends with what applies to one person: papers, "
    "steps, sums and whom to call."
)
NOTHING_BEFORE: Final = N_(
    "Nothing is compared: in the period before there are weeks with too few questions to be told."
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table in words; `figures` are the places of columns that are set to the right."""

    headings: tuple[str, ...]
    figures: frozenset[int]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with sentences, a chart and a table; any of them may be missing."""

    heading: str
    sentences: tuple[str, ...] = ()
    chart: Table | None = None
    sheet: Sheet | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What a report says, in one language."""

    language: str
    title: str
    below: str
    parts: tuple[Part, ...]


class Report:
    """Gathers what the report of a month says."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings

    async def content(self, month: dt.date, _: Words) -> Content:
        """Return the report of the month that begins on that day."""
        of = weeks_of(month)
        reading = self._readings.over(of, _)
        trend = self._readings.over(Period(of.last - (_CHARTED - 1) * WEEK, of.last), _)
        tables = {plan.id: await plan.table(reading) for plan in TABLES if plan.id in _TOLD}
        trends = {plan.id: await plan.table(trend) for plan in TABLES if plan.id in _TRENDS}
        entries, ways = await ENTRIES.table(reading), await FLOWS.table(reading)
        parts = (
            Part("", (_(WHAT_KOMEK_IS),)),
            await _key_figures(reading, tables),
            Part(
                _("Questions by week, over the last %(weeks)d weeks", weeks=_CHARTED),
                chart=trends["weeks"],
                sheet=_sheet(tables["weeks"], _),
            ),
            Part(
                _("How questions were answered, over the last %(weeks)d weeks", weeks=_CHARTED),
                (_(HOW_ANSWERED),),
                chart=trends["week_shares"],
            ),
            _topics(tables["topics"], _),
            Part(_("Languages"), sheet=_sheet(tables["languages"], _)),
            Part(_("Channels"), sheet=_sheet(tables["channels"], _)),
            Part(
                _("Most read entries"),
                sheet=_sheet(
                    entries, _, without={"answered", "suggested", "helpful"}, most=_MOST_ENTRIES
                ),
            ),
            Part(_("Flows"), (_(WHAT_A_FLOW_IS),), sheet=_sheet(ways, _)),
            Part(_("What these figures cannot say"), tuple(limits(reading))),
        )
        title = _("Komek: report for %(month)s", month=month_name(month, _))
        return Content(_.language, title, _spanned(of, _), parts)


_TOLD: Final = ("totals", "shares", "urgent", "weeks", "topics", "languages", "channels")
"""No days: whether all days of yet another period can be told would itself tell something."""
_TRENDS: Final = ("weeks", "week_shares")


def months(today: dt.date) -> list[dt.date]:
    """Return the first days of the months that can be reported, the last one first."""
    first = today.replace(day=1)
    found = []
    for _ in range(_MONTHS):
        first = (first - dt.timedelta(days=1)).replace(day=1)
        found.append(first)
    return found


def weeks_of(month: dt.date) -> Period:
    """Return the weeks whose Sunday is in the month that begins on that day."""
    following = (month + dt.timedelta(days=31)).replace(day=1)
    first_sunday = month + dt.timedelta(days=6 - month.weekday())
    last = following - dt.timedelta(days=1)
    last_sunday = last - dt.timedelta(days=(last.weekday() + 1) % 7)
    six = dt.timedelta(days=6)
    return Period(first_sunday - six, last_sunday - six)


def month_name(month: dt.date, _: Words) -> str:
    """Return a month with its year."""
    return format_date(month, "LLLL y", locale=_.language)


def _spanned(of: Period, _: Words) -> str:
    first, last = day(of.first, _), day(of.end, _)
    return _("Whole weeks that end in this month: %(first)s to %(last)s.", first=first, last=last)


async def _key_figures(reading: Reading, tables: dict[str, Table]) -> Part:
    """Return counts, shares and urgent messages under each other, compared with before."""
    _ = reading.words
    said = _(NOTHING_BEFORE)
    if await reading.comparable():
        weeks = len(reading.period.weeks)
        said = _("The period before is the %(weeks)d weeks before these.", weeks=weeks)
    totals, shares, urgent = (_sheet(tables[one], _) for one in ("totals", "shares", "urgent"))
    urgent_row = (_("Urgent messages"), *urgent.rows[0][1:])
    rows = (*totals.rows, *shares.rows, urgent_row)
    return Part(_("Key figures"), (said,), sheet=Sheet(totals.headings, totals.figures, rows))


def _topics(table: Table, _: Words) -> Part:
    if not table.rows:
        return Part(table.title, (_("There is nothing to tell."),))
    return Part(table.title, chart=table, sheet=_sheet(table, _))


def _sheet(
    table: Table, _: Words, *, without: Collection[str] = (), most: int | None = None
) -> Sheet:
    """Return a table in words, without ids and without some columns, or its first rows only."""
    kept = [
        (place, column)
        for place, column in enumerate(table.columns)
        if column.kind != "code" and column.id not in without
    ]
    return Sheet(
        tuple(column.title for _place, column in kept),
        frozenset(place for place, (_, column) in enumerate(kept) if column.kind in FIGURES),
        tuple(
            tuple(shown(row[place], column, table.k, _) for place, column in kept)
            for row in table.rows[:most]
        ),
    )


def report_pdf(content: Content) -> bytes:
    """Print a report on A4."""
    from fpdf import FPDF
    from fpdf.fonts import TTFFont

    _ = words(content.language)

    class Paper(FPDF):
        """Pages with a number at the foot."""

        def footer(self) -> None:
            self.set_y(-12)
            self.set_font(_FONT, "", 8)
            self.set_text_color(*_SOFT)
            number = _("Page %(page)d of %(pages)s", page=self.page_no(), pages="{nb}")
            self.cell(0, 5, f"{content.title}   ·   {number}", align="C")

    pdf = Paper(format="A4")
    _begin(pdf, content)
    for part in content.parts:
        _print(pdf, part, _)
    printed = bytes(pdf.output())
    for font in pdf.fonts.values():
        if isinstance(font, TTFFont):
            # The library keeps the files of fonts open.
            font.close()
    return printed


def _begin(pdf: FPDF, content: Content) -> None:
    import matplotlib

    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    pdf.set_creator("Komek")
    pdf.set_title(content.title)
    pdf.set_lang(content.language)
    pdf.set_margin(_MARGIN)
    pdf.set_auto_page_break(auto=True, margin=_MARGIN)
    pdf.add_font(_FONT, "", fonts / "DejaVuSans.ttf")
    pdf.add_font(_FONT, "B", fonts / "DejaVuSans-Bold.ttf")
    pdf.add_page()
    pdf.set_text_color(*_INK)
    pdf.set_font(_FONT, "B", 19)
    pdf.multi_cell(0, 9, content.title, new_x="LMARGIN", new_y="NEXT", align="L")
    pdf.set_font(_FONT, "", 10)
    pdf.set_text_color(*_SOFT)
    pdf.multi_cell(0, 6, content.below, new_x="LMARGIN", new_y="NEXT", align="L")
    pdf.ln(1.5)


def _print(pdf: FPDF, part: Part, _: Words) -> None:
    """Print a part; its heading stays with what follows."""
    width = pdf.w - 2 * _MARGIN
    chart = drawn(part.chart, PRINTED) if part.chart is not None else None
    chart_height = _height(chart) * width if chart else 0.0
    rows = len(part.sheet.rows) + 1 if part.sheet else 0
    needed = 8 + 5 * len(part.sentences) + (chart_height or min(rows, 5) * (_LINE + 2))
    if pdf.will_page_break(needed):
        pdf.add_page()
    pdf.set_text_color(*_INK)
    if part.heading:
        pdf.ln(3)
        pdf.set_font(_FONT, "B", 12)
        pdf.multi_cell(0, 7, part.heading, new_x="LMARGIN", new_y="NEXT", align="L")
    pdf.set_font(_FONT, "", _SIZE + 0.5)
    for sentence in part.sentences:
        pdf.multi_cell(0, _LINE + 0.3, sentence, new_x="LMARGIN", new_y="NEXT", align="L")
        pdf.ln(1)
    if chart and part.chart is not None:
        alt = _("Chart: %(title)s", title=part.chart.title)
        pdf.image(io.BytesIO(chart), w=width, alt_text=alt)
        pdf.ln(1)
    if part.sheet is not None:
        _print_sheet(pdf, part.sheet)


def _print_sheet(pdf: FPDF, sheet: Sheet) -> None:
    from fpdf.enums import TableBordersLayout
    from fpdf.fonts import FontFace

    pdf.set_font(_FONT, "", _SIZE)
    pdf.set_draw_color(*_RULE)
    places = range(len(sheet.headings))
    with pdf.table(
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=FontFace(emphasis="BOLD", color=_SOFT, size_pt=_SIZE - 1),
        col_widths=tuple(_widths(sheet)),
        line_height=_LINE,
        padding=(0.9, 1.6),
        text_align=tuple("RIGHT" if place in sheet.figures else "LEFT" for place in places),
    ) as table:
        for line in (sheet.headings, *sheet.rows):
            row = table.row()
            for cell in line:
                row.cell(cell)


def _widths(sheet: Sheet) -> Sequence[int]:
    """Return the shares of the width that the columns get, by what is longest in them."""
    lines = (sheet.headings, *sheet.rows)
    longest = (max(len(line[place]) for line in lines) for place in range(len(sheet.headings)))
    return [min(max(length, 12), 34) for length in longest]


def _height(png: bytes) -> float:
    """Return the height of a picture as a share of its width; PNG says both near its beginning."""
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    return height / width
