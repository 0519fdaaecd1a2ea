"""What of a turn goes into the question log."""

from __future__ import annotations

from datetime import date
from typing import Final

from bot.content import Library
from bot.dialogue import Event, Turn
from bot.store import Logged

_WITH_TEXT: Final = ("suggested", "not_answered")
"""The questions whose masked text helps to mend the content."""


def logged(
    library: Library, turn: Turn, channel: str, today: date, person: bytes, masked: str
) -> list[Logged]:
    """Return the rows for the events of a turn; the text goes only with a question not answered."""

    def row(event: Event) -> Logged:
        if event.kind == "urgent":
            # Where few speak a language, it or the poster would tell a thief of the disk who it was.
            return Logged(today, person, event.kind, "", "", detail=event.detail)
        return Logged(
            day=today,
            person=person,
            kind=event.kind,
            language=turn.session.language or "",
            channel=channel,
            topic=library.topics.get(event.entry, ""),
            entry=event.entry,
            detail=event.detail,
            band=event.band,
            campaign=turn.session.campaign or "",
            masked=masked if event.kind in _WITH_TEXT else "",
        )

    return [row(event) for event in turn.events]
