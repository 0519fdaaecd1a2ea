"""The pages about figures and content, put together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from bot.content import Library
from bot.store import QuestionLog
from bot.store.accounts import Accounts

from .api import Api
from .charts import Charts
from .export import Exports
from .figures import Figures
from .flows import TABLES as FLOW_TABLES
from .flows import Flows
from .guard import DeskRoute
from .health import Checkup, Health
from .overview import TABLES as OVERVIEW_TABLES
from .overview import Overview
from .questions import TABLES as ENTRY_TABLES
from .questions import Asked, Questions
from .reading import Readings
from .report import Report


def desk_pages(
    questions: QuestionLog,
    library: Callable[[], Library],
    root: Path,
    today: Callable[[], dt.date],
    *,
    accounts: Accounts | None = None,
    asked: Asked | None = None,
    checkup: Checkup | None = None,
) -> list[DeskRoute]:
    """Return the pages, Overview first; `root` is the folder of the content.

    Without `accounts` nothing can be exported, since each export has to be written to the audit
    log. `asked` gives the wordings on the page of an entry; `checkup` checks the content otherwise
    than in `root`.
    """
    readings = Readings(Figures(questions), library, today)
    health = Health(readings, checkup or Checkup(root))
    plans = {
        plan.id: plan for plan in (*OVERVIEW_TABLES, *ENTRY_TABLES, *FLOW_TABLES, *health.tables)
    }
    routes = [
        *Overview(readings).routes(),
        *Questions(readings, asked).routes(),
        *Flows(readings).routes(),
        *health.routes(),
        *Charts(readings, plans).routes(),
    ]
    if accounts is not None:
        routes += Exports(readings, plans, accounts, Report(readings)).routes()
        routes += Api(readings, plans, accounts).routes()
    return routes
