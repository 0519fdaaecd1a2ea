"""Export: every table as CSV and XLSX, the printable report, and the page that lists them.

An export holds what the pages show and nothing more; each is written to the audit log.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.store.accounts import Accounts, Deed

from .guard import DeskRoute, StaffVisit, desk_route
from .limits import limits
from .reading import Reading, Readings
from .report import Report, month_name, months, report_pdf
from .tables import Table, TablePlan, day, exported
from .view import View
from .words import N_, Words

_FORMULA: Final = tuple("=+-@\t\r\n\0＝＋－＠")
"""What a spreadsheet may take for the beginning of a formula; the last four are full-width."""
_CSV: Final = "text/csv; charset=utf-8"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BOM: Final = "\ufeff"
_WIDEST: Final = 60


def to_csv(table: Table, _: Words) -> bytes:
    """Return a table as CSV (RFC 4180) in UTF-8 with the mark that spreadsheets look for."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_unharmed(column.title) for column in table.columns])
    for row in table.rows:
        cells = zip(row, table.columns, strict=True)
        writer.writerow([_unharmed(exported(*cell, table.k, _)) for cell in cells])
    return (_BOM + text.getvalue()).encode()


def _unharmed(cell: str | int) -> str | int:
    """Put an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def to_xlsx(tables: Sequence[Table], about: Sequence[str], _: Words) -> bytes:
    """Return tables as a workbook, a sheet each, after a sheet that says what they mean."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    plain = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    }  # fmt: skip
    with Workbook(file, plain) as book:
        book.set_properties({"title": about[0], "author": "Komek"})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        grouped = book.add_format({"num_format": "#,##0"})
        of_hundred = book.add_format({"num_format": "0%"})
        first = book.add_worksheet("Komek")
        first.set_column(0, 0, 100)
        for line, said in enumerate(about):
            first.write_string(line, 0, said, bold if line == 0 else wrapped)
        for table in tables:
            sheet = book.add_worksheet(table.id)
            sheet.freeze_panes(1, 0)
            for place, column in enumerate(table.columns):
                sheet.write_string(0, place, column.title, bold)
                cells = [exported(row[place], column, table.k, _) for row in table.rows]
                longest = max((len(str(cell)) for cell in (column.title, *cells)), default=0)
                sheet.set_column(place, place, min(longest + 2, _WIDEST))
                for line, cell in enumerate(cells, start=1):
                    if isinstance(cell, str):
                        sheet.write_string(line, place, cell)
                    elif column.kind == "percent":
                        sheet.write_number(line, place, cell / 100, of_hundred)
                    else:
                        sheet.write_number(line, place, cell, grouped)
    return file.getvalue()


class Exports:
    """The page of exports, and the files."""

    def __init__(
        self, readings: Readings, plans: Mapping[str, TablePlan], accounts: Accounts,
        report: Report,
    ) -> None:  # fmt: skip
        self._readings, self._plans = readings, plans
        self._accounts, self._report = accounts, report

    def routes(self) -> list[DeskRoute]:
        """Return the routes."""
        return [
            desk_route("/export", self.look, role="viewer", title=N_("Export")),
            desk_route("/export/tables.xlsx", self.workbook, role="viewer"),
            desk_route("/export/{table}.csv", self.csv, role="viewer"),
            desk_route("/export/{table}.xlsx", self.xlsx, role="viewer"),
            desk_route("/report.pdf", self.report, role="viewer"),
        ]

    async def look(self, visit: StaffVisit) -> Response:
        """Show what can be taken away."""
        reading = self._readings.of(visit)
        return visit.page(
            "export.html",
            view=View(visit, reading),
            plans=[plan for plan in self._plans.values() if plan.about != "one"],
            months=[
                (month.strftime("%Y-%m"), month_name(month, visit.words))
                for month in months(reading.today)
            ],
        )

    async def csv(self, visit: StaffVisit) -> Response:
        """Give one table as CSV."""
        plan, reading = self._readings.asked(self._plans, visit)
        table = await plan.table(reading)
        await self._note(visit, f"csv:{plan.id}")
        return _file(to_csv(table, visit.words), _CSV, f"{_name(reading, plan.id)}.csv")

    async def xlsx(self, visit: StaffVisit) -> Response:
        """Give one table as a workbook."""
        plan, reading = self._readings.asked(self._plans, visit)
        made = await self._workbook(reading, [plan])
        await self._note(visit, f"xlsx:{plan.id}")
        return _file(made, _XLSX, f"{_name(reading, plan.id)}.xlsx")

    async def workbook(self, visit: StaffVisit) -> Response:
        """Give all tables in one workbook."""
        reading = self._readings.of(visit)
        plans = [plan for plan in self._plans.values() if plan.about != "one"]
        made = await self._workbook(reading, plans)
        await self._note(visit, "xlsx:all")
        return _file(made, _XLSX, f"{_name(reading, 'tables')}.xlsx")

    async def report(self, visit: StaffVisit) -> Response:
        """Give the report of a month."""
        known = {month.strftime("%Y-%m"): month for month in months(self._readings.today())}
        month = known.get(visit.request.query_params.get("month", ""))
        if month is None:
            raise HTTPException(404)
        content = await self._report.content(month, visit.words)
        made = await run_in_threadpool(report_pdf, content)
        name = f"{month:%Y-%m}"
        await self._note(visit, f"report:{name}")
        return _file(made, "application/pdf", f"komek-{name}.pdf")

    async def _workbook(self, reading: Reading, plans: Sequence[TablePlan]) -> bytes:
        tables = [await plan.table(reading) for plan in plans]
        about = [_title(reading), *limits(reading)]
        about += [f"{table.id}: {table.title}" for table in tables]
        return await run_in_threadpool(to_xlsx, tables, about, reading.words)

    async def _note(self, visit: StaffVisit, about: str) -> None:
        await self._accounts.note(visit.account.id, Deed.EXPORTED, about, visit.now)


def _title(reading: Reading) -> str:
    _ = reading.words
    first, last = day(reading.period.first, _), day(reading.period.end, _)
    return _("Komek: figures from %(first)s to %(last)s", first=first, last=last)


def _name(reading: Reading, what: str) -> str:
    """Return the name of a file without its ending."""
    return f"komek-{what}-{reading.period.first}-{reading.period.end}"


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
