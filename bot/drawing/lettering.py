"""Measuring and breaking text, by the widths of the letters in the font that pictures name."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files

from fontTools.ttLib import TTFont

FAMILY = "'DejaVu Sans', Verdana, sans-serif"
"""DejaVu Sans has all letters of the six alphabets and is wide: others take less room."""


@cache
def _widths(bold: bool) -> tuple[dict[int, int], int]:
    """Return the width of every letter and the size of the em, both in units of the font."""
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    with as_file(files("bot.channels.pdf") / "fonts" / name) as path, TTFont(path) as font:
        advances = font["hmtx"].metrics
        letters = {code: advances[glyph][0] for code, glyph in font.getBestCmap().items()}
        return letters, font["head"].unitsPerEm


def knows(letter: str) -> bool:
    """Tell whether the font has the letter."""
    return all(ord(letter) in _widths(bold)[0] for bold in (False, True))


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line of text is; an unknown letter counts as a wide one."""
    letters, em = _widths(bold)
    return sum(letters.get(ord(letter), em) for letter in text) * size / em


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Break text into lines no wider than `room`; a word wider than that is broken too."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if width(longer, size, bold=bold) <= room:
                line = longer
                continue
            if line:
                lines.append(line)
            while width(word, size, bold=bold) > room:
                fits = _fitting(word, size, room, bold=bold)
                lines.append(word[:fits])
                word = word[fits:]
            line = word
        if line:
            lines.append(line)
    return lines


def _fitting(word: str, size: float, room: float, *, bold: bool) -> int:
    """Return how many letters of a word fit, up to its last hyphen where one fits."""
    fits = max(n for n in range(len(word) + 1) if width(word[:n], size, bold=bold) <= room)
    return word.rfind("-", 0, fits) + 1 or max(fits, 1)
