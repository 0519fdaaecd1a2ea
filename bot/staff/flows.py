"""Flows: how many begin each conversation, how far they get, and which outcomes they reach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from starlette.responses import Response

from bot.content.models import Flow
from bot.privacy import share

from .guard import DeskRoute, StaffVisit, desk_route
from .names import VERDICTS
from .reading import Reading, Readings, Weeks, rate
from .tables import INAPPLICABLE, Column, Drawing, Row, TablePlan, change
from .view import View
from .words import N_

_FLOW: Final = (Column("flow", N_("Id"), "code"), Column("name", N_("Flow"), "text"))


async def _flows(reading: Reading) -> list[Row]:
    compare = await reading.comparable()
    started = await reading.by_week("flow_started", "flow")
    finished = await reading.by_week("flow_finished", "flow")
    rows: list[Row] = []
    for flow in reading.library.flows:
        began, ended = started.get(flow, {}), finished.get(flow, {})
        now, before = reading.now(began), reading.before(began)
        rows.append(
            (
                flow,
                reading.names.entry(f"flow:{flow}"),
                now,
                reading.now(ended),
                rate(ended, [began], reading.period.weeks),
                before,
                change(now, before) if compare else None,
            )
        )
    return sorted(rows, key=lambda row: (-int(row[2] or 0), str(row[1])))


async def _steps(reading: Reading) -> list[Row]:
    started = await reading.by_week("flow_started", "flow")
    left = await reading.by_week("step_left", "step")
    finished = await reading.by_week("flow_finished", "flow")
    over, rows = reading.period.weeks, []
    for flow in _chosen(reading):
        began = started.get(flow.id, {})
        rows += _funnel(reading, flow, began, left, finished.get(flow.id, {}), over)
    return rows


def _funnel(
    reading: Reading,
    flow: Flow,
    began: Weeks,
    left: Mapping[str, Weeks],
    ended: Weeks,
    over: Sequence[dt.date],
) -> list[Row]:
    """Return a flow's rows from its beginning to its result.

    The share that goes on compares a step that everybody is asked with the last one of that kind:
    fewer answer a step that is asked of some, without anybody having left.
    """
    _, title = reading.words, reading.names.entry(f"flow:{flow.id}")
    rows: list[Row] = [
        (
            flow.id,
            title,
            "began",
            _("Began"),
            _("everybody"),
            reading.now(began),
            rate(began, [began], over),
            INAPPLICABLE,
        )
    ]
    last = began
    for step in flow.steps:
        weeks = left.get(f"{flow.id}/{step.id}", {})
        everybody = step.when is None
        rows.append(
            (
                flow.id,
                title,
                step.id,
                reading.names.step(flow.id, step.id),
                _("everybody") if everybody else _("some"),
                reading.now(weeks),
                rate(weeks, [began], over),
                rate(weeks, [last], over) if everybody else INAPPLICABLE,
            )
        )
        last = weeks if everybody else last
    rows.append(
        (
            flow.id,
            title,
            "result",
            _("Reached a result"),
            _("everybody"),
            reading.now(ended),
            rate(ended, [began], over),
            rate(ended, [last], over),
        )
    )
    return rows


async def _outcomes(reading: Reading) -> list[Row]:
    finished = await reading.by_week("flow_finished", "flow")
    reached = await reading.by_week("flow_finished", "outcome")
    rows: list[Row] = []
    for flow in _chosen(reading):
        whole = reading.now(finished.get(flow.id, {}))
        of_flow: list[Row] = []
        for outcome in flow.outcomes:
            now = reading.now(reached.get(f"{flow.id}/{outcome.id}", {}))
            of_flow.append(
                (
                    flow.id,
                    reading.names.entry(f"flow:{flow.id}"),
                    outcome.id,
                    reading.names.outcome(flow.id, outcome.id),
                    reading.words(VERDICTS[outcome.verdict]),
                    now,
                    share(now, whole),
                )
            )
        rows += sorted(of_flow, key=lambda row: -int(row[5] or 0))
    return rows


def _chosen(reading: Reading) -> list[Flow]:
    flows = reading.library.flows
    return [flow for flow in flows.values() if reading.about in ("", flow.id)]


FLOWS: Final = TablePlan(
    "flows",
    N_("Flows"),
    (
        *_FLOW,
        Column("started", N_("Began"), "count"),
        Column("finished", N_("Reached a result"), "count"),
        Column("share", N_("Share that reached a result"), "percent"),
        Column("before", N_("Began in the period before"), "count"),
        Column("change", N_("Change"), "change"),
    ),
    _flows,
    drawing=Drawing("bars", "name", ("started", "finished")),
)
STEPS: Final = TablePlan(
    "flow_steps",
    N_("From step to step"),
    (
        *_FLOW,
        Column("step", N_("Id of the step"), "code"),
        Column("step_name", N_("Step"), "text"),
        Column("asked_of", N_("Asked of"), "text"),
        Column("answered", N_("Left it behind"), "count"),
        Column("of_started", N_("Share of those who began"), "percent"),
        Column("went_on", N_("Share that went on to here"), "percent"),
    ),
    _steps,
    drawing=Drawing("bars", "step_name", ("answered",), kinds="asked_of"),
    about="any",
)
OUTCOMES: Final = TablePlan(
    "flow_outcomes",
    N_("Outcomes"),
    (
        *_FLOW,
        Column("outcome", N_("Id of the outcome"), "code"),
        Column("outcome_name", N_("Outcome"), "text"),
        Column("verdict", N_("Verdict"), "text"),
        Column("reached", N_("Reached"), "count"),
        Column("share", N_("Share of all results, at least"), "percent"),
    ),
    _outcomes,
    about="any",
)
TABLES: Final = (FLOWS, STEPS, OUTCOMES)


class Flows:
    """The page of all flows."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings

    def routes(self) -> list[DeskRoute]:
        """Return the route."""
        return [desk_route("/flows", self.look, role="viewer", title=N_("Flows"))]

    async def look(self, visit: StaffVisit) -> Response:
        """Show all flows, and the way through each."""
        reading = self._readings.of(visit)
        flows = await FLOWS.table(reading)
        ways = []
        for row in flows.rows:
            of_flow = self._readings.of(visit, str(row[0]))
            steps, outcomes = await STEPS.table(of_flow), await OUTCOMES.table(of_flow)
            ways.append((row, steps, outcomes))
        return visit.page(
            "flows.html",
            view=View(visit, reading, await reading.comparable()),
            flows=flows,
            ways=ways,
        )
