"""A flow as one picture: the questions from the top down, and the list of its results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from bot.content import Library, Text
from bot.content.conditions import CriteriaAre
from bot.content.models import Flow, Step

from . import cards
from .cards import Choice, Ending, Guard
from .layout import Arrow, Point, Run, laid_out
from .lettering import FAMILY
from .links import LIST, Link, linked
from .marks import Marking, Marks
from .pen import Card
from .ways import Option, groups

_MARGIN = 14.0
_GAP = 24.0
_A4 = (190.0, 277.0)
"""What of a sheet a printer prints, in millimetres."""
_WIDTHS = (270.0, 310.0, 350.0, 390.0, 430.0)
"""Widths of cards to try, for the questions and for the list of results."""
_COLUMNS = 4
"""The most columns of the list of results."""


def draw(library: Library, flow: Flow, language: str, day: date) -> str:
    """Return the picture of a flow as SVG, as of a day; the same content gives the same bytes."""
    return _Picture(library, flow, language, day).svg()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The questions, and beside or below them, at `corner`, the list of results."""

    graph: Element
    side: tuple[Card, ...]
    corner: Point
    top: Card
    width: float
    height: float


class _Picture:
    def __init__(self, library: Library, flow: Flow, language: str, day: date) -> None:
        self._library, self._flow, self._language = library, flow, language
        self._marking = Marking(library, flow, day)
        self._groups = groups(library, flow, day)
        self._numbers = {outcome.id: n for n, outcome in enumerate(flow.outcomes, 1)}
        self._links = linked(flow, self._groups)
        self._sides = [
            (wide * columns, self._side(wide * columns, columns))
            for wide in _WIDTHS
            for columns in range(1, _COLUMNS + 1)
        ]

    def svg(self) -> str:
        """Draw the questions with cards of several widths and keep what is largest on A4."""
        drawn = (self._graph(wide) for wide in _WIDTHS)
        sheets = [sheet for graph in drawn for sheet in self._sheets(*graph)]
        return self._printed(max(sheets, key=lambda sheet: _scale(sheet.width, sheet.height)))

    def _graph(self, wide: float) -> tuple[Element, float, float]:
        """Return the questions with their arrows, and how wide and high that is."""
        boxes = {step.id: self._question(step, wide) for step in self._flow.steps}
        links = self._links.links
        if any(link.head == LIST for link in links):
            boxes[LIST] = cards.to_list(self._say("drawing.to_list"))
        notes = [self._note(link) for link in links]
        arrows = [
            Arrow(
                link.tail, link.head, (note.width, note.height) if note else None, not link.chosen
            )
            for link, note in zip(links, notes, strict=True)
        ]
        laid = laid_out({name: (box.width, box.height) for name, box in boxes.items()}, arrows)
        graph = Element("g")
        for link, note, run in zip(links, notes, laid.runs, strict=True):
            _arrow(graph, link, note, run)
        for name, box in boxes.items():
            x, y = laid.middles[name]
            box.put(graph, x - box.width / 2, y - box.height / 2)
        return graph, laid.width, laid.height

    def _say(self, phrase: str) -> str:
        return self._library.say(phrase, self._language)

    def _read(self, text: Text) -> str:
        return text.to(self._language).replace("**", "")

    def _note(self, link: Link) -> Card | None:
        """Draw what stands on an arrow: the letters of the choices that take it."""
        if link.everybody:
            return None
        if not link.chosen:
            return cards.note(self._say("drawing.otherwise"))
        step = self._flow.step(link.tail)
        assert step is not None  # noqa: S101 - arrows begin at steps
        return cards.note(self._marking.letters(step, link.chosen))

    def _ending(self, outcome: str | None) -> Ending | None:
        if outcome is None:
            return None
        number = self._numbers[outcome]
        return Ending(number, self._flow.outcomes[number - 1].verdict)

    # The cards

    def _question(self, step: Step, wide: float) -> Card:
        choices = [
            Choice(
                self._marking.letters(step, [line]),
                self._label(step, line),
                self._ending(self._links.ended.get((step.id, line))),
            )
            for line in self._marking.options[step.id]
        ]
        guard = None
        if step.when is not None and self._may_be_passed(step):
            guard = Guard(
                self._say("drawing.only"),
                self._marking.marks(step.when),
                self._say("drawing.otherwise"),
                self._ending(self._links.passed.get(step.id)),
            )
        return cards.question(
            self._marking.number(step), self._read(step.ask), choices, guard, wide
        )

    def _may_be_passed(self, step: Step) -> bool:
        return any(
            step in group.steps and (len(group.steps) > 1 or group.outcomes)
            for group in self._groups
        )

    def _label(self, step: Step, line: Option) -> str:
        if step.number is not None:
            return str(line.first) if line.first == line.last else f"{line.first} – {line.last}"
        return self._read(self._library.choices(self._flow.id, step.id)[str(line.first)])

    def _list(self, wide: float, columns: int) -> Card:
        rows = []
        for number, outcome in enumerate(self._flow.outcomes, 1):
            marks: Marks = self._marking.marks(outcome.when) if outcome.when is not None else []
            lead = self._say("drawing.if") if marks else self._say("drawing.others")
            rows.append((number, outcome, self._read(outcome.title), (lead, marks)))
        return cards.listed(
            self._say("drawing.results"), self._say("drawing.marks"), rows, wide, columns
        )

    def _side(self, wide: float, columns: int) -> list[Card]:
        conditions = self._conditions(wide)
        return [*([conditions] if conditions else []), self._list(wide, columns)]

    def _conditions(self, wide: float) -> Card | None:
        """Draw the conditions of eligibility, where a result depends on them."""
        asked = any(
            isinstance(part, CriteriaAre)
            for outcome in self._flow.outcomes
            if outcome.when is not None
            for part in outcome.when.parts()
        )
        if not asked:
            return None
        rows = [(self._read(one.text), self._marking.marks(one.met)) for one in self._flow.criteria]
        return cards.conditions(self._say("criteria.title"), rows, wide)

    # The sheet

    def _sheets(self, graph: Element, wide: float, high: float) -> Iterator[_Sheet]:
        """Go through the ways of putting the list beside the questions or below them."""
        for side_wide, side in self._sides:
            side_high = sum(card.height for card in side)
            beside = (wide + _GAP + side_wide, max(high, side_high))
            yield self._sheet(graph, side, (wide + _GAP, 0.0), beside)
            below = (max(wide, side_wide), high + _GAP + side_high)
            yield self._sheet(graph, side, (0.0, high + _GAP), below)

    def _sheet(
        self, graph: Element, side: Sequence[Card], corner: Point, size: tuple[float, float]
    ) -> _Sheet:
        wide, high = size
        top = cards.heading(self._read(self._flow.title), self._read(self._flow.about), wide)
        return _Sheet(
            graph, tuple(side), corner, top, wide + 2 * _MARGIN, high + top.height + 2 * _MARGIN
        )

    def _printed(self, sheet: _Sheet) -> str:
        size = {"width": f"{sheet.width:.0f}", "height": f"{sheet.height:.0f}"}
        box = f"0 0 {size['width']} {size['height']}"
        named = {"xmlns": "http://www.w3.org/2000/svg", "viewBox": box, "lang": self._language}
        picture = Element("svg", {**named, **size, "font-family": FAMILY})
        SubElement(picture, "title").text = self._read(self._flow.title)
        SubElement(picture, "rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
        sheet.top.put(picture, _MARGIN, _MARGIN)
        below = _MARGIN + sheet.top.height
        Card(sheet.graph, 0, 0).put(picture, _MARGIN, below)
        x, y = sheet.corner
        for card in sheet.side:
            card.put(picture, _MARGIN + x, below + y)
            y += card.height
        indent(picture)
        return tostring(picture, encoding="unicode") + "\n"


def _scale(wide: float, high: float) -> float:
    """Return how many millimetres a unit takes on A4, in the better of its two directions."""
    short, long = _A4
    return max(min(short / wide, long / high), min(long / wide, short / high))


def _arrow(sheet: Element, link: Link, note: Card | None, run: Run) -> None:
    (x, y), *rest = run.curve
    points = " ".join(f"{px:.0f} {py:.0f}" for px, py in rest)
    colour = "#8a97a3" if not link.chosen else "#1f4e79"
    style = {"fill": "none", "stroke": colour, "stroke-width": "2"}
    if not link.chosen:
        style["stroke-dasharray"] = "6 5"
    SubElement(sheet, "path", {"d": f"M{x:.0f} {y:.0f}C{points}", **style})
    (bx, by), (tx, ty) = run.curve[-1], run.tip
    # The head: a triangle from the end of the curve to the tip, half as wide as it is long.
    dx, dy = (tx - bx) / 2, (ty - by) / 2
    corners = f"{bx - dy:.1f},{by + dx:.1f} {tx:.1f},{ty:.1f} {bx + dy:.1f},{by - dx:.1f}"
    SubElement(sheet, "polygon", {"points": corners, "fill": colour})
    if note is not None and run.label is not None:
        note.put(sheet, run.label[0] - note.width / 2, run.label[1] - note.height / 2)
