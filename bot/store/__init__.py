"""What survives a restart: sealed sessions, the question log and what staff taught the assistant."""

from .learning import DraftAnswer, Gap, GapState, LabelledQuestion, LearnedWay, Learning
from .questions import QuestionLog, TrueCell
from .store import Kept, Logged, Store

__all__ = [
    "DraftAnswer",
    "Gap",
    "GapState",
    "Kept",
    "LabelledQuestion",
    "LearnedWay",
    "Learning",
    "Logged",
    "QuestionLog",
    "Store",
    "TrueCell",
]
