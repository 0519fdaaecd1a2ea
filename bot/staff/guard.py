"""Who may see which page of the desk, and proof that a form was sent by the person herself.

Every route of the desk is made here, and a route without a role is for nobody: signing in and
its like are the only ones that say `anybody`.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment
from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.store.accounts import Account, Accounts, Deed, Role

from .deeds import DEEDS
from .throttle import Throttle
from .words import LANGUAGES, Words, preferred, words

PROOF_LASTS = timedelta(minutes=10)
_LONGEST_BODY = 64 * 1024
_SESSION = "komek-staff"
_FORM = "komek-staff-form"


@dataclass(frozen=True)
class DeskRoute:
    """One page or action of the desk; made by `desk_route`."""

    path: str
    endpoint: Callable[[Any], Awaitable[Response]]
    method: str
    role: Role | None
    """The least role; nothing means that it is for people who are not signed in."""
    title: str | None = None
    proof: str | None = None


def desk_route(
    path: str,
    endpoint: Callable[[StaffVisit], Awaitable[Response]],
    *,
    role: Literal["viewer", "editor", "admin"],
    method: Literal["GET", "POST"] = "GET",
    title: str | None = None,
    proof: str | None = None,
) -> DeskRoute:
    """Return a page (GET) or an action (POST) for everybody who has at least this role.

    `title`, an English text marked with `N_`, puts a page into the navigation. `proof` is the page
    to come back to, for an action that needs the password to have been given within ten minutes.
    """
    return DeskRoute(path, endpoint, method, Role[role], title, proof)


def anybody(
    path: str,
    endpoint: Callable[[Visit], Awaitable[Response]],
    method: Literal["GET", "POST"] = "GET",
) -> DeskRoute:
    """Return a route for people who are not signed in."""
    return DeskRoute(path, endpoint, method, None)


@dataclass
class Frame:
    """What every page is drawn with."""

    environments: dict[str, Environment]
    navigation: Sequence[DeskRoute] = ()


@dataclass
class Visit:
    """One request to the desk, by anybody."""

    request: Request
    frame: Frame
    language: str
    now: datetime
    form: FormData = field(default_factory=FormData)

    @property
    def words(self) -> Words:
        """The words of the visitor's language: `_ = visit.words; _("Sign in")`."""
        return words(self.language)

    @property
    def address(self) -> str:
        """Where the request comes from."""
        return self.request.client.host if self.request.client else ""

    def field(self, name: str) -> str:
        """Return a field of the form as it was sent; nothing when it is missing."""
        value = self.form.get(name)
        return value if isinstance(value, str) else ""

    def path(self, to: str) -> str:
        """Return the path of a page of the desk, for links and forms."""
        return f"{self.request.scope.get('root_path', '')}{to}"

    def within(self, path: str) -> str:
        """Return a path that was sent to us if it leads to the desk, else its first page."""
        split = urlsplit(path)
        home = self.path("/")
        inside = path.startswith(home) and path.isascii() and path.isprintable()
        if not inside or split.scheme or split.netloc or "\\" in path or path.startswith("//"):
            return home
        return path

    def go(self, to: str, done: Deed | None = None) -> Response:
        """Lead to a page of the desk, which confirms what was done."""
        query = "?" + urlencode({"done": done.value}) if done else ""
        return RedirectResponse(self.path(to) + query, 303)

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """Draw a page; a first visit gets the cookie that its form is compared with."""
        known = _form_cookie(self.request)
        secret = known or secrets.token_urlsafe(32)
        response = self._drawn(template, status, secret, None, values)
        if known is None:
            set_cookie(self.request, response, _FORM, secret)
        return response

    def _drawn(
        self,
        template: str,
        status: int,
        secret: str,
        account: Account | None,
        values: dict[str, Any],
    ) -> Response:
        done = self.request.query_params.get("done", "")
        token = Markup('<input type="hidden" name="token" value="{}">')
        shown = [
            route
            for route in self.frame.navigation
            if account and route.role and route.role <= account.role
        ]
        drawn = self.frame.environments[self.language].get_template(template)
        return HTMLResponse(
            drawn.render(
                visit=self,
                account=account,
                navigation=shown,
                languages=LANGUAGES,
                token_field=token.format(form_token(secret)),
                done=DEEDS[Deed(done)] if done in set(Deed) else None,
                **values,
            ),
            status,
        )


@dataclass
class StaffVisit(Visit):
    """One request to the desk, by somebody who is signed in and has the role for it."""

    account: Account = field(kw_only=True)
    session: str = field(kw_only=True)
    """The token of the session, from the cookie."""
    proved: datetime = field(kw_only=True)
    offered: bytes | None = field(kw_only=True)

    @property
    def proved_lately(self) -> bool:
        """Whether the password was given within the last ten minutes."""
        return self.now - self.proved <= PROOF_LASTS

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """Draw a page of the desk; its forms carry `{{ token_field }}`."""
        return self._drawn(template, status, self.session, self.account, values)


