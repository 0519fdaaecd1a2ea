"""The web chat. A form without JavaScript; with it the page changes in place."""

from __future__ import annotations

import secrets
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from bot.assistant import Assistant, Chat
from bot.channels.pdf import to_pdf
from bot.content import SOURCE_LANGUAGE
from bot.dialogue import Incoming, Message

from .headers import SafetyHeaders
from .render import to_html

_HERE = Path(__file__).parent
CHANNEL = "web"
COOKIE = "komek"
LONGEST_BODY = 64 * 1024
LONGEST_TEXT = 10_000
MONTH = 30 * 24 * 3600
ELSEWHERE = "https://www.google.com/search?q=weather"
"""Where "Leave this page" leads: a page that nobody wonders about."""


class WebChat:
    """The pages of the web chat."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined
        )

    async def look(self, request: Request) -> Response:
        """Show where the conversation stands; a visit alone stores nothing."""
        return self._page(request, await self._assistant.look(_chat(request)))

    async def act(self, request: Request) -> Response:
        """Take a turn, and show the page anew or only its conversation."""
        if not _same_site(request):
            return PlainTextResponse("This form was sent from another page.", 403)
        if int(request.headers.get("content-length") or 0) > LONGEST_BODY:
            return PlainTextResponse("This is too long.", 413)
        async with request.form(max_files=0, max_fields=10) as form:
            what = _incoming(form)
        fresh = COOKIE not in request.cookies
        token = request.cookies.get(COOKIE) or secrets.token_urlsafe(32)
        reply = await self._assistant.handle(Chat(CHANNEL, token), what)
        assert reply is not None  # noqa: S101 - web turns have no number to repeat
        if reply.turn.forget:
            response = self._page(request, reply.turn.messages[0])
            response.delete_cookie(COOKIE)
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
            return response
        if _wants_part(request):
            response = self._page(request, reply.turn.messages[0])
        else:
            response = RedirectResponse(request.url_for("chat").path, 303)
        if fresh:
            response.set_cookie(
                COOKIE, token, max_age=MONTH, httponly=True, samesite="lax",
                secure=request.url.scheme == "https",
            )  # fmt: skip
        return response

    async def document(self, request: Request) -> Response:
        """Give the document of the screen she is on, to print."""
        document = (await self._assistant.look(_chat(request))).document
        if document is None:
            return RedirectResponse("/", 303)
        content = await run_in_threadpool(to_pdf, document)
        name = f'inline; filename="{document.name}.pdf"'
        return Response(
            content, media_type="application/pdf", headers={"Content-Disposition": name}
        )

    async def leave(self, request: Request) -> Response:
        """Forget everything and lead to an ordinary page elsewhere."""
        if not _same_site(request):
            return PlainTextResponse("This form was sent from another page.", 403)
        if COOKIE in request.cookies:
            await self._assistant.forget(_chat(request))
        page = self._templates.get_template("leave.html").render(elsewhere=ELSEWHERE)
        response = HTMLResponse(page)
        response.delete_cookie(COOKIE)
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response

    def _page(self, request: Request, message: Message) -> Response:
        template = "conversation.html" if _wants_part(request) else "page.html"
        library = self._assistant.library()
        language = message.language

        def say(phrase: str) -> str:
            return library.say(phrase, language)

        page = self._templates.get_template(template).render(
            message=message,
            text=Markup(to_html(message.text)),  # noqa: S704 - made by our Markdown, HTML is off
            folds=[(fold.title, Markup(to_html(fold.text))) for fold in message.folds],  # noqa: S704
            language=language or SOURCE_LANGUAGE,
            say=say,
            elsewhere=ELSEWHERE,
        )
        return HTMLResponse(page)


def web_app(assistant: Assistant, desk: ASGIApp | None = None) -> ASGIApp:
    """Return the web application: the chat at `/`, `/healthz`, and at `/staff` the desk if any."""
    chat = WebChat(assistant)
    staff = [Mount("/staff", desk)] if desk is not None else []
    app = Starlette(
        routes=[
            Route("/", chat.look, methods=["GET"], name="chat"),
            Route("/", chat.act, methods=["POST"]),
            Route("/document.pdf", chat.document, methods=["GET"]),
            Route("/leave", chat.leave, methods=["POST"]),
            Route("/healthz", _health, methods=["GET"]),
            *staff,
            Mount("/static", StaticFiles(directory=_HERE / "static"), name="static"),
        ],
        exception_handlers={Exception: _failed},
    )
    # Around everything: what Starlette answers to a crash passes by its own middleware.
    return SafetyHeaders(app)


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def _failed(_request: Request, _error: Exception) -> Response:
    return PlainTextResponse("Something went wrong on our side. Please go back and try again.", 500)


def _chat(request: Request) -> Chat:
    # Without a cookie this is a chat that nothing was ever stored for.
    return Chat(CHANNEL, request.cookies.get(COOKIE, ""))


def _wants_part(request: Request) -> bool:
    return request.headers.get("x-part") == "conversation"


def _same_site(request: Request) -> bool:
    """Refuse forms sent from other sites; a browser says where a form comes from."""
    return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _incoming(form: FormData) -> Incoming:
    action, text = form.get("action"), form.get("text")
    if isinstance(action, str) and action:
        return Incoming("button", action)
    if isinstance(text, str) and text.strip():
        typed = text.strip()[:LONGEST_TEXT]
        if typed.startswith("/"):
            return Incoming("command", typed[1:].lower())
        return Incoming("text", typed)
    return Incoming("button", "continue")
