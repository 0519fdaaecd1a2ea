"""Signing in and out, proving once more who one is, and the first visit by a one-time link.

Whatever is wrong (name, password, code, an account that is shut or does not exist) the answer is
the same page after the same work.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from starlette.responses import Response

from bot.privacy import SealBroken
from bot.store.accounts import Account, Accounts, Credentials, Deed

from .guard import (
    DeskRoute,
    StaffVisit,
    Visit,
    anybody,
    desk_route,
    drop_session,
    session_token,
    set_session,
)
from .passwords import LONGEST, Passwords
from .second_factor import SecondFactor
from .throttle import Throttle, minutes
from .words import LANGUAGES, N_

_log = logging.getLogger("bot.staff")
REFUSED = N_(
    "Name, password and code do not match. If codes of your app are refused again and again, "
    "use a recovery code."
)
NOT_ALIKE = N_("The two passwords are not the same.")


class SigningIn:
    """The ways in and out."""

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
        return [
            anybody("/sign-in", self.sign_in_page),
            anybody("/sign-in", self.sign_in, "POST"),
            anybody("/welcome/{link}", self.welcome_page),
            anybody("/welcome/{link}", self.welcome, "POST"),
            desk_route("/sign-out", self.sign_out, role="viewer", method="POST"),
            desk_route("/sign-out-everywhere", self.everywhere, role="viewer", method="POST"),
            desk_route("/prove", self.prove_page, role="viewer"),
            desk_route("/prove", self.prove, role="viewer", method="POST"),
            desk_route("/language", self.language, role="viewer", method="POST"),
        ]

    async def sign_in_page(self, visit: Visit) -> Response:
        """Ask for name, password and code."""
        return visit.page("sign_in.html", name="", problem=None)

    async def sign_in(self, visit: Visit) -> Response:
        """Begin a session, or say that something does not match."""
        name = visit.field("name").strip()
        wait = self._throttle.wait(name, visit.address, visit.now)
        if wait:
            return visit.page("sign_in.html", 429, name=name, problem=_too_often(visit, wait))
        credentials = await self._accounts.credentials(name)
        account = await self._matching(visit, credentials)
        if account is None:
            about = credentials.account.about if credentials else None
            await self._accounts.note(None, Deed.SIGN_IN_REFUSED, about, visit.now)
            return visit.page("sign_in.html", 403, name=name, problem=visit.words(REFUSED))
        self._throttle.right(name, visit.address, visit.now)
        token = await self._accounts.begin_session(
            account.id, visit.now, Deed.SIGNED_IN, session_token(visit.request)
        )
        response = visit.go("/")
        set_session(visit.request, response, token)
        return response

    async def sign_out(self, visit: StaffVisit) -> Response:
        """End this session."""
        await self._accounts.end_session(visit.session, visit.account.id, visit.now)
        return _out(visit, Deed.SIGNED_OUT)

    async def everywhere(self, visit: StaffVisit) -> Response:
        """End every session of the account."""
        await self._accounts.end_sessions(visit.account.id, visit.now)
        return _out(visit, Deed.SIGNED_OUT_EVERYWHERE)

    async def prove_page(self, visit: StaffVisit) -> Response:
        """Ask for the password once more."""
        back = visit.within(visit.request.query_params.get("next", ""))
        return visit.page("prove.html", back=back, problem=None)

    async def prove(self, visit: StaffVisit) -> Response:
        """Begin a new session for somebody who has proved who they are."""
        name, back = visit.account.name, visit.within(visit.field("next"))
        wait = self._throttle.wait(name, visit.address, visit.now)
        if wait:
            problem = _too_often(visit, wait)
            return visit.page("prove.html", 429, back=back, problem=problem)
        if await self._matching(visit, await self._accounts.credentials(name)) is None:
            await self._accounts.note(
                visit.account.id, Deed.SIGN_IN_REFUSED, visit.account.about, visit.now
            )
            problem = visit.words(REFUSED)
            return visit.page("prove.html", 403, back=back, problem=problem)
        self._throttle.right(name, visit.address, visit.now)
        token = await self._accounts.renew_session(visit.session, visit.now)
        response = visit.go(back.removeprefix(visit.path("")))
        if token is not None:
            set_session(visit.request, response, token)
        return response

    async def language(self, visit: StaffVisit) -> Response:
        """Show the desk in another language from now on."""
        if visit.field("language") in LANGUAGES:
            await self._accounts.set_language(visit.account.id, visit.field("language"))
        return visit.go(visit.within(visit.field("back")).removeprefix(visit.path("")))

    async def welcome_page(self, visit: Visit) -> Response:
        """Ask the holder of a one-time link for a password; looking does not use it up."""
        link = visit.request.path_params["link"]
        account = await self._accounts.of_link(link, visit.now)
        return _welcome(visit, account)

    async def welcome(self, visit: Visit) -> Response:
        """Use a one-time link up: set the password and sign in."""
        link = visit.request.path_params["link"]
        account = await self._accounts.of_link(link, visit.now)
        if account is None:
            return _welcome(visit, None)
        password = visit.field("password")
        problem = await self._passwords.problem(password, account.name)
        if problem is None and password != visit.field("again"):
            problem = NOT_ALIKE
        if problem is not None:
            return _welcome(visit, account, problem)
        stored = await self._passwords.hash(password)
        account = await self._accounts.use_link(link, stored, visit.now)
        if account is None:
            return _welcome(visit, None)
        await self._accounts.set_language(account.id, visit.language)
        token = await self._accounts.begin_session(
            account.id, visit.now, Deed.SIGNED_IN, session_token(visit.request)
        )
        response = visit.go("/account", Deed.LINK_USED)
        set_session(visit.request, response, token)
        return response

    async def _matching(self, visit: Visit, credentials: Credentials | None) -> Account | None:
        """Return the account whose password, and code if it has any, are in the form."""
        given = visit.field("password")
        usable = credentials is not None and not credentials.account.disabled
        stored = credentials.password if credentials and usable else None
        right = await self._passwords.matches(stored, given) and len(given) <= LONGEST
        if not right or credentials is None or stored is None:
            return None
        account = credentials.account
        if credentials.totp is not None and not await self._code_matches(
            visit, account, credentials.totp
        ):
            return None
        if self._passwords.outdated(stored):
            await self._accounts.rehash(account.id, await self._passwords.hash(given))
        return account

    async def _code_matches(self, visit: Visit, account: Account, sealed: bytes) -> bool:
        code = "".join(visit.field("code").split())
        if not (code.isascii() and code.isdigit() and len(code) == 6):
            return await self._accounts.use_recovery_code(account.id, code, visit.now)
        if not self._throttle.takes_codes(account.id, visit.now):
            return False
        try:
            step = self._second_factor.step(account.id, sealed, code, visit.now)
        except SealBroken:
            _log.error("staff account %d: sealed with another secret key", account.id)
            return False
        if step is not None and await self._accounts.use_code(account.id, step):
            return True
        self._throttle.wrong_code(account.id, visit.now)
        return False


def _welcome(visit: Visit, account: Account | None, problem: str | None = None) -> Response:
    if account is None:
        return visit.page("link_over.html", 404)
    said = visit.words(problem) if problem else None
    return visit.page("welcome.html", 422 if problem else 200, whose=account, problem=said)


def _out(visit: StaffVisit, done: Deed) -> Response:
    response = visit.go("/sign-in", done)
    drop_session(visit.request, response)
    return response


def _too_often(visit: Visit, wait: timedelta) -> str:
    n = minutes(wait)
    said = visit.words.ngettext(
        "Too many tries from here. Wait %(n)s minute, then try again.",
        "Too many tries from here. Wait %(n)s minutes, then try again.",
        n,
    )
    return said % {"n": n}
