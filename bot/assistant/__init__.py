"""One call for every channel: something happened in a chat, here is the turn."""

from .assistant import Assistant, Chat, Reply, kazakhstan_day

__all__ = ["Assistant", "Chat", "Reply", "kazakhstan_day"]
