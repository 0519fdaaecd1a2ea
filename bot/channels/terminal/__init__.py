"""The same conversation in a terminal."""

from .chat import TerminalChat

__all__ = ["TerminalChat"]
