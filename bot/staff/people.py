"""The page on which administrators look after the accounts of staff."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.store.accounts import Account, Accounts, Deed, NameRefused, Role

from .guard import DeskRoute, StaffVisit, desk_route
from .words import N_

_PAGE = "/people"
Action = Callable[[StaffVisit], Awaitable[Response]]
NAME_REFUSED = N_(
    "This name is taken or cannot be used. Use 2 to 64 letters, digits, dots, dashes or "
    "underscores, with a letter or digit first and last."
)
ROLES = {
    Role.viewer: N_("Viewer"),
    Role.editor: N_("Editor"),
    Role.admin: N_("Administrator"),
}
_MADE = {
    Role.viewer: Deed.MADE_VIEWER, Role.editor: Deed.MADE_EDITOR, Role.admin: Deed.MADE_ADMIN,
}  # fmt: skip


class People:
    """The page of all accounts and its actions.

    Nobody changes their own role or shuts their own account, so that an administrator remains.
    """

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def routes(self) -> list[DeskRoute]:
        """Return the routes."""

        def action(path: str, endpoint: Action) -> DeskRoute:
            return desk_route(_PAGE + path, endpoint, role="admin", method="POST", proof=_PAGE)

        return [
            desk_route(_PAGE, self.look, role="admin", title=N_("People")),
            action("/add", self.add),
            action("/{account:int}/role", self.set_role),
            action("/{account:int}/disable", self.disable),
            action("/{account:int}/enable", self.enable),
            action("/{account:int}/reset", self.reset),
        ]

    async def look(self, visit: StaffVisit) -> Response:
        """Show every account."""
        return await self._page(visit)

    async def add(self, visit: StaffVisit) -> Response:
        """Add an account and show its one-time link."""
        name, role = visit.field("name").strip(), _role(visit)
        try:
            token = await self._accounts.add(
                name, role, visit.now, visit.account.id, visit.language
            )
        except NameRefused:
            return await self._page(visit, problem=visit.words(NAME_REFUSED), typed=name[:64])
        return _link(visit, name, token)

    async def reset(self, visit: StaffVisit) -> Response:
        """Take away what somebody lost or forgot, and show a new one-time link."""
        other = await self._other(visit)
        token = await self._accounts.reset(other.id, visit.now, visit.account.id)
        return _link(visit, other.name, token)

    async def set_role(self, visit: StaffVisit) -> Response:
        """Give somebody another role."""
        other, role = await self._other(visit), _role(visit)
        await self._accounts.set_role(other.id, role, visit.now, visit.account.id)
        return visit.go(_PAGE, _MADE[role])

    async def disable(self, visit: StaffVisit) -> Response:
        """Shut somebody's account."""
        other = await self._other(visit)
        await self._accounts.disable(other.id, visit.now, visit.account.id)
        return visit.go(_PAGE, Deed.ACCOUNT_DISABLED)

    async def enable(self, visit: StaffVisit) -> Response:
        """Open somebody's account again."""
        other = await self._other(visit)
        await self._accounts.enable(other.id, visit.now, visit.account.id)
        return visit.go(_PAGE, Deed.ACCOUNT_ENABLED)

    async def _other(self, visit: StaffVisit) -> Account:
        wanted = visit.request.path_params["account"]
        for account in await self._accounts.all():
            if account.id == wanted and account.id != visit.account.id:
                return account
        raise HTTPException(404)

    async def _page(
        self, visit: StaffVisit, problem: str | None = None, typed: str = ""
    ) -> Response:
        return visit.page(
            "people.html",
            422 if problem else 200,
            people=await self._accounts.all(),
            roles=ROLES,
            problem=problem,
            typed=typed,
        )


def _role(visit: StaffVisit) -> Role:
    try:
        return Role[visit.field("role")]
    except KeyError:
        raise HTTPException(400) from None


def _link(visit: StaffVisit, name: str, token: str) -> Response:
    here = visit.request.url
    address = f"{here.scheme}://{here.netloc}{visit.path(f'/welcome/{token}')}"
    return visit.page("link.html", name=name, address=address)
