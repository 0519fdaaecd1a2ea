"""The JSON API: every table, for machines, with its OpenAPI document and a page that lists it.

Read only, behind the same session and roles as the pages. It speaks English and ids whatever the
language of the account, so that a program does not change its mind with its owner.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from bot.privacy import K_URGENT, K
from bot.store.accounts import Accounts, Deed

from .figures import PERIODS
from .guard import DeskRoute, StaffVisit, desk_route
from .reading import USUAL_WEEKS, Readings
from .tables import (
    CHANGES,
    FEWER,
    INAPPLICABLE,
    NOT_COMPARED,
    TOO_FEW,
    UNDER,
    Column,
    Table,
    TablePlan,
    exported,
)
from .view import View
from .words import words

VERSION: Final = "1"
_ENGLISH: Final = words("en")
Json = dict[str, Any]


def as_json(table: Table) -> Json:
    """Return a table for machines: rows by the ids of columns, and words where nothing is told."""
    return {
        "table": table.id,
        "title": table.title,
        "fewer_than": table.k,
        "columns": [
            {"id": one.id, "title": one.title, "kind": one.kind} for one in table.columns
        ],
        "rows": [
            {
                column.id: exported(cell, column, table.k, _ENGLISH)
                for cell, column in zip(row, table.columns, strict=True)
            }
            for row in table.rows
        ],
    }  # fmt: skip


class Api:
    """Serves the tables, the document about them, and the page for people."""

    def __init__(
        self, readings: Readings, plans: Mapping[str, TablePlan], accounts: Accounts
    ) -> None:
        self._readings, self._plans, self._accounts = readings, plans, accounts

    def routes(self) -> list[DeskRoute]:
        """Return the routes."""
        return [
            desk_route("/api", self.look, role="viewer"),
            desk_route("/api/openapi.json", self.document, role="viewer"),
            desk_route("/api/v1/{table}", self.table, role="viewer"),
        ]

    async def look(self, visit: StaffVisit) -> Response:
        """List what can be asked for."""
        return visit.page(
            "api.html", view=View(visit, self._readings.of(visit)), plans=self._plans.values()
        )

    async def document(self, visit: StaffVisit) -> Response:
        """Give the OpenAPI document."""
        return JSONResponse(openapi(self._plans, visit.path("")))

    async def table(self, visit: StaffVisit) -> Response:
        """Give one table."""
        weeks = visit.request.query_params.get("weeks", str(USUAL_WEEKS))
        if weeks not in map(str, PERIODS):
            known = ", ".join(map(str, PERIODS))
            return JSONResponse({"problem": f"weeks has to be one of {known}"}, 422)
        try:
            plan, reading = self._readings.asked(self._plans, visit)
        except HTTPException:
            return JSONResponse({"problem": "there is no such table, or nothing it is about"}, 404)
        of = reading.period
        english = self._readings.over(of, _ENGLISH, reading.about)
        found = as_json(await plan.table(english))
        await self._accounts.note(visit.account.id, Deed.EXPORTED, f"json:{plan.id}", visit.now)
        days = {"first_day": of.first.isoformat(), "last_day": of.end.isoformat()}
        return JSONResponse({**days, **found})


def openapi(plans: Mapping[str, TablePlan], root: str) -> Json:
    """Return the OpenAPI 3.1 document of the tables; `root` is the path of the desk."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Komek desk",
            "version": VERSION,
            "description": (
                "Figures of whole weeks that are over. Every figure is rounded down; where fewer "
                f"than {K} people ({K_URGENT} for urgent messages) did the same on one day of a "
                "week, words stand instead of a figure. Sums are of the weeks that can be told."
            ),
        },
        "servers": [{"url": root}],
        "security": [{"session": []}],
        "paths": {f"/api/v1/{plan.id}": {"get": _operation(plan)} for plan in plans.values()},
        "components": {
            "securitySchemes": {
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "__Host-komek-staff",
                    "description": "The cookie of a signed-in member of staff, any role; without "
                    "https its name is komek-staff.",
                }
            },
            "schemas": {
                "Problem": {
                    "type": "object",
                    "properties": {"problem": {"type": "string"}},
                    "required": ["problem"],
                },
                **{plan.id: _table_schema(plan) for plan in plans.values()},
            },
        },
    }


def _operation(plan: TablePlan) -> Json:
    parameters: list[Json] = [
        {
            "name": "weeks",
            "in": "query",
            "description": "How many whole weeks, up to the last Sunday.",
            "schema": {"type": "integer", "enum": list(PERIODS), "default": USUAL_WEEKS},
        }
    ]
    if plan.about != "all":
        parameters.append(
            {
                "name": "about",
                "in": "query",
                "description": "The id of an entry or a flow.",
                "required": plan.about == "one",
                "schema": {"type": "string"},
            }
        )
    problem = {"$ref": "#/components/schemas/Problem"}
    return {
        "operationId": plan.id,
        "summary": plan.title,
        "parameters": parameters,
        "responses": {
            "200": _answer("The table", {"$ref": f"#/components/schemas/{plan.id}"}),
            "303": {"description": "Not signed in: leads to the page where one does"},
            "404": _answer("No such table, or nothing it is about", problem),
            "422": _answer("Another number of weeks", problem),
            "429": {"description": "Too many requests in too short a time"},
        },
    }


def _answer(description: str, schema: Json) -> Json:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _table_schema(plan: TablePlan) -> Json:
    row = {column.id: _cell_schema(column, plan.k) for column in plan.columns}
    column = {
        "type": "object",
        "properties": {one: {"type": "string"} for one in ("id", "title", "kind")},
        "required": ["id", "title", "kind"],
    }
    properties = {
        "first_day": {"type": "string", "format": "date"},
        "last_day": {"type": "string", "format": "date"},
        "table": {"const": plan.id},
        "title": {"type": "string"},
        "fewer_than": {"const": plan.k},
        "columns": {"type": "array", "items": column},
        "rows": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": row,
                "required": list(row),
                "additionalProperties": False,
            },
        },
    }
    return {"type": "object", "properties": properties, "required": list(properties)}


def _cell_schema(column: Column, k: int) -> Json:
    match column.kind:
        case "count":
            kind: list[Json] = [{"type": "integer", "minimum": k}, {"const": FEWER % {"k": k}}]
        case "percent":
            share = {"type": "integer", "minimum": 5, "maximum": 100, "multipleOf": 5}
            kind = [share, {"enum": [UNDER, TOO_FEW, INAPPLICABLE]}]
        case "change":
            kind = [{"enum": [*CHANGES.values(), NOT_COMPARED]}]
        case "number":
            kind = [{"type": "integer", "minimum": 0}, {"const": INAPPLICABLE}]
        case "week" | "day":
            kind = [{"type": "string", "format": "date"}, {"const": INAPPLICABLE}]
        case _:
            kind = [{"type": "string"}]
    return {"description": column.title, "anyOf": kind}
