"""One call for every channel: something happened in a chat, here is the turn."""

from .assistant import Assistant, Chat, Reply, kazakhstan_day
from .shelf import Shelf, Snapshot

__all__ = ["Assistant", "Chat", "Reply", "Shelf", "Snapshot", "kazakhstan_day"]
