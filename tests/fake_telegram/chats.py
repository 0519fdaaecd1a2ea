"""Private chats: who they are with and what is visible in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from .formatting import Entity
from .keyboards import Button, keyboard_as_json
from .wire import JsonObject

__all__ = ["Button", "Chat", "ChatMessage", "Document"]


@dataclass(frozen=True)
class Document:
    """A file in the chat."""

    name: str
    content: bytes
    mime_type: str = "application/octet-stream"
    file_id: str = ""


@dataclass(frozen=True)
class ChatMessage:
    """A message as it looked at one moment; an edit makes a new one.

    Being a snapshot, it can be kept and compared with what the chat shows later.
    """

    message_id: int
    chat_id: int
    from_bot: bool
    text: str
    html: str = ""
    entities: tuple[Entity, ...] = ()
    buttons: list[list[Button]] = field(default_factory=list)
    reply_keyboard: list[list[str]] = field(default_factory=list)
    document: Document | None = None
    edited: int = 0
    sent_at: float = 0.0
    edited_at: float | None = None
    media: JsonObject = field(default_factory=dict)

    @property
    def labels(self) -> list[str]:
        return [button.label for row in self.buttons for button in row]

    def looks_like(self, other: ChatMessage) -> bool:
        """Whether a person, and Telegram, would see no difference."""
        return (self.text, self.entities, keyboard_as_json(self.buttons)) == (
            other.text,
            other.entities,
            keyboard_as_json(other.buttons),
        )


class Chat:
    """A person's private chat with the bot."""

    def __init__(self, user: JsonObject) -> None:
        self.user = user
        self.chat_id = int(user["id"])
        self.started = False
        self.blocked = False
        self._messages: dict[int, ChatMessage] = {}

    @property
    def messages(self) -> list[ChatMessage]:
        return list(self._messages.values())

    def message(self, message_id: int) -> ChatMessage | None:
        return self._messages.get(message_id)

    def put(self, message: ChatMessage) -> None:
        """Adds a message, or replaces the one with its id in place."""
        self._messages[message.message_id] = message

    def remove(self, message_id: int) -> None:
        self._messages.pop(message_id, None)

    def as_json(self) -> JsonObject:
        names = ("id", "first_name", "last_name", "username")
        return {"type": "private"} | {name: self.user[name] for name in names if name in self.user}

    def describe(self) -> str:
        """The chat in plain words, for a failing test."""
        language = self.user.get("language_code", "no language")
        state = "blocked the bot" if self.blocked else "" if self.started else "never wrote"
        title = f"chat {self.chat_id} with {self.user['first_name']} ({language})"
        lines = [f"{title}, {state}:" if state else f"{title}:"]
        for message in self.messages:
            lines += _describe_message(message)
        return "\n".join(lines if self._messages else [*lines, "  (no messages)"])


def _describe_message(message: ChatMessage) -> list[str]:
    author = "bot" if message.from_bot else "person"
    edited = f", edited {message.edited}x" if message.edited else ""
    text = message.text.replace("\n", "\n      ")
    extra = f" [file {message.document.name}]" if message.document else ""
    if not text and not extra:
        extra = f"[{', '.join(message.media) or 'empty'}]"
    lines = [f"  #{message.message_id} {author}{edited}: {text}{extra}"]
    for row in message.buttons:
        lines.append("      " + " ".join(f"[{button.label}]" for button in row))
    return lines
