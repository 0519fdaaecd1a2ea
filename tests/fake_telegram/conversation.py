"""Bot API methods around messages: who the bot is, updates, taps and files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from .errors import bad_request
from .params import Params
from .queries import CallbackAnswer
from .wire import JsonObject, utf16_length
from .world import World

MAX_ANSWER = 200
MAX_BATCH = 100
MAX_POLL_SECONDS = 50


class ConversationMethods:
    """getMe, getUpdates, answerCallbackQuery and the webhook's bookkeeping."""

    def __init__(self, world: World) -> None:
        self._world = world

    def table(self) -> Mapping[str, Callable[[Params], object]]:
        return MappingProxyType(
            {
                "getMe": self.get_me,
                "getUpdates": self.get_updates,
                "setWebhook": self.set_webhook,
                "deleteWebhook": self.delete_webhook,
                "getWebhookInfo": self.get_webhook_info,
                "answerCallbackQuery": self.answer_callback_query,
                "getFile": self.get_file,
            }
        )

    def get_me(self, _params: Params) -> JsonObject:
        return self._world.bot_user | {
            "can_join_groups": False,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    async def get_updates(self, params: Params) -> list[JsonObject]:
        self._read_allowed(params)
        limit = params.integer("limit") or MAX_BATCH
        seconds = params.integer("timeout") or 0
        return await self._world.updates.fetch(
            params.integer("offset") or 0,
            min(max(limit, 1), MAX_BATCH),
            min(max(seconds, 0), MAX_POLL_SECONDS),
        )

    def set_webhook(self, params: Params) -> bool:
        """Only remembered: this Telegram does not push, it is polled."""
        url = params.text("url")
        address = urlsplit(url)
        if url and address.scheme != "https" and address.hostname != "127.0.0.1":
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        self._read_allowed(params)
        self._world.updates.webhook_url = url
        return self._drop_if_asked(params)

    def delete_webhook(self, params: Params) -> bool:
        self._world.updates.webhook_url = ""
        return self._drop_if_asked(params)

    def get_webhook_info(self, _params: Params) -> JsonObject:
        updates = self._world.updates
        info: JsonObject = {
            "url": updates.webhook_url,
            "has_custom_certificate": False,
            "pending_update_count": updates.pending,
        }
        if updates.allowed:
            info["allowed_updates"] = updates.allowed
        return info

    def answer_callback_query(self, params: Params) -> bool:
        answer = CallbackAnswer(params.text("text"), params.flag("show_alert"), params.text("url"))
        if utf16_length(answer.text) > MAX_ANSWER:
            raise bad_request("MESSAGE_TOO_LONG")
        self._world.queries.answer(params.text("callback_query_id"), answer)
        return True

    def get_file(self, params: Params) -> JsonObject:
        stored = self._world.files.by_id(params.text("file_id"))
        if stored is None:
            raise bad_request("invalid file_id")
        return stored.as_json() | {"file_path": stored.path}

    def _read_allowed(self, params: Params) -> None:
        """Not given, the last choice stays; given empty, it is undone."""
        allowed = params.structure("allowed_updates", "allowed updates")
        if isinstance(allowed, list):
            self._world.updates.allow([str(kind) for kind in allowed])

    def _drop_if_asked(self, params: Params) -> bool:
        if params.flag("drop_pending_updates"):
            self._world.updates.drop_pending()
        return True
