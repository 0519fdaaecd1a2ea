"""The desk as an application, to be mounted at `/staff` behind the headers of the web chat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from bot.privacy import Keys, refuse_known_secret
from bot.store import Store
from bot.store.accounts import Accounts

from .audit import Audit
from .guard import DeskRoute, Frame, Guard, StaffVisit, desk_route
from .own_account import OwnAccount
from .passwords import Passwords
from .people import People
from .second_factor import SecondFactor
from .signing_in import SigningIn
from .throttle import Throttle
from .words import LANGUAGES, N_, words

_HERE = Path(__file__).parent
_PROBLEMS = {
    403: N_("You may not do this, or the page was open for too long. Go back and load it anew."),
    404: N_("There is no such page."),
    429: N_("Too many pages in too short a time. Wait a minute."),
}
_REFUSED = N_("This request cannot be answered.")


def staff_app(
    store: Store,
    secret: str,
    pages: Sequence[DeskRoute] = (),
    *,
    throttle: Throttle | None = None,
    passwords: Passwords | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Starlette:
    """Return the desk with its own pages and those that are given; the first one given leads.

    Raises `RuntimeError` when the secret is one that others know.
    """
    refuse_known_secret(secret)
    accounts, passwords, throttle = (
        Accounts(store),
        passwords or Passwords(),
        throttle or Throttle(),
    )
    second_factor = SecondFactor(Keys(secret))
    routes = [
        *SigningIn(accounts, passwords, second_factor, throttle).routes(),
        *OwnAccount(accounts, passwords, second_factor, throttle).routes(),
        *pages,
        *People(accounts).routes(),
        *Audit(accounts).routes(),
    ]
    if not any(route.path == "/" for route in routes):
        routes.append(desk_route("/", _first_page, role="viewer"))
    frame = Frame(_environments(), [route for route in routes if route.title])
    guard = Guard(accounts, frame, throttle, clock)

    async def refused(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        problem = _PROBLEMS.get(status, _REFUSED)
        response = guard.stranger(request).page("problem.html", status, problem=problem)
        response.headers.update(getattr(error, "headers", None) or {})
        return response

    app = Starlette(
        routes=[
            *(guard.guarded(route) for route in routes),
            Mount("/static", StaticFiles(directory=_HERE / "static"), name="static"),
        ],
        exception_handlers={HTTPException: refused, Exception: _failed},
    )
    app.state.desk_routes = routes
    return app


def _environments() -> dict[str, Environment]:
    made = {}
    for language in LANGUAGES:
        made[language] = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n"],
            trim_blocks=True,
            lstrip_blocks=True,
        )
        said = words(language)
        made[language].install_gettext_callables(  # type: ignore[attr-defined]
            said.gettext, said.ngettext, newstyle=True
        )
    return made


async def _first_page(visit: StaffVisit) -> Response:
    return visit.go("/account")


async def _failed(_request: Request, _error: Exception) -> Response:
    return PlainTextResponse(f"{HTTPStatus.INTERNAL_SERVER_ERROR.phrase}. Please try again.", 500)
