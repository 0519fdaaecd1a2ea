"""What the bot has called, for assertions and for leak tests."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .params import UploadedFile

DROPPED = 0


@dataclass
class Call:
    """One call of the Bot API; `status` is None while it runs and 0 if it was cut off."""

    method: str
    params: dict[str, object] = field(default_factory=dict)
    chat_id: int | None = None
    status: int | None = None
    error: str = ""

    @property
    def is_deed(self) -> bool:
        """Whether the bot did something, rather than ask for news."""
        return self.method != "getUpdates"

    def describe(self) -> str:
        status = {None: "running", DROPPED: "dropped"}.get(self.status, str(self.status))
        return f"{self.method} {status}" + (f" ({self.error})" if self.error else "")


class Journal:
    """All calls, in the order they arrived."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        # Counted rather than searched for: these are asked at every change, under load too.
        self._begun = 0
        self._running = 0

    def begin(self, call: Call) -> Call:
        self.calls.append(call)
        if call.is_deed:
            self._begun += 1
            self._running += 1
        return call

    def finish(self, call: Call, status: int, error: str) -> None:
        call.status = status
        call.error = error
        if call.is_deed:
            self._running -= 1

    @property
    def deeds_begun(self) -> int:
        return self._begun

    @property
    def busy(self) -> bool:
        return self._running > 0

    def containing(self, strings: Iterable[str]) -> list[str]:
        """Those of the strings that occur in anything the bot sent, files included."""
        haystacks = [text for call in self.calls for text in _texts(call.params)]
        return [needle for needle in strings if any(needle in text for text in haystacks)]

    def describe(self, last: int = 8) -> str:
        deeds = [call for call in self.calls if call.is_deed][-last:]
        return "; ".join(call.describe() for call in deeds) or "none"


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        yield html.unescape(value)  # a name with an & in it leaks as &amp;
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(key)
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, UploadedFile):
        yield value.name
        yield value.content.decode("utf-8", "replace")
    else:
        yield str(value)
