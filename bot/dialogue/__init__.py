"""The pure conversation: a library, a session, an incoming and a day give a turn."""

from .engine import advance
from .progress import Progress, progress, valid
from .result import Result, result
from .screens import show
from .session import Session
from .turn import Button, Fold, Incoming, Message, Turn

__all__ = [
    "Button",
    "Fold",
    "Incoming",
    "Message",
    "Progress",
    "Result",
    "Session",
    "Turn",
    "advance",
    "progress",
    "result",
    "show",
    "valid",
]
