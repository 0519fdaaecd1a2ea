"""The cards of a picture: questions with their choices, results, and the list of all results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from bot.content.models import Outcome

from .lettering import width
from .marks import Mark, Marks
from .pen import (
    ASKING,
    BADGE,
    INK,
    LINE,
    PAD,
    SIZE,
    SMALL,
    SOFT,
    Card,
    badge,
    box,
    closed,
    paragraph,
    rect,
    write,
)

_LONG, _WIDEST = 300, 460.0
"""A question of more letters than that gets a card of that width."""
_COLOURS = {
    "good": ("✓", "#1b7a43", "#e6f4ea"),
    "maybe": ("?", "#9a6700", "#fdf3d8"),
    "wait": ("…", "#5b4bb3", "#eeebfa"),
    "no": ("✗", "#a12a2a", "#fbe9e7"),
    "info": ("i", "#2f6f8f", "#e4f1f6"),
    "urgent": ("!", "#b00020", "#fde0e4"),
}
"""For each verdict its sign, its colour and the pale colour behind its title."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A result that a line leads to: its number in the list and its verdict."""

    number: int
    verdict: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One line below a question; `end` is the result that it leads to at once, if it does."""

    letter: str
    label: str
    end: Ending | None = None


@dataclass(frozen=True, slots=True)
class Guard:
    """Who is asked a question, and what everybody else gets, where that is one result."""

    lead: str
    marks: Marks
    otherwise: str = ""
    end: Ending | None = None


def question(
    number: str, text: str, choices: Sequence[Choice], guard: Guard | None, wide: float
) -> Card:
    """Draw a question; a long one gets a card wider than `wide`."""
    if len(text) > _LONG:
        wide = max(wide, _WIDEST)
    card = Element("g", {"class": "question"})
    back = box(card, wide, "#ffffff", ASKING)
    y = PAD
    if guard is not None:
        y = _marks(card, guard.lead, guard.marks, PAD, y, wide - 2 * PAD) + 3
        if guard.end is not None:
            at = PAD + width(guard.otherwise, SMALL) + 6
            write(card, guard.otherwise, PAD, y + SMALL + 2, SMALL, fill=SOFT)
            _ending(card, guard.end, at, y)
            y += 2 * BADGE + 3
    top = y
    badge(card, PAD + BADGE, y + BADGE, number, ASKING)
    left = 2 * PAD + 2 * BADGE
    y = paragraph(card, text, left, y + 2, wide - left - PAD, SIZE, bold=True)
    y = max(y, top + 2 * BADGE) + 4
    SubElement(card, "path", {"d": f"M0 {y:.0f}H{wide:.0f}", "stroke": ASKING})
    lines = _choices(choices, wide - 2 * PAD)
    lines.put(card, PAD, y + 4)
    return closed(card, back, wide, y + 4 + lines.height + 3)


def _choices(choices: Sequence[Choice], wide: float) -> Card:
    """Draw the choices below each other, or in two columns where that is much lower."""
    one, two = (_in_columns(choices, wide, columns) for columns in (1, 2))
    return two if two.height <= one.height - 2 * SIZE * LINE else one


def _in_columns(choices: Sequence[Choice], wide: float, columns: int) -> Card:
    card = Element("g")
    room = wide / columns
    rows = -(-len(choices) // columns)
    bottom = 0.0
    for column in range(columns):
        x, y = column * room, 0.0
        for one in choices[column * rows : (column + 1) * rows]:
            write(card, one.letter, x + 9, y + SIZE, SIZE, bold=True, fill=ASKING, middle=True)
            taken = 26.0
            if one.end is not None:
                taken += _ENDING
                _ending(card, one.end, x + room - _ENDING, y - 2)
            y = paragraph(card, one.label, x + 22, y, room - taken, SIZE) + 2
            y += 3 if one.end is not None else 0
        bottom = max(bottom, y)
    return Card(card, wide, bottom)


def to_list(text: str) -> Card:
    """Draw the end of the ways after which the list of results decides."""
    card, wide = Element("g", {"class": "to-list"}), 220.0
    back = box(card, wide, "#1f4e79", ASKING)
    y = paragraph(card, text, PAD + 3, PAD, wide - 2 * PAD - 6, SIZE, bold=True, fill="#ffffff")
    return closed(card, back, wide, y + PAD)


def listed(
    heading: str,
    hint: str,
    rows: Sequence[tuple[int, Outcome, str, tuple[str, Marks]]],
    wide: float,
    columns: int,
) -> Card:
    """Draw the list of all results in the order in which they are tried."""
    card = Element("g", {"class": "list"})
    y = paragraph(card, heading, 0, 0, wide, SIZE + 4, bold=True)
    y = paragraph(card, hint, 0, y + 2, wide, SMALL, fill=SOFT) + 8
    gap = 14.0
    each = (wide - gap * (columns - 1)) / columns
    drawn = [_result(number, outcome, title, marks, each) for number, outcome, title, marks in rows]
    share = sum(one.height + 5 for one in drawn) / columns
    column, at, bottom = 0, y, y
    for one in drawn:
        if column < columns - 1 and at - y + one.height / 2 > share:
            column, at = column + 1, y
        one.put(card, column * (each + gap), at)
        at += one.height + 5
        bottom = max(bottom, at)
    return Card(card, wide, bottom)


def heading(title: str, about: str, wide: float) -> Card:
    """Draw what stands above everything."""
    card = Element("g", {"class": "heading"})
    y = paragraph(card, title, 0, 0, wide, SIZE + 10, bold=True)
    return Card(card, wide, paragraph(card, about, 0, y + 2, wide, SIZE, fill=SOFT) + 8)


def conditions(title: str, rows: Sequence[tuple[str, Marks]], wide: float) -> Card:
    """Draw the conditions of eligibility, each with the answers that meet it."""
    card = Element("g", {"class": "conditions"})
    y = paragraph(card, title, 0, 0, wide, SIZE + 4, bold=True)
    for text, marks in rows:
        y = _marks(card, f"✓ {text}:", marks, 0, y + 4, wide)
    return Card(card, wide, y + 12)


def note(text: str) -> Card:
    """Draw the letters on an arrow."""
    card, wide = Element("g", {"class": "arrow"}), width(text, SMALL, bold=True) + 10
    high = SMALL * 1.45
    rect(card, 0, 0, wide, high, "#ffffff", SOFT, 5)
    write(card, text, wide / 2, high - 5, SMALL, bold=True, fill=INK, middle=True)
    return Card(card, wide, high)


def _result(
    number: int, outcome: Outcome, title: str, only: tuple[str, Marks] | None, wide: float
) -> Card:
    sign, strong, pale = _COLOURS[outcome.verdict]
    card = Element("g", {"class": f"result {outcome.verdict}"})
    back = box(card, wide, pale, strong)
    badge(card, PAD + BADGE, PAD + BADGE, str(number), strong)
    write(card, sign, wide - 14, PAD + SIZE + 2, SIZE + 4, bold=True, fill=strong, middle=True)
    left = 2 * PAD + 2 * BADGE
    y = paragraph(card, title, left, PAD + 2, wide - left - 26, SIZE, bold=True)
    if only is not None:
        y = _marks(card, only[0], only[1], left, y + 2, wide - left - PAD)
    return closed(card, back, wide, max(y, PAD + 2 * BADGE) + PAD - 3)


def _marks(card: Element, lead: str, marks: Marks, x: float, y: float, room: float) -> float:
    """Draw a lead and marks, breaking lines; return where the next thing goes."""
    high = SMALL * 1.45
    at = x
    for words in lead.split():
        wide = width(words, SMALL)
        if at > x and at + wide > x + room:
            at, y = x, y + high + 3
        write(card, words, at, y + high - 5, SMALL, fill=SOFT)
        at += wide + 5
    for together in _together([piece for mark in marks for piece in _pieces(mark, room)]):
        taken = sum(_mark_width(piece) + 5 for piece in together) - 5
        if at > x and at + taken > x + room:
            at, y = x, y + high + 3
        for piece in together:
            _mark(card, piece, at, y, high)
            at += _mark_width(piece) + 5
    return y + high + 2


def _together(pieces: Sequence[Mark | str]) -> Iterator[list[Mark | str]]:
    """Go through what stands on one line: a bracket stays with the mark beside it."""
    kept: list[Mark | str] = []
    for piece in pieces:
        if kept and piece != ")" and kept[-1] != "(":
            yield kept
            kept = []
        kept.append(piece)
    yield kept


def _pieces(mark: Mark | str, room: float) -> Iterator[Mark | str]:
    """Break a mark that is wider than the room into several with the same number."""
    if isinstance(mark, str) or _mark_width(mark) <= room:
        yield mark
        return
    kept: list[str] = []
    for one in mark.letters.split():
        if kept and _mark_width(Mark(mark.number, " ".join([*kept, one]), mark.negated)) > room:
            yield Mark(mark.number, " ".join(kept), mark.negated)
            kept = []
        kept.append(one)
    yield Mark(mark.number, " ".join(kept), mark.negated)


def _spoken(mark: Mark) -> str:
    return f"≠ {mark.letters}" if mark.negated else mark.letters


def _mark_width(mark: Mark | str) -> float:
    if isinstance(mark, str):
        return width(mark, SMALL, bold=True)
    number = width(mark.number, SMALL, bold=True) + 10 if mark.number else 0.0
    return number + width(_spoken(mark), SMALL, bold=True) + 10


def _mark(card: Element, mark: Mark | str, x: float, y: float, high: float) -> None:
    base = y + high - 5
    if isinstance(mark, str):
        write(card, mark, x, base, SMALL, bold=True, fill=SOFT)
        return
    wide = _mark_width(mark)
    rect(card, x, y, wide, high, "#ffffff", ASKING, 4)
    left = 0.0
    if mark.number:
        left = width(mark.number, SMALL, bold=True) + 10
        rect(card, x, y, left, high, ASKING, ASKING, 4)
        write(card, mark.number, x + 5, base, SMALL, bold=True, fill="#ffffff")
    write(card, _spoken(mark), x + left + 5, base, SMALL, bold=True, fill=ASKING)


_ENDING = 18.0 + 2 * BADGE
"""How wide an arrow with the number of a result is."""


def _ending(card: Element, end: Ending, x: float, y: float) -> None:
    colour = _COLOURS[end.verdict][1]
    middle = y + BADGE
    SubElement(
        card,
        "path",
        {"d": f"M{x:.1f} {middle:.1f}h9", "stroke": colour, "stroke-width": "2"},
    )
    tip = f"M{x + 8:.1f} {middle - 4:.1f}l7 4l-7 4z"
    SubElement(card, "path", {"d": tip, "fill": colour})
    badge(card, x + 15 + BADGE, middle, str(end.number), colour)
