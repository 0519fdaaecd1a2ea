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


Band = Literal["", "high", "middle", "low"]
EventKind = Literal[
    "answered",
    "suggested",
    "not_answered",
    "urgent",
    "chosen",
    "helpful",
    "unhelpful",
    "flow_started",
    "step_left",
    "flow_finished",
    "language_switched",
    "arrived",
]
"""What is counted. `answered`, `suggested`, `not_answered` and `urgent` are questions in free words;
`chosen` is an answer opened from a "did you mean", `arrived` a visit by a campaign's link."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing to count.

    `entry` is the answer or `flow:<id>` it is about; `detail` the kind of danger, the step, the
    outcome or the language, whichever the kind is about; `band` how sure the matching was.
    """

    kind: EventKind
    entry: str = ""
    detail: str = ""
    band: Band = ""


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
    """The answer to one incoming: the session to keep, what to show, and what may be counted.

    `forget` asks the channel and the store to delete everything about the conversation.
    """

    session: Session
    messages: tuple[Message, ...]
    forget: bool = False
    events: tuple[Event, ...] = ()
