"""How much of the evidence the texts use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from bot.content import Library


@dataclass(frozen=True, slots=True)
class Coverage:
    """Facts of high and medium confidence: how many there are, and those that no text cites."""

    total: int
    unused: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of facts that some text cites, from 0 to 1."""
        return 1 - len(self.unused) / self.total if self.total else 1.0


def coverage(library: Library) -> Coverage:
    """Work out which facts of high and medium confidence some text cites."""
    cited = set(_cited(library))
    solid = [fact.id for fact in library.facts.values() if fact.confidence != "low"]
    return Coverage(len(solid), tuple(fact for fact in solid if fact not in cited))


def _cited(library: Library) -> Iterator[str]:
    for items in (
        library.flows, library.answers, library.papers, library.letters, library.regions, library.urgent,
    ):  # fmt: skip
        for item in items.values():
            yield from cited_in(item)


def cited_in(value: object) -> Iterator[str]:
    """Go through the facts that an item, or anything in it, rests on."""
    if isinstance(value, BaseModel):
        yield from getattr(value, "facts", [])
        for field in type(value).model_fields:
            yield from cited_in(getattr(value, field))
    elif isinstance(value, list):
        for entry in value:
            yield from cited_in(entry)
