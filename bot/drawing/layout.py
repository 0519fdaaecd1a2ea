"""Where the cards of a picture stand and how its arrows run: the work of Graphviz."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pygraphviz import AGraph

Point = tuple[float, float]
_INCH = 72.0
"""Graphviz counts sizes in inches and places in points; a point is one unit of ours."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one card to another; `room` is the size of what stands on it, if anything does."""

    tail: str
    head: str
    room: tuple[float, float] | None = None
    aside: bool = False
    """Leaves the card at its side: the way of those whom the question does not concern."""


@dataclass(frozen=True, slots=True)
class Run:
    """How an arrow runs: points of a Bézier curve, where it ends, and the middle of its label."""

    curve: tuple[Point, ...]
    tip: Point
    label: Point | None


@dataclass(frozen=True, slots=True)
class Layout:
    """The middles of the cards by name, the runs of the arrows in their order, and the size."""

    width: float
    height: float
    middles: Mapping[str, Point]
    runs: Sequence[Run]


def laid_out(sizes: Mapping[str, tuple[float, float]], arrows: Sequence[Arrow]) -> Layout:
    """Lay out cards of the given sizes from the top down; the first is the start."""
    graph = AGraph(strict=False, directed=True, rankdir="TB", nodesep=0.2, ranksep=0.25)
    for name, (wide, high) in sizes.items():
        graph.add_node(
            name, label="", shape="box", fixedsize="true", width=wide / _INCH, height=high / _INCH
        )
    for number, arrow in enumerate(arrows):
        # Text is measured by us: an empty table of the right size keeps the room for it, and so
        # the picture does not depend on the fonts of the machine that draws it.
        label = {"label": _room(arrow.room)} if arrow.room is not None else {}
        weight = {"weight": 1 if arrow.aside else 4}
        graph.add_edge(arrow.tail, arrow.head, key=number, headport="n", **label, **weight)
    graph.layout(prog="dot")
    _, _, wide, high = map(float, graph.graph_attr["bb"].split(","))

    def flipped(pair: str) -> Point:
        x, y = pair.split(",")
        return float(x), high - float(y)

    middles = {name: flipped(graph.get_node(name).attr["pos"]) for name in sizes}
    runs = []
    for number, arrow in enumerate(arrows):
        edge = graph.get_edge(arrow.tail, arrow.head, key=str(number))
        tip, *curve = (flipped(pair.removeprefix("e,")) for pair in edge.attr["pos"].split())
        label_at = flipped(edge.attr["lp"]) if arrow.room is not None else None
        runs.append(Run(tuple(curve), tip, label_at))
    return Layout(wide, high, middles, runs)


def _room(size: tuple[float, float]) -> str:
    wide, high = size
    cell = f'<TR><TD FIXEDSIZE="TRUE" WIDTH="{wide:.0f}" HEIGHT="{high:.0f}"></TD></TR>'
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0">{cell}</TABLE>>'
