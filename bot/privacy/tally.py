"""What remains of a day: how often and by how many people, for each cell that may be asked about.

One person moves a cell by a bounded amount: at most three questions of a topic count, and in all
other cells she counts once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

QUESTIONS: Final = frozenset({"answered", "suggested", "not_answered", "urgent"})
MOST_QUESTIONS: Final = 3
"""So many questions of one person about one topic count on one day."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One logged event with the pseudonym of its day; empty strings where nothing applies."""

    person: bytes
    kind: str
    language: str
    channel: str
    topic: str
    entry: str
    detail: str
    campaign: str


class Cell(NamedTuple):
    """What a count is about: what was measured, along which dimension, and the value of that."""

    measure: str
    dimension: str
    value: str


class Count(NamedTuple):
    """How often, and by how many different people, on one day."""

    times: int
    people: int


def tally(day: Iterable[Happening]) -> Mapping[Cell, Count]:
    """Count the events of one day by cell, each person within her bound."""
    counts: Counter[Cell] = Counter()
    people: dict[Cell, set[bytes]] = defaultdict(set)
    asked: Counter[tuple[bytes, str]] = Counter()
    for event in day:
        question = event.kind in QUESTIONS
        if question:
            asked[event.person, event.topic] += 1
            if asked[event.person, event.topic] > MOST_QUESTIONS:
                continue
        for cell in _cells(event):
            if question or event.person not in people[cell]:
                counts[cell] += 1
            people[cell].add(event.person)
    return {cell: Count(times, len(people[cell])) for cell, times in counts.items()}


def _cells(event: Happening) -> Iterator[Cell]:
    kind = event.kind
    if kind in QUESTIONS:
        yield from _asked(event)
    elif kind in ("helpful", "unhelpful"):
        yield Cell(kind, "all", "")
        if event.entry:
            yield Cell(kind, "entry", event.entry)
    elif kind == "chosen":
        yield Cell("read", "entry", event.entry)
    elif kind == "flow_started":
        yield Cell(kind, "all", "")
        yield Cell(kind, "flow", event.entry.removeprefix("flow:"))
    elif kind == "step_left":
        yield Cell(kind, "step", f"{event.entry.removeprefix('flow:')}/{event.detail}")
    elif kind == "flow_finished":
        yield Cell(kind, "all", "")
        yield Cell(kind, "flow", event.entry.removeprefix("flow:"))
        yield Cell(kind, "outcome", f"{event.entry.removeprefix('flow:')}/{event.detail}")
    elif kind == "language_switched":
        yield Cell(kind, "language", event.detail)
    elif kind == "arrived":
        yield Cell(kind, "campaign", event.campaign)


def _asked(event: Happening) -> Iterator[Cell]:
    """Give the cells of a question.

    An urgent one is in no cell with others: what is asked less what is answered, offered and not
    answered would tell that somebody was in danger.
    """
    yield Cell(event.kind, "all", "")
    if event.kind == "urgent":
        yield Cell("urgent", "danger", event.detail)
        return
    yield Cell("asked", "all", "")
    yield Cell("asked", "language", event.language)
    yield Cell("asked", "channel", event.channel)
    if event.campaign:
        yield Cell("asked", "campaign", event.campaign)
    if event.topic:
        yield Cell("asked", "topic", event.topic)
        yield Cell("asked", "topic_language", f"{event.topic}/{event.language}")
    if event.kind == "not_answered":
        yield Cell("not_answered", "language", event.language)
    elif event.entry:
        yield Cell(event.kind, "entry", event.entry)
        yield Cell("read", "entry", event.entry)
