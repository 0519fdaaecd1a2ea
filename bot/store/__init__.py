"""What survives a restart: sealed sessions and the question log, in SQLite or PostgreSQL."""

from .questions import QuestionLog, TrueCell
from .store import Kept, Logged, Store

__all__ = ["Kept", "Logged", "QuestionLog", "Store", "TrueCell"]
