"""The parts of a flow that apply or not by a condition, each with the formula for when it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.conditions import Condition
from bot.content.models import Flow
from bot.content.source import Place

from .formula import Formula
from .search import Search

# section → key that names one of its parts
SECTIONS = {
    "tasks": "id",
    "papers": "paper",
    "amounts": "id",
    "notes": "id",
    "contacts": "contact",
    "letters": "letter",
}
"""Sections of which everything applies whose `when` holds."""
FIRST_OF = {"outcomes": "outcome", "desk": "desk card"}
"""Sections of which only the first applies whose `when` holds, with the word for one of them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a flow; `occurs` is when it is shown, `own` when its own condition holds."""

    word: str
    name: str
    place: Place
    condition: Condition | None
    own: Formula
    occurs: Formula

    def __str__(self) -> str:
        return f"the {self.word} {self.name!r}"


def parts_of(flow: Flow, search: Search) -> Iterator[Part]:
    """Go through the steps, outcomes, tasks, papers and so on; criteria have verdicts instead."""
    make = search.formulas
    for position, step in enumerate(flow.steps):
        asked = search.asked[step.id]
        yield Part("step", step.id, ("steps", position), step.when, asked, asked)
    for section, word in FIRST_OF.items():
        earlier: list[Formula] = []
        for position, part in enumerate(getattr(flow, section)):
            formula = make.of(part.when, search.worst)
            own = make.holds(formula, True)
            yield Part(
                word, part.id, (section, position), part.when, own, make.every([own, *earlier])
            )
            earlier.append(make.holds(formula, False, None))
    for section, key in SECTIONS.items():
        for position, part in enumerate(getattr(flow, section)):
            own = make.holds(make.of(part.when, search.worst), True)
            name = getattr(part, key)
            yield Part(section.removesuffix("s"), name, (section, position), part.when, own, own)
