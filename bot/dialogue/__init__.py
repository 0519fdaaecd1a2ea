"""The pure conversation: a library, a session, an incoming and a day give a turn."""

from .changes import Change, changes
from .engine import advance
from .progress import Progress, progress, valid
from .result import Result, result
from .screens import show
from .session import Session
from .turn import Button, Document, Event, EventKind, Fold, Incoming, Message, Part, Turn

__all__ = [
    "Button",
    "Change",
    "Document",
    "Event",
    "EventKind",
    "Fold",
    "Incoming",
    "Message",
    "Part",
    "Progress",
    "Result",
    "Session",
    "Turn",
    "advance",
    "changes",
    "progress",
    "result",
    "show",
    "valid",
]
