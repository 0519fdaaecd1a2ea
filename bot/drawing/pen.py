"""What every card is drawn with: text broken into lines, boxes, and round badges with a number."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from .lettering import wrapped

SIZE = 14.0
"""Size of the letters, in the picture's own units; the smallest is `SMALL`."""
SMALL = 13.0
LINE = 1.22
"""Height of a line, as a multiple of the size of its letters."""
PAD = 7.0
"""Room between the edge of a card and what stands in it."""
BADGE = 10.5
"""Radius of a round number."""
INK = "#1c2733"
SOFT = "#52616f"
ASKING = "#1f4e79"


@dataclass(slots=True)
class Card:
    """Something drawn at its own origin, to be put somewhere on the sheet; sizes in units."""

    drawn: Element
    width: float
    height: float

    def put(self, sheet: Element, x: float, y: float) -> None:
        """Put the card on the sheet, its upper left corner at the point."""
        self.drawn.set("transform", f"translate({x:.0f} {y:.0f})")
        sheet.append(self.drawn)


def badge(card: Element, x: float, y: float, text: str, colour: str) -> None:
    """Draw a number in a filled circle around the point."""
    SubElement(
        card, "circle", {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": f"{BADGE:g}", "fill": colour}
    )
    write(card, text, x, y + 4.3, SMALL, bold=True, fill="#ffffff", middle=True)


def paragraph(
    card: Element,
    text: str,
    x: float,
    y: float,
    room: float,
    size: float,
    *,
    bold: bool = False,
    fill: str = INK,
) -> float:
    """Draw text broken into lines; return where the next thing goes."""
    for line in wrapped(text, size, room, bold=bold):
        write(card, line, x, y + size, size, bold=bold, fill=fill)
        y += size * LINE
    return y


def write(
    card: Element,
    text: str,
    x: float,
    y: float,
    size: float,
    *,
    bold: bool = False,
    fill: str = INK,
    middle: bool = False,
) -> None:
    """Draw one line of text; the point is on its base line, at its left end or its middle."""
    style = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font-size": f"{size:g}", "fill": fill}
    if bold:
        style["font-weight"] = "bold"
    if middle:
        style["text-anchor"] = "middle"
    SubElement(card, "text", style).text = text


def rect(
    card: Element, x: float, y: float, w: float, h: float, fill: str, stroke: str, rx: float
) -> None:
    """Draw a box with round corners, its upper left corner at the point."""
    SubElement(
        card,
        "rect",
        {"x": f"{x:.1f}", "y": f"{y:.1f}", "width": f"{w:.1f}", "height": f"{h:.1f}",
         "rx": f"{rx:g}", "fill": fill, "stroke": stroke},
    )  # fmt: skip


def box(card: Element, wide: float, fill: str, stroke: str) -> Element:
    """Draw the back of a card, whose height is known when it is closed."""
    return SubElement(
        card,
        "rect",
        {"width": f"{wide:.1f}", "rx": "8", "fill": fill, "stroke": stroke, "stroke-width": "1.5"},
    )


def closed(card: Element, back: Element, wide: float, high: float) -> Card:
    """Give the back of a card its height, and return the card."""
    back.set("height", f"{high:.1f}")
    return Card(card, wide, high)
