"""The shelf of a running assistant; apart from `library.py`, since other commands need no database."""

from __future__ import annotations

from bot.assistant import Shelf, Snapshot
from bot.content import ContentError, load
from bot.settings import Settings

from .asking import Asking
from .library import told


def open_shelf(settings: Settings) -> Shelf:
    """Put the content on a shelf, or end the command with everything that is wrong with it."""
    cache = settings.data / "cache"

    asking: Asking | None = None

    def read() -> Snapshot:
        nonlocal asking
        library = load(settings.content, cache)
        asking = Asking(library, cache, before=asking)
        return Snapshot(library, asking, asking.mask, asking.warm)

    try:
        return Shelf(settings.content, read)
    except ContentError as error:
        raise told(error) from None
