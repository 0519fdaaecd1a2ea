"""Whether the lines of a catalogue are whole: Babel reads over a lost quote and loses a letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bot.content import Problem

_WHOLE = re.compile(
    r"""\s*(?:\#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s+)?"(?:[^"\\]|\\.)*"\s*)?"""
)


def catalogue_problems(root: Path) -> Iterator[Problem]:
    """Report lines of the catalogues that are neither comment nor keyword with a quoted text."""
    for path in sorted((root / "locales").glob("*/**/*.po")):
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if not _WHOLE.fullmatch(line.rstrip("\n")):
                    yield Problem(
                        path.relative_to(root).as_posix(),
                        number,
                        "po-line",
                        f"{line.strip()[:40]!r} is not a whole line of a catalogue",
                        'put the text between two quotes, and write \\" for a quote inside it',
                    )
