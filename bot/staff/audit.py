"""The audit log: when, who, what, about which thing."""

from __future__ import annotations

from starlette.responses import Response

from bot.store.accounts import Accounts, Deed

from .deeds import DEEDS
from .guard import DeskRoute, StaffVisit, desk_route
from .words import N_

_SIZE = 50
_LAST = 100_000


class Audit:
    """The page of the audit log."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def routes(self) -> list[DeskRoute]:
        """Return the route."""
        return [desk_route("/audit", self.look, role="admin", title=N_("Audit log"))]

    async def look(self, visit: StaffVisit) -> Response:
        """Show a page of the log, newest first."""
        asked = visit.request.query_params.get("page", "")
        page = min(int(asked), _LAST) if asked.isascii() and asked.isdigit() else 0
        entries, more = await self._accounts.audit(page, _SIZE)
        names = {account.about: account.name for account in await self._accounts.all()}
        known = set(Deed)
        lines = [
            (
                entry.at,
                entry.who,
                visit.words(DEEDS[Deed(entry.what)]) if entry.what in known else entry.what,
                names.get(entry.about or "", entry.about),
            )
            for entry in entries
        ]
        return visit.page("audit.html", lines=lines, page=page, more=more)
