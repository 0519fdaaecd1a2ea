"""Everybody's own account: password, second factor, Telegram, where one is signed in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.responses import Response

from bot.store.accounts import Accounts, Deed

from .guard import DeskRoute, StaffVisit, desk_route, set_session
from .passwords import Passwords
from .second_factor import SecondFactor
from .signing_in import NOT_ALIKE
from .throttle import Throttle
from .words import N_

_PAGE = "/account"
Action = Callable[[StaffVisit], Awaitable[Response]]
WRONG_PASSWORD = N_("The password of today is not right.")
WRONG_CODE = N_("This code is not right. Codes change every half minute: take the newest.")


class OwnAccount:
    """The page of the own account and its actions."""

    def __init__(
        self,
        accounts: Accounts,
        passwords: Passwords,
        second_factor: SecondFactor,
        throttle: Throttle,
    ) -> None:
        self._accounts = accounts
        self._passwords = passwords
        self._second_factor = second_factor
        self._throttle = throttle

    def routes(self) -> list[DeskRoute]:
        """Return the routes."""

        def action(path: str, endpoint: Action) -> DeskRoute:
            return desk_route(_PAGE + path, endpoint, role="viewer", method="POST", proof=_PAGE)

        return [
            desk_route(_PAGE, self.look, role="viewer"),
            action("/password", self.change_password),
            action("/second-factor/offer", self.offer),
            action("/second-factor/forget", self.forget),
            action("/second-factor/on", self.switch_on),
            action("/second-factor/off", self.switch_off),
            action("/recovery-codes", self.recovery_codes),
            action("/telegram", self.telegram_code),
            action("/telegram/unlink", self.unlink),
        ]

    async def look(self, visit: StaffVisit) -> Response:
        """Show the account."""
        return await self._page(visit)

    async def change_password(self, visit: StaffVisit) -> Response:
        """Set a new password; every session ends and this browser gets a new one."""
        account, new = visit.account, visit.field("password")
        credentials = await self._accounts.credentials(account.name)
        wait = self._throttle.wait(account.name, visit.address, visit.now)
        stored = None if wait or credentials is None else credentials.password
        if not await self._passwords.matches(stored, visit.field("current")):
            return await self._page(visit, password_problem=visit.words(WRONG_PASSWORD))
        self._throttle.right(account.name, visit.address, visit.now)
        problem = await self._passwords.problem(new, account.name)
        if problem is None and new != visit.field("again"):
            problem = NOT_ALIKE
        if problem is not None:
            return await self._page(visit, password_problem=visit.words(problem))
        hashed = await self._passwords.hash(new)
        await self._accounts.set_password(account.id, hashed, visit.now)
        response = visit.go(_PAGE, Deed.PASSWORD_CHANGED)
        set_session(
            visit.request, response, await self._accounts.begin_session(account.id, visit.now)
        )
        return response

    async def offer(self, visit: StaffVisit) -> Response:
        """Make the secret of a second factor, to be confirmed with a first code."""
        if not visit.account.second_factor:
            sealed = self._second_factor.new(visit.account.id)
            await self._accounts.offer_second_factor(visit.session, sealed)
        return visit.go(_PAGE)

    async def forget(self, visit: StaffVisit) -> Response:
        """Drop a secret that was not confirmed."""
        await self._accounts.offer_second_factor(visit.session, None)
        return visit.go(_PAGE)

    async def switch_on(self, visit: StaffVisit) -> Response:
        """Switch the second factor on with its first code, and show the recovery codes once."""
        account, sealed = visit.account, visit.offered
        if sealed is None or account.second_factor:
            return visit.go(_PAGE)
        code = "".join(visit.field("code").split())
        step = self._second_factor.step(account.id, sealed, code, visit.now)
        if step is None:
            return await self._page(visit, code_problem=visit.words(WRONG_CODE))
        codes = await self._accounts.set_second_factor(account.id, sealed, step, visit.now)
        return visit.page("recovery_codes.html", codes=codes)

    async def switch_off(self, visit: StaffVisit) -> Response:
        """Switch the second factor off."""
        await self._accounts.drop_second_factor(visit.account.id, visit.now)
        return visit.go(_PAGE, Deed.SECOND_FACTOR_OFF)

    async def recovery_codes(self, visit: StaffVisit) -> Response:
        """Make new recovery codes and show them once."""
        if not visit.account.second_factor:
            return visit.go(_PAGE)
        codes = await self._accounts.new_recovery_codes(visit.account.id, visit.now)
        return visit.page("recovery_codes.html", codes=codes)

    async def telegram_code(self, visit: StaffVisit) -> Response:
        """Show, once, the code that links a Telegram chat."""
        code = await self._accounts.telegram_code(visit.account.id, visit.now)
        return await self._page(visit, telegram_code=code)

    async def unlink(self, visit: StaffVisit) -> Response:
        """Forget the linked Telegram chat."""
        await self._accounts.unlink_telegram(visit.account.id, visit.now)
        return visit.go(_PAGE, Deed.TELEGRAM_UNLINKED)

    async def _page(
        self,
        visit: StaffVisit,
        password_problem: str | None = None,
        code_problem: str | None = None,
        telegram_code: str | None = None,
    ) -> Response:
        account = visit.account
        offered = visit.offered if visit.proved_lately and not account.second_factor else None
        return visit.page(
            "account.html",
            422 if password_problem or code_problem else 200,
            password_problem=password_problem,
            code_problem=code_problem,
            telegram_code=telegram_code,
            secret=self._second_factor.secret(account.id, offered) if offered else None,
            picture=self._second_factor.picture(account.id, offered, account.name)
            if offered
            else None,
            codes_left=await self._accounts.recovery_codes_left(account.id),
        )
