"""Somebody with a telephone: what a person does in the chat, and what they see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from .chats import Button, Chat, ChatMessage, Document
from .files import StoredFile
from .formatting import FormattedText, command_entities
from .queries import CallbackAnswer
from .settling import settle
from .wire import JsonObject, utf16_length
from .world import World

MAX_TYPED = 4096


class NoSuchButton(AssertionError):
    """The person looked for a button and did not find exactly one."""


class Person:
    """A private chat with the bot, from the other side.

    A wait takes a `timeout` of its own rather than leaving it to ``asyncio.timeout``, because only
    the wait itself can say what the chat looked like when the time was over.
    """

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self._chat = chat

    @property
    def chat_id(self) -> int:
        return self._chat.chat_id

    @property
    def user(self) -> JsonObject:
        """The person as the Bot API describes them."""
        return self._chat.user

    # What the person sees

    @property
    def messages(self) -> list[ChatMessage]:
        """Everything visible, the person's own messages included, oldest first."""
        return self._chat.messages

    @property
    def bot_messages(self) -> list[ChatMessage]:
        return [message for message in self.messages if message.from_bot]

    @property
    def screen(self) -> ChatMessage:
        """The newest visible message of the bot."""
        if not self.bot_messages:
            raise AssertionError(f"the bot has written nothing:\n{self._world.describe()}")
        return self.bot_messages[-1]

    @property
    def buttons(self) -> list[str]:
        """Labels on the newest message that has buttons; none if there is none."""
        return next((message.labels for message in reversed(self.messages) if message.labels), [])

    def describe(self) -> str:
        return self._chat.describe()

    # What the person waits for

    async def expect(self, part: str, timeout: float = 5.0) -> ChatMessage:  # noqa: ASYNC109
        """Waits for a message of the bot that contains the text; gives the newest such."""
        await self._until(
            lambda: self._saying(part) is not None, timeout, f"no message of the bot has {part!r}"
        )
        message = self._saying(part)
        assert message is not None
        return message

    async def expect_gone(self, part: str, timeout: float = 5.0) -> None:  # noqa: ASYNC109
        """Waits until no message of the bot contains the text any more."""
        await self._until(
            lambda: self._saying(part) is None, timeout, f"a message of the bot still has {part!r}"
        )

    async def settled(self, timeout: float = 5.0, quiet: float = 0.05) -> None:  # noqa: ASYNC109
        """Waits until the bot is through with everything; see `FakeTelegram.settled`."""
        await settle(self._world, timeout, quiet)

    # What the person does

    async def send(self, text: str) -> ChatMessage:
        """Types a message; a /command in it is marked as Telegram marks it."""
        if utf16_length(text) > MAX_TYPED:
            raise ValueError(f"Telegram's apps split messages above {MAX_TYPED} characters")
        text = text.strip()
        if not text:
            raise ValueError("Telegram's apps do not send an empty message")
        return self._write(FormattedText(text, command_entities(text)), {})

    async def command(self, text: str) -> ChatMessage:
        """Types a command, such as ``/start school-clinic5``."""
        if not text.startswith("/") or not command_entities(text):
            raise ValueError(f"{text!r} is not a command to Telegram")
        return await self.send(text)

    async def press(
        self,
        label: str,
        timeout: float = 5.0,  # noqa: ASYNC109
        appears_within: float = 1.0,
    ) -> CallbackAnswer:
        """Taps the button with this label, or with this in its label, on the newest message that
        has one; returns when the bot has answered the tap.

        The button may be a moment late, because bots answer a tap before they redraw the screen.
        """
        await self._world.bell.wait(lambda: bool(self._bearers(label)), appears_within)
        message, button = self._find_button(label)
        if button.data is None:
            raise NoSuchButton(f"{button.label!r} is not a callback button: {button.raw}")
        return await self.press_data(message, button.data, timeout)

    async def press_data(
        self,
        message: ChatMessage | int,
        data: str,
        timeout: float = 5.0,  # noqa: ASYNC109
    ) -> CallbackAnswer:
        """Sends any callback data from any message: stale, forged, or from a deleted one."""
        message_id = message if isinstance(message, int) else message.message_id
        query = self._world.queries.open(self.chat_id, data)
        delivered = self._update(
            "callback_query",
            {
                "id": query.query_id,
                "from": self.user,
                "message": self._message_under(message_id),
                "chat_instance": f"-{self.chat_id}000",
                "data": data,
            },
        )
        if delivered is None:
            raise AssertionError("the bot's allowed_updates leave out callback_query")
        await self._until(
            lambda: query.answer is not None, timeout, f"the bot did not answer the tap {data!r}"
        )
        assert query.answer is not None
        return query.answer

    async def send_voice(self, seconds: int = 3) -> ChatMessage:
        stored = self._upload("voice", "voice.oga", b"OggS fake voice", "audio/ogg")
        voice = stored.as_json() | {"duration": seconds, "mime_type": stored.mime_type}
        return self._write(FormattedText(""), {"voice": voice})

    async def send_photo(self, caption: str = "") -> ChatMessage:
        stored = self._upload("photos", "photo.jpg", b"\xff\xd8 fake photo", "image/jpeg")
        photo = stored.as_json() | {"width": 90, "height": 67}
        return self._write(FormattedText(caption, command_entities(caption)), {"photo": [photo]})

    async def send_location(
        self, latitude: float = 42.8746, longitude: float = 74.5698
    ) -> ChatMessage:
        place = {"latitude": latitude, "longitude": longitude}
        return self._write(FormattedText(""), {"location": place})

    async def send_document(
        self,
        name: str = "document.pdf",
        content: bytes = b"%PDF fake",
        caption: str = "",
        mime_type: str = "application/pdf",
    ) -> ChatMessage:
        stored = self._upload("documents", name, content, mime_type)
        document = Document(name, content, mime_type, stored.file_id)
        return self._write(
            FormattedText(caption, command_entities(caption)),
            {"document": stored.as_document_json()},
            document,
        )

    async def edit_message(self, text: str, message: ChatMessage | None = None) -> ChatMessage:
        """Changes one of the person's own messages, by default the newest."""
        own = [shown for shown in self.messages if not shown.from_bot]
        if not own:
            raise AssertionError(f"there is no message to edit:\n{self.describe()}")
        old = self._chat.message(message.message_id) if message else own[-1]
        if old is None or old.from_bot:
            raise AssertionError("a person can only edit a message of theirs that is still there")
        edited = replace(
            old,
            text=text,
            html=text,
            entities=command_entities(text),
            edited=old.edited + 1,
            edited_at=self._world.clock.now(),
        )
        self._chat.put(edited)
        self._update("edited_message", self._world.message_as_json(edited))
        return edited

    async def delete(self, message: ChatMessage) -> None:
        """Removes a message for both sides; bots are not told."""
        self._chat.remove(message.message_id)
        self._world.bell.ring()

    async def clear_history(self) -> None:
        """Removes every message for both sides; bots are not told."""
        for message in self.messages:
            self._chat.remove(message.message_id)
        self._world.bell.ring()

    async def block(self) -> None:
        """Blocks the bot: whatever it writes is refused from now on."""
        self._chat.started = True
        self._chat.blocked = True
        self._update("my_chat_member", self._membership("member", "kicked"))

    async def unblock(self) -> None:
        self._chat.blocked = False
        self._update("my_chat_member", self._membership("kicked", "member"))

    # How it reaches Telegram

    def _write(
        self, text: FormattedText, media: JsonObject, document: Document | None = None
    ) -> ChatMessage:
        if self._chat.blocked:
            raise AssertionError("a person who blocked the bot must unblock it before writing")
        self._chat.started = True
        message = ChatMessage(
            message_id=self._world.next_message_id(),
            chat_id=self.chat_id,
            from_bot=False,
            text=text.text,
            html=text.text,
            entities=text.entities,
            document=document,
            sent_at=self._world.clock.now(),
            media=media,
        )
        self._chat.put(message)
        self._update("message", self._world.message_as_json(message))
        return message

    def _update(self, kind: str, content: JsonObject) -> int | None:
        update_id = self._world.updates.add(kind, content)
        self._world.bell.ring()
        return update_id

    def _upload(self, folder: str, name: str, content: bytes, mime_type: str) -> StoredFile:
        return self._world.files.add(folder, name, content, mime_type)

    def _message_under(self, message_id: int) -> JsonObject:
        message = self._chat.message(message_id)
        if message is not None:
            return self._world.message_as_json(message)
        # This is how Telegram shows a message that is gone: with the date 0.
        return {"chat": self._chat.as_json(), "message_id": message_id, "date": 0}

    def _membership(self, before: str, after: str) -> JsonObject:
        def member(status: str) -> JsonObject:
            until = {"until_date": 0} if status == "kicked" else {}
            return {"status": status, "user": self._world.bot_user} | until

        return {
            "chat": self._chat.as_json(),
            "from": self.user,
            "date": int(self._world.clock.now()),
            "old_chat_member": member(before),
            "new_chat_member": member(after),
        }

    # How the person looks

    def _saying(self, part: str) -> ChatMessage | None:
        return next((shown for shown in reversed(self.bot_messages) if part in shown.text), None)

    def _bearers(self, label: str) -> list[ChatMessage]:
        return [shown for shown in self.messages if any(label in other for other in shown.labels)]

    def _find_button(self, label: str) -> tuple[ChatMessage, Button]:
        bearers = self._bearers(label)
        if not bearers:
            raise NoSuchButton(
                f"no button has {label!r}; the newest buttons are {self.buttons}\n"
                f"{self._world.describe()}"
            )
        message = bearers[-1]
        shown = [button for row in message.buttons for button in row if label in button.label]
        exact = [button for button in shown if button.label == label]
        candidates = exact or shown
        if len(candidates) > 1:
            labels = [button.label for button in candidates]
            raise NoSuchButton(f"{label!r} fits several buttons: {labels}\n{self.describe()}")
        return message, candidates[0]

    async def _until(self, condition: Callable[[], bool], seconds: float, complaint: str) -> None:
        await self._world.bell.until(
            condition, seconds, lambda: f"{complaint}\n{self._world.describe()}"
        )