class Guard:
    """Lets people through to the routes of the desk."""

    def __init__(
        self,
        accounts: Accounts,
        frame: Frame,
        throttle: Throttle,
        clock: Callable[[], datetime],
    ) -> None:
        self._accounts = accounts
        self._frame = frame
        self._throttle = throttle
        self._clock = clock

    def guarded(self, route: DeskRoute) -> Route:
        """Return the route as Starlette serves it."""
        letting = self._anybody if route.role is None else self._staff

        async def endpoint(request: Request) -> Response:
            if not _from_here(request):
                raise HTTPException(403)
            return await letting(request, route)

        return Route(route.path, endpoint, methods=[route.method])

    def stranger(self, request: Request) -> Visit:
        """Return the visit of somebody of whom nothing is known but the browser's language."""
        asked = request.query_params.get("language", "")
        accepted = request.headers.get("accept-language", "")
        language = asked if asked in LANGUAGES else preferred(accepted)
        return Visit(request, self._frame, language, self._clock())

    async def _anybody(self, request: Request, route: DeskRoute) -> Response:
        visit = self.stranger(request)
        if route.method == "POST":
            visit.form = await _form(request)
            secret = _form_cookie(request)
            if secret is None or not _sent_from(visit, secret):
                raise HTTPException(403)
        return await route.endpoint(visit)

    async def _staff(self, request: Request, route: DeskRoute) -> Response:
        now = self._clock()
        token = session_token(request)
        signed_in = await self._accounts.session(token, now) if token else None
        if signed_in is None:
            return _sign_in(request, forget=bool(token))
        account = signed_in.account
        if route.role is None or account.role < route.role:
            raise HTTPException(403)
        if not self._throttle.takes_visit(account.id, now):
            raise HTTPException(429)
        visit = StaffVisit(
            request,
            self._frame,
            account.language,
            now,
            account=account,
            session=token,
            proved=signed_in.proved,
            offered=signed_in.offered,
        )
        if route.method == "POST":
            visit.form = await _form(request)
            if not _sent_from(visit, token):
                raise HTTPException(403)
        if route.proof is not None and not visit.proved_lately:
            query = urlencode({"next": visit.path(route.proof)})
            return RedirectResponse(f"{visit.path('/prove')}?{query}", 303)
        return await route.endpoint(visit)


def cookie_name(request: Request, name: str) -> str:
    """Return a cookie's name; under https a browser itself refuses forged ones by the prefix."""
    return f"__Host-{name}" if request.url.scheme == "https" else name


def set_cookie(request: Request, response: Response, name: str, value: str) -> None:
    """Set a cookie that no script and no other site gets to use."""
    response.set_cookie(
        cookie_name(request, name), value, path="/", httponly=True, samesite="strict",
        secure=request.url.scheme == "https",
    )  # fmt: skip


def session_token(request: Request) -> str:
    """Return the token of the session that a browser says it has."""
    return request.cookies.get(cookie_name(request, _SESSION), "")


def set_session(request: Request, response: Response, token: str) -> None:
    """Give the browser the token of its session."""
    set_cookie(request, response, _SESSION, token)


def drop_session(request: Request, response: Response) -> None:
    """Take the token of the session from the browser, and what it may have kept of the desk."""
    response.delete_cookie(
        cookie_name(request, _SESSION), path="/", httponly=True, samesite="strict",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    # Not "cookies": that would empty every site of the organisation's domain.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


def form_token(secret: str) -> str:
    """Return what the forms of a page carry: bound to the cookie, and of no use without it."""
    return hmac.digest(secret.encode(errors="replace"), b"form", sha256).hex()


def _sign_in(request: Request, *, forget: bool) -> Response:
    response = RedirectResponse(f"{request.scope.get('root_path', '')}/sign-in", 303)
    if forget:
        drop_session(request, response)
    return response


def _form_cookie(request: Request) -> str | None:
    return request.cookies.get(cookie_name(request, _FORM)) or None


def _sent_from(visit: Visit, secret: str) -> bool:
    return hmac.compare_digest(
        visit.field("token").encode(errors="replace"), form_token(secret).encode()
    )


def _from_here(request: Request) -> bool:
    """Refuse what another site makes a browser ask for; a link to a page may come from anywhere."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site in ("same-origin", "none"):
        return True
    if request.method == "POST":
        return False
    return request.headers.get("sec-fetch-dest", "document") == "document"


async def _form(request: Request) -> FormData:
    if int(request.headers.get("content-length") or 0) > _LONGEST_BODY:
        raise HTTPException(413)
    async with request.form(max_files=0, max_fields=100, max_part_size=_LONGEST_BODY) as form:
        return form
