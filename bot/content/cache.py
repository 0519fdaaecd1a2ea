"""Keeping what was worked out from the content, for the next start."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

_Made = TypeVar("_Made")


def cached(folder: Path | None, name: str, revision: str, make: Callable[[], _Made]) -> _Made:
    """Return what is kept under name and revision, or make and keep it; older revisions go.

    Several processes may start on one folder at once: each writes a file of its own and moves it
    into place. Without a folder nothing is kept.
    """
    if folder is None:
        return make()
    path = folder / f"{name}-{revision}.pickle"
    try:
        # Our own file in our own folder, written by the lines below.
        found: _Made = pickle.loads(path.read_bytes())  # noqa: S301
        return found
    except FileNotFoundError:
        made = make()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = folder / f"{name}-{revision}.{os.getpid()}.new"
    new.write_bytes(pickle.dumps(made, protocol=5))
    new.replace(path)
    for old in folder.glob(f"{name}-*.pickle"):
        if old != path:
            old.unlink(missing_ok=True)
    return made
