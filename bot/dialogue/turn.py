"""What comes in and what goes out of one turn, the same for every channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .session import Session


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did.

    `value` is the text typed, the action of the button pressed, or the command with what
    followed it (`start school-clinic5`); empty for a location and for anything else, which is
    answered politely and never looked at.
    """

    kind: Literal["text", "button", "command", "location", "other"]
    value: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press. `action` stays within Telegram's 64 bytes; `link` opens instead."""

    label: str
    action: str = ""
    link: str = ""
    style: Literal["plain", "main", "danger"] = "plain"


@dataclass(frozen=True, slots=True)
class Fold:
    """Text that is shown when asked for, under its title."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a printed page, in one language: a title and paragraphs of plain text."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Something to print: the name of the file without its ending, and the parts of the page."""

    name: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """What to show: Markdown of a small subset (bold, lists, links), folded parts, buttons.

    A `document` is sent beside the message, as a file to print.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    folds: tuple[Fold, ...] = ()
    language: str = "en"
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """The answer to one incoming: the session to keep and what to show.

    `forget` asks the channel and the store to delete everything about the conversation.
    """

    session: Session
    messages: tuple[Message, ...]
    forget: bool = False
