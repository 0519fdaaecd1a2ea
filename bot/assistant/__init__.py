"""One call for every channel: something happened in a chat, here is the turn."""

from .assistant import Assistant, Chat, Reply, kazakhstan_day, kazakhstan_now
from .housekeeping import Housekeeping, Retention
from .learned import Learned
from .shelf import Shelf, Snapshot

__all__ = [
    "Assistant",
    "Chat",
    "Housekeeping",
    "Learned",
    "Reply",
    "Retention",
    "Shelf",
    "Snapshot",
    "kazakhstan_day",
    "kazakhstan_now",
]
