"""The state of one fake Telegram, shared by the bot's side and the people's side."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable

from .chats import Chat, ChatMessage
from .clock import Clock
from .errors import BLOCKED, NEVER_WROTE, ApiError, bad_request
from .files import FileStore
from .journal import Journal
from .keyboards import keyboard_as_json
from .params import Params
from .profile import Profile
from .queries import CallbackQueries
from .updates import Updates
from .waiting import Bell
from .wire import JsonObject

DAY = 24 * 3600


class World:
    """Everything Telegram knows."""

    def __init__(self, token: str, bot_name: str) -> None:
        self.token = token
        self.bell = Bell()
        self.clock = Clock()
        self.journal = Journal()
        self.updates = Updates(self.bell)
        self.queries = CallbackQueries()
        self.files = FileStore()
        self.profile = Profile(bot_name)
        self.chats: dict[int, Chat] = {}
        self.bot_idle: Callable[[], Awaitable[object]] | None = None
        self._message_ids = itertools.count(1)
        self.bot_user: JsonObject = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": bot_name,
            "username": "fake_telegram_test_bot",
        }

    def next_message_id(self) -> int:
        return next(self._message_ids)

    def chat_to_write(self, params: Params) -> Chat:
        """The chat of a call that shows something to a person."""
        chat = self.chats.get(self._chat_id(params))
        if chat is None or not chat.started:
            raise ApiError(403, NEVER_WROTE)
        if chat.blocked:
            raise ApiError(403, BLOCKED)
        return chat

    def chat_to_tidy(self, params: Params) -> Chat:
        """The chat of a call that removes something, which a block does not prevent."""
        chat = self.chats.get(self._chat_id(params))
        if chat is None or not chat.started:
            raise bad_request("chat not found")
        return chat

    def message_as_json(self, message: ChatMessage) -> JsonObject:
        chat = self.chats[message.chat_id]
        body: JsonObject = {
            "message_id": message.message_id,
            "from": self.bot_user if message.from_bot else chat.user,
            "chat": chat.as_json(),
            "date": int(message.sent_at),
        }
        if message.edited_at is not None:
            body["edit_date"] = int(message.edited_at)
        captioned = bool(message.media)
        if message.text:
            body["caption" if captioned else "text"] = message.text
        if message.entities:
            entities = [entity.as_json() for entity in message.entities]
            body["caption_entities" if captioned else "entities"] = entities
        if message.buttons:
            body["reply_markup"] = keyboard_as_json(message.buttons)
        return body | message.media

    def describe(self) -> str:
        """Everything a failing test needs to show."""
        chats = [chat.describe() for chat in self.chats.values()] or ["nobody is here"]
        polling = "polling" if self.updates.polling else "not polling"
        waiting = f"{self.updates.pending} updates unconfirmed, the bot is {polling}"
        return "\n".join([*chats, f"{waiting}; last calls: {self.journal.describe()}"])

    def _chat_id(self, params: Params) -> int:
        if not params.text("chat_id"):
            raise bad_request("chat_id is empty")
        chat_id = params.integer("chat_id")
        if chat_id is None or chat_id <= 0:  # only private chats exist here
            raise bad_request("chat not found")
        return chat_id
