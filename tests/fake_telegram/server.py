"""The server itself: HTTP in front, the world behind, misfortune in between."""

from __future__ import annotations

import asyncio
import inspect
import itertools
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Literal

from aiohttp import web

from .chats import Chat
from .conversation import ConversationMethods
from .errors import ApiError
from .faults import Fault, FaultPlan
from .journal import DROPPED, Call
from .messages import MAX_UPLOAD, MessageMethods
from .params import Params, read_params
from .person import Person
from .profile import Profile, ProfileMethods
from .settling import settle
from .wire import JsonObject
from .world import World

DEFAULT_TOKEN = "424242:FAKE-TELEGRAM-TOKEN-FOR-TESTS-ONLY0"


@dataclass(frozen=True)
class _Answer:
    """What goes back over the wire."""

    status: int
    body: JsonObject


_CUT_OFF = _Answer(DROPPED, {})


class FakeTelegram:
    """Telegram for one bot, on a port of its own.

    A test builds the bot with `url` and `token` and then acts as a person::

        async with FakeTelegram() as fake:
            application = build(base_url=f"{fake.url}/bot", token=fake.token)
            person = fake.person(language_code="ky")
            await person.command("/start")
            await person.expect("Салам")
    """

    def __init__(self, token: str = DEFAULT_TOKEN, bot_name: str = "Fake bot") -> None:
        self.token = token
        self.url = ""
        self._world = World(token, bot_name)
        self._faults = FaultPlan()
        self._chat_ids = itertools.count(700_001)
        self._closing = asyncio.Event()
        self._running: set[asyncio.Task[_Answer]] = set()
        self._broken: list[Exception] = []
        self._runner: web.AppRunner | None = None
        self._methods: dict[str, tuple[str, Callable[[Params], object]]] = {
            name.lower(): (name, method)
            for methods in (
                ConversationMethods(self._world),
                MessageMethods(self._world),
                ProfileMethods(self._world.profile),
            )
            for name, method in methods.table().items()
        }

    async def __aenter__(self) -> FakeTelegram:
        # Room for the largest upload and the form around it.
        application = web.Application(client_max_size=MAX_UPLOAD + 1024 * 1024)
        application.router.add_route("*", "/bot{token}/{method}", self._serve_call)
        application.router.add_get("/file/bot{token}/{path:.+}", self._serve_file)
        # A poll must end when its client leaves, or the next one would meet a conflict.
        self._runner = web.AppRunner(
            application, access_log=None, handler_cancellation=True, shutdown_timeout=1.0
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._closing.set()
        self._world.updates.close()
        if self._runner is not None:
            await self._runner.cleanup()
        await asyncio.gather(*self._running, return_exceptions=True)
        if self._broken and exc is None:
            # The bot saw a plain 500; whoever runs the tests must see the reason.
            raise self._broken[0]

    # Addresses a bot is built with

    @property
    def base_url(self) -> str:
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"

    # People

    def person(
        self,
        language_code: str | None = "ru",
        chat_id: int | None = None,
        first_name: str = "Айгүл",
        last_name: str | None = None,
        username: str | None = None,
    ) -> Person:
        """Somebody new, who has not written to the bot yet."""
        if chat_id is None:
            chat_id = next(number for number in self._chat_ids if number not in self._world.chats)
        if chat_id in self._world.chats:
            raise ValueError(f"chat {chat_id} is taken")
        optional = {
            "last_name": last_name,
            "username": username,
            "language_code": language_code,
        }
        user: JsonObject = {"id": chat_id, "is_bot": False, "first_name": first_name}
        user |= {name: value for name, value in optional.items() if value is not None}
        chat = self._world.chats[chat_id] = Chat(user)
        return Person(self._world, chat)

    async def settled(self, timeout: float = 5.0, quiet: float = 0.05) -> None:  # noqa: ASYNC109
        """Waits until every update was fetched and confirmed, no call is running, the bot polls
        again, and it is idle: by its own word (`bot_idle`), or by `quiet` seconds of silence."""
        await settle(self._world, timeout, quiet)

    async def expect_polling(self, timeout: float = 5.0) -> None:  # noqa: ASYNC109
        """Waits until the bot asks for updates, as it does once it has started."""
        await self._world.bell.until(
            lambda: self.polling, timeout, lambda: f"the bot does not poll\n{self.describe()}"
        )

    @property
    def bot_idle(self) -> Callable[[], Awaitable[object]] | None:
        """How to wait for the bot's handlers, such as ``application.update_queue.join``."""
        return self._world.bot_idle

    @bot_idle.setter
    def bot_idle(self, wait: Callable[[], Awaitable[object]] | None) -> None:
        self._world.bot_idle = wait

    def describe(self) -> str:
        """All chats, the queue and the last calls, in words."""
        return self._world.describe()

    # Time

    @property
    def now(self) -> float:
        return self._world.clock.now()

    def advance(
        self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
    ) -> None:
        """Lets time pass for Telegram; the bot's own clock is the test's business."""
        self._world.clock.advance(((days * 24 + hours) * 60 + minutes) * 60 + seconds)

    # Misfortune

    def fail(
        self,
        method: str,
        *,
        status: int | None = None,
        retry_after: int | None = None,
        times: int | None = 1,
        chat_id: int | None = None,
        description: str | None = None,
    ) -> Fault:
        """Refuses calls without doing what they ask; ``"*"`` means any method but getUpdates."""
        if status is None:
            status = 500 if retry_after is None else 429
        return self._plan(
            Fault(
                method,
                "fail",
                times,
                chat_id,
                status=status,
                retry_after=retry_after,
                description=description,
            )
        )

    def slow(
        self,
        method: str,
        seconds: float,
        *,
        times: int | None = 1,
        chat_id: int | None = None,
        before: bool = False,
    ) -> Fault:
        """Answers late; the call itself is carried out at once, or after the delay if `before`.

        Either way it is carried out although the caller may have given up, as at Telegram.
        """
        return self._plan(Fault(method, "slow", times, chat_id, seconds=seconds, before=before))

    def drop(
        self,
        method: str,
        times: int | None = 1,
        *,
        before: bool = True,
        chat_id: int | None = None,
    ) -> Fault:
        """Cuts the connection instead of answering, before or after carrying out the call."""
        return self._plan(Fault(method, "drop", times, chat_id, before=before))

    def clear_faults(self) -> None:
        self._faults.clear()

    # Updates

    @property
    def duplicate_updates(self) -> bool:
        """Whether each update comes twice in its batch and once more in a later batch."""
        return self._world.updates.duplicate

    @duplicate_updates.setter
    def duplicate_updates(self, wanted: bool) -> None:
        self._world.updates.duplicate = wanted

    @property
    def reorder_updates(self) -> bool:
        """Whether the updates of a batch come newest first."""
        return self._world.updates.reorder

    @reorder_updates.setter
    def reorder_updates(self, wanted: bool) -> None:
        self._world.updates.reorder = wanted

    @property
    def conflict_hits(self) -> Literal["newer", "older"]:
        """Which of two getUpdates is refused; Telegram itself refuses the older."""
        return self._world.updates.conflict_hits

    @conflict_hits.setter
    def conflict_hits(self, poll: Literal["newer", "older"]) -> None:
        self._world.updates.conflict_hits = poll

    @property
    def pending_updates(self) -> int:
        """How many updates the bot has not confirmed yet."""
        return self._world.updates.pending

    @property
    def polling(self) -> bool:
        """Whether a getUpdates is waiting right now."""
        return self._world.updates.polling

    def holding_updates(self) -> AbstractContextManager[None]:
        """Within the block updates gather, to be delivered as one batch at its end."""
        return self._world.updates.held()

    def drop_pending_updates(self) -> None:
        """Forgets what the bot has not confirmed, such as an update it cannot read."""
        self._world.updates.drop_pending()

    def send_unparsable_update(self, person: Person) -> None:
        """Queues a callback query without its `chat_instance`, which PTB cannot read."""
        query = self._world.queries.open(person.chat_id, "unreadable")
        content = {"id": query.query_id, "from": person.user, "data": query.data}
        self._world.updates.add("callback_query", content)

    # What the bot did

    @property
    def calls(self) -> list[Call]:
        """Every call so far, getUpdates included."""
        return self._world.journal.calls

    def calls_of(self, *methods: str) -> list[Call]:
        return [call for call in self.calls if call.method in methods]

    def canary_scan(self, strings: Iterable[str]) -> list[str]:
        """Those of the planted strings that the bot has sent to Telegram in any call."""
        return self._world.journal.containing(strings)

    @property
    def profile(self) -> Profile:
        """Commands, descriptions and names as the bot has set them."""
        return self._world.profile

    # HTTP

    async def _serve_call(self, request: web.Request) -> web.StreamResponse:
        called = request.match_info["method"]
        params = await read_params(request)
        name, method = self._methods.get(called.lower(), (called, None))
        call = self._world.journal.begin(Call(name, params.recorded(), self._chat_of(params)))
        if request.match_info["token"] != self.token:
            work = self._refuse(call, ApiError(401, "Unauthorized"))
        elif method is None:
            work = self._refuse(call, ApiError(404, "Not Found"))
        else:
            work = self._carry_out(call, method, params)
        if name == "getUpdates":
            answer = await work
        else:
            # Shielded: a call that reached Telegram is carried out even if its caller hangs up.
            task = asyncio.create_task(work)
            self._running.add(task)
            task.add_done_callback(self._running.discard)
            answer = await asyncio.shield(task)
        if answer is _CUT_OFF and request.transport is not None:
            request.transport.close()
        return web.json_response(answer.body, status=answer.status or 500)

    async def _serve_file(self, request: web.Request) -> web.StreamResponse:
        stored = self._world.files.by_path(request.match_info["path"])
        if request.match_info["token"] != self.token:
            return web.json_response(ApiError(401, "Unauthorized").as_json(), status=401)
        if stored is None:
            return web.json_response(ApiError(404, "Not Found").as_json(), status=404)
        return web.Response(body=stored.content, content_type=stored.mime_type)

    async def _refuse(self, call: Call, error: ApiError) -> _Answer:
        self._world.journal.finish(call, error.status, error.description)
        return _Answer(error.status, error.as_json())

    async def _carry_out(
        self, call: Call, method: Callable[[Params], object], params: Params
    ) -> _Answer:
        """The call with whatever befalls it, and its entry in the journal."""
        answer = _CUT_OFF  # what stands when a poll is cancelled because its client has left
        try:
            answer = await self._through_faults(call, lambda: self._apply(method, params))
        finally:
            error = str(answer.body.get("description", ""))
            self._world.journal.finish(call, answer.status, error)
            self._world.bell.ring()
        return answer

    async def _through_faults(self, call: Call, apply: Callable[[], Awaitable[_Answer]]) -> _Answer:
        fault = self._faults.take(call.method, call.chat_id)
        if fault is None:
            return await apply()
        if fault.kind == "fail":
            error = fault.as_error()
            return _Answer(error.status, error.as_json())
        if fault.before:
            if fault.kind == "drop":
                return _CUT_OFF
            await self._delay(fault.seconds)
            return await apply()
        answer = await apply()
        self._world.bell.ring()  # people see the effect, however late the answer goes out
        if fault.kind == "drop":
            return _CUT_OFF
        await self._delay(fault.seconds)
        return answer

    async def _apply(self, method: Callable[[Params], object], params: Params) -> _Answer:
        try:
            result = method(params)
            if inspect.isawaitable(result):
                result = await result
        except ApiError as error:
            return _Answer(error.status, error.as_json())
        except Exception as error:  # a mistake in the fake itself, raised again on leaving
            self._broken.append(error)
            return _Answer(500, ApiError(500, "Internal Server Error").as_json())
        return _Answer(200, {"ok": True, "result": result})

    async def _delay(self, seconds: float) -> None:
        """The scripted slowness, cut short when the server closes."""
        try:
            await asyncio.wait_for(self._closing.wait(), seconds)
        except TimeoutError:
            return

    def _plan(self, fault: Fault) -> Fault:
        return self._faults.add(fault)

    def _chat_of(self, params: Params) -> int | None:
        """The chat a call is about; for the answer to a tap, the chat of the tap."""
        if "callback_query_id" in params:
            query = self._world.queries.get(params.text("callback_query_id"))
            return query.chat_id if query else None
        return params.integer("chat_id")
