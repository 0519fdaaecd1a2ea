"""Every sentence of the assistant exists, and none is left over."""

from __future__ import annotations

import re

from bot.content import Library
from bot.settings import CHECKOUT

_BUILT = ("criteria.", "term.", "unit.", "notes.", "region.", "command.", "notice.")
"""Beginnings of ids that the code puts together; the rest of the id comes from a closed list."""


def _said() -> set[str]:
    files = [*(CHECKOUT / "bot").rglob("*.py"), *(CHECKOUT / "bot").rglob("*.html")]
    quoted = re.compile(r"""["']([a-z]+\.[a-z_]+)["']""")
    return {phrase for path in files for phrase in quoted.findall(path.read_text(encoding="utf-8"))}


def test_no_sentence_is_left_over(library: Library) -> None:
    said = _said()
    unused = {p for p in library.interface if p not in said and not p.startswith(_BUILT)}
    assert unused <= {"borrowed"}


def test_no_sentence_is_missing(library: Library) -> None:
    calls = re.compile(r"""(?:say|button)\(\s*["']([a-z]+[a-z_.]*)["']""")
    for path in [*(CHECKOUT / "bot").rglob("*.py"), *(CHECKOUT / "bot").rglob("*.html")]:
        for phrase in calls.findall(path.read_text(encoding="utf-8")):
            if not phrase.endswith("."):
                assert phrase in library.interface, f"{path.name} says {phrase!r}"
