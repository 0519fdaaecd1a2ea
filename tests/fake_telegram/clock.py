"""The time as the fake Telegram sees it."""

from __future__ import annotations

import time


class Clock:
    """Real time plus whatever the test has skipped."""

    def __init__(self) -> None:
        self._skipped = 0.0

    def now(self) -> float:
        return time.time() + self._skipped

    def advance(self, seconds: float) -> None:
        if seconds < 0:
            raise ValueError("Telegram's clock only goes forward")
        self._skipped += seconds
