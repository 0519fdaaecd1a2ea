"""A Telegram Bot API server on loopback, for tests that run the real bot unchanged.

``FakeTelegram`` is the server, ``Person`` somebody chatting with the bot through it, ``Fault`` one
planned misfortune. The server refuses what Telegram refuses, in Telegram's words, so a test that
passes here has not passed by leniency.
"""

from .chats import Button, ChatMessage, Document
from .faults import Fault
from .journal import Call
from .person import NoSuchButton, Person
from .queries import CallbackAnswer
from .server import FakeTelegram
from .waiting import WaitedTooLong

__all__ = [
    "Button",
    "Call",
    "CallbackAnswer",
    "ChatMessage",
    "Document",
    "FakeTelegram",
    "Fault",
    "NoSuchButton",
    "Person",
    "WaitedTooLong",
]
