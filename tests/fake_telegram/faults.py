"""Scripted misfortune: refusals, slow answers and dropped connections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .errors import ApiError, usual_description

ANY_METHOD = "*"


@dataclass
class Fault:
    """One planned misfortune, used up after `times` calls it befalls (None: it never is)."""

    method: str
    kind: Literal["fail", "slow", "drop"]
    times: int | None = 1
    chat_id: int | None = None
    status: int = 500
    retry_after: int | None = None
    description: str | None = None
    seconds: float = 0.0
    before: bool = False
    hits: int = 0

    @property
    def spent(self) -> bool:
        return self.times is not None and self.hits >= self.times

    def cancel(self) -> None:
        """Keeps the fault from befalling any further call."""
        self.times = self.hits

    def befalls(self, method: str, chat_id: int | None) -> bool:
        # A wildcard spares getUpdates: a bot that cannot poll backs off for whole seconds.
        named = self.method.lower() == method.lower()
        wild = self.method == ANY_METHOD and method != "getUpdates"
        return not self.spent and (named or wild) and self.chat_id in (None, chat_id)

    def as_error(self) -> ApiError:
        description = self.description or usual_description(self.status, self.retry_after)
        return ApiError(self.status, description, retry_after=self.retry_after)


class FaultPlan:
    """The faults in the order they were planned; a call meets at most one of them."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        for fault in self._faults:
            fault.cancel()
        self._faults.clear()

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        for fault in self._faults:
            if fault.befalls(method, chat_id):
                fault.hits += 1
                return fault
        return None
